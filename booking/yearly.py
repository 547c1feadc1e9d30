# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The report of a year or another period as a PDF that can be given to the city council as it is."""

from collections.abc import Sequence
from datetime import date

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from booking.config import House
from booking.exports import FACET_NAMES, named, protected
from booking.figures import Figure
from booking.indicators import COUNTED, COUNTS, INDICATORS, MEANT, NAMES, Indicator, Numbers, Report
from booking.plan.picture import FONTS
from booking.tally import FACETS
from booking.texts import N_, TOPICS, Texts

INK, QUIET, PETROL, LIGHT, LINE = (28, 42, 45), (74, 88, 90), (11, 72, 79), (255, 200, 61), (214, 203, 184)
TOUCHED = N_("Visitors touch a display in the house: how many they are, and what for. No name is asked.")
EDGE = 20  # mm
CHART, CHART_WIDTH = 44, 66  # mm
BESIDE = 98  # mm, of a table beside a chart
ROW = 5.8
BAR = 0.62  # of its place
SHOWN_OF_PARTS = ("offers", "dates", "people", "liked", "measures", "funds")
FIRST: dict[Indicator, str] = {each: COUNTED[each][0] for each in INDICATORS}


def write(
    house: House, report: Report, figures: Sequence[Figure], actors: dict[str, str], words: Texts, made: date
) -> bytes:
    """The report: each indicator with its numbers and months, parts by topic, district, actor, entries and sources."""
    sheet = _Sheet(house, report, words, made)
    sheet.cover()
    for indicator in INDICATORS:
        sheet.indicator(indicator)
    for facet in FACETS:
        parts = {named(facet, key, actors, words): each for key, each in report.parts.get(facet, {}).items()}
        if parts:
            sheet.parts(words.t(FACET_NAMES[facet]), parts)
    if figures:
        sheet.sources(figures, actors)
    sheet.how_counted()
    return bytes(sheet.output())


class _Sheet(FPDF):
    """Pages with a foot, in the house's own type."""

    def __init__(self, house: House, report: Report, words: Texts, made: date) -> None:
        super().__init__(format="A4")
        self._house, self._report, self._words, self._made = house, report, words, made
        self._t = words.t
        for style, name in (("", "House-Regular.ttf"), ("B", "House-Bold.ttf")):
            self.add_font("House", style, str(FONTS / name))
        self.set_margins(EDGE, EDGE, EDGE)
        self.set_auto_page_break(True, EDGE + 6)
        self.set_lang(words.language)
        self.set_title(f"{house.name[words.language]}: {self._t('Report')} {self._period()}")
        self.set_author(house.name[words.language])
        self.add_page()

    def footer(self) -> None:
        self.set_y(-EDGE)
        self._ink(9, colour=QUIET)
        self.cell(0, 5, f"{self._house.name[self._words.language]}, {self._words.dated(self._made)}")
        self.cell(0, 5, f"{self.page_no()}", align="R", new_x=XPos.LMARGIN)

    def cover(self) -> None:
        """Name and period, and all eight at a glance."""
        self.set_fill_color(*PETROL)
        self.rect(0, 0, self.w, 62, style="F")
        self.set_fill_color(*LIGHT)
        self.rect(0, 62, self.w, 2.5, style="F")
        self.set_y(20)
        self._say(self._house.name[self._words.language], 15, colour=(255, 255, 255))
        self._say(self._t("Report"), 30, bold=True, colour=(255, 255, 255))
        self._say(self._period(), 15, colour=(255, 255, 255))
        self.set_y(76)
        for each in INDICATORS:
            self._glance(each)

    def _glance(self, indicator: Indicator) -> None:
        top = self.get_y()
        self._ink(13, bold=True)
        self.multi_cell(74, 6.5, self._t(NAMES[indicator]), align="L")
        for number, count in enumerate(COUNTED[indicator][:2]):
            self.set_xy(EDGE + 82 + number * 46, top - 1)
            self._ink(17, bold=True, colour=PETROL)
            self.cell(44, 9, self._number(self._report.told, count))
            self.set_xy(EDGE + 82 + number * 46, top + 8)
            self._ink(8.5, colour=QUIET)
            self.multi_cell(44, 4, self._t(COUNTS[count]), align="L")
        self.set_draw_color(*LINE)
        self.set_line_width(0.3)
        self.line(EDGE, top + 20, self.w - EDGE, top + 20)
        self.set_xy(EDGE, top + 23)

    def indicator(self, indicator: Indicator) -> None:
        """Its sentence, its months as a picture, and the same as a table."""
        months = list(self._report.by_month.items())
        self._room(32 + ROW * (len(months) + 4))
        self._say(self._t(NAMES[indicator]), 19, bold=True, colour=PETROL)
        self._say(self._t(MEANT[indicator]), 11, colour=QUIET)
        self.ln(3)
        self._chart(FIRST[indicator])
        heads = [self._t("Month"), *(self._t(COUNTS[count]) for count in COUNTED[indicator])]
        rows = [[self._words.month(month.first), *self._numbers(told, indicator)] for month, told in months]
        self._table(heads, [*rows, [self._t("Together"), *self._numbers(self._report.told, indicator)]], total=True)

    def parts(self, title: str, parts: dict[str, Numbers]) -> None:
        """One row for each topic, district or actor."""
        self._room(30 + ROW * min(len(parts), 12))
        self._say(title, 19, bold=True, colour=PETROL)
        self.ln(2)
        rows = [[name, *(self._number(told, count) for count in SHOWN_OF_PARTS)] for name, told in parts.items()]
        self._table(["", *(self._t(COUNTS[count]) for count in SHOWN_OF_PARTS)], rows)

    def sources(self, figures: Sequence[Figure], actors: dict[str, str]) -> None:
        """What was entered, and from where."""
        self._room(50)
        self._say(self._t("Entered figures and their sources"), 19, bold=True, colour=PETROL)
        self.ln(2)
        rows = [
            [
                self._words.dated(one.day),
                self._t(NAMES[one.indicator]),
                self._words.number(one.amount),
                ", ".join(filter(None, (one.what, actors.get(one.actor, ""), self._topic(one), one.district))),
                one.source,
            ]
            for one in figures
        ]
        heads = (N_("Day"), N_("Indicator"), N_("Value"), N_("What"), N_("Source"))
        self._table([self._t(head) for head in heads], rows, widths=(24, 40, 18, 48, 40))

    def how_counted(self) -> None:
        """How numbers came about and are told."""
        self._room(50)
        self._say(self._t("How it is counted"), 19, bold=True, colour=PETROL)
        self._say(self._t(TOUCHED), 11)
        self._say(protected(self._words), 11)

    def _topic(self, one: Figure) -> str:
        return self._t(TOPICS[one.topic]) if one.topic else ""

    def _chart(self, count: str) -> None:
        """Bars of the months; no grid, the numbers stand in the table."""
        months = list(self._report.by_month.items())
        values = [told.liked.value if count == "liked" else told.counts[count].value for _, told in months]
        top, most = self.get_y() + 2, max([*values, 1])
        step = min(CHART_WIDTH / len(months), 14)
        for number, ((month, _), value) in enumerate(zip(months, values, strict=True)):
            height = CHART * value / most
            left = EDGE + number * step
            self.set_fill_color(*PETROL)
            self.rect(left, top + CHART - height, step * BAR, height, style="F")
            self.set_xy(left, top + CHART + 1)
            if len(months) <= 12:
                self._ink(6.5, colour=QUIET)
                self.cell(step * BAR, 4, self._words.short_month(month.first), align="C")
        self.set_draw_color(*INK)
        self.set_line_width(0.4)
        self.line(EDGE, top + CHART, EDGE + step * len(months), top + CHART)
        self.set_xy(EDGE, top - 2)

    def _table(
        self, heads: list[str], rows: list[list[str]], total: bool = False, widths: tuple[float, ...] | None = None
    ) -> None:
        """Over the whole width; with a total, on the end side of a chart."""
        top = self.get_y()
        self._ink(9)
        self.set_fill_color(255, 255, 255)
        self.set_draw_color(*LINE)
        head = FontFace(emphasis="BOLD", color=INK, fill_color=(246, 239, 228))
        aligned = ("LEFT", *["LEFT" if widths else "RIGHT"] * (len(heads) - 1))
        with self.table(
            headings_style=head,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            text_align=aligned,
            line_height=4.4,
            padding=0.7,
            col_widths=widths or (1.7, *[1.0] * (len(heads) - 1)),
            width=BESIDE if total else self.epw,
            align="RIGHT",
        ) as table:
            table.row(heads)
            for number, cells in enumerate(rows):
                is_total = total and number == len(rows) - 1
                table.row(cells, style=FontFace(emphasis="BOLD") if is_total else None)
        self.set_xy(EDGE, max(self.get_y(), top + CHART + 9 if total else 0) + 9)

    def _numbers(self, told: Numbers, indicator: Indicator) -> list[str]:
        return [self._number(told, count) for count in COUNTED[indicator]]

    def _number(self, told: Numbers, count: str) -> str:
        return told.written(count, self._words)

    def _period(self) -> str:
        first, last = self._report.first, self._report.last
        if (first.month, last.month) == (1, 12) and first.year == last.year:
            return str(first.year)
        if first == last:
            return self._words.month(first.first)
        return f"{self._words.month(first.first)} – {self._words.month(last.first)}"

    def _room(self, height: float) -> None:
        """A new page, if so many mm are not left on this one."""
        if self.get_y() + min(height, 200) > self.h - EDGE - 6:
            self.add_page()

    def _say(self, text: str, size: float, bold: bool = False, colour: tuple[int, int, int] = INK) -> None:
        self._ink(size, bold, colour)
        self.multi_cell(0, size * 0.5, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _ink(self, size: float, bold: bool = False, colour: tuple[int, int, int] = INK) -> None:
        self.set_font("House", "B" if bold else "", size)
        self.set_text_color(*colour)
