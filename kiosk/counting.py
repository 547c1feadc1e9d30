# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What visitors come for, in words and icons; and which offers are on right now. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from booking import agenda, listing
from booking.agenda import Date, Offer
from booking.listing import Entry
from booking.texts import N_, Texts

MOST_PEOPLE = 50  # at one touch
# How long a touch can still be corrected: the house allows 15 s, less what an answer takes on its way. It is the one
# time that nobody can make longer, as nothing is lost with it: what was counted is counted, without names.
CORRECTED = 12.0
JUST_OVER = timedelta(hours=1)

WORDS = {
    "advice": N_("Advice"),
    "event": N_("Offer"),
    "info": N_("Info"),
    "room": N_("Room"),
    "looking": N_("Browsing"),
}
ICONS = {"advice": "people", "event": "offers", "info": "info", "room": "room", "looking": "home"}
ADVICE = ("advice", "outreach")


def word(texts: Texts, purpose: str) -> str:
    return texts.t(WORDS[purpose])


def purpose_of(offer: Offer) -> str:
    """What those who come for an offer come for."""
    return "advice" if offer.kind in ADVICE else "event"


def today(offers: Iterable[Offer], now: datetime, zone: ZoneInfo) -> list[Entry]:
    """What is on today and not over, in the house or elsewhere, but not at people's homes."""
    out = (each for each in offers if each.where != "home")
    return listing.within(out, now, agenda.days_from(now, 1, zone))


def on_today(offer: Offer, now: datetime, zone: ZoneInfo) -> bool:
    """Whether one can be here for it."""
    return bool(today([offer], now, zone))


def just_over(offers: Iterable[Offer], now: datetime) -> tuple[Offer, Date] | None:
    """What has ended in the house within the last hour: the latest."""
    asked = ((each, agenda.asked_about(each, now)) for each in offers if each.where == "room")
    ended = [
        (date.end, offer.id, offer, date)
        for offer, date in asked
        if date and not date.whole_day and now - JUST_OVER < date.end <= now
    ]
    return max(ended)[2:] if ended else None
