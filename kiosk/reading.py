# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The picture as a list of things said, in the order of reading: what is written, what can be touched, what is drawn.

It is read from the widgets that stand, so that no screen can forget to say something: whatever has words is said.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout

from booking.plan.words import place_name
from booking.texts import Texts, clock_time
from kiosk import phrases, saying
from kiosk.gridplan import Block
from kiosk.look import look
from kiosk.plan import Cell
from kiosk.widgets import floors, legend
from kiosk.widgets.cards import DayHead, FactRow, IdeaCard, TodayLine
from kiosk.widgets.codebox import CodeBox, CodeKey
from kiosk.widgets.floors import Floors
from kiosk.widgets.front import Bracket
from kiosk.widgets.grid import Grid
from kiosk.widgets.keyboard import Cap
from kiosk.widgets.notice import Bulletin, Fact, Notice, StepRow
from kiosk.widgets.press import Key, ShiftKey
from kiosk.widgets.qr import QrCode
from kiosk.widgets.ring import Ring
from kiosk.widgets.stepper import Stepper
from kiosk.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.house import House

TOGETHER = (Fact, FactRow, StepRow, TodayLine, DayHead)  # a row of these is one sentence
SWITCHES = ("contrast", "reading", "reach", "larger", "calm")  # keys of the plinth that are on or off
PART = re.compile(r"(\d+) / (\d+)")  # of a page that is longer than its room
ROW = 8  # px by which what stands in a row may be out of it


class Box(NamedTuple):
    """Px of the layout, y up."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(frozen=True)
class Thing:
    """Something that is said. What can be touched has `down` and `up`, as a finger has; `part` is a widget's own."""

    told: str
    box: Box
    widget: Any = field(compare=False)
    kind: str = "text"  # or target, picture, count, notice
    note: str = ""  # what it is and how it stands, said after it
    private: bool = False
    openly: str = ""  # what everybody may hear of it instead
    language: str = ""  # "": the visitor's
    part: Hashable = None
    nth: int = 0  # of several that are called the same
    group: Hashable = None  # what it stands among, for whoever goes by groups
    cell: Cell | None = field(default=None, compare=False)
    run: Hashable = field(default=None, compare=False)  # the same for cells of a lane in the same state
    down: Callable[[], None] | None = field(default=None, compare=False)
    up: Callable[[], None] | None = field(default=None, compare=False)

    @property
    def target(self) -> bool:
        return self.up is not None

    @property
    def said(self) -> str:
        """A name in another language is said alone: its voice does not speak the visitor's."""
        return self.told if self.language else saying.joined((self.told, self.note))

    @property
    def name(self) -> tuple[Hashable, ...]:
        """By which it is known again on a screen that was made anew."""
        return self.kind, self.told, self.part, self.nth


class Reading:
    """Reads what stands in a tree of widgets, in a visitor's language."""

    def __init__(self, texts: Texts, house: "House | None") -> None:
        self._texts, self._house = texts, house
        self._typed, self._secret = "", False

    def things(self, *roots: Any) -> list[Thing]:
        found = [thing for root in roots if root is not None for thing in self._tree(root)]
        several: Counter[tuple[Hashable, ...]] = Counter()
        for number, thing in enumerate(found):
            nth = several[thing.name]
            several[thing.name] += 1
            if nth:
                found[number] = replace(thing, nth=nth)
        return found

    def _tree(self, root: Any) -> Iterator[Thing]:
        """A page, on which something private may be typed: then its keys are not called by their letters openly."""
        self._typed = str(getattr(root, "typed", ""))
        self._secret = hasattr(root, "typed") and any(_is_private(each) for each in root.walk(restrict=True))
        yield from self._read(root)

    # Which widget is read how

    def _read(self, widget: Any) -> Iterator[Thing]:
        if not widget.opacity:
            return
        if isinstance(widget, Bracket):  # each door says its floor
            return
        if isinstance(widget, ButtonBehavior):
            yield from self._press(widget)
        elif isinstance(widget, Words):
            if widget.text.removesuffix("|").strip():
                yield self._words(widget)
        elif isinstance(widget, QrCode):
            if widget.text.strip() and widget.width > 1:
                yield Thing(self._texts.t("Code to scan with the phone"), box(widget), widget, "picture")
        elif isinstance(widget, Ring):
            yield self._whole(widget, "count")
        elif isinstance(widget, (Notice, Bulletin, IdeaCard, *TOGETHER)):
            kind = "notice" if isinstance(widget, Notice | Bulletin) else "text"
            if any(_texts_of(widget)):
                yield self._whole(widget, kind)
        elif isinstance(widget, CodeBox):
            if widget.letter and widget is widget.parent.children[-1]:  # all letters of the code are one thing
                yield Thing(saying.spelled(self._typed), box(widget.parent), widget, private=True, openly=self._count())
        elif isinstance(widget, Grid):
            yield from self._grid(widget)
        elif isinstance(widget, Floors):
            yield from self._floors(widget)
        else:
            if isinstance(widget, Stepper):
                yield Thing(f"{int(widget.number)} {widget.unit}", box(widget), widget)
            for child in _in_order(widget, isinstance(widget, Stepper)):
                yield from self._read(child)

    def _words(self, widget: Any) -> Thing:
        if part := PART.fullmatch(widget.text):
            told = str(self._texts.t("Part {n} of {count}", n=part[1], count=part[2]))
            return Thing(told, box(widget), widget, "part")
        private, typed = widget.private, widget.text.removesuffix("|") == self._typed
        openly = self._count() if private and typed else ""
        return Thing(
            widget.text.removesuffix("|") if private else widget.text, box(widget), widget, private=private,
            openly=openly, language=_language(widget),
        )  # fmt: skip

    def _count(self) -> str:
        """How much has been typed: that much everybody may hear."""
        return str(self._texts.n("{n} character", "{n} characters", len(self._typed)))

    def _whole(self, widget: Any, kind: str = "text") -> Thing:
        """All that stands in it as one sentence."""
        private = any(words.private for words in _words_in(widget) if words.text)
        texts = (
            [widget.text, widget.state, widget.number, widget.answer]
            if isinstance(widget, IdeaCard)
            else _texts_of(widget)
        )
        told = " ".join(texts) if kind == "count" else saying.joined(texts)
        return Thing(told, box(widget), widget, kind, private=private)

    # What can be touched

    def _press(self, widget: Any) -> Iterator[Thing]:
        if widget.disabled:
            if any(_texts_of(widget)):
                yield self._whole(widget)
            return
        if widget.width < 1 or widget.height < 1:
            return
        told, openly = self._told(widget), self._place_of_key(widget)
        private = bool(openly) or any(words.private for words in _words_in(widget) if words.text)
        yield Thing(
            told, box(widget), widget, "target", self._note(widget), private, openly,
            _language_of_key(widget), group=widget.parent.uid, down=partial(_down, widget), up=partial(_up, widget),
        )  # fmt: skip

    def _told(self, widget: Any) -> str:
        if isinstance(widget, Cap) and widget.kind != "letter":
            meant = {"erase": self._texts.t("Erase"), "keyboard": self._texts.t("Other letters")}.get(widget.told, "")
            if widget.text == "↑":
                return str(self._texts.t("Capital letter"))
            return saying.joined((meant, widget.text))
        written = [text for text in _texts_of(widget) if text.strip()]
        if isinstance(widget, ShiftKey):  # which way it goes is only drawn
            return saying.joined(
                (*written, self._texts.t("earlier") if widget.quarters < 0 else self._texts.t("later"))
            )
        told = widget.told.strip()
        if saying.words(told) <= saying.words(" ".join(written)):
            return saying.joined(written) or told
        return saying.joined([told, *(text for text in written if not saying.words(text) <= saying.words(told))])

    def _place_of_key(self, widget: Any) -> str:
        """Where a key lies that types something private: who knows the keyboard knows it, who listens does not."""
        if not self._secret or not (isinstance(widget, CodeKey) or (isinstance(widget, Cap) and widget.letter.strip())):
            return ""
        row, pad = widget.parent, widget.parent.parent
        number = len(row.children) - row.children.index(widget)
        return str(self._texts.t("Row {row}, key {n}", row=len(pad.children) - pad.children.index(row), n=number))

    def _note(self, widget: Any) -> str:
        """What it is, and how it stands."""
        t = self._texts.t
        if isinstance(widget, CodeKey) or (isinstance(widget, Cap) and widget.kind in ("letter", "plain")):
            return ""
        if hasattr(widget, "ticked"):
            return saying.joined((t("Box"), t("ticked") if widget.ticked else t("not ticked")))
        if isinstance(widget, Key) and getattr(widget, "name", "") in SWITCHES:
            return saying.joined((t("Key"), t("switched on") if widget.on else t("switched off")))
        of_several = isinstance(getattr(widget, "walk", None), str) or bool(getattr(widget, "language", ""))
        if (
            (of_several and getattr(widget, "kind", "") == "main")
            or getattr(widget, "chosen", False)
            or getattr(widget, "kind", "") == "chosen"
        ):
            return saying.joined((t("Key"), t("chosen")))
        return str(t("Key"))

    # Grids

    def _grid(self, grid: Any) -> Iterator[Thing]:
        if isinstance(grid, legend.Sample):  # its word stands beside it
            return
        several = len({block.key for block in grid.blocks}) > 1
        for block in grid.blocks:
            told = saying.joined(self._block(block, several))
            if not told:
                continue
            cell, lane = block.cell, (grid.uid, block.key)
            thing = Thing(
                told, Box(*grid.target(block)), grid, part=(block.key, cell.begin if cell else None), group=lane,
                cell=cell, run=(lane, cell.state, cell.name, bool(block.start)) if cell else None,
            )  # fmt: skip
            if block.start:
                key, up = str(self._texts.t("Key")), partial(grid.dispatch, "on_start", block)
                thing = replace(thing, kind="target", note=key, down=_nothing, up=up)
            yield thing

    def together(self, cells: Sequence[Thing]) -> Thing:
        """Cells of a lane that follow one another in the same state, as one sentence."""
        first, last = cells[0].cell, cells[-1].cell
        if first is None or last is None or self._house is None:
            return cells[0]
        begin, end = (clock_time(each, self._house.zone) for each in (first.begin, last.end))
        lane = self.lane(cells[0].part[0]) if isinstance(cells[0].part, tuple) else ""
        said = (lane, self._texts.t("{begin} to {end}", begin=begin, end=end), phrases.word(self._texts, first.state))
        return replace(cells[0], told=saying.joined(said), kind="text", note="", up=None, down=None)

    def _block(self, block: Block, several: bool) -> Iterator[str]:
        cell, written = block.cell, [mark.text for mark in block.marks if mark.text]
        if cell is None or self._house is None:
            yield from written
            return
        if several:
            yield self.lane(block.key)
        zone, known = self._house.zone, saying.words(" ".join(written))
        begin, end = clock_time(cell.begin, zone), clock_time(cell.end, zone)
        if begin not in " ".join(written):
            yield begin
        yield from written
        state = phrases.word(self._texts, cell.state)
        if not saying.words(state) & known and not (cell.state == "closed" and self._texts.t("closed") in known):
            yield state
        if cell.state in ("taken", "held") and end not in " ".join(written):
            yield str(self._texts.t("until {time}", time=end))

    def lane(self, key: str) -> str:
        """What a lane of a grid is: a room, or a day."""
        room, _, day = key.partition("|")
        if day:
            return str(self._texts.weekday(date.fromisoformat(day)))
        known = self._house.find(room) if self._house else None
        return phrases.called(known.name, self._texts.language) if known else ""

    # The plan

    def _floors(self, plan: Any) -> Iterator[Thing]:
        if plan.source is None:
            return
        for floor in plan.floors:
            at = plan.x + floor.left, plan.top - floor.top - floor.height
            yield Thing(
                plan.source.caption(floor.level), Box(*at, floor.width, floor.height + 40), plan, "picture",
                part=("level", floor.level),
            )  # fmt: skip
            if floor.sheet.here is not None:
                x, y = floor.px(floor.sheet.here)
                around = Box(plan.x + x - 30, plan.top - y - 30, 60, 60)
                yield Thing(plan.source.here, around, plan, "picture", part="here")
            shapes = sorted(floor.sheet.shapes, key=lambda shape: (round(shape.label.at[1] / 80), shape.label.at[0]))
            for shape in shapes:
                yield from self._place(plan, floor, shape)
            for sign in floor.sheet.signs:
                if told := plan.source.sign(sign):
                    x, y = floor.px(sign.at)
                    yield Thing(told, Box(plan.x + x - 30, plan.top - y - 30, 60, 60), plan, "picture", part=sign.at)

    def _place(self, plan: Any, floor: Any, shape: Any) -> Iterator[Thing]:
        source, place = plan.source, shape.place
        left, top, right, bottom = floors.touched(floor, shape)
        where = Box(plan.x + left, plan.top - bottom, right - left, bottom - top)
        second = next(iter(source.second(place)), "")
        if place.id in source.blocked:
            second = str(self._texts.t("closed"))
        told = saying.joined((place_name(place, self._texts) or " ".join(shape.label.lines), second))
        if not told:
            return
        if not source.may_be_asked(place):
            if shape.label.lines:
                yield Thing(told, where, plan, part=place.id)
            return
        note = saying.joined((source.caption(floor.level), self._texts.t("On the plan")))
        yield Thing(
            told, where, plan, "target", note, part=place.id,
            group=(plan.uid, floor.level), down=_nothing, up=partial(plan.dispatch, "on_place", place),
        )  # fmt: skip


# Widgets


def box(widget: Any) -> Box:
    return Box(widget.x, widget.y, widget.width, widget.height)


def _words_in(widget: Any) -> Iterator[Any]:
    if not widget.opacity:
        return
    if isinstance(widget, Words):
        yield widget
    for child in _in_order(widget):
        yield from _words_in(child)


def _texts_of(widget: Any) -> list[str]:
    return [words.text for words in _words_in(widget) if words.text]


def _in_order(widget: Any, keys_only: bool = False) -> Sequence[Any]:
    """Children as they are read: boxes know their order, elsewhere by where they lie, row by row from the start."""
    children = list(reversed(widget.children))
    if keys_only:
        return [child for child in children if isinstance(child, ButtonBehavior)]
    if isinstance(widget, BoxLayout):
        return children
    side = -1 if look.rtl else 1
    return sorted(children, key=lambda child: (-round(child.top / ROW), side * child.x))


def _is_private(widget: Any) -> bool:
    return isinstance(widget, CodeBox) or (isinstance(widget, Words) and widget.private)


def _language(words: Any) -> str:
    return str(getattr(words, "language", ""))


def _language_of_key(widget: Any) -> str:
    """Languages are called in themselves; what is all in another language is said in it."""
    kind, _, language = str(getattr(widget, "name", "")).partition(":")
    if kind == "language" and language:
        return language
    written = {_language(words) for words in _words_in(widget) if words.text}
    return str(getattr(widget, "language", "")) or (written.pop() if len(written) == 1 else "")


def _nothing() -> None:
    """A finger is down: what is drawn shows nothing of it by keys, the focus is enough."""


def _down(widget: Any) -> None:
    widget.state = "down"
    widget.dispatch("on_press")


def _up(widget: Any) -> None:
    if widget.state != "down":
        return
    widget.state = "normal"
    if widget.get_parent_window() is not None:
        widget.dispatch("on_release")


def stands_in(widget: Any, root: Any) -> bool:
    """Whether a widget stands in that tree."""
    while widget is not None and widget is not root:
        above = widget.parent
        widget = above if above is not widget else None
    return widget is not None and root is not None
