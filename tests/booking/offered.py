# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Offers for the tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from booking.agenda import Actor, Date, Offer
from booking.curator import Curator
from booking.desk import Desk
from tests.booking.wishes import TOMORROW, at

REPAIR = Actor("reparatur", "Reparaturtreff", {"de": "Wir reparieren."}, ("consumption",))
CYCLING = Actor("rad", "Radforum", {"de": "Für sichere Wege."}, ("mobility",))


def offer(title: str = "Reparieren", *dates: Date, **more: Any) -> Offer:
    """An offer that everybody may see."""
    return replace(Offer("", "workshop", {"de": title}, {}, dates=dates), **more)


def on(begin: float, end: float, day: date = TOMORROW) -> Date:
    """A date by the clock of the house."""
    return Date(at(begin, day), at(end, day))


def put(desk: Desk, *wanted: Offer) -> list[str]:
    """Keep them: their ids."""
    return [Curator(desk).put(one) for one in wanted]
