# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sentences that say what an offer is, when, where and for whom: pure, in the visitor's language."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from booking.agenda import Actor, Date, Offer, Words, in_language
from booking.slots import local_day
from booking.texts import IDEA_STATES, OFFERED, TOPICS, Texts, clock_time, part_of
from kiosk import phrases
from kiosk.house import House

STATE_ICONS = {"new": "ideas", "looked": "search", "taken": "ahead", "done": "check", "no": "close"}
SENTENCE = re.compile(r"(?<=[.!?؟])\s+")


def named(texts: Texts, words: dict[str, str], key: str) -> str:
    """The word for a kind, a topic or a state; nothing for one that only a newer house knows."""
    return texts.t(words[key]) if key in words else ""


def listed(texts: Texts, parts: Iterable[str]) -> str:
    """One after the other, those that say something."""
    return ("، " if texts.rtl else ", ").join(part for part in parts if part)


def kind(texts: Texts, offer: Offer) -> str:
    return named(texts, OFFERED, offer.kind)


def topic(texts: Texts, key: str) -> str:
    return named(texts, TOPICS, key)


def state(texts: Texts, key: str) -> str:
    return texts.capital(named(texts, IDEA_STATES, key))


def said(words: Words | None, texts: Texts) -> str:
    return in_language(words, texts.language)


# When


def times(texts: Texts, when: Date, zone: ZoneInfo) -> tuple[str, str]:
    """When it begins, and until when; of a whole day only that."""
    if when.whole_day:
        return texts.t("all day"), ""
    begin, end = (clock_time(each, zone) for each in (when.begin, when.end))
    return begin, texts.t("until {time}", time=end)


def time_line(texts: Texts, house: House, when: Date, now: datetime) -> str:
    """ "Heute 16:00 bis 18:00"."""
    if when.whole_day:
        return phrases.near(texts, local_day(when.begin, house.zone), local_day(now, house.zone))
    return phrases.time_line(texts, house, when.begin, when.end, now)


def soon(texts: Texts, house: House, when: Date, now: datetime) -> str:
    """ "heute 16:00", short enough for a tile."""
    day, today = local_day(max(when.begin, now), house.zone), local_day(now, house.zone)
    near = texts.near_day(day, today) if (day - today).days < 2 else texts.weekday(day)
    time = "" if when.whole_day else f" {clock_time(when.begin, house.zone)}"
    return near + time if (day - today).days < 7 else texts.short_day(day) + time


def day_head(texts: Texts, day: date | None, today: date) -> str:
    """The head of a day's offers: "Heute, Donnerstag", then "Samstag, 9. Mai"."""
    if day is None:
        return texts.t("Always")
    if (day - today).days < 2:
        return texts.t("{near}, {weekday}", near=phrases.near(texts, day, today), weekday=texts.weekday(day))
    return texts.full_day(day)


def more_dates(texts: Texts, house: House, dates: Iterable[Date], now: datetime) -> str:
    """The dates after the first one, briefly."""
    days = [texts.short_day(local_day(each.begin, house.zone)) for each in dates]
    if not days:
        return ""
    return texts.t("also on {days}", days=listed(texts, days[:3]) + (" …" if len(days) > 3 else ""))


# Where, for whom


def place(texts: Texts, house: House, offer: Offer, level: bool = True) -> str:
    """The room and its floor, something on the plan, an address, or the visitor's home."""
    if offer.where == "home":
        return texts.t("At your home")
    room = house.find(offer.place) if offer.where == "room" else None
    if room is None:
        return texts.t("In the house") if offer.where == "room" else offer.place
    name = phrases.called(room.name, texts.language)
    return listed(texts, (name, texts.level(room.level) if level else ""))


def money(texts: Texts, offer: Offer) -> str:
    return texts.t("free of charge") if offer.free else offer.cost


def spoken(texts: Texts, languages: Iterable[str]) -> str:
    return listed(texts, (texts.language_name(each) for each in languages))


def tags(texts: Texts, offer: Offer) -> str:
    """What decides whether somebody comes: money, steps, languages."""
    other = [each for each in offer.spoken if each != texts.language]
    languages = spoken(texts, other[:2]) + (" …" if len(other) > 2 else "")
    known = [money(texts, offer), texts.t("without steps") if offer.step_free else "", languages]
    return listed(texts, known)


def valid(texts: Texts, offer: Offer) -> str:
    return texts.t("valid until {day}", day=texts.day(offer.last)) if offer.last else ""


def whose(offer: Offer, actors: Mapping[str, Actor]) -> str:
    """The name of the actor that has entered it."""
    found = actors.get(offer.actor)
    return found.name if found else ""


def host(address: str) -> str:
    """Of a web address what people remember."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


# Texts that may be long


def beginning(text: str, fits: int) -> str:
    """As many whole sentences as fit into so many letters; at least one, cut between words if it must be."""
    if len(text) <= fits:
        return text
    kept = ""
    for sentence in SENTENCE.split(text):
        if kept and len(kept) + 1 + len(sentence) > fits:
            return part_of(text, kept)
        kept = f"{kept} {sentence}".strip()
    return part_of(text, kept[:fits].rsplit(" ", 1)[0] + " …")


def halves(text: str) -> tuple[str, str]:
    """The sentences in two parts of about the same length, to be read side by side."""
    sentences = SENTENCE.split(text)
    first: list[str] = []
    while sentences and (not first or sum(map(len, first)) < len(text) / 2):
        first.append(sentences.pop(0))
    return part_of(text, " ".join(first)), part_of(text, " ".join(sentences))


def first_bold(text: str) -> str:
    """The first sentence in bold."""
    first, *rest = SENTENCE.split(text, maxsplit=1)
    return part_of(text, " ".join([f"[b]{first}[/b]", *rest]))
