# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the month goes in the house: numbers out of `GET /api/month` as frozen values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

from booking.texts import Texts
from kiosk.counting import WORDS
from kiosk.house import Json

FEW = 5  # fewer people than this are not told as a number
WINDOWS = 10  # of a floor
UNITS = (5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)


@dataclass(frozen=True)
class Number:
    """About how many, rounded by the house; `few` are so few that nobody is told how many."""

    value: int = 0
    few: bool = False

    @property
    def some(self) -> bool:
        return self.few or self.value > 0


NONE = Number()


@dataclass(frozen=True)
class Month:
    """One month of a house as far as it has gone; `purposes` by key, in the order in which the display names them."""

    first: date
    people: Number
    purposes: Mapping[str, Number]
    groups: Number
    ideas: Number
    offers: int = 0
    dates: int = 0
    hours: int = 0
    actors: int = 0
    done: int = 0
    measures: int = 0
    funds: int = 0

    @property
    def unit(self) -> int:
        """How many visits a whole window stands for."""
        most = max(number.value for number in self.purposes.values())
        return next((unit for unit in UNITS if most <= unit * WINDOWS), ceil(most / WINDOWS))

    def lit(self, purpose: str) -> float:
        """How many windows of a purpose's floor are bright; few people light half of one."""
        number = self.purposes[purpose]
        return 0.5 if number.few else number.value / self.unit


def read_month(data: Json) -> Month | None:
    """What the house tells; None if it does not tell, or otherwise than this version knows."""
    try:
        return _month(data)
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def _month(data: Json) -> Month:
    plain = ("offers", "dates", "hours", "actors", "done", "measures", "funds")
    return Month(
        first=date.fromisoformat(data["month"]),
        people=_number(data["people"]),
        purposes={key: _number(data["purposes"].get(key, {})) for key in WORDS},
        groups=_number(data.get("groups", {})),
        ideas=_number(data.get("ideas", {})),
        **{key: int(data.get(key, 0)) for key in plain},
    )


def _number(data: Json) -> Number:
    return Number(max(int(data.get("value", 0)), 0), bool(data.get("few", False)))


def grouped(number: int) -> str:
    """Digits in threes, as every language reads them."""
    return f"{number:,}".replace(",", "\u00a0")


def said(texts: Texts, number: Number) -> str:
    """ "unter 5", "rund 40", or "0"."""
    if number.few:
        return texts.t("under {n}", n=FEW)
    return texts.t("about {n}", n=grouped(number.value)) if number.value else "0"


# A month as it may be, for pictures.
EXAMPLE: Json = {
    "month": "2026-05-01",
    "people": {"value": 110, "few": False},
    "purposes": {
        "advice": {"value": 35, "few": False},
        "event": {"value": 45, "few": False},
        "info": {"value": 10, "few": False},
        "room": {"value": 20, "few": False},
        "looking": {"value": 0, "few": True},
    },
    "offers": 12,
    "dates": 31,
    "groups": {"value": 15, "few": False},
    "hours": 62,
    "actors": 7,
    "ideas": {"value": 5, "few": False},
    "done": 1,
    "measures": 2,
    "funds": 18500,
}
