# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Series: many dates from one rule, each a booking of its own; granted as a whole or not at all.

18:00 stays 18:00 over both clock changes, because a series is counted in days and times of the house's clock. A date
that was moved or cancelled alone stays so when the series is changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, insert, select, update

from booking import hours, repeat, rules, slots
from booking.bookings import Booking
from booking.claims import Claims
from booking.config import Bookable
from booking.desk import Desk
from booking.granting import Witness, agreed, end, must_be_coming
from booking.ledger import Ledger
from booking.model import CANCELLED, IS_LIVE, LIVE, UNCONFIRMED
from booking.model import booking as bookings
from booking.model import series as table
from booking.openings import Openings
from booking.refusal import NotFound, Refused
from booking.repeat import Every, Repeat
from booking.rules import Group, Wish

Scope = Literal["following", "all"]


@dataclass(frozen=True)
class Planned:
    """One date of a series that is wished for; `refused` says why it is not possible."""

    day: date
    begin: datetime | None
    end: datetime | None
    refused: Refused | None = None


@dataclass(frozen=True)
class Series:
    """A series as it stands: what it follows, in the house's clock, and all its dates in order."""

    id: int
    every: Every
    first: date
    last: date
    begin_minute: int
    minutes: int
    created: datetime
    changed: datetime
    sequence: int
    dates: tuple[Booking, ...]


@dataclass(frozen=True)
class SeriesChange:
    """What shall be different about a series, said of one of its dates: its new begin and end, its new room.

    `skip` are days that shall stay as they are.
    """

    request_id: str
    scope: Scope
    begin: datetime
    end: datetime
    room: str | None = None
    skip: frozenset[date] = frozenset()
    anytime: bool = field(default=False, repr=False)


class SeriesDesk:
    """Where groups ask for series."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._house = desk.house

    def plan(self, wish: Wish, wanted: Repeat) -> list[Planned]:
        """Every date of a wished series, and which of them are not possible; changes nothing."""
        days = repeat.dates(slots.local_day(wish.begin, self._house.zone), wanted)
        with self._desk.database.read() as db:
            openings = hours.load(db, self._house, self._desk.names)
            return self._planned(Claims(db, self._house, self._desk.room_ids), openings, self._desk.now(), wish, days)

    def book(
        self,
        wish: Wish,
        wanted: Repeat,
        group: Group,
        *,
        skip: frozenset[date] = frozenset(),
        hold: str | None = None,
        onsite: str | None = None,
        proven: bool = False,
        staff: Witness | None = None,
    ) -> list[Booking]:
        """Book every date but those of `skip`, or raise Refused("series_clashes", dates=…) and book none.

        `wish` is the first date; `hold` is the token of a time that a display keeps for it. What `staff` book is
        agreed at once, no quota counts, and nobody has to say that they are here.
        """
        group = rules.check_group(group)
        days = repeat.dates(slots.local_day(wish.begin, self._house.zone), wanted)

        def work(book: Ledger) -> list[Booking]:
            if earlier := book.earlier(wish.request_id, (wish, wanted, group, skip, hold)):
                return book.bookings(bookings.c.series_id == earlier.series)
            book.check_clock()
            room = rules.bookable_room(self._house, wish.room)
            rules.check_together(self._house, room, wish.extras)
            held = self._desk.in_hand(book, hold) if hold else None
            chosen = self._possible(book, wish, [day for day in days if day not in skip], held)
            if len(chosen) < repeat.FEWEST:
                raise Refused("repeat")
            here = held is not None or staff is not None or self._desk.check_proof(book, group, onsite, proven)
            if not here:
                self._desk.granting.check_unproven(book, wish, len(chosen))
            if staff is None:
                self._desk.granting.check_quota(book, room, group.mail, len(chosen))
            made = self._enter(book, wish, wanted.every, chosen, group, here, room, held)
            book.remember(wish.request_id, (wish, wanted, group, skip, hold), made[0].id)
            book.tell(made[0], "series" if here else "confirm")
            if staff:
                staff(book, made[0])
            return made

        return self._desk.write(work)

    def _possible(
        self,
        book: Ledger,
        wish: Wish,
        days: Sequence[date],
        held: Booking | None = None,
        named: Sequence[date] | None = None,
    ) -> list[Wish]:
        """A wish for each day; raises Refused if one is not possible, under the day that it is known by until now."""
        own = held.id if held else 0
        planned = self._planned(book.claims, book.openings, book.now, wish, days, own)
        known = zip(planned, named or days, strict=True)
        if clashes := [replace(each, day=day) for each, day in known if each.refused]:
            raise Refused("series_clashes", dates=clashes)
        return [replace(wish, begin=each.begin, end=each.end) for each in planned if each.begin and each.end]

    def _enter(
        self,
        book: Ledger,
        wish: Wish,
        every: Every,
        chosen: Sequence[Wish],
        group: Group,
        here: bool,
        room: Bookable,
        held: Booking | None,
    ) -> list[Booking]:
        """Write the series and its dates; a time that was held becomes its date."""
        number = self._insert(book, every, chosen)
        made = []
        for one in chosen:
            mine = held if held and held.begin == one.begin else None
            own = mine.id if mine else book.new_id()
            values = self._desk.granting.named(book, own, group, here, room, one.begin)
            if wish.by_staff:
                values = agreed(values)
            values |= {"series_id": number, "nominal": slots.local_day(one.begin, self._house.zone).toordinal()}
            if mine:
                made.append(book.move(mine, one, room, language=wish.language, **values))
            else:
                made.append(book.add(own, one, room, **values))
        return made

    def _insert(self, book: Ledger, every: Every, chosen: Sequence[Wish]) -> int:
        number = book.new_id()
        row = {"house_id": self._house.id, "id": number, "created": book.at, "changed": book.at}
        book.db.execute(insert(table), row | self._rule(every, chosen))
        return number

    def _rule(self, every: Every, chosen: Sequence[Wish]) -> dict[str, object]:
        """What the series follows, as the table has it."""
        begin, minutes = self._wall(chosen[0].begin, chosen[0].end)
        days = [slots.local_day(one.begin, self._house.zone).toordinal() for one in chosen]
        return {
            "every": every,
            "first": days[0],
            "last": days[-1],
            "begin_minute": begin.hour * 60 + begin.minute,
            "minutes": minutes,
        }

    def _wall(self, begin: datetime, end: datetime) -> tuple[datetime, int]:
        """The naive begin on the house's clock, and how many minutes of that clock it lasts."""
        first, last = (moment.astimezone(self._house.zone).replace(tzinfo=None, fold=0) for moment in (begin, end))
        return first, int((last - first).total_seconds()) // 60

    def _planned(
        self, claims: Claims, openings: Openings, now: datetime, wish: Wish, days: Iterable[date], but: int = 0
    ) -> list[Planned]:
        begin, minutes = self._wall(wish.begin, wish.end)
        planned = (self._timed(openings, now, wish, datetime.combine(day, begin.time()), minutes) for day in days)
        return [self._checked(claims, wish, one, but) for one in planned]

    def _timed(self, openings: Openings, now: datetime, wish: Wish, local: datetime, minutes: int) -> Planned:
        """Whether one date may be booked, were it free."""
        room = rules.bookable_room(self._house, wish.room)
        try:
            begin = slots.to_utc(local, self._house.zone)
            last = slots.to_utc(local + timedelta(minutes=minutes), self._house.zone)
            one = replace(wish, begin=begin, end=last)
            rules.check_wish(openings, room, one, now, max(room.series_days, room.ahead_days))
        except Refused as refused:
            return Planned(local.date(), None, None, refused)
        return Planned(local.date(), begin, last)

    def _checked(self, claims: Claims, wish: Wish, one: Planned, but: int) -> Planned:
        """The same, if it is free."""
        if one.begin is None or one.end is None:
            return one
        wanted = claims.wanted(wish.room, one.begin, one.end, wish.extras)
        taken = claims.taken(wanted, by_others_than=but)
        return replace(one, refused=Refused("taken")) if taken else one

    # --- a series that stands

    def of(self, found: Booking) -> Series | None:
        """The series that a booking is a date of, or None."""
        if found.series is None:
            return None
        with self._desk.database.read() as db:
            row = db.execute(select(table).where(table.c.house_id == self._house.id, table.c.id == found.series)).one()
        dates = self._desk.find(bookings.c.series_id == found.series)
        return Series(
            row.id,
            row.every,
            date.fromordinal(row.first),
            date.fromordinal(row.last),
            row.begin_minute,
            row.minutes,
            slots.utc(row.created),
            slots.utc(row.changed),
            row.sequence,
            tuple(dates),
        )

    def cancel(self, token: str, scope: Scope, staff: Witness | None = None) -> list[Booking]:
        """Give up all coming dates, or those from this one on; asked again, the answer is the same."""

        def work(book: Ledger) -> list[Booking]:
            found = self._linked(book, token)
            coming = [one for one in self._coming(book, found, scope) if one.status in LIVE]
            ended = [end(book, one, CANCELLED, told=False) for one in coming]
            if ended and found.status != UNCONFIRMED:
                book.tell(book.booking(bookings.c.id == found.id), "series")
            if ended and staff:
                staff(book, ended[0])
            return ended

        return self._desk.write(work)

    def change(self, token: str, wanted: SeriesChange, staff: Witness | None = None) -> list[Booking]:
        """Move all coming dates, or those from this one on, or raise Refused("series_clashes") and move none.

        Dates that were moved or cancelled alone stay as they are, except the one that is spoken of. For `staff` no
        quota counts, and what was agreed stays so.
        """

        def work(book: Ledger) -> list[Booking]:
            if earlier := book.earlier(wanted.request_id, (token, wanted)):
                return book.bookings(bookings.c.series_id == earlier.series)
            found = self._linked(book, token)
            must_be_coming(found, book.now)
            moved = self._move(book, found, wanted, by_staff=staff is not None)
            book.remember(wanted.request_id, (token, wanted), found.id)
            book.tell(moved[0], "series")
            if moved[0].series != found.series:  # the older one has become shorter
                left = book.bookings(bookings.c.series_id == found.series, bookings.c.end > book.at, IS_LIVE)
                for one in left[:1]:
                    book.tell(one, "series")
            if staff:
                staff(book, moved[0])
            return moved

        return self._desk.write(work)

    def _move(self, book: Ledger, found: Booking, wanted: SeriesChange, by_staff: bool) -> list[Booking]:
        book.check_clock()
        room = rules.bookable_room(self._house, wanted.room or found.room)
        rules.check_together(self._house, room, found.extras)
        rules.check_people(room, found.people)
        moving = [
            one
            for one in self._coming(book, found, wanted.scope)
            if one.status in LIVE and (not one.alone or one.id == found.id) and one.nominal not in wanted.skip
        ]
        if not moving:
            raise Refused("done")
        if room.id != found.room and not by_staff:
            self._desk.granting.check_quota(book, room, found.mail, len(moving))
        span = (room.id, wanted.begin, wanted.end)
        wish = Wish(wanted.request_id, *span, found.language, found.extras, by_staff, wanted.anytime)
        days = self._new_days(book, found, wanted, moving)
        for one in moving:
            book.give_up(one)
        targets = self._possible(book, wish, days, named=[one.nominal or one.begin.date() for one in moving])
        if wanted.scope == "all" and days[0] == moving[0].nominal:
            number = self._retime(book, found, targets)
        else:
            number = self._split(book, found, moving, targets)
        return [
            book.move(
                one,
                target,
                room,
                series_id=number,
                nominal=day.toordinal(),
                alone=False,
                **self._desk.granting.kept(book, one, room, target),
            )
            for one, target, day in zip(moving, targets, days, strict=True)
        ]

    def _new_days(self, book: Ledger, found: Booking, wanted: SeriesChange, moving: Sequence[Booking]) -> list[date]:
        """The new day of each date: the rule goes on from the new day of the one that is spoken of."""
        day, old = slots.local_day(wanted.begin, self._house.zone), found.nominal or date.min
        row = self._row(book, found)
        if day == old:
            return [one.nominal or old for one in moving]
        if len(moving) == 1:
            return [day]
        if wanted.scope == "all":
            raise Refused("series_day")  # another weekday: from this date on
        before = repeat.dates(date.fromordinal(row.first), Repeat(row.every, until=date.fromordinal(row.last)), least=1)
        after = repeat.dates(day, Repeat(row.every, count=max(len(before), repeat.FEWEST)))
        start = before.index(old)
        return [after[before.index(one.nominal or old) - start] for one in moving]

    def _retime(self, book: Ledger, found: Booking, targets: Sequence[Wish]) -> int | None:
        """The same days at another time."""
        rule = self._rule(self._row(book, found).every, targets)
        times = {key: rule[key] for key in ("begin_minute", "minutes")}
        book.db.execute(update(table).where(*self._mine(found)).values(**times))
        return found.series

    def _split(self, book: Ledger, found: Booking, moving: Sequence[Booking], targets: Sequence[Wish]) -> int | None:
        """The number of the series that the dates belong to from now on: a new one if others stay behind."""
        row = self._row(book, found)
        moved = {one.id for one in moving}
        stays = [one for one in book.bookings(bookings.c.series_id == found.series) if one.id not in moved]
        if not stays:
            book.db.execute(update(table).where(*self._mine(found)).values(**self._rule(row.every, targets)))
            return found.series
        last = max(one.nominal.toordinal() for one in stays if one.nominal)
        book.db.execute(update(table).where(*self._mine(found)).values(last=last))
        return self._insert(book, row.every, targets)

    def _mine(self, found: Booking) -> tuple[ColumnElement[bool], ...]:
        return table.c.house_id == self._house.id, table.c.id == found.series

    def _row(self, book: Ledger, found: Booking):  # type: ignore[no-untyped-def]  # a row of the table
        return book.db.execute(select(table).where(*self._mine(found))).one()

    def _coming(self, book: Ledger, found: Booking, scope: Scope) -> list[Booking]:
        """The dates that are not over, from this one on or all."""
        since = max(slots.epoch(found.begin), book.at) if scope == "following" else book.at
        return book.bookings(bookings.c.series_id == found.series, bookings.c.end > since)

    def _linked(self, book: Ledger, token: str) -> Booking:
        found = self._desk.of_link(book, token)
        if found.series is None:
            raise NotFound
        return found
