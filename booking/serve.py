# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Starting the booking service: from a config and a data folder to a house that answers."""

import logging
import os
import socket
import time
from pathlib import Path

import uvicorn

from booking import heaps
from booking.clock import Clock, SystemClock
from booking.config import House
from booking.database import Database
from booking.desk import Desk
from booking.lifeline import Lifeline
from booking.secret import Secret
from booking.selfcheck import SelfCheck

DATABASE_FILE, KEY_FILE = "house.db", "secret.key"  # in the data folder
SHUTDOWN_SECONDS = 2
PRIORITIES = ((logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6), (logging.NOTSET, 7))
LOG_LINE = "%(asctime)sZ %(levelname)s %(name)s %(message)s"


def open_desk(house: House, data: Path, clock: Clock | None = None) -> Desk:
    """The desk of a house whose database and key lie in `data`; both are made if they are not there."""
    data.mkdir(parents=True, exist_ok=True)
    database = Database(database_url(house, data))
    database.upgrade()
    return Desk(house, database, Secret.kept_in(data / KEY_FILE), clock or SystemClock())


def database_url(house: House, data: Path) -> str:
    """Where the house keeps what it knows: the config's address, else a file in the data folder."""
    return house.service.database or f"sqlite:///{(data / DATABASE_FILE).absolute()}"


def public_url(house: House) -> str:
    """What QR codes and mails carry: the config's address, else this machine's in the local network."""
    return house.service.public_url or f"http://{local_address()}:{house.service.port}"


def local_address() -> str:
    """This machine's address as a phone in the same network reaches it; never localhost."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; only asks the kernel which way out it would take
            address = str(probe.getsockname()[0])
        except OSError:
            address = "127.0.0.1"
    return f"{socket.gethostname()}.local" if address.startswith("127.") else address


class _Journal(logging.Formatter):
    """Lines for systemd's journal, which notes the time itself and takes a priority off their front (sd-daemon(3))."""

    def format(self, record: logging.LogRecord) -> str:
        priority = next(rank for level, rank in PRIORITIES if record.levelno >= level)
        lines = f"{record.name}: {super().format(record)}".splitlines()
        return "\n".join(f"<{priority}>{line}" for line in lines)


def begin_log() -> None:
    """Say on standard error what happens: to the journal with priorities, else line by line in UTC."""
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(level=logging.INFO, format=LOG_LINE, datefmt="%Y-%m-%dT%H:%M:%S")
    if "JOURNAL_STREAM" in os.environ:
        for handler in logging.getLogger().handlers:
            handler.setFormatter(_Journal())
    logging.getLogger("alembic").setLevel(logging.WARNING)


def serve(house: House, data: Path) -> bool:
    """Answer until stopped; False if it could not even begin, because the port is taken, say."""
    heaps.keep(heaps.SMALL)
    from booking.api.app import make_app  # the web framework starts late: other commands do without it

    begin_log()
    desk = open_desk(house, data)
    app = make_app(desk, public_url(house))
    config = uvicorn.Config(
        app,
        host=house.service.listen,
        port=house.service.port,
        access_log=False,  # private links and feed tokens stand in addresses
        log_config=None,  # it writes as we do
        log_level="warning",
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        server_header=False,
    )
    server = _Told(config, SelfCheck(Lifeline(), house.service.listen, house.service.port))
    app.state.news.closing = lambda: server.should_exit
    server.run()
    desk.database.close()
    return server.started


class _Told(uvicorn.Server):
    """Has systemd told when it answers, and when it ends."""

    def __init__(self, config: uvicorn.Config, check: SelfCheck) -> None:
        super().__init__(config)
        self._check = check

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._check.begin()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._check.end()
        await super().shutdown(sockets)
