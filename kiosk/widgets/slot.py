# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The place of the screens: one that is longer is shown in slices, and hands that do not reach high pull it down."""

from math import ceil
from typing import Any

from kivy.animation import Animation
from kivy.clock import Clock
from kivy.graphics import PopMatrix, PushMatrix, Translate
from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk import memory, slices
from kiosk.look import look
from kiosk.widgets import pieces
from kiosk.widgets.boxes import Fill, Gap, Row
from kiosk.widgets.leaving import empty, take_apart
from kiosk.widgets.press import Act
from kiosk.widgets.words import Words

SLIDE, SLIDE_TIME = 24, 0.18
EDGE = 16  # px between the bar and what stands above it
SETTLED = 2  # frames in which a layout has not moved


class Slot(FloatLayout):
    """Holds one screen, at least as high as it needs to be.

    A screen that slides in is only drawn aside: it is laid out once, where it stays.
    """

    aside = NumericProperty(0.0)
    reach = NumericProperty(0.0)  # px from the lower edge up to which hands reach; 0: everywhere
    over_header = BooleanProperty(False)  # whether the page is so long that its title needs the header's place
    head = NumericProperty(0.0)  # px at the upper edge over which the header lies
    above = NumericProperty(0.0)  # px of the header, in or above this place

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.page: Any = None
        self.texts: Any = None  # in which language the bar speaks
        self.sliced = False  # whether the page is longer than what is in reach
        self.edges: list[float] = []  # of the slices, px from the page's upper edge
        self.slice = 0
        self._settled = 0
        self._seen_last: tuple[slices.Span, ...] = ()
        self._cover, self._foot = (Fill(size_hint=(None, None), size=(0, 0)) for _ in range(2))
        self._bar = Row(size_hint=(None, None), spacing=look.gap)
        self._later = Clock.create_trigger(self._arrange, -1)
        self._after = Clock.create_trigger(self._settle, 0)
        for part in (self._cover, self._foot, self._bar):
            self.add_widget(part)
        self.bind(size=self._later, pos=self._later)
        self.bind(reach=self._later, head=self._later)
        with self.canvas.before:
            PushMatrix()
            self._move = Translate()
        with self.canvas.after:
            PopMatrix()

    # What stands here

    def put(self, page: Any, texts: Any, anew: bool = False) -> None:
        """The next screen; `anew` if it is the one that stood before: then the same slice of it is shown."""
        self.page, self.texts = page, texts
        self.edges, self.sliced = [], False
        self.slice = self.slice if anew else -1
        page.size_hint = (None, None)
        page.size = self.size
        page.pos = self.pos
        self.add_widget(page, len(self.children))
        page.bind(minimum_height=self._later)
        self._arrange()

    def clear(self) -> None:
        """One screen at a time is in memory."""
        if self.page is not None:
            leaving, self.page = self.page, None
            self.remove_widget(leaving)
            take_apart(leaving)
        memory.clear_away()

    # Drawn aside

    def shift(self, px: float) -> None:
        """Draw everything a little aside: nothing is laid out anew."""
        self._move.x = self._move.y = px

    def on_aside(self, _self: object, px: float) -> None:
        self._move.x = px

    def slide(self) -> None:
        """Let the new screen come."""
        Animation.cancel_all(self, "aside")
        self.aside = -SLIDE if look.rtl else SLIDE
        Animation(aside=0, duration=SLIDE_TIME, transition="out_cubic").start(self)

    # Slices

    @property
    def room(self) -> float:
        """Height that is in reach, px."""
        return min(self.reach or self.height, self.height)

    @property
    def bar(self) -> Row:
        """The keys that lead to the other slices."""
        return self._bar

    @property
    def bar_height(self) -> float:
        return float(self.key_height + EDGE) if self.sliced else 0.0

    @property
    def key_height(self) -> int:
        return look.chip if look.zoom == 1 else max(64, ceil(look.target))

    def _arrange(self, _elapsed: float = 0) -> None:
        if self.page is None:
            return
        self.page.width = self.width
        # One that has the whole display to itself stands as it is: it is looked at, and fits.
        self.page.height = self.height if self.page.full else max(self.page.minimum_height, self.room)
        self.sliced = not self.reach and self.page.height > self.room + 1
        self._seen_last, self._settled = (), 0
        self._place()
        self._after()

    def _settle(self, _elapsed: float = 0) -> None:
        """Cut the page once nothing in it moves any more."""
        if self.page is None or not (self.sliced or self.reach):
            return
        room = self.room - self.key_height - EDGE
        spans = tuple(pieces.whole(self.page, room))
        self._settled = self._settled + 1 if spans == self._seen_last else 0
        self._seen_last = spans
        if self._settled < SETTLED:
            self._after()
            return
        begin = self._begin()
        self.sliced = self.page.height - (begin if self.reach else 0.0) > self.room + 1
        self.edges = []
        self.over_header = self.sliced and self.reach > 0 and self.page.height + EDGE > self.height - self.bar_height
        if self.sliced:
            cut = slices.from_the_foot if self.reach else slices.from_the_top
            self.edges = cut(spans, begin, self.page.height, room if self.reach else room - begin)
            if not self.reach:
                self.edges[0] = 0.0  # the first slice has its title beside what the header shows
            last = len(self.edges) - 2
            self.slice = self._first() if self.slice < 0 else min(self.slice, last)
        self._place()
        if self.sliced:
            self._fill_bar()

    def _first(self) -> int:
        """The slice to begin with: the page's title is seen in it, and as much as can be is within reach."""
        if not self.reach:
            return 0
        seen = self.ceiling - self.y - self.bar_height + 1
        return max((number for number, edge in enumerate(self.edges[1:]) if edge <= seen), default=0)

    def _begin(self) -> float:
        """Where the first slice begins, px from the page's upper edge.

        What is only read need not come within reach, as long as it can be seen.
        """
        if not self.reach:
            return self.head
        if self.page.height + self.key_height > self.height + self.above - self.head:
            return 0.0
        return min((high for high, _ in pieces.touched(self.page)), default=self.page.height)

    @property
    def shown(self) -> tuple[float, float]:
        """Lower and upper edge of what of the page is seen, in px of the stage."""
        if self.page is None or not self.sliced or not self.edges:
            return self.y, self.top
        foot, top = self.y + self.bar_height, self.page.y + self.page.height
        if self.reach:
            above = slices.clear_below(self._seen_last, max(top - self.ceiling, 0.0))
            return foot, top - above
        return top - self.edges[self.slice + 1], top - self.edges[self.slice]

    @property
    def ceiling(self) -> float:
        """Up to where a page that is pulled down is seen."""
        return self.top - self.head + (self.above if self.over_header else 0)

    @property
    def touchable(self) -> tuple[float, float]:
        """Lower and upper edge of what of the page can be touched."""
        foot, top = self.shown
        return (foot, min(top, self.y + self.room)) if self.reach else (foot, top)

    def _place(self) -> None:
        page, foot = self.page, self.y + self.bar_height
        if not self.sliced:
            page.pos = (self.x, self.y)
        elif not self.edges or self.slice < 0:
            page.pos = (self.x, foot if self.reach else self.top - page.height)
        elif self.reach:  # the lower edge of the slice lies on the bar
            page.pos = (self.x, foot - (page.height - self.edges[self.slice + 1]))
        else:
            head = self.head if self.slice else 0.0
            page.pos = (self.x, self.top - head + self.edges[self.slice] - page.height)
        self._hide()

    def _hide(self) -> None:
        """Cover what of the page is not in this slice."""
        foot, top = self.shown if self.edges else (self.y, self.top)
        covered = self.sliced and bool(self.edges)
        for cover, low, high in ((self._foot, self.y, foot), (self._cover, top, self.top + self.above - self.head)):
            cover.color = look.wall
            cover.pos = (self.x, low)
            cover.size = (self.width, max(high - low, 0)) if covered else (0, 0)
        self._bar.pos = (self.x + look.margin, self.y + EDGE / 2)
        self._bar.size = (self.width - 2 * look.margin, self.key_height if covered else 0)
        if not covered:
            empty(self._bar)

    def _fill_bar(self) -> None:
        """The keys that lead to the other slices; one that would lead nowhere is not shown."""
        empty(self._bar)
        t, last = self.texts.t, len(self.edges) - 2
        keys = (("up", t("Further up"), self.less), ("down", t("Further down"), self.more))
        for number, (icon, text, act) in enumerate(keys):
            if number:
                said = f"{self.slice + 1} / {last + 1}"
                self._bar.add_widget(Words(text=said, step=28, bold=True, hug=True, size_hint_y=1))
            if (number == 0 and self.slice == 0) or (number == 1 and self.slice == last):
                self._bar.add_widget(Gap())
                continue
            key = Act(icon=icon, text=text, step=28, height=self.key_height)
            key.bind(on_release=act)
            self._bar.add_widget(key)

    def more(self, *_key: object) -> bool:
        """The slice below; False if there is none."""
        return self._turn(self.slice + 1)

    def less(self, *_key: object) -> bool:
        """The slice above; False if there is none."""
        return self._turn(self.slice - 1)

    def _turn(self, number: int) -> bool:
        if not (self.sliced and 0 <= number < len(self.edges) - 1):
            return False
        self.slice = number
        self._place()
        self._fill_bar()
        return True

    def reveal(self, y: float) -> None:
        """Bring the slice that holds this place of the stage within reach."""
        if not self.sliced or not self.edges:
            return
        at = self.page.y + self.page.height - y
        self._turn(next((n for n, edge in enumerate(self.edges[1:]) if at < edge), len(self.edges) - 2))

    # Touches

    def on_touch_down(self, touch: Any) -> bool:
        foot, top = self.touchable
        if self._bar.collide_point(*touch.pos) or foot <= touch.y < top or not self.collide_point(*touch.pos):
            return bool(super().on_touch_down(touch))
        if self.reach and touch.y >= top:
            self.reveal(touch.y)
        return True
