# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo house on its busy day in a process of its own, so that it can be stopped and takes nothing from a display's.

python -m tests.servers.apart FOLDER
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.booking import booking_service, demo_house

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Apart:
    """Where the house answers, the token of a screen that it knows, and its process."""

    url: str
    token: str
    process: "subprocess.Popen[str]"


@contextmanager
def house_apart(folder: Path) -> Iterator[Apart]:
    """A house with its database in `folder`, until the block ends."""
    command = [sys.executable, "-m", "tests.servers.apart", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url, token = process.stdout.readline().split()
        try:
            yield Apart(url, token, process)
        finally:
            process.kill()


def main(folder: Path) -> None:
    """Serve until the one who asked for it is gone."""
    from tests.kiosk import example

    with booking_service(demo_house(), folder) as service:
        example.fill(service)
        print(service.url, service.desk.tokens.make("screen", "lobby"), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
