# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding offers and actors by what people type, so that nobody founds what exists already. Pure."""

from collections.abc import Iterable, Mapping

from booking.agenda import Actor, Offer
from booking.matching import Index, Said, said

Known = dict[str, tuple[object, Said]]  # the words of an offer, as it was when they were looked at


def index(
    offers: Iterable[Offer],
    actors: Iterable[Actor],
    names: Mapping[str, Iterable[str]],
    known: Known | None = None,
) -> Index[Offer | Actor]:
    """For finding offers and actors by words; `names` are the words for kinds and topics in each language.

    What is `known` is not looked at again, unless it has changed.
    """
    made: Index[Offer | Actor] = Index()
    called = {actor.key: actor.name for actor in actors}
    for actor in actors:
        made.add(actor, said((actor.name,), (*actor.text.values(), *_named(names, *actor.topics))))
    kept: Known = {}
    for offer in offers:
        stamp = (offer.sequence, offer.changed, called.get(offer.actor, ""))
        before = known.get(offer.id) if known else None
        words = before[1] if before and before[0] == stamp else _said(offer, stamp[2], names)
        kept[offer.id] = stamp, words
        made.add(offer, words)
    if known is not None:
        known.clear()
        known.update(kept)
    return made


def _said(offer: Offer, actor: str, names: Mapping[str, Iterable[str]]) -> Said:
    more = (offer.person, actor, offer.district, *_named(names, offer.kind, offer.topic))
    return said(offer.title.values(), (*more, *offer.text.values()))


def _named(names: Mapping[str, Iterable[str]], *keys: str) -> list[str]:
    return [word for key in keys for word in names.get(key, ())]
