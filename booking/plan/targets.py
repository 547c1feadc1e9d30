# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody may look for in a house: rooms, toilets, ways out, and what is offered there, by any word for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from booking.matching import distance
from booking.plan.building import Building, Mark, Place
from booking.plan.words import level_name, listed, place_name
from booking.texts import EQUIPMENT, N_, TOPICS, Texts

TOLD = ("name", "ref", "description", "operator", "room", "amenity", "shop", "office", "information")  # tags to search
KINDS = {
    "toilet": N_("search|toilet WC loo restroom"),
    "lift": N_("search|lift elevator"),
    "stairs": N_("search|stairs steps staircase"),
    "way": N_("search|exit way out entrance door"),
    "info": N_("search|information desk help"),
    "kitchen": N_("search|kitchen tea coffee water"),
}


class Room(Protocol):
    """A room of the house, as far as it is looked for."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> Mapping[str, str]: ...
    @property
    def equipment(self) -> Sequence[str]: ...


class Offered(Protocol):
    """Something to borrow or to ask for; `place` is where: a room, or something on the plan."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> Mapping[str, str]: ...
    @property
    def text(self) -> Mapping[str, str]: ...
    @property
    def topics(self) -> Sequence[str]: ...
    @property
    def icon(self) -> str: ...
    @property
    def place(self) -> str: ...


class Target(NamedTuple):
    """Something that can be looked for; `key` is how its place is asked for."""

    key: str
    name: str
    where: str
    icon: str
    words: tuple[str, ...]
    what: Place | Mark
    thing: str = ""  # what is offered there, if that is looked for


def goal(building: Building, key: str) -> Place | Mark:
    """What a key stands for: an entrance or another mark, a place, or a room of the config; raises KeyError."""
    for mark in building.marks:
        if mark.id == key and (mark.name or mark.leads_out):
            return mark
    return building.places[building.rooms.get(key, key)]


def targets(
    building: Building, texts: Texts, every: Sequence[Texts], rooms: Iterable[Room], offered: Iterable[Offered]
) -> list[Target]:
    """Everything that can be looked for, rooms of the house first, then by level and name, then what is offered.

    `texts` say what it is called, `every` are those of all languages in which somebody may look for it.
    """
    more = {room.id: [*room.name.values(), *_all(every, EQUIPMENT, room.equipment)] for room in rooms}
    found = []
    everything: Iterable[Place | Mark] = (*building.places.values(), *building.marks)
    for what in everything:
        name = place_name(what, texts)
        if name and _public(building, what):
            key = what.room or what.id if isinstance(what, Place) else what.id
            said = (*_words(what, every), *more.get(key, ()))
            target = Target(key, name, _where(building, what, texts), icon_of(what), said, what)
            found.append((not (isinstance(what, Place) and what.room), what.levels[0], name, target))
    found.sort(key=lambda each: each[:3])
    return [target for *_, target in found] + list(_offered(building, texts, every, offered))


def find(among: Iterable[Target], text: str) -> list[Target]:
    """What fits the words best, first; nothing if there are no words."""
    rated = [(distance(text, (target.name, *target.words)), number, target) for number, target in enumerate(among)]
    return [target for _, _, target in sorted(each for each in rated if each[0] is not None)]


def icon_of(what: Place | Mark) -> str:
    """The icon of a place by what it is for."""
    if isinstance(what, Mark):
        return "way" if what.leads_out else "info"
    if what.toilet:
        return "toilet"
    if what.kind in ("lift", "stairs"):
        return what.kind
    if what.tags.get("room") == "kitchen":
        return "kitchen"
    return "info" if what.tags.get("tourism") == "information" else "room"


def _public(building: Building, what: Place | Mark) -> bool:
    if isinstance(what, Mark):
        return what.leads_out or building.place_at(what.at, what.levels[0]) is not None
    return what.tags.get("access") != "private" and what.kind != "corridor"


def _where(building: Building, what: Place | Mark, texts: Texts) -> str:
    return listed((level_name(building, level, texts) for level in what.levels), texts)


def _words(what: Place | Mark, texts: Iterable[Texts]) -> Iterator[str]:
    """Every word for it, whatever the language."""
    for key, value in what.tags.items():
        if key.partition(":")[0] in TOLD:
            yield value
    kind = KINDS.get(icon_of(what))
    if kind:
        yield from (each.t(kind).removeprefix("search|") for each in texts)


def _all(every: Iterable[Texts], named: Mapping[str, str], keys: Iterable[str]) -> Iterator[str]:
    return (texts.t(named[key]) for key in keys for texts in every)


def _offered(building: Building, texts: Texts, every: Sequence[Texts], offered: Iterable[Offered]) -> Iterator[Target]:
    for one in offered:
        try:
            what = goal(building, one.place)
        except KeyError:
            continue
        where = listed((place_name(what, texts), _where(building, what, texts)), texts)
        said = (*one.name.values(), *one.text.values(), *_all(every, TOPICS, one.topics))
        yield Target(one.place, one.name.get(texts.language) or one.name["de"], where, one.icon, said, what, one.id)
