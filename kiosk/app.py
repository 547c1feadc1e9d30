# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The display: window, header, plinth, and the place in which one screen after another stands."""

import signal
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from kivy.base import EventLoop, runTouchApp, stopTouchApp
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.factory import Factory
from kivy.lang import Builder

from booking.slots import floor
from booking.texts import NAMES, clock_time
from kiosk import memory, parts, phrases, screens
from kiosk.client import Client, Wayfinding
from kiosk.config import Screen
from kiosk.guide import Guide
from kiosk.houseclock import HouseClock
from kiosk.look import look
from kiosk.screens.page import Page
from kiosk.stillness import Stillness
from kiosk.visit import Visit
from kiosk.widgets import (
    boxes,
    cards,
    codebox,
    door,
    facade,
    front,
    grid,
    header,
    icon,
    keyboard,
    notice,
    oak,
    plinth,
    press,
    qr,
    ring,
    stage,
    stepper,
    steps,
    words,
)
from kiosk.widgets.boxes import Column
from kiosk.widgets.leaving import empty

REHEARSED = 0.5  # seconds after the plan has come, and until its rehearsal is over
SHIFTS = (0, 1, 2, 3, 4, 3, 2, 1, 0, -1, -2, -3, -4, -3, -2, -1)
STARTLED = 0.35  # seconds in which a screen that came by itself takes no touch
PARTS = (
    boxes, cards, codebox, door, facade, front, grid, header, icon, keyboard, notice, oak, plinth, press, qr, ring,
    stepper, steps, words,
)  # fmt: skip


def prepare_look() -> None:
    """Read fonts and icons, make our widgets known to .kv, read look.kv."""
    parts.read_all()
    for module in PARTS:
        for name, thing in vars(module).items():
            if isinstance(thing, type) and thing.__module__ == module.__name__:
                Factory.register(name, cls=thing)
    Builder.load_file(str(Path(__file__).parent / "look.kv"))


class Kiosk:
    """Shows the guide's screens; knows when to look again: each minute, at each news, at each touch."""

    def __init__(self, screen: Screen, folder: Path, wake: Any = None) -> None:
        display = screen.display
        look.wide = display.layout[0] > display.layout[1]
        look.px_per_mm, look.less_motion = display.px_per_mm, display.less_motion
        self._wake = wake or (lambda: None)
        self.clock = HouseClock()
        self.client = Client(screen.address, screen.token, folder, self.clock, self._deliver, screen.place)
        self.guide = Guide(self.client, self.clock, self.show, self.dress)
        self.guide.fallback = screen.fallback
        self.client.on_news, self.client.on_away = self.guide.hear, self.guide.set_away
        self.client.on_wayfinding = self._hear_wayfinding
        self.client.on_offerings = self.guide.hear_offerings
        self.client.on_month = self.guide.hear_month
        self.page: Page | None = None
        self._dressed = False
        self._quarter: datetime | None = None
        self._build(display.layout)
        self.dress(self.guide.visit)
        self.show("waiting", {}, False)

    def _deliver(self, call: Any) -> None:
        """From a worker thread to the picture's."""
        Clock.schedule_once(partial(_run, call), 0)
        self._wake()

    # What stands always

    def _build(self, layout: tuple[int, int]) -> None:
        self.stage = stage.Stage(layout)
        self.slot = stage.Slot(size_hint=(None, None))
        self.header = header.Header(size_hint=(None, None))
        self.plinth = plinth.Plinth(size_hint=(None, None))
        self.plinth.bind(on_key=self._key)
        for part in (self.slot, self.header, self.plinth):
            self.stage.add_widget(part)
        Window.bind(on_resize=self.stage.fit, on_touch_down=self._touched)
        self.stage.fit(Window, *Window.size)

    def _arrange(self) -> None:
        width, height = self.stage.size
        side = look.plinth_size
        whole = self.page is not None and self.page.full
        self.header.opacity = self.plinth.opacity = 0 if whole else 1
        if whole:
            self.slot.size, self.slot.pos = (width, height), (0, 0)
            self.slot.shift(self._shift())
            self.header.pos = self.plinth.pos = (2 * width, 0)
            return
        self.slot.shift(0)
        if look.wide:
            self.plinth.size, self.plinth.pos = (side, height), ((width - side) if look.rtl else 0, 0)
            self.slot.size, self.slot.pos = (width - side, height), (0 if look.rtl else side, 0)
        else:
            self.plinth.size, self.plinth.pos = (width, side), (0, 0)
            self.slot.size, self.slot.pos = (width, height - side - 136), (0, side)
        self.header.width, self.header.x = self.slot.width, self.slot.x
        self.header.top = height

    def _shift(self) -> float:
        """Against burn-in: px by which a picture that stands for long lies aside in this minute."""
        return SHIFTS[self.guide.now().minute % len(SHIFTS)]

    def dress(self, visit: Visit) -> None:
        """Another language or palette: everything that stands is made anew."""
        guide = self.guide if hasattr(self, "guide") else None
        look.rtl = guide.texts.rtl if guide else False
        look.own = guide.house.look if guide and guide.house else {}
        look.wear(visit.contrast)
        Window.clearcolor = look.wall
        self.stage.remove_widget(self.header)
        self.header = header.Header(size_hint=(None, None))
        self.stage.add_widget(self.header, 1)
        self.stage.remove_widget(self.plinth)
        self.plinth = plinth.Plinth(size_hint=(None, None), contrast=visit.contrast)
        self.plinth.bind(on_key=self._key)
        self.stage.add_widget(self.plinth)
        self._arrange()
        self._dressed = True

    # Screens

    def show(self, name: str, what: dict[str, Any], moving: bool) -> None:
        """Open a screen, or bring the one that stands up to date."""
        asked = self.guide.idle.left and self.page and self.page.name == "idle"
        if asked and name != "idle" and not moving:
            return
        standing = self.page
        same = standing is not None and standing.name == name and standing.what == what
        dressed, self._dressed = self._dressed, False  # then even one that keeps itself up to date is made anew
        if standing and same and not moving and not dressed and standing.renew():
            self._tell_header()
            return
        by_itself = not moving and not same
        self.slot.clear()
        self.page = screens.load(name)(self.guide, **what)
        self._arrange()
        self.slot.add_widget(self.page)
        self._tell_header()
        self._tell_plinth()
        if by_itself:
            self._startle()
        if by_itself and self.page.full:
            Clock.schedule_once(_tidy, STARTLED)
        if moving and not look.still:
            self.slot.slide()

    def _startle(self) -> None:
        """A screen came by itself: the finger that was on its way to the old one must not press anything."""
        self.stage.deaf = True
        Clock.schedule_once(self._listen, STARTLED)

    def _listen(self, _elapsed: float) -> None:
        self.stage.deaf = False

    def _tell_header(self) -> None:
        guide = self.guide
        self.header.named = look.tall or bool(self.page and self.page.named)
        if guide.house is None:
            self.header.house = phrases.called(guide.fallback.name, guide.visit.language)
            return
        self.header.house = phrases.called(guide.house.name, guide.visit.language)
        self.header.hours = phrases.hours_today(guide.texts, guide.house, guide.days, guide.now())
        self.header.time = clock_time(guide.now(), guide.house.zone)
        self.header.date = guide.texts.full_day(guide.today)

    def _tell_plinth(self) -> None:
        t = self.guide.texts.t
        keys = {"back": ("back", "back", t("Back")), "home": ("home", "home", t("Start"))}
        always = [("language", "language", t("Language")), ("contrast", "contrast", t("Contrast"))]
        wanted = [keys[key] for key in self.page.keys] if self.page else []
        languages = self.guide.house.languages if self.guide.house else tuple(NAMES)
        shown = [(each, NAMES[each]) for each in languages if each != self.guide.visit.language]
        state = (wanted + always, [] if wanted else shown)
        if (self.plinth.keys, self.plinth.languages) != state:
            self.plinth.keys, self.plinth.languages = state
            self.plinth.fill()

    def _hear_wayfinding(self, wayfinding: Wayfinding) -> None:
        self.guide.hear_wayfinding(wayfinding)
        Clock.schedule_once(self._rehearse, REHEARSED)

    def _rehearse(self, _elapsed: float) -> None:
        """Lay the plan out once out of sight: names find their place and letters are painted now, not after a touch."""
        if self.guide.wayfinding.finder is not None and self.guide.house is not None:
            out_of_sight = Column(size=self.slot.size)
            out_of_sight.add_widget(screens.load("floors")(self.guide))
            Clock.schedule_once(partial(_dismiss, out_of_sight), REHEARSED)

    # Touches and time

    def _touched(self, _window: object, _touch: object) -> None:
        """Somebody is there. The touch that wakes a resting display presses nothing: see _startle."""
        if self.guide.resting:
            self.guide.wake()
        elif self.guide.visit.untouched:
            self.guide.idle.unwatched()
        else:
            self.guide.idle.touched()

    def _key(self, _plinth: object, name: str) -> None:
        guide = self.guide
        kind, _, language = name.partition(":")
        acts = {"back": guide.back, "home": guide.home, "contrast": guide.contrast}
        if language:
            guide.speak(language)
        elif kind == "language":
            guide.go("language")
        else:
            acts[kind]()

    def _minute(self, _elapsed: float = 0) -> None:
        """The clock shows minutes; each quarter of an hour the plan looks different."""
        self._tell_header()
        if self.page is not None and self.page.full:
            self.page.tick()
            self.slot.shift(self._shift())
        now = self.guide.now()
        quarter, self._quarter = self._quarter, floor(now)
        if quarter and quarter != self._quarter and self.guide.house:
            self.guide.hear_time()
        Clock.schedule_once(self._minute, 60.05 - now.timestamp() % 60)

    # The whole

    def start(self) -> None:
        self.client.start()
        self._minute()
        Clock.schedule_once(_load_next, 0.2)

    def stop(self, *_why: object) -> None:
        self.client.stop()
        stopTouchApp()


def _run(call: Any, _elapsed: float) -> None:
    call()


def _tidy(_elapsed: float) -> None:
    memory.rest()


def _dismiss(box: Column, _elapsed: float) -> None:
    empty(box)


def _load_next(_elapsed: float) -> None:
    """Read the looks of the screens one by one after the first picture."""
    missing = [name for name in screens.NAMES if name not in screens.loaded]
    if missing:
        screens.load(missing[0])
        Clock.schedule_once(_load_next, 0.02)
    else:
        memory.keep()


def run(screen: Screen, folder: Path) -> None:
    """Open the window and run until it is closed."""
    memory.keep_together()
    prepare_look()
    loop = Stillness()
    kiosk = Kiosk(screen, folder, loop.wake)
    signal.signal(signal.SIGTERM, kiosk.stop)
    signal.signal(signal.SIGINT, kiosk.stop)
    runTouchApp(kiosk.stage, embedded=True)
    kiosk.start()
    loop.run()
    kiosk.client.stop()
    EventLoop.close()
