# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The curator: who keeps offers, actors and signposts. A partner keeps only what is its own."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Table, insert, select, update

from booking import offer_rules, slots
from booking.agenda import Actor, Date, Offer, Signpost, Words
from booking.desk import Desk
from booking.ledger import Ledger
from booking.model import actor, offer, offer_date, picture, signpost
from booking.offers import said, written
from booking.office import COMMAND_LINE
from booking.refusal import NotFound, Refused
from booking.scribe import Scribe


class Curator:
    """Keeps what one house shows; `by` is who acts, for the log, `of` the actor whose partner that is."""

    def __init__(self, desk: Desk, by: str = COMMAND_LINE, of: str | None = None) -> None:
        self._desk = desk
        self._scribe = Scribe(desk, by)
        self._of = of

    # --- offers

    def put(self, wanted: Offer) -> str:
        """Make an offer, or change it if it has an id: its id. What is over of its dates stays as it was.

        Raises Refused, and NotFound for an id that is of nobody or of somebody else.
        """
        wanted = self.checked(wanted)

        def work(book: Ledger) -> str:
            values = self._values(book, wanted) | {"changed": book.at}
            if wanted.id:
                number = self._own(book, wanted.id).id
                values["sequence"] = offer.c.sequence + 1
                book.db.execute(update(offer).where(*_mine(book, offer, number)).values(values))
            else:
                number = book.new_id()
                values |= {"house_id": book.house.id, "id": number, "created": book.at, "sequence": 0}
                book.db.execute(insert(offer), values)
            self._set_dates(book, number, wanted.dates)
            book.offers_changed = True
            self._scribe.write(book, "offer", _noted(number, wanted.title))
            return f"{number:x}"

        return self._desk.write(work)

    def drop(self, key: str) -> None:
        """Take an offer away for good, or NotFound."""

        def work(book: Ledger) -> None:
            row = self._own(book, key)
            for table in (offer_date, picture):
                mine = (table.c.house_id == book.house.id, table.c.offer_id == row.id)
                book.db.execute(table.delete().where(*mine))
            book.db.execute(offer.delete().where(*_mine(book, offer, row.id)))
            book.offers_changed = True
            self._scribe.write(book, "no_offer", _noted(row.id, said(row.titles)))

        self._desk.write(work)

    def cancel_date(self, key: str, begin: int, taken_back: bool = False) -> None:
        """Say that a date (`begin` in epoch seconds) does not take place, or that it does; NotFound if it is none."""

        def work(book: Ledger) -> None:
            row = self._own(book, key)
            which = (
                offer_date.c.house_id == book.house.id,
                offer_date.c.offer_id == row.id,
                offer_date.c.begin == begin,
            )
            gone = None if taken_back else book.at
            if not book.db.execute(update(offer_date).where(*which).values(gone=gone)).rowcount:
                raise NotFound
            changed = {"changed": book.at, "sequence": offer.c.sequence + 1}
            book.db.execute(update(offer).where(*_mine(book, offer, row.id)).values(changed))
            book.offers_changed = True
            self._scribe.write(book, "date" if taken_back else "no_date", _noted(row.id, said(row.titles)))

        self._desk.write(work)

    def hang(self, key: str, content: bytes, alt: Words) -> None:
        """Give an offer a picture (WebP, as `pictures.tidy` makes it), or take it away with no bytes."""
        alt = offer_rules.words(alt, self._desk.house.languages, offer_rules.ALT_LONGEST)
        if content and "de" not in alt:
            raise Refused("alt")

        def work(book: Ledger) -> None:
            row = self._own(book, key)
            which = (picture.c.house_id == book.house.id, picture.c.offer_id == row.id)
            book.db.execute(picture.delete().where(*which))
            if content:
                values = {"house_id": book.house.id, "offer_id": row.id, "content": content, "changed": book.at}
                book.db.execute(insert(picture), values)
            book.db.execute(update(offer).where(*_mine(book, offer, row.id)).values(alts=written(alt)))
            book.offers_changed = True
            self._scribe.write(book, "offer", _noted(row.id, said(row.titles)))

        self._desk.write(work)

    def checked(self, wanted: Offer) -> Offer:
        """What may be shown, tidy, or Refused."""
        mine = wanted if self._of is None else replace(wanted, actor=self._of)
        today = slots.local_day(self._desk.now(), self._desk.house.zone)
        return offer_rules.check_offer(mine, self._desk.house, today)

    def _values(self, book: Ledger, wanted: Offer) -> dict[str, Any]:
        plain = ("kind", "topic", "person", "where", "place", "district", "free", "cost", "link", "step_free", "shown")
        return {key: getattr(wanted, key) for key in plain} | {
            "actor_id": _actor_id(book, wanted.actor) if wanted.actor else None,
            "titles": written(wanted.title),
            "texts": written(wanted.text),
            "alts": written(wanted.alt or {}),
            "spoken": " ".join(wanted.spoken),
            "last": wanted.last.toordinal() if wanted.last else None,
        }

    def _set_dates(self, book: Ledger, number: int, dates: tuple[Date, ...]) -> None:
        mine = (offer_date.c.house_id == book.house.id, offer_date.c.offer_id == number)
        book.db.execute(offer_date.delete().where(*mine, offer_date.c.end > book.at))
        rows = [
            {
                "house_id": book.house.id,
                "offer_id": number,
                "begin": slots.epoch(each.begin),
                "end": slots.epoch(each.end),
                "whole_day": each.whole_day,
                "gone": slots.epoch(each.gone) if each.gone else None,
            }
            for each in dates
            if each.end > book.now
        ]
        if rows:
            book.db.execute(insert(offer_date), rows)

    def _own(self, book: Ledger, key: str) -> Any:
        """The row of an offer that may be changed here: not one that a feed brings, not one of another partner."""
        row = book.db.execute(select(offer).where(*_mine(book, offer, number_of(key)))).first()
        if row is None or (self._of is not None and row.actor_id != _actor_id(book, self._of)):
            raise NotFound
        if row.feed is not None:
            raise Refused("of_a_feed")
        return row

    # --- actors

    def put_actor(self, wanted: Actor, fresh: bool = False) -> None:
        """Make an actor, or change the one with this key; `fresh` if there may be none yet."""
        if self._of is not None and wanted.key != self._of:
            raise NotFound
        one = offer_rules.check_actor(wanted, self._desk.house.languages)
        plain = {key: getattr(one, key) for key in ("name", "phone", "mail", "web", "place")}
        worded = {"texts": written(one.text), "hours": written(one.hours or {}), "topics": " ".join(one.topics)}
        values = plain | worded

        def work(book: Ledger) -> None:
            known = (actor.c.house_id == book.house.id, actor.c.key == wanted.key)
            if fresh and book.db.execute(select(actor.c.id).where(*known)).first():
                raise Refused("key_taken")
            if not book.db.execute(update(actor).where(*known).values(values | {"changed": book.at})).rowcount:
                make_actor(book, wanted.key, **values)
            book.offers_changed = True
            self._scribe.write(book, "actor", one.name)

        self._desk.write(work)

    def drop_actor(self, key: str) -> None:
        """Somebody takes part no more; Refused("has_offers") as long as there are offers of theirs."""

        def work(book: Ledger) -> None:
            number = _actor_id(book, key)
            theirs = (offer.c.house_id == book.house.id, offer.c.actor_id == number)
            if book.db.execute(select(offer.c.id).where(*theirs).limit(1)).first():
                raise Refused("has_offers")
            book.db.execute(actor.delete().where(*_mine(book, actor, number)))
            book.offers_changed = True
            self._scribe.write(book, "no_actor", key)

        self._desk.write(work)

    # --- signposts

    def put_signpost(self, wanted: Signpost) -> None:
        """Make a signpost at the end of the list, or change the one with this id."""
        one = offer_rules.check_signpost(wanted, self._desk.house.languages)
        kept = {"topic": one.topic, "titles": written(one.title), "offers": " ".join(one.offers)}

        def work(book: Ledger) -> None:
            values = kept | {"changed": book.at}
            if wanted.id:
                which = _mine(book, signpost, number_of(wanted.id))
                if not book.db.execute(update(signpost).where(*which).values(values)).rowcount:
                    raise NotFound
            else:
                number = book.new_id()
                fresh = {"house_id": book.house.id, "id": number, "place": self._next_place(book)}
                book.db.execute(insert(signpost), values | fresh)
            book.offers_changed = True
            self._scribe.write(book, "signpost", one.title["de"])

        self._desk.write(work)

    def drop_signpost(self, key: str) -> None:
        """Take a signpost away, or NotFound."""

        def work(book: Ledger) -> None:
            which = _mine(book, signpost, number_of(key))
            row = book.db.execute(select(signpost).where(*which)).first()
            if row is None:
                raise NotFound
            book.db.execute(signpost.delete().where(*which))
            book.offers_changed = True
            self._scribe.write(book, "no_signpost", said(row.titles)["de"])

        self._desk.write(work)

    def _next_place(self, book: Ledger) -> int:
        mine = signpost.c.house_id == book.house.id
        last = book.db.scalar(select(signpost.c.place).where(mine).order_by(signpost.c.place.desc()).limit(1))
        return (last or 0) + 1


def make_actor(book: Ledger, key: str, **values: object) -> int:
    """A new actor, of whom at least the name is known: its number."""
    number = book.new_id()
    nothing = {"texts": "{}", "topics": "", "hours": "{}", "phone": "", "mail": "", "web": "", "place": ""}
    fresh = {"house_id": book.house.id, "id": number, "key": key, "created": book.at, "changed": book.at}
    book.db.execute(insert(actor), nothing | values | fresh)
    return number


def number_of(key: str) -> int:
    """The number behind an id of an address, or NotFound."""
    if not re.fullmatch(r"[0-9a-f]{1,16}", key, re.ASCII):
        raise NotFound
    return int(key, 16)


def _actor_id(book: Ledger, key: str) -> int:
    number = book.db.scalar(select(actor.c.id).where(actor.c.house_id == book.house.id, actor.c.key == key))
    if number is None:
        raise Refused("actor")
    return int(number)


def _mine(book: Ledger, table: Table, number: int) -> tuple[Any, ...]:
    return table.c.house_id == book.house.id, table.c.id == number


def _noted(number: int, title: Mapping[str, str]) -> str:
    return f"#{number:x} {title.get('de', '')}"
