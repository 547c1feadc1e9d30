# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The house does not answer: the last plan, and back by itself."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.kiosk import example
from tests.kiosk.conftest import PORTRAIT
from tests.kiosk.display import Display
from tests.servers.booking import THURSDAY, booking_service, demo_house
from tests.servers.loopback import HOST, free_port


def test_a_first_start_without_a_server_shows_the_house_and_waits(window: Any, tmp_path: Path) -> None:
    from kiosk.config import Screen

    config = {
        "server": "http://127.0.0.1:9",
        "token": "x" * 24,
        "house": "kassel",
        "name": "lobby",
        "fallback": {"name": {"de": "Klimaschutzhaus Kassel"}},
    }
    window.size = PORTRAIT
    display = Display(Screen.model_validate(config), tmp_path)
    try:
        display.frames(20)
        assert display.page.name == "waiting"
        assert display.says("Klimaschutzhaus Kassel")
    finally:
        display.close()


def test_the_last_plan_stays_and_cannot_be_touched_until_the_house_answers(window: Any, tmp_path: Path) -> None:
    window.size = PORTRAIT
    with booking_service(demo_house(), tmp_path / "house") as service:
        example.fill(service)
        config = example.screen(service, PORTRAIT)
        first = Display(config, tmp_path)
        first.until(lambda: not first.guide.away and first.page.name == "home", "home")
        first.close()
    again = Display(config, tmp_path)  # the server is gone, the plan on the disk is there
    try:
        again.kiosk.clock.set(THURSDAY)
        again.show("home")
        assert again.says("Buchen geht gerade nicht")
        assert again.says("Der Plan ist von 13:42 Uhr")
        again.door("offen")
        again.show("room")
        assert again.says("Nachbarschaft Wesertor")
        assert not [block for grid in _grids(again) for block in grid.blocks if block.start]
    finally:
        again.close()


def test_it_comes_back_by_itself_when_the_house_answers_again(window: Any, tmp_path: Path) -> None:
    window.size = PORTRAIT
    port = free_port()
    with booking_service(demo_house(), tmp_path / "house", port=port) as service:
        example.fill(service)
        display = example.hang(service, tmp_path, PORTRAIT)
    try:
        display.until(lambda: display.says("Buchen geht gerade nicht"), "the notice")
        with booking_service(demo_house(), tmp_path / "house", port=port):
            display.until(lambda: not display.guide.away, "the house answers again")
            display.settle()
            assert not display.says("Buchen geht gerade nicht")
            assert display.says("Raum buchen")
            display.door("offen")
            display.show("room")
            assert [block for grid in _grids(display) for block in grid.blocks if block.start]
    finally:
        display.close()


def test_a_disk_that_takes_nothing_more_is_no_reason_to_show_nothing(
    window: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "screen-snapshot.new").mkdir()  # where it would be written
    with booking_service(demo_house(), tmp_path / "house") as service:
        display = example.hang(service, tmp_path, PORTRAIT)
        try:
            assert not display.guide.away
            display.until(lambda: "cannot be kept" in caplog.text, "a word of it in the log")
            example.fill(service)
            display.until(lambda: display.says("Nachbarschaft Wesertor") or display.says("15:30"), "what is new")
        finally:
            display.close()


def test_a_house_that_says_something_else_is_away_until_it_can_be_understood(
    window: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    window.size = PORTRAIT
    port = free_port()
    with booking_service(demo_house(), tmp_path / "house", port=port) as service:
        config = example.screen(service, PORTRAIT)
        display = Display(config, tmp_path)
        display.until(lambda: not display.guide.away, "the plan")
    try:
        with _saying(port, {"rooms": "none"}):
            display.until(lambda: "does not understand" in caplog.text, "a word of it in the log")
            assert display.guide.away
            assert display.page.name == "home"
        with booking_service(demo_house(), tmp_path / "house", port=port):
            display.until(lambda: not display.guide.away, "the house, understood again")
    finally:
        display.close()


@contextmanager
def _saying(port: int, answer: object) -> Iterator[None]:
    """A server that gives one answer to whatever it is asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer((HOST, port), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def _grids(display: Any) -> list[Any]:
    from kiosk.widgets.grid import Grid

    return list(display.widgets(Grid))
