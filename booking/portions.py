# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Long lists for the database in portions: as many values at once as a statement may well name."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 500


def portions(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """One after the other; none of nothing."""
    return (values[n : n + AT_ONCE] for n in range(0, len(values), AT_ONCE))
