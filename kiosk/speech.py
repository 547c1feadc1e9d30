# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The display speaks, for whoever does not see it: sentence by sentence, in processes of their own.

They are started and awaited by a thread: the picture never waits for the voice. Whoever is to be silent is silent at
once, in the middle of a word.
"""

import logging
import subprocess
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from threading import Condition, Thread
from time import monotonic

from kiosk.config import Sound
from kiosk.headphones import Socket
from kiosk.voices import Tone, Voices

log = logging.getLogger(__name__)

LOOKS = 0.05  # seconds between two looks at the socket while something private is said
LONGEST, EACH_LETTER = 20.0, 0.3  # seconds that a sentence and its letters may take, also slowly: then a voice hangs


@dataclass(frozen=True)
class Piece:
    """A sentence, its language, and whether only headphones may hear it."""

    text: str
    language: str
    private: bool = False


class Speech:
    """Says one thing at a time; says nothing where eSpeak NG is not installed.

    Nothing private comes out of the loudspeaker: whoever composes what is said asks `alone` before, and a private
    sentence ends in the moment in which the headphones are pulled out.
    """

    def __init__(self, program: str = "espeak-ng", more: Iterable[str] = (), sound: Sound | None = None) -> None:
        self._sound = sound or Sound()
        self._voices = Voices(program, self._sound.voices)
        self._more = tuple(more)
        self._socket = Socket(self._sound.socket)
        self.tone = Tone()
        self._changed = Condition()
        self._waiting: deque[Piece] = deque()
        self._running: list[subprocess.Popen[bytes]] = []
        self._busy = False
        self._wish = object()  # another one whenever something else is to be said
        self._worker: Thread | None = None

    @property
    def speaks(self) -> bool:
        return self._voices.speak

    @property
    def alone(self) -> bool:
        """Whether only the visitor hears it: there are headphones in the socket, or the display has no loudspeaker."""
        return self._socket.plugged or not self._sound.loudspeaker

    @property
    def speaking(self) -> bool:
        """Whether something is being said, or about to be."""
        with self._changed:
            return self._busy or bool(self._waiting)

    def say(self, pieces: Iterable[Piece]) -> None:
        """Say this instead of what is being said."""
        with self._changed:
            self._waiting, self._wish = deque(pieces), object()
            self._kill()
            self._wake()

    def tell(self, pieces: Iterable[Piece]) -> None:
        """Say this as soon as the sentence is over that is being said, then go on with what was being said."""
        with self._changed:
            self._waiting.extendleft(reversed(list(pieces)))
            self._wake()

    def hush(self) -> None:
        """Be silent."""
        self.say(())

    # The thread

    def _kill(self) -> None:
        for process in self._running:
            process.kill()
        self._running = []

    def _wake(self) -> None:
        if self._waiting and not self.speaks:
            self._waiting.clear()
        elif self._waiting and self._worker is None:
            self._worker = Thread(target=self._work, name="speech", daemon=True)
            self._worker.start()
        self._changed.notify()

    def _work(self) -> None:
        while True:
            self._one()

    def _one(self) -> None:
        """Wait for a sentence and say it; nothing of it is kept."""
        with self._changed:
            self._busy = False
            while not self._waiting:
                self._changed.wait()
            piece, wish = self._waiting.popleft(), self._wish
            self._busy = True
        processes = [] if piece.private and not self.alone else self._start(piece)
        with self._changed:
            self._running = list(processes)
            if wish is not self._wish:  # something else is wanted meanwhile
                self._kill()
        in_time = self._await(piece, processes)
        with self._changed:
            if wish is self._wish and not in_time:
                self._waiting.clear()  # it would be no better with the next sentence

    def _start(self, piece: Piece) -> list[subprocess.Popen[bytes]]:
        """The programs that say a sentence, the text not yet written; none where the machine cannot start them."""
        plugged = self._socket.plugged or not self._sound.loudspeaker
        device = self._sound.headphones if plugged else self._sound.loudspeaker
        tone = Tone(self.tone.pace, self.tone.loudness, "" if device == "default" else device)
        started: list[subprocess.Popen[bytes]] = []
        more = self._more if any(letter.isalnum() for letter in piece.text) else (*self._more, "--punct")
        commands = self._voices.commands(piece.language, tone, more)
        for number, command in enumerate(commands):
            stdin = started[-1].stdout if started else subprocess.PIPE
            stdout = subprocess.PIPE if number < len(commands) - 1 else subprocess.DEVNULL
            try:
                started.append(subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=subprocess.DEVNULL))
            except OSError:
                log.exception("The voice cannot be started")
                for each in started:
                    each.kill()
                return []
        for process in started[:-1]:
            if process.stdout is not None:
                process.stdout.close()  # the next one reads it
        return started

    def _await(self, piece: Piece, processes: list[subprocess.Popen[bytes]]) -> bool:
        """Write the text and wait until it is said: whether it was, in the time that it may take."""
        if processes and (pipe := processes[0].stdin) is not None:
            with suppress(BrokenPipeError):  # it has no sound to play on, or is to be silent, and is gone
                pipe.write(ended(piece.text).encode())
            with suppress(BrokenPipeError):
                pipe.close()
        end = monotonic() + LONGEST + EACH_LETTER * len(piece.text)
        for process in processes:
            while process.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(LOOKS if piece.private else max(end - monotonic(), LOOKS))
                if (piece.private and not self.alone) or monotonic() > end:
                    process.kill()
        return monotonic() <= end


def ended(sentence: str) -> str:
    """With a full stop, but for what is nothing else than a mark: a key that types it."""
    alone = not any(letter.isalnum() for letter in sentence)
    return sentence if alone or sentence.endswith((".", "?", "!", ":", "؟")) else f"{sentence}."
