# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The other end of the process that reads others' calendars: one for all feeds, started anew when it has died."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from booking import slots
from booking.told import Fresh, Told, told
from sync.faults import Fault

ROOT = Path(__file__).parents[1]
DEADLINE = 180  # seconds for a feed, however busy the machine is
DEATHS = 3  # of one feed, before it is given up


@dataclass(frozen=True)
class Question:
    """A copy of a feed, what is known of it (a hash by its key), and the time whose dates are wanted.

    What is known is looked up while the copy is being looked through.
    """

    data: bytes
    known: Callable[[], Mapping[bytes, bytes]]
    zone: str
    since: datetime
    until: datetime


class Readers:
    """Answers one question at a time, whoever asks."""

    def __init__(self, deadline: float = DEADLINE) -> None:
        self._deadline = deadline
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, *_: object) -> None:
        self.rest()

    def rest(self) -> None:
        """End the process: what it has used is free again, and the next question starts another."""
        with self._lock:
            self._end()

    def read(self, question: Question) -> Fresh:
        """What has changed, or Fault: no calendar, cut, too much.

        The event at which a process dies is left out, and the next process goes on behind it.
        """
        changed: list[Told] = []
        skipped: list[int] = []
        with self._lock:
            while True:
                last = self._answered(question, changed, skipped)
                if last is not None:
                    return _fresh(last, changed)
                if len(changed) in skipped or len(skipped) == DEATHS:
                    raise Fault("too_much")
                skipped.append(len(changed))

    def _answered(self, question: Question, changed: list[Told], skipped: list[int]) -> dict[str, Any] | None:
        """Ask for what is not answered yet, add the answers to `changed`: the last one, or None if the process died."""
        process = self._started()
        with self._watched(process) as late, suppress(BrokenPipeError, ValueError, KeyError):  # half a line, as it died
            _ask(process, question, len(changed), skipped)
            for line in process.stdout or ():
                answer = json.loads(line)
                if "key" not in answer:
                    return dict(answer)
                changed.append(told(answer))
        self._end()
        if late.is_set():
            raise Fault("too_much")
        return None

    @contextmanager
    def _watched(self, process: "subprocess.Popen[bytes]") -> Iterator[threading.Event]:
        """Kill the process if the block takes too long, and say so."""
        late = threading.Event()

        def kill() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(self._deadline, kill)
        watch.daemon = True
        watch.start()
        try:
            yield late
        finally:
            watch.cancel()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "sync.reader"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env={"PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "1"},  # and nothing that may be secret
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(BrokenPipeError):
                    pipe.close()


def _ask(process: "subprocess.Popen[bytes]", question: Question, first: int, skipped: list[int]) -> None:
    asked = {
        "size": len(question.data),
        "zone": question.zone,
        "since": slots.epoch(question.since),
        "until": slots.epoch(question.until),
        "first": first,
        "skipped": skipped,
    }
    if process.stdin is None:
        raise AssertionError("opened with a pipe")
    process.stdin.write(json.dumps(asked).encode() + b"\n")
    process.stdin.write(question.data)
    process.stdin.flush()
    known = question.known()
    process.stdin.write(b"%d\n" % len(known))
    process.stdin.write(b"".join(key + content for key, content in known.items()))
    process.stdin.flush()


def _fresh(last: Mapping[str, Any], changed: list[Told]) -> Fresh:
    if "refused" in last:
        raise Fault(str(last["refused"]))
    return Fresh(tuple(changed), frozenset(map(bytes.fromhex, last["gone"])), int(last["total"]))
