# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads the display aloud: a screen that opens, what changes on it, and each thing under a finger before it acts.

Nothing private is said over the loudspeaker. What belongs to the visitor (a code, a name, what manages a booking) is
only said to stand there; of what is being typed everybody may hear how long it is, and of a key that types it where it
lies, not which letter it is. With headphones everything is said.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kivy.clock import Clock

from kiosk import saying
from kiosk.reading import Reading, Thing, stands_in
from kiosk.settled import Settled
from kiosk.speech import Piece
from kiosk.voices import NORMAL
from kiosk.widgets.floors import Floors
from kiosk.widgets.grid import Grid
from kiosk.widgets.keyboard import Cap

if TYPE_CHECKING:
    from kiosk.app import Kiosk

LOOKS = 0.3  # seconds between two looks for what has changed
HOUR = re.compile(r"\d\d?:00")
OWN = 1.5  # seconds after a touch in which what changes is its answer
FEW = 3  # cells that are said one by one
COUNTED = (20, 10, 5)  # seconds left that are said; of minutes each one


class Reader:
    """Asks the tree of widgets only while everything is read aloud; `keys` by which the focus goes."""

    def __init__(self, kiosk: "Kiosk") -> None:
        self._kiosk = kiosk
        self._guide = kiosk.guide
        self.things: list[Thing] = []
        self._known: Counter[str] = Counter()
        self._counts: dict[str, str] = {}
        self._armed: tuple[Any, ...] | None = None  # what was heard last and acts if it is touched again
        self._acted = 0.0
        self._again: list[Piece] = []
        self._greets = False
        self._opening = False  # whether a screen has come that is not said yet
        self._language = ""
        self._opens = Settled(self._opened)
        self._looks = Clock.create_trigger(self._look, LOOKS)

    @property
    def on(self) -> bool:
        page = self._kiosk.page
        return self._guide.visit.reading and page is not None and not self._guide.resting

    @property
    def speech(self) -> Any:
        return self._guide.speech

    # Screens

    def arrived(self, anew: bool) -> None:
        """A screen stands; `anew` if it is the one that stood before, with other contents."""
        self._opens.cancel()
        self._looks.cancel()
        if not self.on:
            self._forget()
        elif anew and self._known and self._language == self._guide.visit.language:
            self._looks()
        else:
            self._armed, self._opening = None, True
            self._opens()

    def greet(self) -> None:
        """Reading has been switched on: first it is said how it goes."""
        self._known.clear()
        self._greets = True

    def _forget(self) -> None:
        self.things, self._armed, self._again = [], None, []
        self._known.clear()
        self._counts.clear()
        self._language = ""

    def read(self) -> list[Thing]:
        """All that stands there: the screen, then the tools, at last the head of the display."""
        kiosk, guide = self._kiosk, self._guide
        roots = (kiosk.page, kiosk.slot.bar, kiosk.speechbar, kiosk.plinth, kiosk.header)
        self.things = Reading(guide.texts, guide.house).things(*roots)
        return self.things

    @property
    def _of_page(self) -> list[Thing]:
        """What the screen says, and which part of it is shown."""
        page = self._kiosk.page
        return [thing for thing in self.things if stands_in(thing.widget, page) or thing.kind == "part"]

    @property
    def _changing(self) -> list[Thing]:
        """What is said when it changes: not the places of a plan, not the letters of a keyboard."""
        return [thing for thing in self._of_page if not isinstance(thing.widget, Floors | Cap)]

    def _opened(self) -> None:
        """Title, question and what there is to know; how much can be touched; then everything, unless it is stopped."""
        self._opening = False
        self._acted = -OWN  # what led here was no act on this screen: what settles late does not cut its opening off
        if not self.on:
            return
        self.read()
        self._language = self._guide.visit.language
        page = self._kiosk.page
        shown, heads = self._of_page, (page.title, page.question) if page else ()
        first = [thing for text in heads for thing in shown if text and thing.told == text]
        first += [thing for thing in shown if thing.kind == "notice" and thing not in first]
        targets = [thing for thing in shown if thing.target]
        greets, self._greets = self._greets, False
        pieces = self._greeting() if greets else []
        pieces += self.pieces(first)
        many = self._guide.texts.n("{n} thing to touch.", "{n} things to touch.", len(targets))
        pieces += list(self._piece(many)) if targets else []
        focus = self._kiosk.hands.focus
        pieces += self.pieces([focus]) if focus else []
        first += [focus] if focus else []
        rest = self.things if greets else shown  # the tools stay the same: they are said once
        rest = sorted(rest, key=lambda thing: isinstance(thing.widget, Floors))  # a way in words before the plan
        pieces += self.pieces([thing for thing in self._in_short(rest) if thing not in first])
        self._remember()
        self.say(pieces)
        self._looks()

    def _greeting(self) -> list[Piece]:
        t = self._guide.texts.t
        said = [t("Read aloud is on. Touch once: you hear it. Touch again: it acts.")]
        if self._kiosk.hands.used:
            said.append(t("Tab goes on, Enter acts, Escape goes back."))
        return [piece for each in said for piece in self._piece(each)]

    def bye(self) -> list[Piece]:
        """The visitor who listened is forgotten: whoever still stands there hears how it goes on."""
        t = self._guide.texts.t
        said = [t("Back at the start. Read aloud is off."), t("F1 or the key below reads aloud.")]
        return [piece for each in said for piece in self._piece(each)]

    def hint(self) -> None:
        """Somebody presses a key of a keyboard for the first time: perhaps nobody sees what the focus is on."""
        self.speech.say(list(self._piece(self._guide.texts.t("F1 or the key below reads aloud."))))

    def _in_short(self, things: Sequence[Thing]) -> Iterator[Thing]:
        """Cells of a grid that follow one another in the same state are one thing: who wants them goes through them."""
        run: list[Thing] = []
        for thing in things:
            if self._is_hour(thing):
                continue
            if run and not _alike(run[-1], thing):
                yield from self._run(run)
                run = []
            run.append(thing)
        yield from self._run(run)

    def _is_hour(self, thing: Thing) -> bool:
        """An hour at the edge of a grid: its cells say their own."""
        beside = thing.widget.parent.children if thing.kind == "text" and HOUR.fullmatch(thing.told) else ()
        return any(isinstance(each, Grid) for each in beside)

    def _run(self, cells: Sequence[Thing]) -> Sequence[Thing]:
        return cells if len(cells) < FEW else [Reading(self._guide.texts, self._guide.house).together(cells)]

    # What changes

    def _remember(self) -> None:
        self._known = Counter(thing.said for thing in self._changing)
        self._counts = dict(self._counting())

    def _counting(self) -> Iterator[tuple[str, str]]:
        for number, thing in enumerate(each for each in self.things if each.kind == "count"):
            yield str(number), thing.said

    def changed(self) -> None:
        """Something may have changed by a touch."""
        self._acted = Clock.get_time()
        if self.on and not self._opening:  # else it is said anyhow
            self._looks.cancel()
            Clock.schedule_once(self._look, 0)

    def _look(self, _elapsed: float) -> None:
        if not self.on or self._opening:
            return
        self.read()
        known = self._known.copy()
        fresh = []
        for thing in self._changing:
            if known[thing.said]:
                known[thing.said] -= 1
            elif thing.kind != "count":
                fresh.append(thing)
        fresh += self._counted()
        self._remember()
        if fresh:
            pieces = self.pieces(fresh)
            urgent = any(thing.kind in ("notice", "count") for thing in fresh)
            if urgent or Clock.get_time() - self._acted < OWN:
                self.say(pieces)
            else:
                self.speech.tell(pieces)
        self._looks()

    def _counted(self) -> list[Thing]:
        """Countdowns that have come to a number that is said."""
        texts, counts = self._guide.texts, dict(self._counting())
        rings = [thing for thing in self.things if thing.kind == "count"]
        said = []
        for (key, now), thing in zip(counts.items(), rings, strict=True):
            number = int(thing.widget.number or 0)
            seconds = thing.widget.unit == texts.n("second", "seconds", number)
            if self._counts.get(key) not in (None, now) and (not seconds or number in COUNTED):
                said.append(thing)
        return said

    # What is said

    def pieces(self, things: Iterable[Thing]) -> list[Piece]:
        """Sentences; what is private is replaced where others hear it, once in a row."""
        made: list[Piece] = []
        for thing in things:
            for piece in self._said(thing):
                if not made or piece != made[-1]:
                    made.append(piece)
        return made

    def _said(self, thing: Thing) -> Iterator[Piece]:
        if not thing.private:
            yield from self._piece(thing.said, thing.language)
        elif self.speech.alone:
            yield from self._piece(thing.said, thing.language, private=True)
        elif thing.openly:
            yield from self._piece(saying.joined((thing.openly, thing.note)))
        else:
            yield from self._piece(self._guide.texts.t("That stands on the screen. With headphones it is read aloud."))

    def _piece(self, text: str, language: str = "", private: bool = False) -> Iterator[Piece]:
        language = language or self._guide.visit.language
        if said := saying.spoken(text, language):
            yield Piece(said, language, private)

    def say(self, pieces: Sequence[Piece]) -> None:
        self._again = list(pieces)
        self.speech.say(pieces)

    def say_thing(self, thing: Thing) -> None:
        """A thing under a finger or the focus; a tool of whoever listens leaves what can be repeated as it is."""
        if stands_in(thing.widget, self._kiosk.speechbar):
            self.speech.say(self.pieces([thing]))
        else:
            self.say(self.pieces([thing]))

    def say_row(self, row: Sequence[Thing]) -> None:
        """A group of things for the switch: its first and its last."""
        pieces = self.pieces(row[:1] if len(row) == 1 else [row[0], row[-1]])
        many = self._guide.texts.n("{n} thing to touch.", "{n} things to touch.", len(row))
        self.say([*(self._piece(many) if len(row) > 1 else ()), *pieces])

    # The strip of tools

    def key(self, _bar: object, name: str) -> None:
        """What a key of the strip does; how it sounds now is heard at once."""
        guide = self._guide
        if name == "stop":
            self.speech.hush()
            return
        acts = {
            "slower": lambda: guide.speak_faster(-1),
            "faster": lambda: guide.speak_faster(1),
            "quieter": lambda: guide.speak_louder(-1),
            "louder": lambda: guide.speak_louder(1),
        }
        if name in acts:
            acts[name]()
        level = guide.visit.pace if name in ("slower", "faster") else guide.visit.loudness
        said = guide.texts.t("Step {n} of {count}", n=level + NORMAL + 1, count=2 * NORMAL + 1) if name in acts else ""
        self.speech.say([*self._piece(said), *self._again])

    # Touches

    def touch(self, event: str, touch: Any) -> bool:
        """Whether a touch only speaks: the first one on a thing. The second one acts, as any does otherwise."""
        if not self.on:
            return False
        if event == "on_touch_down":
            return self._touched(touch)
        if not touch.ud.get("heard"):
            if event == "on_touch_up":
                self.changed()
            return False
        if event == "on_touch_move":
            self._slid(touch)
        return True

    def _touched(self, touch: Any) -> bool:
        self.read()
        x, y = self._kiosk.stage.to_local(*touch.pos)
        if self._out_of_reach(x, y):
            return False
        thing = self.under(x, y)
        if thing is not None and (thing.name == self._armed or stands_in(thing.widget, self._kiosk.speechbar)):
            return False
        touch.ud["heard"] = True
        self._hear(thing)
        return True

    def _out_of_reach(self, x: float, y: float) -> bool:
        """Where a touch only brings the page down."""
        slot = self._kiosk.slot
        return bool(slot.reach) and slot.sliced and slot.collide_point(x, y) and y >= slot.touchable[1]

    def _slid(self, touch: Any) -> None:
        """A finger that slides hears what it comes over."""
        thing = self.under(*self._kiosk.stage.to_local(*touch.pos))
        if thing is not None and thing.name != self._armed:
            self._hear(thing)

    def _hear(self, thing: Thing | None) -> None:
        if thing is None:
            self.speech.hush()
            return
        self._armed = thing.name
        self._kiosk.hands.show(thing if thing.target else None)
        self.say_thing(thing)

    def under(self, x: float, y: float) -> Thing | None:
        """What lies under a point of the layout: what can be touched first, of several the smallest."""
        foot, top = self._kiosk.slot.shown
        found = [thing for thing in self.things if thing.box.holds(x, y)]
        if not foot <= y < top:  # what of the page lies there is covered
            found = [thing for thing in found if not stands_in(thing.widget, self._kiosk.page)]
        return min(found, key=lambda thing: (not thing.target, thing.box.width * thing.box.height), default=None)


def _alike(one: Thing, other: Thing) -> bool:
    """Whether two cells of one lane follow one another in the same state."""
    return one.run is not None and one.run == other.run
