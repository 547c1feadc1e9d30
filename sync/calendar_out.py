# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bookings into the city's calendar: each an event of its own, as the public calendars show it.

Who has the last word:

- Ours wins for ours. An event with our UID that somebody has changed there is overwritten with the booking as it is
  now, by the mark that it has now; one whose booking is cancelled, refused or released is taken away.
- Theirs for theirs. An event with another UID is never touched, not even where ours would stand: ours is set aside.
- An event of ours that somebody has taken away there is put back once while its booking is to come. Taken away again,
  it stays away until the booking itself changes.
- Our UID under another name is ours: it is written there.
- What bears a name as we give it, and we do not know to be there, is looked at: the house may have been put back from
  an older backup.
- What is not there need not be taken away (404 is done). What is over is not put there any more.
- A PUT whose answer was lost is found out: what stands there says the same, so it is done. Nothing is ever merged.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from booking import entries, slots
from booking.bookings import Booking
from booking.city_config import CityCalendar
from booking.config import House
from booking.dispatch import Dispatch, Item, Kept, Results
from booking.model import GONE
from sync.caldav import Calendar, Event, is_about_content
from sync.faults import Fault, NotTaken
from sync.partners import complain
from sync.schedule import Dice, after_failure
from sync.session import Answer

AGAIN_MINUTES = 5
IN_A_ROW = 5  # refused one after the other: it is not about this one


@dataclass(frozen=True)
class _Wanted:
    """A booking as it shall stand there."""

    item: Item
    name: str
    uid: str
    text: bytes
    is_coming: bool

    @property
    def said(self) -> bytes:
        return sha256(self.text).digest()


class CalendarOut:
    """Brings batches to a calendar. Raises Fault when nothing gets through; what did is in the results by then."""

    most = 10  # in a batch

    def __init__(self, dispatch: Dispatch, there: Calendar, partner: CityCalendar, now: datetime, dice: Dice) -> None:
        self._dispatch = dispatch
        self._house: House = dispatch.house
        self._there = there
        self._names = partner.names
        self._now = now
        self._dice = dice
        self._in_a_row = 0

    def compare(self) -> int:
        """See what stands there; how many events have to go out again."""
        there = self._there.coming(self._now - timedelta(days=1))
        ours = re.compile(re.escape(self._house.id) + r"-([0-9a-f]{1,16})\.ics")
        numbers = [int(found[1], 16) for name in there if (found := ours.fullmatch(name))]
        return self._dispatch.compare(there, [number for number in numbers if number < 1 << 63])

    def deliver(self, items: list[Item], results: Results) -> None:
        bookings = self._dispatch.bookings(items)
        for item in items:
            try:
                self._deliver(item, bookings.get(item.about), results)
                self._in_a_row = 0
            except NotTaken as no:
                then = after_failure(self._now, AGAIN_MINUTES, item.tries, self._dice)
                results.refused.append((item, no.key, no.details, slots.epoch(then)))
                self._in_a_row += 1
                if self._in_a_row >= IN_A_ROW:
                    raise no.of_all() from None
            except Fault as fault:
                if fault.key in ("unavailable", "cut", "too_slow"):  # others go first: it may be because of this one
                    then = self._now + timedelta(minutes=AGAIN_MINUTES)
                    results.later.append((item, slots.epoch(then)))
                raise

    def _deliver(self, item: Item, found: Booking | None, results: Results) -> None:
        if found is None or found.status in GONE:
            if item.remote or item.begun:
                self._take_away(item)
            results.gone.append(item)
            return
        text = entries.stored_event(self._house, found, self._names)
        name = item.remote or self._name(item)
        wanted = _Wanted(item, name, entries.uid(self._house, found.id), text, found.end > self._now)
        if item.said == wanted.said:
            results.kept.append(Kept(item, name, item.etag, wanted.said))
        elif item.remote is None and not item.begun and not wanted.is_coming:
            results.gone.append(item)
        elif kept := self._put(wanted):
            results.kept.append(kept)
        else:
            results.gone.append(item)

    def _put(self, wanted: _Wanted) -> Kept | None:
        """Write it; None if it is over and was taken away there."""
        mark = wanted.item.etag
        answer = self._there.put(wanted.name, wanted.text, mark)
        if _is_done(answer):
            return self._kept(wanted, answer)
        if answer.status == 412 or (mark and answer.status in (404, 410)):
            return self._settle(wanted, mark is not None)
        if is_about_content(answer):
            if (name := self._there.named(wanted.uid)) and name != wanted.name:
                return self._settle(replace(wanted, name=name), False)
            raise NotTaken("refused", status=answer.status)
        complain(answer.status)
        return None

    def _settle(self, wanted: _Wanted, was_there: bool) -> Kept | None:
        """Something else stands there than we thought."""
        there = self._look(wanted.name)
        if there is None:
            if not wanted.is_coming:
                return None
            wanted = replace(wanted, item=replace(wanted.item, again=wanted.item.again or was_there))
        elif _uid(there) != wanted.uid:
            raise NotTaken("foreign")
        elif _event(there.text) == _event(wanted.text) and there.etag:
            return Kept(wanted.item, wanted.name, there.etag, wanted.said)
        answer = self._there.put(wanted.name, wanted.text, there.etag if there else None)
        if not _is_done(answer):
            complain(answer.status)
        return self._kept(wanted, answer)

    def _kept(self, wanted: _Wanted, answer: Answer) -> Kept:
        """With the mark that it has now: a server that keeps it in other words says none (RFC 4791 section 5.3.4)."""
        etag = answer.headers.get("etag")
        if not etag:
            there = self._look(wanted.name)
            etag = there.etag if there else None
        return Kept(wanted.item, wanted.name, etag, wanted.said)

    def _take_away(self, item: Item) -> None:
        name, mark = item.remote or self._name(item), item.etag
        uid = entries.uid(self._house, item.about)
        for _ in range(2):
            if mark is None:
                there = self._look(name)
                if there is None or _uid(there) != uid or not there.etag:
                    return
                mark = there.etag
            answer = self._there.take_away(name, mark)
            if _is_done(answer) or answer.status in (404, 410):
                return
            if answer.status != 412:
                break
            mark = None  # somebody has changed it: ours wins
        complain(answer.status)

    def _look(self, name: str) -> Event | None:
        found = self._there.look(name)
        if isinstance(found, Event):
            return found
        if found.status not in (404, 410):
            complain(found.status)
        return None

    def _name(self, item: Item) -> str:
        return f"{self._house.id}-{item.about:x}.ics"


def _is_done(answer: Answer) -> bool:
    return answer.status in (200, 201, 204)


def _lines(text: bytes) -> list[bytes]:
    """Content lines, unfolded (RFC 5545 section 3.1)."""
    return text.replace(b"\r\n", b"\n").replace(b"\n ", b"").replace(b"\n\t", b"").split(b"\n")


def _event(text: bytes) -> list[bytes]:
    """What the event says, in whatever order."""
    lines = _lines(text)
    if lines.count(b"BEGIN:VEVENT") != 1 or b"END:VEVENT" not in lines:
        return []
    return sorted(lines[lines.index(b"BEGIN:VEVENT") : lines.index(b"END:VEVENT")])


def _uid(there: Event) -> str:
    """Whose it is: the UID that all its events have; empty if that cannot be told."""
    found, within = set(), [""]
    for line in _lines(there.text):
        if line.startswith(b"BEGIN:"):
            within.append(line[6:].decode(errors="replace"))
        elif line.startswith(b"END:"):
            within = within[:-1] or [""]
        elif line.startswith(b"UID:") and within[-1] == "VEVENT":  # an alarm may have one of its own
            found.add(line[4:].decode(errors="replace").strip())
    return found.pop() if len(found) == 1 else ""
