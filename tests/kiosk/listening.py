# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who sees nothing: hears what the display says, through a program in eSpeak NG's place, and presses keys."""

import json
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.config import Sound
from kiosk.speech import Speech

PROGRAM = """#!{python} -IS
import json, sys
line = json.dumps([sys.argv[1:], sys.stdin.read()])
with open({log!r}, "a", encoding="utf-8") as log:
    log.write(line + "\\n")
"""
CODES = {
    "tab": 9, "enter": 13, "escape": 27, "space": 32, "backspace": 8, "up": 273, "down": 274, "right": 275, "left": 276,
    "f1": 282,
}  # fmt: skip
PATIENT = 90  # presses of Tab after which something is not there


class Listener:
    """Hears everything, in the order in which it was said; a voice that takes no time, so that nothing is missed."""

    def __init__(self, display: Any, folder: Path, **sound: Any) -> None:
        self.display = display
        self._log = folder / "said.jsonl"
        program = folder / "voice"
        program.write_text(PROGRAM.format(python=sys.executable, log=str(self._log)), encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        display.guide.speech = Speech(str(program), sound=Sound(**sound))

    # What is heard

    def _lines(self) -> list[Any]:
        return [json.loads(line) for line in self._log.read_text(encoding="utf-8").splitlines()] if self._has else []

    @property
    def _has(self) -> bool:
        return self._log.exists()

    @property
    def said(self) -> list[str]:
        return [text for _, text in self._lines()]

    @property
    def voices(self) -> list[list[str]]:
        return [arguments for arguments, _ in self._lines()]

    def listen(self) -> None:
        """Until the display has settled and has said all it wanted to say."""
        self.display.settle()
        self.display.until(lambda: not self.display.guide.speech.speaking, "silence")

    def hear(self, do: Callable[[], Any]) -> list[str]:
        """What is said after something was done."""
        self.listen()
        before = len(self.said)
        do()
        self.listen()
        return self.said[before:]

    def wait_for(self, words: str) -> None:
        """Until something is said, whatever else is said meanwhile."""
        self.display.until(lambda: any(words in text for text in self.said), f"somebody says {words!r}")
        self.listen()

    # What is pressed

    def key(self, name: str, *held: str, seconds: float = 0) -> list[str]:
        return self.hear(lambda: self._key(name, held, seconds))

    def _key(self, name: str, held: tuple[str, ...], seconds: float) -> None:
        from kivy.core.window import Window

        code = CODES.get(name, ord(name[0]))
        letter = " " if name == "space" else name if len(name) == 1 else None
        Window.dispatch("on_key_down", code, 0, letter, list(held))
        self.display.frames(2)
        if seconds:
            self.display.skipped += seconds
            self.display.frames(4)
        Window.dispatch("on_key_up", code, 0)
        self.display.frames(2)

    def find(self, words: str) -> str:
        """Tab until something is said with these words."""
        for _ in range(PATIENT):
            heard = " ".join(self.key("tab"))
            if words in heard:
                return heard
        raise AssertionError(f"nobody says {words!r} by Tab: {self.said[-PATIENT:]}")

    def choose(self, words: str) -> list[str]:
        """Tab until something is said with these words, then Enter."""
        self.find(words)
        return self.key("enter")
