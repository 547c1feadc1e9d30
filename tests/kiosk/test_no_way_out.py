# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever somebody touches and types, the display stays the display, and shows the house to the next one.

With real touches and keys of an X server: HOUSE_TOUCHES=10000 makes as many of them as a rough week.
"""

import json
import os
import random
import signal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.kiosk import example
from tests.kiosk.conftest import PORTRAIT
from tests.kiosk.glass import Glass, glass
from tests.servers.booking import Service
from tests.servers.xserver import XServer

TOUCHES = int(os.environ.get("HOUSE_TOUCHES", "2000"))
SEED = 20260507
BATCH = 10  # after which it is looked whether the display still hears; no hand is faster

ESCAPE, TAB, ENTER, BACKSPACE, DELETE, PRINT, MENU, PAUSE = (
    0xFF1B,
    0xFF09,
    0xFF0D,
    0xFF08,
    0xFFFF,
    0xFF61,
    0xFF67,
    0xFF13,
)
SHIFT, CTRL, ALT, SUPER = 0xFFE1, 0xFFE3, 0xFFE9, 0xFFEB
FUNCTIONS = [0xFFBE + number for number in range(12)]
ARROWS = [0xFF51, 0xFF52, 0xFF53, 0xFF54]
LETTERS = [ord(letter) for letter in "cdeqwxz1 "]
WAYS_OUT = [
    *(
        (key,)
        for key in (ESCAPE, TAB, ENTER, BACKSPACE, DELETE, PRINT, MENU, PAUSE, SUPER, *FUNCTIONS, *ARROWS, *LETTERS)
    ),
    *((ALT, key) for key in (FUNCTIONS[3], TAB, ESCAPE, PRINT, *LETTERS)),
    *((CTRL, key) for key in (*LETTERS, *FUNCTIONS)),
    *((CTRL, ALT, key) for key in (DELETE, BACKSPACE, ESCAPE, *FUNCTIONS, *LETTERS)),
    *((SUPER, key) for key in LETTERS),
    *((CTRL, SHIFT, key) for key in (ESCAPE, *LETTERS)),
]


def state(hung: Glass, file: Path) -> dict[str, Any]:
    """What the display says of itself now."""
    file.unlink(missing_ok=True)
    hung.process.send_signal(signal.SIGUSR1)
    hung.until(file.exists, "an answer")
    told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return told


def somehow(hand: random.Random, server: XServer, size: tuple[int, int]) -> None:
    """One thing that somebody does: mostly a touch, else a key, a drag, a wheel or another button."""
    x, y = hand.randrange(size[0]), hand.randrange(size[1])
    kind = hand.random()
    if kind < 0.55:
        server.press(x, y)
    elif kind < 0.65:
        server.move(x, y)
        server.button(True)
        for _ in range(3):
            server.move(hand.randrange(size[0]), hand.randrange(size[1]))
        server.button(False)
    elif kind < 0.72:
        server.move(x, y)
        number = hand.randrange(1, 8)
        server.button(True, number)
        server.button(False, number)
    else:
        server.type(*hand.choice(WAYS_OUT))


def test_no_touch_and_no_key_leads_out(busy: Service, tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    display = {"fullscreen": True}
    started = ("tests.kiosk.hurried", {"HOUSE_TOLD": str(told)})
    with glass(busy, tmp_path, PORTRAIT, started=started, display=display) as hung:
        hung.until(lambda: hung.server.picture().getbbox(), "a picture")
        hung.until(lambda: "home" in state(hung, told)["page"], "the front of the house")
        lies = {file.name for file in tmp_path.iterdir()}
        hand, seen, heard = random.Random(SEED), set(), 0
        for number in range(TOUCHES):
            somehow(hand, hung.server, PORTRAIT)
            if number % BATCH == BATCH - 1:
                hung.server.press(1, 1)
                hung.until(partial(heard_more, hung, told, heard), "that it heard the last touches")
                now = state(hung, told)
                heard = now["touches"]
                seen.add(now["page"])
        hung.until(lambda: ends(state(hung, told)), "the front of the house for the next one")
        last = state(hung, told)
        assert last["others"] == last["loaded"] == [], "nothing of Kivy's own has opened"
        assert hung.process.poll() is None
        assert {file.name for file in tmp_path.iterdir()} == lies, "no picture or log was left"
        assert len(seen) > 5, "it was really worked"
        assert not hung.server.cursor_seen()


def heard_more(hung: Glass, file: Path, before: int) -> bool:
    return bool(state(hung, file)["touches"] > before)


def ends(told: dict[str, Any]) -> bool:
    return bool(told["page"] in ("home", "attract") and told["nobodys"])


def test_a_window_that_has_the_screen_for_itself_cannot_be_closed(
    window: Any, busy: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor one that systemd has started; on a desktop it can."""
    window.size = PORTRAIT
    for fullscreen, started, stays in ((True, "", True), (False, str(tmp_path / "notify"), True), (False, "", False)):
        monkeypatch.setenv("NOTIFY_SOCKET", started)
        display = example.shown(example.screen(busy, PORTRAIT, fullscreen=fullscreen), tmp_path)
        assert bool(window.dispatch("on_request_close")) is stays
        display.close()
