# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A display as it runs on a box: a process of its own that fills an X server, touched and typed at from outside."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

from tests.servers.booking import Service
from tests.servers.xserver import XServer, xserver

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
APART = 24  # by which a channel of a pixel may differ: two ways through the same renderer round differently
FEW = 0.001  # of all pixels

Table = Mapping[str, object]


@dataclass
class Glass:
    """A running display on its X server; `said` is the file of what it says."""

    server: XServer
    process: "subprocess.Popen[bytes]"
    said: Path

    def until(self, true: Callable[[], Any], what: str) -> None:
        """Wait for what another process does."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert self.process.poll() is None, f"the display has ended: {self.said.read_text(encoding='utf-8')}"
            assert time.monotonic() < end, f"did not come: {what}"
            time.sleep(0.02)

    def shows(self, wanted: Image.Image, turned: int = 0) -> bool:
        """Whether this is on the glass, for whoever stands before a panel that hangs turned."""
        return same(upright(self.server.picture(), turned), wanted)

    def seconds(self) -> float:
        """Of the processor that it has needed."""
        spent = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def upright(picture: Image.Image, turned: int) -> Image.Image:
    """A panel's picture as it is seen when the panel hangs turned clockwise by so many degrees."""
    return picture.rotate(-turned, expand=True)


def same(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures show the same."""
    if one.size != other.size:
        return False
    far = ImageChops.difference(one, other).convert("L").point(lambda value: 255 if value > APART else 0)
    return far.histogram()[255] <= FEW * far.width * far.height


def write(file: Path, service: Service | None, tables: Mapping[str, Table], name: str = "lobby") -> None:
    """A screen.toml; without a service the display waits for one that never answers."""
    url = service.url if service else "http://127.0.0.1:9"
    token = service.desk.tokens.make("screen", name) if service else "t" * 24
    lines = [f'server = "{url}"', f'token = "{token}"', 'house = "kassel"', f'name = "{name}"']
    for table, keys in tables.items():
        lines += [f"[{table}]", *(f"{key} = {_toml(value)}" for key, value in keys.items())]
    lines += ["[place]", "latitude = 51.315527", "longitude = 9.49764964", "heading = 0"]
    lines += ["[fallback]", 'phone = "+49 561 0000000"', "[fallback.name]", 'de = "Klimaschutzhaus Kassel"']
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str | Path) else str(value).replace("'", '"')


@contextmanager
def glass(
    service: Service | None,
    folder: Path,
    panel: tuple[int, int],
    command: tuple[str, ...] = (),
    started: tuple[str, Mapping[str, str]] = ("kiosk", {}),
    **tables: Table,
) -> Iterator[Glass]:
    """A display that fills a panel of this size, until the block ends; `started` is its module and what that reads."""
    config, said = folder / "screen.toml", folder / "said.txt"
    if not config.exists():
        write(config, service, tables)
    with xserver(panel, folder) as server:
        module, read = started
        drawn = {"DISPLAY": server.name, "SDL_VIDEODRIVER": "x11", "PYTHONPATH": str(ROOT)}
        line = [sys.executable, "-m", module, "--config", str(config), *command]
        with said.open("wb") as log:
            process = subprocess.Popen(line, cwd=folder, env=os.environ | drawn | dict(read), stdout=log, stderr=log)
        try:
            yield Glass(server, process, said)
        finally:
            process.terminate()
            process.wait()
