# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Starting the booking service: from a config and a data folder to a house that answers."""

import logging
import socket
import time
from pathlib import Path

import uvicorn

from booking import heaps
from booking.clock import Clock, SystemClock
from booking.config import House
from booking.database import Database
from booking.desk import Desk
from booking.secret import Secret

KEY_FILE = "secret.key"  # in the data folder
SHUTDOWN_SECONDS = 2
LOG_LINE = "%(asctime)sZ %(levelname)s %(name)s %(message)s"


def open_desk(house: House, data: Path, clock: Clock | None = None) -> Desk:
    """The desk of a house whose database and key lie in `data`; both are made if they are not there."""
    data.mkdir(parents=True, exist_ok=True)
    database = Database(database_url(house, data))
    database.upgrade()
    return Desk(house, database, Secret.kept_in(data / KEY_FILE), clock or SystemClock())


def database_url(house: House, data: Path) -> str:
    """Where the house keeps what it knows: the config's address, else a file in the data folder."""
    return house.service.database or f"sqlite:///{(data / 'house.db').absolute()}"


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


def begin_log() -> None:
    """Say on standard error what happens, line by line, in UTC."""
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(level=logging.INFO, format=LOG_LINE, datefmt="%Y-%m-%dT%H:%M:%S")
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
    server = uvicorn.Server(config)
    app.state.news.closing = lambda: server.should_exit
    server.run()
    desk.database.close()
    return server.started
