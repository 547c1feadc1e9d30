# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The display: window, header, plinth, and the place in which one screen after another stands."""

import signal
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from kivy.base import EventLoop, runTouchApp, stopTouchApp
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.factory import Factory
from kivy.lang import Builder

from booking.lifeline import Lifeline
from booking.slots import floor
from booking.texts import NAMES, clock_time
from kiosk import memory, parts, phrases, screens
from kiosk.client import Client, Wayfinding
from kiosk.config import Screen, alone
from kiosk.frames import Frames
from kiosk.guide import Guide
from kiosk.hands import Hands
from kiosk.houseclock import HouseClock
from kiosk.lamp import Lamp
from kiosk.look import SIZES, look, usual_size
from kiosk.night import Night
from kiosk.reader import Reader
from kiosk.screens.page import Page
from kiosk.speech import Speech
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
    slot,
    speechbar,
    stage,
    stepper,
    steps,
    words,
)
from kiosk.widgets.boxes import Column
from kiosk.widgets.leaving import empty

REHEARSED = 0.5  # seconds after the plan has come, and until its rehearsal is over
SHIFTS = (0, 1, 2, 3, 4, 3, 2, 1, 0, -1, -2, -3, -4, -3, -2, -1)
OFFERED = ("en", "ar", "uk", "tr", "bg", "de")  # languages that say their own names on the front of the house
REACH_MM = 1220  # above the floor
LEAST_REACH = 3  # targets above one another, where a display hangs so high that hardly anything is within reach
WAITS = "Waits for the house"
STARTLED = 0.35  # seconds in which a screen that came by itself takes no touch
PARTS = (
    boxes, cards, codebox, door, facade, front, grid, header, icon, keyboard, notice, oak, plinth, press, qr, ring,
    speechbar, stepper, steps, words,
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
        look.pillar = display.layout[0] > display.layout[1]
        look.less_motion = display.less_motion
        self._display = display
        self._usual = usual_size(display.px_per_mm)
        look.usual = SIZES[self._usual]
        self._measure(look.usual)
        self._wake = wake or (lambda: None)
        self.clock = HouseClock()
        self.client = Client(screen.address, screen.token, folder, self.clock, self._deliver, screen.place)
        self.guide = Guide(self.client, self.clock, self.show, self.dress, screen.door)
        self.guide.sizes = len(SIZES) - self._usual
        self.guide.fallback = screen.fallback
        self.guide.speech = Speech(sound=screen.sound)
        self.client.on_news, self.client.on_away = self.guide.hear, self.guide.set_away
        self.client.on_wayfinding = self._hear_wayfinding
        self.client.on_offerings = self.guide.hear_offerings
        self.client.on_month = self.guide.hear_month
        self.page: Page | None = None
        self._dressed = self._ended = False
        self._quarter: datetime | None = None
        self.speechbar: speechbar.SpeechBar | None = None
        self.reader = Reader(self)
        self.hands = Hands(self, screen.switch)
        self.guide.on_leave = self._forget
        self.night = Night(self, screen.light, Lamp(screen.light))
        self._build((display.layout[0] / look.zoom, display.layout[1] / look.zoom))
        self.dress(self.guide.visit)
        self.show("waiting", {}, False)

    def _deliver(self, call: Any) -> None:
        """From a worker thread to the picture's; what comes after the end changes nothing any more."""
        Clock.schedule_once(partial(self._hear, call), 0)
        self._wake()

    def _hear(self, call: Any, _elapsed: float) -> None:
        if not self._ended:
            call()

    # What stands always

    def _build(self, layout: tuple[float, float]) -> None:
        self.stage = stage.Stage(layout)
        self.slot = slot.Slot(size_hint=(None, None))
        self.header = header.Header(size_hint=(None, None))
        self.plinth = plinth.Plinth(size_hint=(None, None))
        self.plinth.bind(on_key=self._key)
        for part in (self.slot, self.header, self.plinth):
            self.stage.add_widget(part)
        self.stage.hears = self.reader.touch
        self.slot.bind(over_header=self._hide_header)
        Window.bind(on_resize=self.stage.fit, on_touch_down=self._touched)
        Window.bind(on_key_down=self.hands.key_down, on_key_up=self.hands.key_up)
        Window.bind(on_request_close=self._stays)
        self.stage.fit(Window, *Window.size)

    def _stays(self, *_asked: object, **_by: object) -> bool:
        """Nobody who only stands before it ends a display that has the screen for itself."""
        return alone(self._display)

    def _arrange(self) -> None:
        width, height = self.stage.size
        side = look.plinth_size
        whole = self.page is not None and self.page.full
        bare = self.page is not None and self.page.bare
        self.plinth.opacity = 0 if whole else 1
        self._hide_header()
        self.slot.above = 0 if bare else look.header
        self.slot.head = look.header if look.wide and not whole and not bare else 0
        self.slot.reach = self._within_reach() if self.guide.visit.reach and not whole else 0
        if whole:
            self.slot.size, self.slot.pos = (width, height), (0, 0)
            self.slot.shift(self._shift())
            self.header.pos = self.plinth.pos = (2 * width, 0)
            return
        self.slot.shift(self._shift() if bare else 0)
        if look.pillar:
            self.plinth.size, self.plinth.pos = (side, height), ((width - side) if look.rtl else 0, 0)
            high = height if look.wide or bare else height - look.header
            self.slot.size, self.slot.pos = (width - side, high), (0 if look.rtl else side, 0)
        else:
            self.plinth.size, self.plinth.pos = (width, side), (0, 0)
            self.slot.size, self.slot.pos = (width, height - side - self.slot.above), (0, side)
        self._place_speechbar()
        self.header.width, self.header.x = self.slot.width, self.slot.x
        self.header.top = height

    def _place_speechbar(self) -> None:
        """The strip takes its room from the screens."""
        if self.speechbar is not None:
            slot, tall = self.slot, self.speechbar.tall
            self.speechbar.size, self.speechbar.pos = (slot.width, tall), slot.pos
            slot.height, slot.y = slot.height - tall, slot.y + tall
            slot.reach = max(slot.reach - tall, 0)

    def _hide_header(self, *_changed: object) -> None:
        """A screen may need its place."""
        covered = self.slot.over_header or (self.page is not None and (self.page.full or self.page.bare))
        self.header.opacity = 0 if covered else 1

    def _within_reach(self) -> float:
        """Px of the pages' place that lie low enough for whoever sits in a wheelchair, or is small."""
        foot = 0 if look.pillar else look.plinth_size
        within = (REACH_MM - self._display.lower_edge_mm) * look.px_per_mm - foot
        return max(within, LEAST_REACH * look.target)

    def _shift(self) -> float:
        """Against burn-in: px by which a picture that stands for long lies aside in this minute."""
        return SHIFTS[self.guide.now().minute % len(SHIFTS)]

    def dress(self, visit: Visit) -> None:
        """Another language or palette: everything that stands is made anew."""
        if self._ended:
            return
        guide = self.guide if hasattr(self, "guide") else None
        look.rtl = guide.texts.rtl if guide else False
        look.own = guide.house.look if guide and guide.house else {}
        look.wear(visit.contrast)
        look.calm = visit.calm
        self._enlarge(SIZES[self._usual + visit.larger])
        Window.clearcolor = look.wall
        self._hang_header()
        self.stage.remove_widget(self.plinth)
        self.plinth = plinth.Plinth(size_hint=(None, None), on=visit.switched_on)
        self.plinth.bind(on_key=self._key)
        self.stage.add_widget(self.plinth)
        self._dress_speechbar(visit)
        self._arrange()
        self._dressed = True

    def _dress_speechbar(self, visit: Visit) -> None:
        """The tools of whoever listens, as long as somebody does."""
        if visit.reading and self.speechbar is None:
            self.reader.greet()
        if self.speechbar is not None:
            self.stage.remove_widget(self.speechbar)
            self.speechbar = None
        if visit.reading:
            t = self.guide.texts.t
            self.speechbar = speechbar.SpeechBar()
            words = (t("Again"), t("Stop"), t("Slower"), t("Faster"), t("Quieter"), t("Louder"))
            names = ("again", "stop", "slower", "faster", "quieter", "louder")
            self.speechbar.fill(list(zip(names, words, strict=True)))
            self.speechbar.bind(on_key=self.reader.key)
            self.stage.add_widget(self.speechbar)

    def _enlarge(self, zoom: float) -> None:
        """Everything is laid out in less room, and drawn larger into the same window."""
        if look.zoom == zoom:
            return
        self._measure(zoom)
        self.stage.size = [side / zoom for side in self._display.layout]
        self.stage.fit(Window, *Window.size)

    def _measure(self, zoom: float) -> None:
        width, height = self._display.layout
        look.zoom, look.px_per_mm = zoom, self._display.px_per_mm / zoom
        look.room = width / zoom - (look.plinth_size if look.pillar else 0)
        look.high = height / zoom - (0 if look.pillar else look.plinth_size)

    # Screens

    def show(self, name: str, what: dict[str, Any], moving: bool) -> None:
        """Open a screen, or bring the one that stands up to date."""
        asked = self.guide.idle.left and self.page and self.page.name == "idle"
        if self._ended or (asked and name != "idle" and not moving):
            return
        standing = self.page
        same = standing is not None and standing.name == name and standing.what == what
        dressed, self._dressed = self._dressed, False  # then even one that keeps itself up to date is made anew
        if standing and same and not moving and not dressed and standing.renew():
            self._tell_header()
            self.hands.arrived(anew=True)
            return
        by_itself = not moving and not same
        self.slot.clear()
        self.page = self._made(name, what)
        self._arrange()
        self.slot.put(self.page, self.guide.texts, anew=same and not moving and not dressed)
        self._tell_header()
        self._tell_plinth()
        if by_itself:
            self._startle()
        if by_itself and self.page.full:
            Clock.schedule_once(_tidy, STARTLED)
        if moving and not look.still:
            self.slot.slide()
        anew = same and not moving
        self.hands.arrived(anew)
        self.reader.arrived(anew)

    def _made(self, name: str, what: dict[str, Any]) -> Page:
        page, wide = screens.load(name), look.wide
        look.beside = page.beside
        if look.wide != wide:
            self._hang_header()
        return page(self.guide, **what)

    def _hang_header(self) -> None:
        self.stage.remove_widget(self.header)
        self.header = header.Header(size_hint=(None, None))
        self.stage.add_widget(self.header, 1)

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
        always = [
            ("language", "language", t("Language")),
            ("reading", "speech", t("Read aloud")),
            ("reach", "reach", t("Lower")),
            *([("larger", "larger", t("Larger"))] if self.guide.sizes > 1 else []),
            ("contrast", "contrast", t("Contrast")),
            ("calm", "calm", t("Calmer")),
        ]
        wanted = [keys[key] for key in self.page.keys] if self.page else []
        languages = self.guide.house.languages if self.guide.house else tuple(NAMES)
        others = [NAMES[each] for each in OFFERED if each in languages and each != self.guide.visit.language]
        state = (wanted + always, [] if wanted else others)
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
        self.hands.touched()
        if self.night.touched():
            self._startle()
        self.touched()

    def _forget(self) -> None:
        """The next visitor sees no frame of somebody else's; one who only listens hears that the visit is over."""
        if self.guide.visit.reading:
            bye = self.reader.bye()  # as long as it is known in which language
            Clock.schedule_once(lambda _elapsed: self.guide.speech.tell(bye), 0)
        self.hands.touched()

    def touched(self) -> None:
        """By a finger or by a key."""
        if self.page is not None:
            self.page.touched()
        if self.guide.resting:
            self.guide.wake()
        elif self.guide.visit.untouched:
            self.guide.idle.unwatched()
        else:
            self.guide.idle.touched()

    def _key(self, _plinth: object, name: str) -> None:
        guide = self.guide
        acts: dict[str, Callable[[], None]] = {
            "back": guide.back,
            "home": guide.home,
            "language": partial(guide.go, "language"),
            "reading": guide.read_aloud,
            "reach": guide.reach,
            "larger": guide.larger,
            "contrast": guide.contrast,
            "calm": guide.calm,
        }
        acts[name]()

    def _minute(self, _elapsed: float = 0) -> None:
        """The clock shows minutes; each quarter of an hour the plan looks different."""
        self._tell_header()
        if self.page is not None and (self.page.full or self.page.bare):
            self.page.tick()
            self.slot.shift(self._shift())
        self.night.look()
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

    def shows(self) -> str:
        """What stands there, for whoever looks after the machine."""
        if self.guide.house is None:
            return WAITS
        return "Shows what it knew last: the house does not answer" if self.guide.away else "Shows the house"

    def stop(self, *_why: object) -> None:
        Window.unbind(on_key_down=self.hands.key_down, on_key_up=self.hands.key_up, on_request_close=self._stays)
        self._ended = True
        self.guide.speech.hush()
        self.guide.idle.stop()
        Clock.unschedule(self._minute)  # nothing falls asleep any more
        self.night.end()
        self.client.stop()
        stopTouchApp()


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
    frames = Frames(Lifeline(), WAITS)
    loop = Stillness(frames)
    kiosk = Kiosk(screen, folder, loop.wake)
    frames.shows = kiosk.shows
    signal.signal(signal.SIGTERM, kiosk.stop)
    signal.signal(signal.SIGINT, kiosk.stop)
    runTouchApp(kiosk.stage, embedded=True)
    kiosk.start()
    loop.run()
    frames.end()
    kiosk.client.stop()
    EventLoop.close()
