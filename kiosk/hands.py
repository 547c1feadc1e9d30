# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The display without touch: by Tab, arrows and Enter, or by a switch with two buttons; the focus shows where one is.

Whatever a finger can do, keys can: Enter is a finger that goes down and up, and held it is held. Escape goes back, F1
reads aloud. On a screen with a keyboard the letters of a real one type; there a blank types too, once something has
been typed.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from kivy.core.window import Keyboard as KeyNames

from kiosk import focus
from kiosk.config import Switch
from kiosk.reading import Box, Reading, Thing, stands_in
from kiosk.settled import Settled
from kiosk.widgets.codebox import CodeKey
from kiosk.widgets.focusring import FocusRing
from kiosk.widgets.keyboard import Cap, Keyboard

if TYPE_CHECKING:
    from kiosk.app import Kiosk

NAMES = {code: name for name, code in KeyNames.keycodes.items()}
LISTEN = "f1"  # reading aloud on and off, for whoever does not find the key on the glass
SAME = {"numpadenter": "enter"}


class Hands:
    """Knows the focus; walks the tree of widgets only when a key has been pressed."""

    def __init__(self, kiosk: "Kiosk", switch: Switch) -> None:
        self._kiosk = kiosk
        self._switch = switch
        self._ring = FocusRing()
        self.focus: Thing | None = None
        self._used = False  # whether this visitor uses keys at all
        self._fresh = False  # whether the focus has just come to a screen, and nobody was told
        self._held: Thing | None = None  # what Enter holds down
        self._typing = False
        self._row: list[Thing] = []  # the group that the switch has gone into
        self._rows: list[list[Thing]] = []
        self._at = -1
        self._settles = Settled(self._settled)

    @property
    def _targets(self) -> list[Thing]:
        kiosk, guide = self._kiosk, self._kiosk.guide
        things = Reading(guide.texts, guide.house).things(kiosk.page, kiosk.slot.bar, kiosk.speechbar, kiosk.plinth)
        typed = [thing for thing in things if not (self._typing and _is_letter(thing.widget))]
        return [thing for thing in typed if thing.target]

    @property
    def used(self) -> bool:
        """Whether this visitor uses keys."""
        return self._used

    # Keys

    def key_down(self, _window: Any, key: int, _scan: int = 0, letter: str | None = "", held: Any = ()) -> bool:
        """A key goes down: whether it was for us."""
        guide = self._kiosk.guide
        woken = self._kiosk.night.touched()
        if guide.resting:
            guide.wake()
            return True
        if woken:
            return True
        if self._kiosk.stage.deaf or {"ctrl", "alt", "meta"} & set(held or ()):
            return False
        self._kiosk.touched()
        name = SAME.get(NAMES.get(key, ""), NAMES.get(key, ""))
        act = self._act(name, bool({"shift"} & set(held or ())), letter or "")
        if act is None:
            return False
        if not self._used and not guide.visit.reading and name != LISTEN:
            self._kiosk.reader.hint()
        act()
        return True

    def _act(self, name: str, shift: bool, letter: str) -> Callable[[], Any] | None:
        if name == LISTEN:
            return self._kiosk.guide.read_aloud
        if name in focus.DIRECTIONS:
            return lambda: self._go(name)
        if name == self._switch.next and not (self._typing and letter == " "):
            return self._scan
        if name in (self._switch.choose, "enter"):
            return self._press
        named = {"tab": lambda: self._next(-1 if shift else 1), "escape": self._back, "backspace": self._erase}
        if name in named:
            return named[name]
        return (lambda: self._type(letter)) if len(letter) == 1 and letter.isprintable() else None

    def key_up(self, _window: Any, key: int, *_more: Any) -> bool:
        name = SAME.get(NAMES.get(key, ""), NAMES.get(key, ""))
        if name not in (self._switch.choose, "enter") or self._held is None:
            return False
        held, self._held = self._held, None
        if held.up is not None:
            held.up()
        self._changed()
        return True

    def _press(self) -> None:
        if self._held is not None:  # the key repeats itself
            return
        if self._rows and not self._row:
            self._enter_row()
            return
        if self.focus is None:
            self._next(1)
            return
        self._held = self._now(self.focus)
        if self._held is not None and self._held.down is not None:
            self._held.down()

    def _now(self, thing: Thing) -> Thing | None:
        """What has the focus, as it stands now: it may have been made anew."""
        return next((each for each in self._targets if each.name == thing.name), None)

    def _back(self) -> None:
        guide = self._kiosk.guide
        if self._kiosk.page is not None and self._kiosk.page.name == "idle":
            guide.stay()
        elif self._kiosk.page is not None and self._kiosk.page.keys:  # as the keys of the plinth lead from here
            guide.back() if "back" in self._kiosk.page.keys else guide.home()

    # Typing

    def _keyboard(self, kind: type) -> Any:
        page = self._kiosk.page
        return next((each for each in page.walk(restrict=True) if isinstance(each, kind)), None) if page else None

    def _type(self, letter: str) -> None:
        """A letter of a real keyboard, where one can be typed."""
        keyboard, page = self._keyboard(Keyboard), self._kiosk.page
        if keyboard is not None:
            keyboard.dispatch("on_letter", letter)
            self._typing = True
        elif page is not None:
            for key in page.walk(restrict=True):
                if isinstance(key, CodeKey) and key.letter == letter.upper():
                    key.trigger_action(0)
        self._changed()

    def _erase(self) -> None:
        keyboard, page = self._keyboard(Keyboard), self._kiosk.page
        if keyboard is not None:
            keyboard.dispatch("on_erase")
        elif page is not None and hasattr(page, "erase"):
            page.erase()
        self._changed()

    # The focus

    def _next(self, by: int) -> None:
        """The next thing; the first Tab on a screen tells where the focus is."""
        targets = self._targets
        at = self._place(targets)
        self._leave_rows()
        if self._fresh and by > 0 and at >= 0:
            by = 0
        self._focus(targets[(at + by) % len(targets) if at >= 0 else 0 if by > 0 else -1] if targets else None)

    def _place(self, targets: Sequence[Thing]) -> int:
        if self.focus is None:
            return -1
        return next((number for number, each in enumerate(targets) if each.name == self.focus.name), -1)

    def _go(self, direction: str) -> None:
        targets = self._targets
        self._leave_rows()
        at = self._place(targets)
        if at < 0:
            self._focus(targets[0] if targets else None)
        elif found := focus.nearest(targets[at], targets, direction):
            self._focus(found)

    def _focus(self, thing: Thing | None) -> None:
        self.show(thing)
        self._used, self._fresh = True, False
        if thing is not None and self._kiosk.reader.on:
            self._kiosk.reader.say_thing(thing)

    def show(self, thing: Thing | None) -> None:
        """Put the ring around a thing, or take it away; of a longer page the slice with it comes."""
        slot, page = self._kiosk.slot, self._kiosk.page
        if thing is not None and slot.sliced and page is not None and stands_in(thing.widget, page):
            foot, top = slot.touchable
            if not foot <= thing.box.centre[1] < top:
                slot.reveal(thing.box.centre[1])
                self._settles()  # the ring comes when it lies there
        self.focus = thing
        self._draw(thing.box if thing else None)

    def _draw(self, box: Box | None) -> None:
        stage = self._kiosk.stage
        stage.remove_widget(self._ring)
        if box is not None:
            stage.add_widget(self._ring)
            self._ring.around(*box)

    def touched(self) -> None:
        """A finger: the focus is not shown any more."""
        self._used = False
        self._leave_rows()
        self.show(None)

    # A switch with two buttons

    def _scan(self) -> None:
        """On to the next thing; where there are many, to the next group of them."""
        targets = self._targets
        if len(targets) <= focus.FEW:
            self._next(1)
        elif self._row:
            self._next_in_row()
        else:
            self._rows = focus.groups(targets)
            self._at = (self._at + 1) % len(self._rows)
            self._show_row(self._rows[self._at])

    def _show_row(self, row: list[Thing]) -> None:
        self.focus, self._used = None, True
        left, foot = min(thing.box.x for thing in row), min(thing.box.y for thing in row)
        right = max(thing.box.x + thing.box.width for thing in row)
        top = max(thing.box.y + thing.box.height for thing in row)
        self._draw(Box(left, foot, right - left, top - foot))
        if self._kiosk.reader.on:
            self._kiosk.reader.say_row(row)

    def _enter_row(self) -> None:
        """Into the group; a single thing is touched at once."""
        self._row = self._rows[self._at]
        self._focus(self._row[0])
        if len(self._row) == 1:
            self._leave_rows()
            self._press()

    def _next_in_row(self) -> None:
        """After the last thing of a group the groups go on."""
        at = self._place(self._row) + 1
        if 0 < at < len(self._row):
            self._focus(self._row[at])
        else:
            self._row = []
            self._show_row(self._rows[self._at])

    def _leave_rows(self) -> None:
        self._row, self._rows, self._at = [], [], -1

    # Screens

    def arrived(self, anew: bool) -> None:
        """A screen stands: the focus stays on what is there as before, else it goes to the first thing."""
        if self._kiosk.guide.resting:
            self._used, self._held = False, None
        if not anew:
            self._typing, self._fresh = False, self._used
            self._leave_rows()
            self.show(None)
        if self._used:
            self._settles()
        else:
            self.show(None)

    def _changed(self) -> None:
        self._settles()
        self._kiosk.reader.changed()

    def _settled(self) -> None:
        """The layout is done: the ring lies where its thing lies now."""
        if (not self._used and self.focus is None) or (self._rows and not self._row):
            return
        targets = self._targets
        kept = self._now(self.focus) if self.focus else None
        if kept is None and self.focus is not None and targets:
            x, y = self.focus.box.centre
            kept = min(targets, key=lambda each: abs(each.box.centre[0] - x) + abs(each.box.centre[1] - y))
        self.show(kept or (targets[0] if targets and self._used else None))


def _is_letter(widget: Any) -> bool:
    """A letter on the glass, which whoever types on a real keyboard need not go through."""
    return isinstance(widget, Cap) and bool(widget.letter)
