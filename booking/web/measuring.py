# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The eight indicators: as pictures with their tables, as files to take along, and what staff enter by hand."""

from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import exports, slots, yearly
from booking.api.problems import status_of
from booking.figures import DISTRICT_LONGEST, SOURCE_LONGEST, WHAT_LONGEST, Figure, Figures
from booking.indicators import COUNTED, COUNTS, ENTERED, INDICATORS, MEANT, NAMES, Indicators, Report
from booking.refusal import Refused
from booking.tally import FACETS, Facet, Month, month_of, months
from booking.texts import TOPICS, texts
from booking.web.site import desk_of, house_of, see, text_of, words_of
from booking.web.staffed import home, person_of, staff_page
from booking.web.typed import day_of, number_of

MOST_MONTHS = 36
FIELDS = ("indicator", "day", "amount", "what", "source", "topic", "actor", "district")
FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def indicators(request: Request) -> Response:
    """All eight, of a period, of everything or of one topic, district or actor."""
    report, words, known = _report(request), words_of(request), _actors(request)
    whole = _everything(request)
    return staff_page(
        request,
        "staff_indicators.html",
        report=report,
        chosen=f"{report.facet}:{report.value}" if report.facet else "",
        choices={facet: {key: exports.named(facet, key, known, words) for key in whole[facet]} for facet in FACETS},
        parts={
            facet: {exports.named(facet, key, known, words): told for key, told in report.parts.get(facet, {}).items()}
            for facet in FACETS
        },
        indicators=INDICATORS,
        names=NAMES,
        meant=MEANT,
        counted=COUNTED,
        counts=COUNTS,
        facets=exports.FACET_NAMES,
        protected=exports.protected(words),
        query=urlencode({"from": report.first, "until": report.last, "of": _chosen(request)}),
        bars=lambda count: _bars(report, count),
    )


def download(request: Request, kind: str) -> Response:
    """The same as a file. The report is in German where the language of the page runs from right to left."""
    words, known, report = words_of(request), _actors(request), _report(request)
    if kind == "pdf":
        if words.rtl:
            words = texts("de", "house", "staff")
        entered = Figures(desk_of(request)).between(report.first.first, report.last.next.first)
        today = slots.local_day(desk_of(request).now(), house_of(request).zone)
        content = yearly.write(house_of(request), report, [] if report.facet else entered, known, words, today)
    else:
        content = (exports.as_csv if kind == "csv" else exports.as_xlsx)(report, known, words)
    name = f"{house_of(request).id}-{report.first}-{report.last}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type=FILES[kind])


def figures(request: Request, form: FormData | None = None, refused: Refused | None = None) -> Response:
    """What was entered, and a form for more."""
    shelf = desk_of(request).offers.shelf()
    typed = {key: text_of(form, key) if form else "" for key in FIELDS}
    return staff_page(
        request,
        "staff_figures.html",
        status_of(refused) if refused else 200,
        entered=Figures(desk_of(request)).all(),
        typed=typed,
        kinds=ENTERED,
        names=NAMES,
        topics=TOPICS,
        actors=_actors(request),
        districts=sorted({one.district for one in shelf.offers if one.district}),
        longest={"what": WHAT_LONGEST, "source": SOURCE_LONGEST, "district": DISTRICT_LONGEST},
        text=words_of(request).refusal(refused) if refused else "",
        done=request.query_params.get("done", ""),
    )


def enter(request: Request, form: FormData) -> Response:
    """Note a figure."""
    try:
        typed: dict[str, Any] = {key: text_of(form, key) for key in FIELDS}
        typed["day"], typed["amount"] = day_of(typed["day"]), _amount(typed["amount"])
        if typed["day"] is None:
            raise Refused("day")
        _figures(request).enter(Figure(0, **typed))
    except Refused as refused:
        return figures(request, form, refused)
    return see(f"{home(request)}figures?done=entered")


def drop(request: Request, form: FormData) -> Response:
    """Take one back."""
    _figures(request).drop(number_of(form, "figure"))
    return see(f"{home(request)}figures?done=dropped")


def _amount(text: str) -> int:
    """A whole number, with or without the dots of thousands."""
    digits = text.strip().removesuffix("€").strip().replace(".", "").replace("\u202f", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        raise Refused("amount")
    return int(digits)


def _report(request: Request) -> Report:
    """What the address asks for; what it does not say, or says wrongly, is this year until now, and everything."""
    now = month_of(slots.local_day(desk_of(request).now(), house_of(request).zone))
    first = _month(request.query_params.get("from", "")) or Month(now.year, 1)
    last = min(_month(request.query_params.get("until", "")) or now, now)
    first = min(first, last)
    if sum(1 for _ in months(first, last)) > MOST_MONTHS:
        first = Month(last.year - MOST_MONTHS // 12, last.month).next
    facet, _, value = _chosen(request).partition(":")
    known: Facet = next((one for one in FACETS if one == facet), "")
    return Indicators(desk_of(request)).report(first, last, known, value if known else "")


def _chosen(request: Request) -> str:
    return request.query_params.get("of", "")[:60]


def _month(text: str) -> Month | None:
    year, _, month = text.partition("-")
    if not (year.isascii() and year.isdigit() and month.isascii() and month.isdigit()):
        return None
    return Month(int(year), int(month)) if 2020 <= int(year) <= 2200 and 1 <= int(month) <= 12 else None


def _everything(request: Request) -> dict[Facet, list[str]]:
    """What can be chosen: all topics, and every district and actor of an offer."""
    shelf = desk_of(request).offers.shelf()
    return {
        "topic": list(TOPICS),
        "district": sorted({one.district for one in shelf.offers if one.district}),
        "actor": list(shelf.actors),
    }


def _bars(report: Report, count: str) -> list[tuple[Month, float, float]]:
    """Each month with its value, and that as a share of the highest one."""
    values = {
        month: told.liked.value if count == "liked" else told.counts[count].value
        for month, told in report.by_month.items()
    }
    most = max([*values.values(), 1])
    return [(month, value, value / most) for month, value in values.items()]


def _actors(request: Request) -> dict[str, str]:
    return {key: one.name for key, one in desk_of(request).offers.shelf().actors.items()}


def _figures(request: Request) -> Figures:
    return Figures(desk_of(request), person_of(request).name)
