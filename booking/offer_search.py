# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding offers and actors by what people type, so that nobody founds what exists already. Pure."""

from collections.abc import Iterable, Mapping

from booking.agenda import Actor, Offer
from booking.matching import Index


def index(offers: Iterable[Offer], actors: Iterable[Actor], names: Mapping[str, Iterable[str]]) -> Index[Offer | Actor]:
    """For finding offers and actors by words; `names` are the words for kinds and topics in each language."""
    made: Index[Offer | Actor] = Index()
    called = {actor.key: actor.name for actor in actors}
    for actor in actors:
        made.add(actor, (actor.name,), (*actor.text.values(), *_named(names, *actor.topics)))
    for offer in offers:
        more = (offer.person, called.get(offer.actor, ""), offer.district, *_named(names, offer.kind, offer.topic))
        made.add(offer, offer.title.values(), (*more, *offer.text.values()))
    return made


def _named(names: Mapping[str, Iterable[str]], *keys: str) -> list[str]:
    return [word for key in keys for word in names.get(key, ())]
