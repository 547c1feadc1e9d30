# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which program says a sentence, in which voice: eSpeak NG for every language, Piper where a voice of it lies."""

import json
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ESPEAK = {"de": "de", "de-simple": "de", "en": "en-gb", "ar": "ar", "tr": "tr", "uk": "uk", "bg": "bg"}
PACES = (80, 110, 150, 200, 260)  # words a minute
LOUDNESSES = (25, 50, 100, 150, 200)  # per cent of what eSpeak NG says by itself
NORMAL = 2  # the step in the middle
SIMPLE = 0.8  # of the pace, for those who read easy language
RATE = 22_050  # of a voice that does not say its own

Command = list[str]


@dataclass(frozen=True)
class Tone:
    """How many steps faster and louder than normal; `device` of ALSA, "" for the machine's own."""

    pace: int = 0
    loudness: int = 0
    device: str = ""

    def words(self, language: str) -> int:
        """Words a minute in a language."""
        return round(PACES[NORMAL + self.pace] * (SIMPLE if language == "de-simple" else 1))

    @property
    def volume(self) -> int:
        return LOUDNESSES[NORMAL + self.loudness]


def step(now: int, by: int) -> int:
    """A step further, as far as there are any."""
    return min(max(now + by, -NORMAL), NORMAL)


class Voices:
    """`folder` holds voices of Piper, each called as its language: de_DE-thorsten-medium.onnx."""

    def __init__(self, program: str = "espeak-ng", folder: Path | None = None) -> None:
        self._espeak, self._piper, self._aplay = (shutil.which(each) for each in (program, "piper", "aplay"))
        self._folder = folder

    @property
    def speak(self) -> bool:
        return self._espeak is not None

    def commands(self, language: str, tone: Tone, more: tuple[str, ...] = ()) -> list[Command]:
        """Programs, each of which reads what the one before writes; the first one reads the text."""
        if voice := self._voice(language):
            return self._by_piper(voice, language, tone)
        if self._espeak is None:
            return []
        pace, loudness = str(tone.words(language)), str(tone.volume)
        said = [self._espeak, "-v", ESPEAK.get(language, "de"), "-s", pace, "-a", loudness, *more, "--stdin"]
        if tone.device and self._aplay:
            return [[*said, "--stdout"], [self._aplay, "-q", "-D", tone.device]]
        return [said]

    def _voice(self, language: str) -> Path | None:
        if self._folder is None or self._piper is None or self._aplay is None:
            return None
        return next(iter(sorted(self._folder.glob(f"{language.partition('-')[0]}[_-]*.onnx"))), None)

    def _by_piper(self, voice: Path, language: str, tone: Tone) -> list[Command]:
        slower, louder = PACES[NORMAL] / tone.words(language), tone.volume / 100
        piper = [str(self._piper), "--model", str(voice), "--output_raw"]
        played = [str(self._aplay), "-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(_rate(voice))]
        device = ["-D", tone.device] if tone.device else []
        return [[*piper, "--length_scale", f"{slower:.2f}", "--volume", f"{louder:.2f}"], [*played, *device]]


@lru_cache(maxsize=8)
def _rate(voice: Path) -> int:
    """Samples a second, as the voice's own file says."""
    try:
        return int(json.loads(voice.with_suffix(".onnx.json").read_text(encoding="utf-8"))["audio"]["sample_rate"])
    except (OSError, ValueError, KeyError):
        return RATE
