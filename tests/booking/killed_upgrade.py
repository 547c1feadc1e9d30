# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""An upgrade of the tables that is killed before its n-th statement, for the test beside it.

python -m tests.booking.killed_upgrade URL N
"""

import os
import signal
import sys
from itertools import count

from sqlalchemy import event

from booking.database import Database


def main(url: str, last: int) -> None:
    """Upgrade; the process ends in the middle, if there are so many statements."""
    database = Database(url)
    numbers = count()

    @event.listens_for(database.engine, "before_cursor_execute")
    def kill(*_: object) -> None:
        if next(numbers) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    database.upgrade()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
