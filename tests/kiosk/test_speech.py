# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The voice: what it says in which language, that nobody waits for it, and what it never says aloud."""

import json
import math
import os
import stat
import time
import wave
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.config import Sound
from kiosk.headphones import Socket
from kiosk.saying import spoken
from kiosk.speech import Piece, Speech
from kiosk.voices import Tone, Voices, step

AT_ONCE = 0.02  # seconds
SENTENCES = {
    "de": "Halb rechts, zur Treppe", "en": "Half right, to the stairs", "ar": "إلى اليمين، إلى المصعد",
    "tr": "Yarım sağa, merdivene", "uk": "Праворуч, до сходів", "bg": "Надясно, към стълбите",
    "de-simple": "Gehen Sie zur Treppe",
}  # fmt: skip


def wait(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.002)


def quiet(speech: Speech) -> None:
    wait(lambda: not speech.speaking)


def seconds(file: Path) -> float:
    with wave.open(str(file)) as said:
        assert max(said.readframes(said.getnframes())) > 0
        return said.getnframes() / said.getframerate()


def program(folder: Path, name: str, writes: Path) -> None:
    """A program that tells how it was started and what it read."""
    file = folder / name
    said = '"$0 $*"'
    file.write_text(f"#!/bin/sh\necho {said} >> {writes}\ncat >> {writes}\necho >> {writes}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize("language", SENTENCES)
def test_every_language_is_spoken(tmp_path: Path, language: str) -> None:
    """Into a file instead of a loudspeaker."""
    speech = Speech(more=("-w", str(tmp_path / "said.wav")))
    assert speech.speaks
    speech.say([Piece(SENTENCES[language], language)])
    quiet(speech)
    assert seconds(tmp_path / "said.wav") > 0.8


def decibels(file: Path) -> float:
    """How loud it is, as a level to compare with others."""
    with wave.open(str(file)) as said:
        samples = array("h", said.readframes(said.getnframes()))
    return 10 * math.log10(sum(sample * sample for sample in samples) / len(samples))


def test_it_gets_18_decibels_louder_with_a_step_of_12_between(tmp_path: Path) -> None:
    """EN 301 549, 8.2.1: measured on what is sent to the loudspeaker."""
    levels = []
    for loudness in range(-2, 3):
        speech = Speech(more=("-w", str(tmp_path / "said.wav")))
        speech.tone = Tone(loudness=loudness)
        speech.say([Piece("Heute ist der offene Raum bis 16 Uhr frei", "de")])
        quiet(speech)
        levels.append(decibels(tmp_path / "said.wav"))
    assert levels == sorted(levels)
    assert levels[-1] - levels[0] >= 18
    assert any(12 <= level - levels[0] < levels[-1] - levels[0] for level in levels)


def test_a_visitor_makes_it_slower_and_louder(tmp_path: Path) -> None:
    lengths = []
    for pace in (-2, 0, 2):
        speech = Speech(more=("-w", str(tmp_path / "said.wav")))
        speech.tone = Tone(pace=pace)
        speech.say([Piece("Heute ist der offene Raum bis 16 Uhr frei", "de")])
        quiet(speech)
        lengths.append(seconds(tmp_path / "said.wav"))
    assert lengths[0] > 1.3 * lengths[1] > 1.5 * lengths[2]
    assert [step(2, 1), step(-2, -1), step(0, 1)] == [2, -2, 1]


def test_nobody_waits_for_the_voice_and_it_is_silent_at_once(tmp_path: Path) -> None:
    speech = Speech(more=("-w", str(tmp_path / "said.wav")))
    took, long = [], [Piece("Geradeaus " * 3_000, "de")] * 5
    for _ in range(10):
        wait(lambda: not speech.speaking)
        began = time.perf_counter()
        speech.say(long)
        took.append(time.perf_counter() - began)
        wait(lambda: bool(speech._running))
        began = time.perf_counter()
        speech.hush()
        took.append(time.perf_counter() - began)
    assert max(took) < AT_ONCE


def test_who_is_told_something_meanwhile_hears_the_rest_after_it(tmp_path: Path) -> None:
    log = tmp_path / "log"
    program(tmp_path, "voice", log)
    speech = Speech(str(tmp_path / "voice"))
    speech.say([Piece("eins", "de"), Piece("zwei", "de")])
    speech.tell([Piece("dazwischen", "de")])
    quiet(speech)
    said = [line for line in log.read_text(encoding="utf-8").split("\n") if line.endswith(".")]
    assert sorted(said) == ["dazwischen.", "eins.", "zwei."]
    assert said.index("dazwischen.") < said.index("zwei.")


def test_a_voice_that_hangs_or_is_gone_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the next visitor: nothing is forgotten while somebody is read to."""
    voice = tmp_path / "voice"
    voice.write_text("#!/bin/sh\nexec sleep 600\n", encoding="utf-8")
    voice.chmod(0o755)
    monkeypatch.setattr("kiosk.speech.LONGEST", 0.1)
    monkeypatch.setattr("kiosk.speech.EACH_LETTER", 0.0)
    speech = Speech(str(voice))
    speech.say([Piece("Geradeaus", "de")] * 3)
    assert speech.speaking
    quiet(speech)
    voice.unlink()
    speech.say([Piece("Geradeaus", "de")])
    quiet(speech)


def test_without_a_voice_the_display_just_does_not_speak() -> None:
    mute = Speech("no-such-program")
    assert not mute.speaks
    mute.say([Piece("Geradeaus", "de")])
    assert not mute.speaking


# Headphones


def test_nothing_private_comes_out_of_the_loudspeaker(tmp_path: Path) -> None:
    log = tmp_path / "log"
    program(tmp_path, "voice", log)
    speech = Speech(str(tmp_path / "voice"))
    assert not speech.alone
    speech.say([Piece("Ihr Code ist K7M 4QX", "de", private=True), Piece("Fertig", "de")])
    quiet(speech)
    assert "K7M" not in log.read_text(encoding="utf-8")
    assert "Fertig" in log.read_text(encoding="utf-8")


def test_a_display_without_a_loudspeaker_says_everything(tmp_path: Path) -> None:
    log = tmp_path / "log"
    program(tmp_path, "voice", log)
    speech = Speech(str(tmp_path / "voice"), sound=Sound(loudspeaker=""))
    assert speech.alone
    speech.say([Piece("Ihr Code ist K7M 4QX", "de", private=True)])
    quiet(speech)
    assert "K7M" in log.read_text(encoding="utf-8")


def test_a_socket_that_is_none_has_no_headphones_in_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert [Socket(None).plugged, Socket(tmp_path / "no").plugged, Socket(tmp_path / "file").plugged] == [False] * 3


def test_the_sound_goes_where_the_config_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    for name in ("voice", "aplay"):
        program(tmp_path, name, log)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    speech = Speech("voice", sound=Sound(loudspeaker="plughw:1,0", headphones="plughw:2,0"))
    speech.say([Piece("Guten Tag", "de")])
    quiet(speech)
    assert "aplay -q -D plughw:1,0" in log.read_text(encoding="utf-8")


# Better voices


def test_a_voice_of_piper_speaks_where_one_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    for name in ("piper", "aplay"):
        program(tmp_path, name, log)
    voice = tmp_path / "de_DE-thorsten-medium.onnx"
    voice.touch()
    rate = json.dumps({"audio": {"sample_rate": 16_000}})
    voice.with_suffix(".onnx.json").write_text(rate, encoding="utf-8")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    speech = Speech(sound=Sound(voices=tmp_path))
    speech.say([Piece("Guten Tag", "de")])
    quiet(speech)
    said = log.read_text(encoding="utf-8")
    assert f"--model {voice} --output_raw" in said
    assert "aplay -q -t raw -f S16_LE -c 1 -r 16000" in said
    assert "Guten Tag." in said

    (turkish,) = Voices(folder=tmp_path).commands("tr", Tone())
    assert turkish[0].endswith("espeak-ng")


# What is said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("de", "Heute [b]14:00[/b] bis 16:30", "Heute 14 Uhr bis 16 Uhr 30"),
        ("de", "Stand: 13:38 Uhr", "Stand: 13 Uhr 38"),
        ("de", "2:15 Stunden", "2 Stunden 15 Minuten"),
        ("de", "1:45 Stunden", "1 Stunde 45 Minuten"),
        ("de", "½ Stunde", "eine halbe Stunde"),
        ("de-simple", "Das Klima·schutz·haus", "Das Klimaschutzhaus"),
        ("en", "from 14:00", "from 14 o'clock"),
        ("uk", "до 14:00", "до 14:00"),
        ("de", "+49\u00a0561\u00a00000000", "+49 561 0000000"),
        ("de", "K7M 4QX", "K, 7, M, 4, Q, X"),
    ],
)
def test_what_is_written_is_said_as_people_say_it(language: str, written: str, said: str) -> None:
    assert spoken(written, language) == said
