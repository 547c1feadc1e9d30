# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Levels as Simple Indoor Tagging writes them: "0", "0;1", "-1-2", "0.5"."""

import re

MOST = 200  # levels of one feature
_NUMBER = r"-?\d{1,3}(?:\.\d)?"
_RANGE = re.compile(rf"({_NUMBER})-({_NUMBER})")


def levels_of(text: str) -> tuple[float, ...]:
    """The levels that a value names, lowest first; raises ValueError if it names none.

    A range holds every whole step from its lower end to its upper one.
    """
    found: set[float] = set()
    for part in text.replace(",", ";").split(";"):
        part = part.strip()
        if match := _RANGE.fullmatch(part):
            low, high = float(match[1]), float(match[2])
            if not low < high <= low + MOST:
                raise ValueError(f"'{part}' is no range of levels")
            found |= {low + step for step in range(int(high - low) + 1)} | {high}
        elif re.fullmatch(_NUMBER, part):
            found.add(float(part))
        else:
            raise ValueError(f"'{text}' names no level")
    if len(found) > MOST:
        raise ValueError(f"'{text}' names more than {MOST} levels")
    return tuple(sorted(found))
