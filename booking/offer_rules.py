# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an offer, an actor and a signpost may say: tidy, or refused. Pure."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import get_args
from urllib.parse import urlsplit

from booking import agenda, rules
from booking.agenda import Actor, Date, Offer, Signpost, Words
from booking.calendar import clean
from booking.config import House, Topic
from booking.refusal import Refused

TITLE_LONGEST, TEXT_LONGEST, ALT_LONGEST, HOURS_LONGEST = 80, 1500, 160, 160
LINK_LONGEST = 300
MOST_DATES, MOST_SIGNS = 400, 5
DATE_LONGEST = timedelta(days=31)
_KEY = re.compile(r"[a-z][a-z0-9-]{0,30}", re.ASCII)
_SPOKEN = re.compile(r"[a-z]{2,3}", re.ASCII)
_LONGEST = {"person": 80, "district": 40, "cost": 80, "phone": 40, "place": 160, "name": 80}


def check_offer(wanted: Offer, house: House, today: date) -> Offer:
    """An offer as it is kept."""
    languages = house.languages
    if wanted.kind not in agenda.KINDS or wanted.where not in agenda.WHERES:
        raise Refused("invalid")
    place = line("place", wanted.place) if wanted.where != "home" else ""
    known = not place or any(room.id == place for room in house.rooms)
    if (wanted.where == "address" and not place) or (wanted.where == "room" and not known):
        raise Refused("where")
    if wanted.last is not None and wanted.last < today:
        raise Refused("past")
    return replace(
        wanted,
        title=titled(wanted.title, languages),
        text=words(wanted.text, languages, TEXT_LONGEST),
        topic=topic(wanted.topic),
        person=line("person", wanted.person),
        place=place,
        district=line("district", wanted.district),
        cost=line("cost", wanted.cost),
        link=link(wanted.link),
        spoken=tuple(dict.fromkeys(each for each in wanted.spoken if _SPOKEN.fullmatch(each)))[:10],
        dates=_dates(wanted.dates),
    )


def check_actor(wanted: Actor, languages: Iterable[str]) -> Actor:
    """An actor as it is kept."""
    if not _KEY.fullmatch(wanted.key):
        raise Refused("key")
    name = line("name", wanted.name)
    if not name:
        raise Refused("title")
    return replace(
        wanted,
        name=name,
        text=words(wanted.text, languages, TEXT_LONGEST),
        topics=tuple(dict.fromkeys(topic(each) for each in wanted.topics if each)),
        hours=words(wanted.hours or {}, languages, HOURS_LONGEST),
        phone=line("phone", wanted.phone),
        mail=rules.check_mail(wanted.mail) or "",
        web=link(wanted.web),
        place=line("place", wanted.place),
    )


def check_signpost(wanted: Signpost, languages: Iterable[str]) -> Signpost:
    """A signpost as it is kept."""
    if not wanted.offers:
        raise Refused("no_offers")
    title = titled(wanted.title, languages)
    return replace(wanted, title=title, topic=topic(wanted.topic), offers=wanted.offers[:MOST_SIGNS])


def titled(said: Words, languages: Iterable[str]) -> dict[str, str]:
    """A title, which German has in any case."""
    title = words(said, languages, TITLE_LONGEST)
    if "de" not in title:
        raise Refused("title")
    return title


def words(said: Words, languages: Iterable[str], longest: int) -> dict[str, str]:
    """What is said in the languages of the house, tidy."""
    tidy = {str(key): clean(said.get(key, "")) for key in languages}
    kept = {key: text for key, text in tidy.items() if text}
    if (over := max((len(text) - longest for text in kept.values()), default=0)) > 0:
        raise Refused("text_long", longest=longest, over=over)
    return kept


def line(what: str, text: str) -> str:
    """One line, not longer than it may be."""
    return rules.tidy(text)[: _LONGEST[what]].strip()


def topic(text: str) -> str:
    """One of the topics, or none."""
    if text and text not in get_args(Topic):
        raise Refused("invalid")
    return text


def link(text: str) -> str:
    """An address of the web, or nothing; Refused("link") if it is something else."""
    text = text.strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        raise Refused("link") from None
    unwanted = any(letter.isspace() or not letter.isprintable() for letter in text)
    if parts.scheme not in ("http", "https") or not parts.hostname or len(text) > LINK_LONGEST or unwanted:
        raise Refused("link")
    return text


def _dates(dates: tuple[Date, ...]) -> tuple[Date, ...]:
    """By begin, each once."""
    if len(dates) > MOST_DATES:
        raise Refused("many_dates", most=MOST_DATES)
    for each in dates:
        if not timedelta(0) < each.end - each.begin <= DATE_LONGEST:
            raise Refused("order")
    return tuple(sorted({each.begin: each for each in dates}.values(), key=lambda each: each.begin))
