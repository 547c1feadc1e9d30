# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the month's numbers say, on their own screen and while nobody stands there: pure, in the visitor's language."""

from collections.abc import Iterator

from booking.texts import Texts
from kiosk import counting
from kiosk.month import Month, grouped, said
from kiosk.widgets.facade import Floor


def floors(texts: Texts, month: Month) -> list[Floor]:
    """One for each purpose."""
    return [
        Floor(counting.ICONS[key], counting.word(texts, key), said(texts, number), month.lit(key))
        for key, number in month.purposes.items()
    ]


def people(texts: Texts, month: Month) -> str:
    """How many have come in all."""
    if month.people.value:
        return texts.t("About {n} visits since the 1st.", n=grouped(month.people.value))
    if month.people.few:
        return texts.t("The first ones have come.")
    return texts.t("The month has just begun. Nobody is counted yet: the first window is yours.")


def key(texts: Texts, month: Month) -> str:
    """What a window stands for."""
    if not month.people.some:
        return ""
    window = texts.n("A bright window stands for {n} visit.", "A bright window stands for {n} visits.", month.unit)
    return f"{window} {texts.t('Numbers are rounded, names are not known.')}"


def facts(texts: Texts, month: Month) -> Iterator[tuple[str, str, str]]:
    """Icon, number and second line of whatever there is to tell."""
    if month.groups.some:
        hours = texts.n("{n} hour in the rooms", "{n} hours in the rooms", month.hours) if month.hours else ""
        yield "together", texts.t("{number} groups", number=said(texts, month.groups)), hours
    if month.offers:
        dates = texts.n("on {n} date", "on {n} dates", month.dates) if month.dates else ""
        yield "offers", texts.n("{n} offer", "{n} offers", month.offers), dates
    if month.actors:
        yield "people", texts.n("{n} actor", "{n} actors", month.actors), texts.t("had something on offer")
    if month.ideas.some:
        done = texts.n("{n} of them done", "{n} of them done", month.done) if month.done else ""
        yield "ideas", texts.t("{number} ideas", number=said(texts, month.ideas)), done
    if month.measures:
        yield "nature", texts.n("{n} measure", "{n} measures", month.measures), texts.t("for the climate")
    if month.funds:
        yield "money", texts.t("{n} euros", n=grouped(month.funds)), texts.t("of project funds")
