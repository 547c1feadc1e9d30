# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The process that reads others' calendars: it is asked on its standard input and answers on its standard output.

A question is a line of JSON, the file, and when that has been looked through, how much is known of it: a number on a
line, and so many times a key and a hash. The answer is a line of JSON for each sheaf that has another hash than is
known, in the order of the file, and one with "total" and "gone", or "refused".
It has no connection, no database and no secret, and dies without harm.

python -m sync.reader
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import recurring_ical_events  # noqa: F401 - what is loaded later would not be loaded any more

from booking import heaps
from booking.calendar_file import unfolded
from booking.refusal import Refused
from sync.limits import EVENT_SECONDS, FEED_SECONDS, TooMuch, confine, seconds
from sync.sheaves import File, Sheaf
from sync.understanding import Understanding, Window, left_out

HASH = 32
MOST_EVENTS, MOST_DATES = 20_000, 50_000


def main(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    while line := questions.readline():
        asked = json.loads(line)
        found = _looked_through(questions.read(asked["size"]))
        known = questions.read(int(questions.readline()) * 2 * HASH)
        for answer in _answers(asked, found, known):
            answers.write(json.dumps(answer, separators=(",", ":")).encode() + b"\n")
            answers.flush()  # if we die, it is known at which event


def _looked_through(data: bytes) -> tuple[File, list[Sheaf]] | str:
    """A file and its sheaves, or why it is refused."""
    try:
        with seconds(FEED_SECONDS):
            file = File(unfolded(data))
            sheaves = file.sheaves()
    except Refused as refused:
        return refused.reason
    except (TooMuch, MemoryError):
        return "too_much"
    return (file, sheaves) if len(sheaves) <= MOST_EVENTS else "too_much"


def _answers(asked: dict[str, Any], found: tuple[File, list[Sheaf]] | str, known: bytes) -> Iterator[dict[str, Any]]:
    if isinstance(found, str):
        yield {"refused": found}
        return
    file, sheaves = found
    hashes = {known[n : n + HASH]: known[n + HASH : n + 2 * HASH] for n in range(0, len(known), 2 * HASH)}
    changed = [sheaf for sheaf in sheaves if hashes.get(sheaf.key) != sheaf.hash]
    yield from _said(asked, file, changed[asked["first"] :])
    gone = hashes.keys() - {sheaf.key for sheaf in sheaves}
    yield {"total": len(sheaves), "gone": sorted(key.hex() for key in gone)}


def _said(asked: dict[str, Any], file: File, changed: list[Sheaf]) -> Iterator[dict[str, Any]]:
    began = time.process_time()
    window = Window(*(datetime.fromtimestamp(asked[name], UTC) for name in ("since", "until")))
    understanding = Understanding(file, ZoneInfo(asked["zone"]), window)
    dates = 0
    for number, sheaf in enumerate(changed, asked["first"]):
        name = {"key": sheaf.key.hex(), "hash": sheaf.hash.hex()}
        if time.process_time() - began > FEED_SECONDS or dates > MOST_DATES:
            yield {**name, "hash": "", **left_out("too_much")}  # its turn comes next time, when the others are known
            continue
        said = left_out("too_much") if number in asked["skipped"] else _one(understanding, sheaf)
        dates += sum(len(part["dates"]) for part in said["parts"])
        yield {**name, **said}


def _one(understanding: Understanding, sheaf: Sheaf) -> dict[str, Any]:
    try:
        with seconds(EVENT_SECONDS):
            return understanding.said(sheaf)
    except (TooMuch, MemoryError):
        return left_out("too_much")


if __name__ == "__main__":
    confine()
    heaps.collect_seldom()
    main(sys.stdin.buffer, sys.stdout.buffer)
