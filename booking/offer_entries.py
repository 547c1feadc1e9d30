# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A date of an offer as a calendar entry, and offers as calendars: rendered once for each change and kept."""

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from booking import calendar, entries, secret, slots
from booking.agenda import ANY, Choice, Coming, Date, Offer, coming, in_language
from booking.calendar import Entry
from booking.config import House
from booking.desk import Desk
from booking.feeds import CANCELLED_SHOWN, REFRESH, Version
from booking.texts import TOPICS, Texts, texts

KEPT = 30_000  # dates whose text is kept, about 700 bytes each


def entry(house: House, offer: Offer, date: Date, language: str, public_url: str, actor: str = "") -> Entry:
    """The entry of one date."""
    words = texts(language, "house")
    changed = offer.changed or date.begin
    about = (in_language(offer.text, language), actor, costs(offer, words), offer.link)
    return Entry(
        uid=f"{offer.id}-{slots.epoch(date.begin):x}@{house.id}.{house.domain}",
        begin=date.begin,
        end=date.end,
        summary=in_language(offer.title, language),
        location=location(house, offer, language),
        description="\n".join(part for part in about if part),
        url=f"{public_url}/{language}/offers/{offer.id}",
        status="cancelled" if date.gone else "offered",
        changed=changed,
        created=offer.created or changed,
        sequence=offer.sequence,
    )


def location(house: House, offer: Offer, language: str) -> str:
    """Where it is, so that a map finds it."""
    if offer.where == "home":
        return ""
    if offer.where == "address":
        return offer.place
    if offer.place:
        return entries.place(house, offer.place, language)
    where = house.address
    return f"{house.name[language]}, {where.street}, {where.postcode} {where.city}"


def costs(offer: Offer, words: Texts) -> str:
    """What it costs, or that it is free; nothing where nobody has said so."""
    return offer.cost or (words.t("free of charge") if offer.free else "")


def render(house: House, shown: Entry, date: Date, topic: str) -> bytes:
    """One VEVENT."""
    zone = ZoneInfo(house.time_zone)
    named = calendar.line("CATEGORIES", texts("de", "house").t(TOPICS[topic])) if topic else b""
    organizer = calendar.line("ORGANIZER", f"mailto:{house.legal.mail}")
    when = calendar.whole_days(shown, zone) if date.whole_day else calendar.times(shown, zone)
    return calendar.vevent(calendar.told(shown), when, named + calendar.state(shown.status, "PUBLIC") + organizer)


def download(house: House, found: Iterable[Coming], language: str, public_url: str, actor: str) -> bytes:
    """The .ics file of some dates, for somebody's own calendar."""
    events = (
        render(house, entry(house, offer, date, language, public_url, actor), date, offer.topic)
        for offer, date in found
    )
    return calendar.whole("PUBLISH", house.time_zone, b"".join(events))


class OfferFeeds:
    """The calendars of all offers, of a topic, of an actor."""

    def __init__(self, desk: Desk, public_url: str) -> None:
        self._desk = desk
        self._public_url = public_url
        self._rendered: dict[tuple[str, Date], tuple[tuple[int, str], bytes]] = {}
        self._joined: dict[Choice, tuple[str, bytes]] = {}

    def version(self, choice: Choice = ANY) -> Version:
        """What changes when the calendar does: its offers, and the day, with which dates pass and offers run out."""
        day = slots.local_day(self._desk.now(), self._desk.house.zone)
        shelf = self._desk.offers.shelf()
        changed = max((slots.epoch(each.changed) for each in shelf.offers if each.changed), default=0)
        return Version(secret.hashed(f"{shelf.revision} {day} {choice}").hex()[:32], changed)

    def text(self, choice: Choice, name: str) -> bytes:
        """The whole calendar, under a name that readers show."""
        tag = self.version(choice).tag
        if (kept := self._joined.get(choice)) and kept[0] == tag:
            return kept[1]
        house = self._desk.house
        events = [self._event(offer, date) for offer, date in self._found(choice)]
        text = calendar.head(name, house.time_zone, REFRESH) + b"".join(events) + calendar.TAIL
        self._joined = {key: kept for key, kept in self._joined.items() if kept[0] == tag} | {choice: (tag, text)}
        return text

    def _found(self, choice: Choice) -> list[Coming]:
        """Dates to come and of yesterday, and what was cancelled lately."""
        now = self._desk.now()
        fitting = [offer for offer in self._desk.offers.shown() if choice.fits(offer)]
        dates = coming(fitting, now - timedelta(days=1), cancelled=True)
        return [one for one in dates if one.date.gone is None or one.date.gone > now - CANCELLED_SHOWN]

    def _event(self, offer: Offer, date: Date) -> bytes:
        key, actor = (offer.id, date), self._desk.offers.shelf().actors.get(offer.actor)
        stamp = offer.sequence, actor.name if actor else ""
        kept = self._rendered.get(key)
        if kept is None or kept[0] != stamp:
            if len(self._rendered) > KEPT:
                self._rendered.clear()
            shown = entry(self._desk.house, offer, date, "de", self._public_url, stamp[1])
            kept = self._rendered[key] = stamp, render(self._desk.house, shown, date, offer.topic)
        return kept[1]
