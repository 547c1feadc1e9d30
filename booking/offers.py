# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the house and its partners offer, and who takes part: read anew only when something of it has changed."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from booking import agenda, offer_search, slots
from booking.agenda import Actor, Date, Offer, Signpost
from booking.config import House
from booking.database import Database
from booking.matching import Index
from booking.model import actor, offer, offer_date, picture, signpost
from booking.model import house as houses
from booking.refusal import NotFound
from booking.texts import OFFERED, TOPICS, texts

GONE_SHOWN = 14 * slots.DAY  # seconds for which calendars still say that a date is cancelled


@dataclass(frozen=True)
class Shelf:
    """All offers, actors and signposts of a house at one revision, also those that nobody is shown."""

    revision: int
    offers: tuple[Offer, ...]
    actors: Mapping[str, Actor]
    signposts: tuple[Signpost, ...]
    languages: tuple[str, ...]
    known: offer_search.Known

    @cached_property
    def by_id(self) -> dict[str, Offer]:
        return {each.id: each for each in self.offers}

    @cached_property
    def index(self) -> Index[Offer | Actor]:
        """For finding what is shown by words."""
        shown = [each for each in self.offers if each.shown]
        return offer_search.index(shown, self.actors.values(), spoken_names(self.languages), self.known)


def spoken_names(languages: tuple[str, ...]) -> dict[str, list[str]]:
    """The words for kinds of offers and for topics, in each language."""
    named = {**OFFERED, **TOPICS}
    every = [texts(language, "house") for language in languages]
    return {key: [each.t(word) for each in every] for key, word in named.items()}


class Offers:
    """The offers of one house."""

    def __init__(self, house: House, database: Database, now: Callable[[], datetime]) -> None:
        self._house = house
        self._database = database
        self._now = now
        self._kept: Shelf | None = None
        self._known: offer_search.Known = {}
        self._lock = threading.Lock()

    def shelf(self) -> Shelf:
        """Everything, as it is now."""
        with self._database.read() as db:
            revision = int(db.scalar(select(houses.c.offers_revision).where(houses.c.id == self._house.id)) or 0)
            kept = self._kept
            if kept is None or kept.revision != revision:
                with self._lock:
                    self._kept = kept = self._read(db, revision)
        return kept

    def shown(self) -> list[Offer]:
        """What everybody may see: neither a draft nor run out."""
        today = self._today()
        return [each for each in self.shelf().offers if each.shown and agenda.holds(each, today)]

    def find(self, text: str) -> list[Offer | Actor]:
        """Offers and actors that fit what somebody types, best first."""
        today = self._today()
        found = self.shelf().index.find(text)
        return [each for each in found if isinstance(each, Actor) or agenda.holds(each, today)]

    def one(self, key: str, hidden: bool = False) -> Offer:
        """An offer by its id, or NotFound."""
        found = self.shelf().by_id.get(key)
        if found is None or not (hidden or (found.shown and agenda.holds(found, self._today()))):
            raise NotFound
        return found

    def actor(self, key: str) -> Actor:
        """Somebody who takes part, or NotFound."""
        found = self.shelf().actors.get(key)
        if found is None:
            raise NotFound
        return found

    def picture(self, key: str) -> bytes:
        """The picture of an offer that is shown, as WebP, or NotFound."""
        with self._database.read() as db:
            mine = (picture.c.house_id == self._house.id, picture.c.offer_id == int(self.one(key, hidden=True).id, 16))
            content = db.scalar(select(picture.c.content).where(*mine))
        if content is None:
            raise NotFound
        return bytes(content)

    def _today(self) -> date:
        return slots.local_day(self._now(), self._house.zone)

    def _read(self, db: Connection, revision: int) -> Shelf:
        house = self._house.id
        actors = {row.id: row for row in db.execute(select(actor).where(actor.c.house_id == house))}
        dates = self._dates(db)
        mine = picture.c.house_id == house
        pictures = db.execute(select(picture.c.offer_id, picture.c.changed).where(mine))
        pictured = {row.offer_id: row.changed for row in pictures}
        rows = db.execute(select(offer).where(offer.c.house_id == house).order_by(offer.c.id)).all()
        posts = db.execute(select(signpost).where(signpost.c.house_id == house).order_by(signpost.c.place)).all()
        return Shelf(
            revision,
            tuple(_offer(row, actors, dates.get(row.id, ()), pictured.get(row.id)) for row in rows),
            {row.key: _actor(row) for row in sorted(actors.values(), key=lambda row: row.name.casefold())},
            tuple(Signpost(f"{row.id:x}", said(row.titles), row.topic, tuple(row.offers.split())) for row in posts),
            tuple(self._house.languages),
            self._known,
        )

    def _dates(self, db: Connection) -> dict[int, tuple[Date, ...]]:
        """Dates to come, and those just over: a feed still shows what was cancelled lately."""
        since = slots.epoch(self._now()) - GONE_SHOWN
        mine = (offer_date.c.house_id == self._house.id, offer_date.c.end > since)
        found: dict[int, list[Date]] = {}
        for row in db.execute(select(offer_date).where(*mine).order_by(offer_date.c.offer_id, offer_date.c.begin)):
            gone = None if row.gone is None else slots.utc(row.gone)
            found.setdefault(row.offer_id, []).append(
                Date(slots.utc(row.begin), slots.utc(row.end), row.whole_day, gone)
            )
        return {key: tuple(dates) for key, dates in found.items()}


def said(text: str) -> dict[str, str]:
    """Words by language, as the table keeps them."""
    words: dict[str, str] = json.loads(text)
    return words


def written(words: Mapping[str, str]) -> str:
    """The same the other way round, always alike."""
    return json.dumps(dict(sorted(words.items())), ensure_ascii=False)


def _offer(row: Any, actors: Mapping[int, Any], dates: tuple[Date, ...], pictured: int | None) -> Offer:
    key = f"{row.id:x}"
    return Offer(
        id=key,
        kind=row.kind,
        title=said(row.titles),
        text=said(row.texts),
        topic=row.topic,
        actor=actors[row.actor_id].key if row.actor_id in actors else "",
        person=row.person,
        where=row.where,
        place=row.place,
        district=row.district,
        free=row.free,
        cost=row.cost,
        link=row.link,
        step_free=row.step_free,
        spoken=tuple(row.spoken.split()),
        last=None if row.last is None else date.fromordinal(row.last),
        dates=dates,
        picture=f"/offers/{key}/picture.webp?{pictured}" if pictured else "",
        alt=said(row.alts),
        feed=row.feed or "",
        shown=row.shown,
        changed=slots.utc(row.changed),
        created=slots.utc(row.created),
        sequence=row.sequence,
    )


def _actor(row: Any) -> Actor:
    return Actor(
        key=row.key,
        name=row.name,
        text=said(row.texts),
        topics=tuple(row.topics.split()),
        hours=said(row.hours),
        phone=row.phone,
        mail=row.mail,
        web=row.web,
        place=row.place,
        changed=slots.utc(row.changed),
        number=row.id,
    )
