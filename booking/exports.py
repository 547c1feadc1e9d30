# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The indicators as tables for other programs: CSV, and XLSX for a desk. Numbers of people as they are told.

A cell that a spreadsheet would take for a formula is defused, wherever its text comes from.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain

import xlsxwriter

from booking.indicators import COUNTED, COUNTS, INDICATORS, MEANT, NAMES, Numbers, Report
from booking.protection import FEWEST, STEP, Told
from booking.tally import FACETS
from booking.texts import N_, TOPICS, Texts

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
PROTECTED = N_(
    "Numbers of people from 1 to {few} in a month stand as <{fewest} and are in no sum; others are rounded to {step}."
)
FACET_NAMES = {"topic": N_("By topic"), "district": N_("By district"), "actor": N_("By actor")}
Cell = str | int | float


def protected(words: Texts) -> str:
    """How numbers of people are told."""
    return words.t(PROTECTED, few=FEWEST - 1, fewest=FEWEST, step=STEP)


def counted() -> list[str]:
    """Every count of every indicator, in order, each once."""
    return list(dict.fromkeys(chain.from_iterable(COUNTED[each] for each in INDICATORS)))


def named(facet: str, value: str, report_names: dict[str, str], words: Texts) -> str:
    """A topic, a district or an actor in words; `report_names` are those of actors."""
    if facet == "topic":
        return words.t(TOPICS[value]) if value in TOPICS else value
    return report_names.get(value, value) if facet == "actor" else value


def defused(text: Cell) -> Cell:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if isinstance(text, str) and text.startswith(FORMULA) else text


def as_csv(report: Report, actors: dict[str, str], words: Texts, delimiter: str = ";") -> bytes:
    """One row for each month or part and count; with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([words.t(head) for head in (N_("Period"), N_("Part"), N_("Count"), N_("Value"))])
    for period, part, numbers in _rows(report, actors, words):
        for count in counted():
            row = (period, part, words.t(COUNTS[count]), _value(numbers, count))
            writer.writerow([defused(cell) for cell in row])
    return ("\ufeff" + out.getvalue()).encode()


def as_open_data(report: Report, house: str) -> bytes:
    """The same by month only, with the same plain keys in every house: for machines."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["house", "month", "count", "value"])
    for month, numbers in report.by_month.items():
        rows = [(count, _value(numbers, count)) for count in counted()]
        rows += [(f"people:{purpose}", _told(told)) for purpose, told in numbers.purposes.items()]
        writer.writerows([house, str(month), count, value] for count, value in rows)
    return out.getvalue().encode()


def as_xlsx(report: Report, actors: dict[str, str], words: Texts) -> bytes:
    """A sheet by month, one for each of topic, district and actor, and one that says what is counted."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        counts = counted()
        heads = [words.t(COUNTS[count]) for count in counts]

        def sheet(name: str, first: str, rows: Iterable[tuple[str, Numbers]]) -> None:
            page = book.add_worksheet(name[:31])
            page.freeze_panes(1, 1)
            page.set_column(0, 0, 28)
            page.set_column(1, len(heads), 16)
            page.write_row(0, 0, [first, *heads], bold)
            for line, (label, numbers) in enumerate(rows, 1):
                page.write_string(line, 0, str(defused(label)))
                for column, count in enumerate(counts, 1):
                    value = _value(numbers, count)
                    if isinstance(value, str):
                        page.write_string(line, column, value)
                    else:
                        page.write_number(line, column, value)

        by_month = [(str(month), numbers) for month, numbers in report.by_month.items()]
        sheet(words.t(N_("By month")), words.t(N_("Month")), [*by_month, (words.t(N_("Together")), report.told)])
        for facet in FACETS:
            parts = report.parts.get(facet, {})
            rows = [(named(facet, value, actors, words), numbers) for value, numbers in parts.items()]
            if rows:
                sheet(words.t(FACET_NAMES[facet]), "", rows)
        page = book.add_worksheet(words.t(N_("What is counted"))[:31])
        page.set_column(0, 0, 34)
        page.set_column(1, 1, 110)
        for line, each in enumerate(INDICATORS):
            page.write_string(line, 0, words.t(NAMES[each]), bold)
            page.write_string(line, 1, words.t(MEANT[each]))
        page.write_string(len(INDICATORS) + 1, 1, protected(words))
    return out.getvalue()


def _rows(report: Report, actors: dict[str, str], words: Texts) -> Iterator[tuple[str, str, Numbers]]:
    period = f"{report.first} – {report.last}"
    of = named(report.facet, report.value, actors, words) if report.facet else ""
    for month, numbers in report.by_month.items():
        yield str(month), of, numbers
    yield period, of, report.told
    for facet, parts in report.parts.items():
        for value, numbers in parts.items():
            yield period, named(facet, value, actors, words), numbers


def _value(numbers: Numbers, count: str) -> Cell:
    """A number, or the text that stands for one that is not told."""
    if count == "liked":
        return numbers.liked.value if numbers.liked.is_shown else ""
    return _told(numbers.counts[count])


def _told(told: Told) -> Cell:
    return told.text if told.below else told.value
