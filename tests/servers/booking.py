# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The real booking service on loopback, in a thread of the test's own process, with a clock that the test sets."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn

from booking.api.app import make_app
from booking.config import House, read
from booking.desk import Desk
from booking.serve import open_desk
from tests.servers.loopback import HOST, free_port

DEMO = Path(__file__).parents[2] / "assets" / "demo" / "house.toml"
THURSDAY = datetime(2026, 5, 7, 11, 42, tzinfo=UTC)  # 13:42 in Kassel, a working day


@dataclass
class SetClock:
    """A clock that stands until the test moves it."""

    time: datetime = THURSDAY
    believed: bool = True
    passed: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        return self.time + self.passed

    def trusted(self) -> bool:
        return self.believed

    def pass_(self, **time: float) -> None:
        """Let time go by, named as timedelta names it."""
        self.passed += timedelta(**time)


@dataclass(frozen=True)
class Service:
    """A house that answers at `url`; its desk and clock are at hand."""

    url: str
    desk: Desk
    clock: SetClock


def demo_house(**service: object) -> House:
    """The demo house, with some of its service settings changed."""
    house = read(DEMO, House)
    return house.model_copy(update={"service": house.service.model_copy(update=service)})


@contextmanager
def booking_service(
    house: House, data: Path, clock: SetClock | None = None, port: int | None = None
) -> Iterator[Service]:
    """The service of `house` with its database in `data`, until the block ends."""
    clock = clock or SetClock()
    desk = open_desk(house, data, clock)
    port = port or free_port()
    url = f"http://{HOST}:{port}"
    app = make_app(desk, house.service.public_url or url)
    config = uvicorn.Config(
        app,
        host=HOST,
        port=port,
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    app.state.news.closing = lambda: server.should_exit
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    server.ready.wait(timeout=10)
    try:
        yield Service(url, desk, clock)
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        desk.database.close()


class _Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: object = None) -> None:
        await super().startup()
        self.ready.set()
