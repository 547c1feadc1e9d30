# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the display meets EN 301 549 (V3.2.1), clauses 5 and 8, each with the tests that hold it."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent.parent / "assets" / "en301549.tsv"


@dataclass(frozen=True)
class Clause:
    """A requirement. `state`: met; house (seen to where the display hangs); none (does not apply)."""

    number: str
    title: dict[str, str]
    state: str
    how: dict[str, str]
    tests: tuple[str, ...]


@cache
def clauses() -> tuple[Clause, ...]:
    """All of them, in the standard's order; titles and answers in German and English."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Clause(
                number=row["clause"],
                title={"de": row["title_de"], "en": row["title_en"]},
                state=row["state"],
                how={"de": row["de"], "en": row["en"]},
                tests=tuple(row["tests"].split()),
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        )
