# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars that go out: each event's text is rendered once for each change, kept, and joined when a reader comes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Literal

from sqlalchemy import BindParameter, Connection, bindparam, func, insert, or_, select, update

from booking import calendar, entries, secret, slots
from booking.bookings import Booking, as_booking
from booking.config import Bookable, Resource
from booking.desk import Desk
from booking.model import GONE, IS_DUE, booking, extra, rendering
from booking.model import room as room_table

Kind = Literal["busy", "named"]

CANCELLED_SHOWN = timedelta(days=14)
REFRESH = timedelta(minutes=15)
BATCH = 500
KEPT_BYTES = 16 << 20
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Version:
    """What a reader may keep: a strong entity tag, and when the feed last changed (UTC epoch seconds)."""

    tag: str
    changed: int


class Feeds:
    """The feeds of one house. A feed is of one room, or of the whole house if `room` is None."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: dict[tuple[str | None, Kind], tuple[str, bytes]] = {}

    def version(self, room: str | None, kind: Kind) -> Version:
        """The feed's version without reading it: its rooms' revisions, and how many cancelled dates it shows."""
        self.render_due()  # first, else the same text would have one tag before and another after
        rooms = self._rooms(room)
        gone = select(func.count()).where(rendering.c.room_id.in_(rooms), rendering.c.gone > self._cutoff())
        with self._desk.database.read() as db:
            revision, changed = db.execute(_VERSION, {"rooms": rooms}).one()
            text = f"{self._head(room)!r} {room} {kind} {revision} {db.scalar(gone)}"
        return Version(secret.hashed(text).hex()[:32], changed)

    def kept(self, room: str | None, kind: Kind, version: Version) -> bytes | None:
        """The feed's whole text, if the last reader got this very version and it was not too long to keep."""
        tag, text = self._kept.get((room, kind), ("", b""))
        return text if tag == version.tag else None

    def write(self, room: str | None, kind: Kind, version: Version | None = None) -> Iterator[bytes]:
        """The feed's text in pieces: every kept event in order, room by room."""
        whole, size = [], 0
        for piece in self._pieces(room, kind):
            yield piece
            size += len(piece)
            if version and size <= KEPT_BYTES:
                whole.append(piece)
        if version and size <= KEPT_BYTES:
            self._keep_whole((room, kind), version, b"".join(whole))

    def _pieces(self, room: str | None, kind: Kind) -> Iterator[bytes]:
        self.render_due()
        yield self._head(room)
        values = {"rooms": self._rooms(room), "cutoff": self._cutoff()}
        with self._desk.database.read() as db:
            rows = db.execution_options(yield_per=BATCH).execute(_TEXTS[kind], values).scalars()
            yield from _in_chunks(rows)
            if room is not None:  # a resource also shows the bookings of rooms that it comes along with
                yield from _in_chunks(db.execute(_ALONG[kind], {"room": self._desk.room_ids[room]}).scalars())
        yield calendar.TAIL

    def _keep_whole(self, key: tuple[str | None, Kind], version: Version, text: bytes) -> None:
        """Keep a feed's text unless it changed while it was read, and let go of the oldest ones beyond the limit."""
        if self.version(*key) != version:
            return
        self._kept.pop(key, None)
        self._kept[key] = (version.tag, text)
        while sum(len(text) for _, text in self._kept.values()) > KEPT_BYTES:
            del self._kept[next(iter(self._kept))]

    def render_due(self) -> int:
        """Render every event that changed since it was kept; how many there were."""
        done = 0
        while due := self._due():
            rendered = [self._render(found) for found in due]
            self._desk.database.write(partial(self._keep, rendered))
            done += len(due)
        return done

    def _due(self) -> list[Booking]:
        with self._desk.database.read() as db:
            rows = db.execute(_DUE, {"house": self._desk.house.id}).all()
        return [as_booking(row, self._desk.names) for row in rows]

    def _render(self, found: Booking) -> tuple[Booking, dict[str, object] | None]:
        """What is kept of a booking: nothing of one that never came about."""
        if not found.is_on_calendars:
            return found, None
        house = self._desk.house
        return found, {
            "house_id": house.id,
            "booking_id": found.id,
            "room_id": self._desk.room_ids[found.room],
            "begin": slots.epoch(found.begin),
            "gone": slots.epoch(found.changed) if found.status in GONE else None,
            "busy": entries.busy_event(house, found),
            "named": entries.named_event(house, found),
        }

    def _keep(self, rendered: Sequence[tuple[Booking, dict[str, object] | None]], db: Connection) -> None:
        """Replace the kept texts, except of a booking that has changed again meanwhile: it is due once more."""
        house = self._desk.house.id
        versions = db.execute(_VERSIONS, {"house": house, "numbers": [found.id for found, _ in rendered]})
        unchanged = {(number, version) for number, version in versions}
        kept = [(found, row) for found, row in rendered if (found.id, found.sequence) in unchanged]
        if not kept:
            return
        numbers = [{"house": house, "number": found.id} for found, _ in kept]
        db.execute(_RENDERED, numbers)
        db.execute(_OLD, numbers)
        if rows := [row for _, row in kept if row]:
            db.execute(insert(rendering), rows)

    def _rooms(self, room: str | None) -> list[int]:
        house = self._desk.house
        shown = house.touched_by(room) if room else [each.id for each in house.everything if not _is_lent(each)]
        return [self._desk.room_ids[key] for key in shown]

    def _cutoff(self) -> int:
        return slots.epoch(self._desk.now() - CANCELLED_SHOWN)

    def _head(self, room: str | None) -> bytes:
        return calendar.head(self._name(room), self._desk.house.time_zone, REFRESH)

    def _name(self, room: str | None) -> str:
        house = self._desk.house
        chosen = house.room(room) if room else None
        return f"{chosen.name['de']}, {house.name['de']}" if chosen else house.name["de"]


def _is_lent(thing: Bookable) -> bool:
    """Things to borrow have calendars of their own: in the house's they would hide who comes."""
    return isinstance(thing, Resource) and thing.kind == "lending"


def _in_chunks(rows: Iterable[bytes]) -> Iterator[bytes]:
    """Few large pieces are sent faster than many small ones."""
    waiting, size = [], 0
    for text in rows:
        waiting.append(text)
        size += len(text)
        if size >= _CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


_ROOMS: BindParameter[list[int]] = bindparam("rooms", expanding=True)
_VERSION = select(func.max(room_table.c.revision), func.max(room_table.c.changed)).where(room_table.c.id.in_(_ROOMS))
_TEXTS = {
    kind: select(rendering.c[kind])
    .where(
        rendering.c.room_id.in_(_ROOMS),
        or_(rendering.c.gone.is_(None), rendering.c.gone > bindparam("cutoff")),
    )
    .order_by(rendering.c.room_id, rendering.c.begin, rendering.c.booking_id)
    for kind in ("busy", "named")
}
_ALONG = {
    kind: select(rendering.c[kind])
    .join(extra, (extra.c.house_id == rendering.c.house_id) & (extra.c.booking_id == rendering.c.booking_id))
    .where(extra.c.room_id == bindparam("room"))
    .order_by(rendering.c.begin, rendering.c.booking_id)
    for kind in ("busy", "named")
}
_DUE = (
    select(booking)
    .where(booking.c.house_id == bindparam("house"), IS_DUE)
    .order_by(booking.c.changed)  # the order of the index, which is found by it
    .limit(BATCH)
)
_VERSIONS = select(booking.c.id, booking.c.sequence).where(
    booking.c.house_id == bindparam("house"), booking.c.id.in_(bindparam("numbers", expanding=True))
)
_RENDERED = (
    update(booking)
    .where(booking.c.house_id == bindparam("house"), booking.c.id == bindparam("number"))
    .values(rendered=True)
)
_OLD = rendering.delete().where(
    rendering.c.house_id == bindparam("house"), rendering.c.booking_id == bindparam("number")
)
