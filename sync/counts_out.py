# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counts of visits to the city's SensorThings service: the house is a Thing, each purpose a Datastream of it, each hour
an Observation whose result is how many people came for that purpose.

The counts of an hour go out when it is over. A later correction replaces the result; it never adds one. What was sent
and not answered is asked for before it is sent again, and a duplicate that the service refuses is looked up.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from booking import slots
from booking.city_config import CityCounts
from booking.config import House
from booking.dispatch import Dispatch, Item, Kept, Results
from booking.visits import PURPOSES, Purpose
from sync.faults import Fault, NotTaken
from sync.partners import complain
from sync.schedule import Dice, after_failure
from sync.sensorthings import Count, Observed, Service
from sync.session import Answer

AGAIN_MINUTES = 5
MANY = 5  # refused, and nothing else taken: it is not about these
COUNT = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_CountObservation"
# What the city reads, in German like all that she has.
NAMES: dict[Purpose, str] = {
    "advice": "Beratung",
    "event": "Veranstaltung",
    "info": "Auskunft",
    "room": "Raum",
    "looking": "Umsehen",
}
PEOPLE = {"name": "Personen", "symbol": "1", "definition": "http://qudt.org/vocab/unit/NUM"}


class CountsOut:
    """Brings batches to a service. Raises Fault when nothing gets through; what did is in the results by then."""

    most = 2000  # in a batch

    def __init__(self, dispatch: Dispatch, service: Service, partner: CityCounts, now: datetime, dice: Dice) -> None:
        self._dispatch = dispatch
        self._service = service
        self._partner = partner
        self._now = now
        self._dice = dice
        self._streams: dict[str, str] = {}

    def compare(self) -> int:
        """None: nobody else writes there."""
        return 0

    def deliver(self, items: list[Item], results: Results) -> None:
        try:
            self._deliver(items, results)
        except Fault as fault:
            if fault.key == "unavailable":  # others go first: it may be because of one of these
                then = slots.epoch(self._now + timedelta(minutes=AGAIN_MINUTES))
                kept = {(one.item.about, one.item.part) for one in results.kept}
                results.later.extend((item, then) for item in items if (item.about, item.part) not in kept)
            raise

    def _deliver(self, items: list[Item], results: Results) -> None:
        self._streams = self._streams or self._dispatch.streams() or self._found_streams()
        people = self._dispatch.people(items)
        wanted = {item: people.get((item.about, item.part), 0) for item in items}
        there = self._there([item for item in items if item.begun and item.remote is None])
        fresh, other = [], []
        for item, number in wanted.items():
            known = there.get(item)
            if known:
                item = _at(item, known)
            if item.remote is None:
                fresh.append((item, number))
            elif item.said != _said(number):
                other.append((item, number))
            else:
                results.kept.append(_kept(item, item.remote, number))
        nobody = [item for item, number in fresh if not number]
        results.gone.extend(nobody)
        self._create([(item, number) for item, number in fresh if number], results)
        self._replace(other, results)

    def _create(self, wanted: list[tuple[Item, int]], results: Results) -> None:
        if not wanted:
            return
        wanted.sort(key=lambda one: (one[0].part, one[0].about))
        made = self._service.create([self._count(item, number) for item, number in wanted])
        if isinstance(made, int):
            self._apart(wanted, made, results)
            return
        doubtful = []
        for (item, number), one in zip(wanted, made, strict=True):
            if isinstance(one, str):
                results.kept.append(_kept(item, one, number))
            else:
                doubtful.append((item, number, one))
        if doubtful:
            self._refused(doubtful, results)

    def _apart(self, wanted: list[tuple[Item, int]], status: int, results: Results) -> None:
        """All were refused together: perhaps because of one."""
        if len(wanted) == 1:
            self._refused([(*wanted[0], status)], results)
            return
        if status == 403 or not 400 <= status < 500:
            complain(status)
        there = self._there([item for item, _ in wanted])
        left = [(item, number) for item, number in wanted if item not in there]
        self._replace([(_at(item, there[item]), number) for item, number in wanted if item in there], results)
        half = (len(left) + 1) // 2
        self._create(left[:half], results)
        self._create(left[half:], results)

    def _refused(self, doubtful: Sequence[tuple[Item, int, int]], results: Results) -> None:
        """What could not be created may be there already; else it is refused."""
        for *_, status in doubtful:
            if status == 403 or status >= 500:  # of a part of a batch
                complain(status)
        there = self._there([item for item, *_ in doubtful])
        self._replace([(_at(item, there[item]), number) for item, number, _ in doubtful if item in there], results)
        for item, _, status in doubtful:
            if item not in there:
                self._set_aside(item, status or 400, results)

    def _replace(self, wanted: list[tuple[Item, int]], results: Results) -> None:
        changed = []
        for item, number in wanted:
            if item.remote and item.said == _said(number):
                results.kept.append(_kept(item, item.remote, number))
            else:
                changed.append((item, number))
        if not changed:
            return
        statuses = self._service.replace([(item.remote or "", number) for item, number in changed])
        for (item, number), status in zip(changed, statuses, strict=True):
            if status in (200, 204):
                results.kept.append(_kept(item, item.remote or "", number))
            elif status in (404, 410):  # somebody has taken it away there: the count is ours
                self._create([(_at(item, None), number)], results)
            else:
                if status == 403 or status >= 500:
                    complain(status)
                self._set_aside(item, status, results)

    def _set_aside(self, item: Item, status: int, results: Results) -> None:
        then = after_failure(self._now, AGAIN_MINUTES, item.tries, self._dice)
        results.refused.append((item, "refused", {"status": status}, slots.epoch(then)))
        if len(results.refused) >= MANY and not results.kept:
            self._dispatch.set_streams({})  # perhaps these are there no longer: look for them the next time
            raise Fault("refused", status=status)

    def _count(self, item: Item, people: int) -> Count:
        return Count(self._streams[item.part], item.about, people)

    def _there(self, items: Sequence[Item]) -> dict[Item, Observed]:
        """What the service has of them."""
        found: dict[Item, Observed] = {}
        for part in sorted({item.part for item in items}):
            some = {item.about: item for item in items if item.part == part}
            there = self._service.observed(self._streams[part], min(some), max(some))
            found |= {item: there[hour] for hour, item in some.items() if hour in there}
        return found

    # --- the Thing and its Datastreams

    def _found_streams(self) -> dict[str, str]:
        """The Datastream of each purpose, which is made if it is not there."""
        house = self._dispatch.house
        key = f"{house.id}.{house.domain}"
        known = self._service.thing(key)
        if known is None:
            self._made(self._service.make("Things", self._thing(house, key)))
            known = self._service.thing(key)
        elif missing := [purpose for purpose in PURPOSES if f"{key}/{purpose}" not in known.streams]:
            for purpose in missing:
                self._made(self._service.make(f"Things({known.id})/Datastreams", _stream(house, key, purpose)))
            known = self._service.thing(key)
        if known is None or any(f"{key}/{purpose}" not in known.streams for purpose in PURPOSES):
            raise Fault("not_understood")
        found: dict[str, str] = {purpose: known.streams[f"{key}/{purpose}"] for purpose in PURPOSES}
        self._dispatch.set_streams(found)
        return found

    def _made(self, answer: Answer) -> None:
        if answer.status in (201, 409):
            return
        try:
            complain(answer.status)
        except NotTaken as no:
            raise no.of_all() from None

    def _thing(self, house: House, key: str) -> dict[str, Any]:
        """The house with where it is and all its Datastreams, in one piece: it is there whole or not at all."""
        where = house.address
        point = {"type": "Point", "coordinates": [self._partner.longitude, self._partner.latitude]}
        place = f"{where.street}, {where.postcode} {where.city}"
        name = house.name["de"]
        location = {"name": name, "description": place, "encodingType": "application/geo+json", "location": point}
        return {
            "name": name,
            "description": place,
            "properties": {"externalId": key},
            "Locations": [location],
            "Datastreams": [_stream(house, key, purpose) for purpose in PURPOSES],
        }


def _stream(house: House, key: str, purpose: Purpose) -> dict[str, Any]:
    said = NAMES[purpose]
    return {
        "name": f"{house.name['de']}: {said}",
        "description": "Wie viele Personen je Stunde am Display berührt haben, wozu sie gekommen sind.",
        "observationType": COUNT,
        "unitOfMeasurement": PEOPLE,
        "properties": {"externalId": f"{key}/{purpose}"},
        "ObservedProperty": {
            "name": said,
            "definition": "http://qudt.org/vocab/quantitykind/Count",
            "description": "Wie viele Personen zu diesem Zweck gekommen sind.",
            "properties": {"externalId": purpose},
        },
        "Sensor": {
            "name": "Touch-Display",
            "description": "Wer kommt, berührt, wozu; rasche Berührungen zählen als eine. Das Haus kann berichtigen.",
            "encodingType": "text/plain",
            "metadata": "Eine Minute nach der Stunde vollständig; spätere Berichtigungen ersetzen den Wert.",
            "properties": {"externalId": key},
        },
    }


def _said(people: int) -> bytes:
    return sha256(str(people).encode()).digest()


def _kept(item: Item, remote: str, people: int) -> Kept:
    return Kept(item, remote, None, _said(people))


def _at(item: Item, there: Observed | None) -> Item:
    """The item with what the service has of it."""
    if there is None:
        return replace(item, remote=None, said=None)
    return replace(item, remote=there.id, said=_said(there.people))
