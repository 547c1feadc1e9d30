# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The display speaks, for whoever does not see it: by eSpeak NG in a process of its own, which is ended at once."""

import shutil
import subprocess
from collections.abc import Iterable

VOICES = {"de": "de", "en": "en-gb", "ar": "ar"}
PACE = 150  # words a minute


class Speech:
    """Says one thing at a time; says nothing where eSpeak NG is not installed."""

    def __init__(self, program: str = "espeak-ng", more: Iterable[str] = ()) -> None:
        self._program = shutil.which(program)
        self._more = tuple(more)
        self.running: subprocess.Popen[bytes] | None = None

    @property
    def speaks(self) -> bool:
        return self._program is not None

    def say(self, sentences: Iterable[str], language: str) -> None:
        """Say this instead of what is being said."""
        self.hush()
        if self._program is None:
            return
        told = [self._program, "-v", VOICES.get(language, "de"), "-s", str(PACE), *self._more, "--stdin"]
        nothing = subprocess.DEVNULL
        self.running = subprocess.Popen(told, stdin=subprocess.PIPE, stdout=nothing, stderr=nothing)
        pipe = self.running.stdin
        try:
            if pipe is not None:
                pipe.write("\n".join(_ended(sentence) for sentence in sentences).encode())
                pipe.close()
        except BrokenPipeError:  # it has no sound to play on and is gone
            return

    def hush(self) -> None:
        """Be silent."""
        if self.running is not None:
            self.running.kill()
            self.running.wait()
            self.running = None


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
