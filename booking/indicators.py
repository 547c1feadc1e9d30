# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The eight numbers by which the house is judged: what each is, and how it follows from what is stored.

Everything is counted by local months; all that tells of people is protected (see booking.protection). What no display
can count, such as project funds, staff enter with its source.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from booking import slots
from booking.desk import Desk
from booking.protection import Mean, Told, mean, mean_of, protect, together
from booking.tally import FACETS, Cell, Facet, Key, Month, Tally, month_of, months
from booking.texts import N_, Texts
from booking.visits import PURPOSES

Indicator = Literal["offers", "quality", "use", "networks", "visibility", "funds", "reached", "measures"]
INDICATORS: tuple[Indicator, ...] = get_args(Indicator)
ENTERED: tuple[Indicator, ...] = ("visibility", "funds", "measures")

NAMES: dict[Indicator, str] = {
    "offers": N_("Offers"),
    "quality": N_("Quality of the offers"),
    "use": N_("Use"),
    "networks": N_("Networks"),
    "visibility": N_("Visibility"),
    "funds": N_("Project funds raised"),
    "reached": N_("People and actors reached"),
    "measures": N_("Climate measures carried out"),
}
MEANT: dict[Indicator, str] = {
    "offers": N_("How many offers there were, and on how many dates they took place."),
    "quality": N_("How much people liked an offer: the average of five faces, from five answers in a month on."),
    "use": N_("How many people came for an offer or for advice, and how many groups used a room."),
    "networks": N_("How many actors had an offer in the house, and how many of the offers were theirs."),
    "visibility": N_("How many people came for information or just to look, and how often others told of the house."),
    "funds": N_("How many euros of project funds were raised, as entered with their source."),
    "reached": N_("How many people came in all, for whatever purpose, and how many actors took part."),
    "measures": N_("How many measures were carried out, as entered with their source, and how many ideas became real."),
}
# What is counted for each, in order.
COUNTED: dict[Indicator, tuple[str, ...]] = {
    "offers": ("offers", "dates"),
    "quality": ("liked", "answers"),
    "use": ("participants", "groups", "hours"),
    "networks": ("actors", "partner_offers"),
    "visibility": ("lookers", "mentions"),
    "funds": ("funds",),
    "reached": ("people", "actors"),
    "measures": ("measures", "ideas_done"),
}
COUNTS: dict[str, str] = {
    "offers": N_("Offers"),
    "dates": N_("Dates that took place"),
    "liked": N_("Average, from 1 to 5"),
    "answers": N_("Answers"),
    "participants": N_("People who came for an offer or advice"),
    "groups": N_("Groups in a room"),
    "hours": N_("Hours in rooms"),
    "actors": N_("Actors with an offer"),
    "partner_offers": N_("Offers of actors"),
    "lookers": N_("People who came for information or to look"),
    "mentions": N_("Mentions in press and media"),
    "funds": N_("Euros"),
    "people": N_("People who came"),
    "measures": N_("Measures"),
    "ideas_done": N_("Ideas that became real"),
}
ABOUT_PEOPLE = frozenset({"participants", "groups", "lookers", "people", "answers"})


@dataclass(frozen=True)
class Numbers:
    """What is told of one month or period; `purposes` and `counts` of people are protected."""

    purposes: dict[str, Told]
    counts: dict[str, Told]
    liked: Mean
    offers: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    partner_offers: frozenset[str] = frozenset()

    def written(self, count: str, words: Texts) -> str:
        """As it stands in a table."""
        if count == "liked":
            return words.number(self.liked.value, 1) if self.liked.is_shown else "–"
        told = self.counts[count]
        return told.text if told.below else words.number(told.value)


@dataclass(frozen=True)
class Report:
    """The numbers of a period, month by month; `told` of all of it, `parts` by topic, district and actor."""

    first: Month
    last: Month
    facet: Facet
    value: str
    by_month: dict[Month, Numbers]
    told: Numbers
    parts: dict[Facet, dict[str, Numbers]]


class Indicators:
    """The numbers of one house."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def report(self, first: Month, last: Month, facet: Facet = "", value: str = "") -> Report:
        """All numbers of the months from `first` to `last`, of everything or of one topic, district or actor."""
        tally = Tally(self._desk, first, last)
        own = self._actor_of()
        wanted = list(months(first, last))

        def of(key: Key) -> list[Numbers]:
            return [_numbers(tally.cells.get((month, key), Cell()), own) for month in wanted]

        found = of((facet, value))
        parts: dict[Facet, dict[str, Numbers]] = {}
        if not facet:
            parts = {each: {name: _sum(of((each, name))) for name in tally.known(each)} for each in FACETS}
        return Report(first, last, facet, value, dict(zip(wanted, found, strict=True)), _sum(found), parts)

    def this_month(self) -> tuple[Month, Numbers]:
        """This month until now."""
        now = month_of(slots.local_day(self._desk.now(), self._desk.house.zone))
        return now, self.report(now, now).told

    def _actor_of(self) -> dict[str, str]:
        """The actor of each offer that is not the house's own."""
        return {key: each.actor for key, each in self._desk.offers.shelf().by_id.items() if each.actor}


def _numbers(cell: Cell, actor_of: dict[str, str]) -> Numbers:
    purposes = {str(purpose): protect(cell.purposes.get(purpose, 0)) for purpose in PURPOSES}
    groups = protect(cell.groups)
    liked = mean(cell.faces)
    counts = {
        "dates": Told(cell.dates),
        "answers": liked.answers,
        "participants": purposes["advice"] + purposes["event"],
        "groups": groups,
        "hours": Told(round(cell.minutes / 60) if groups.value else 0, groups.few),
        "lookers": purposes["info"] + purposes["looking"],
        "mentions": Told(cell.entered.get("visibility", 0)),
        "funds": Told(cell.entered.get("funds", 0)),
        "people": together(purposes.values()),
        "measures": Told(cell.entered.get("measures", 0)),
        "ideas": protect(cell.ideas),
        "ideas_done": Told(cell.ideas_done),
    }
    theirs = {offer: actor_of[offer] for offer in cell.offers if offer in actor_of}
    return _of_sets(purposes, counts, liked, frozenset(cell.offers), frozenset(theirs.values()), frozenset(theirs))


def _of_sets(
    purposes: dict[str, Told],
    counts: dict[str, Told],
    liked: Mean,
    offers: frozenset[str],
    actors: frozenset[str],
    theirs: frozenset[str],
) -> Numbers:
    """Numbers with how many different ones there were."""
    different = {"offers": Told(len(offers)), "actors": Told(len(actors)), "partner_offers": Told(len(theirs))}
    return Numbers(purposes, counts | different, liked, offers, actors, theirs)


def _sum(parts: Iterable[Numbers]) -> Numbers:
    """Of several months: sums of what is told of each; what is there in two of them is one offer and one actor."""
    known = list(parts)
    purposes = {str(purpose): together(one.purposes[purpose] for one in known) for purpose in PURPOSES}
    summed = (*(count for count in COUNTS if count != "liked"), "ideas")
    counts = {count: together(one.counts[count] for one in known) for count in summed}
    return _of_sets(
        purposes,
        counts,
        mean_of(one.liked for one in known),
        frozenset().union(*(one.offers for one in known)),
        frozenset().union(*(one.actors for one in known)),
        frozenset().union(*(one.partner_offers for one in known)),
    )
