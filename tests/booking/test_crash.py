# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The service is killed under load: nothing that was acknowledged is lost, nothing is double, nothing half done.

20 kills here; by hand: `HOUSE_KILLS=500 HOUSE_SEEDS=10 .venv-test/bin/pytest tests/booking/test_crash.py -s`.
"""

import os
import random
import time
from pathlib import Path

import pytest

from tests.booking.history import Client, audit, run
from tests.servers.killable import Killable, killable

SEEDS = int(os.environ.get("HOUSE_SEEDS", "1"))
KILLS = int(os.environ.get("HOUSE_KILLS", "10")) // SEEDS
CLIENTS = 8
A_FEW = 20  # of its bookings a client looks at after each kill; all of them at the end
SHORT_HOLDS = "\n[terms]\nhold_minutes = 1\nscanned_minutes = 1\n"


@pytest.mark.parametrize("seed", range(SEEDS))
def test_nothing_acknowledged_is_lost_when_the_service_is_killed(database_url: str, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    with killable(tmp_path / "house", database_url, SHORT_HOLDS) as house:
        desk = house.desk()
        tokens = [desk.tokens.make("screen", f"client-{number}") for number in range(CLIENTS)]
        desk.database.close()
        clients = [Client(house, token, random.Random(f"{seed}-{n}")) for n, token in enumerate(tokens)]
        for _ in range(KILLS):
            kill_under_load(house, clients, dice.randrange(5, 60))
        settle(house, clients)
        faults = audit(house, clients)
    acknowledged = sum(client.acknowledged for client in clients)
    print(f"seed {seed}: {KILLS} kills, {acknowledged} acknowledged, {len(faults)} faults")
    assert faults == []
    assert acknowledged >= 5 * KILLS


def kill_under_load(house: Killable, clients: list[Client], answers: int) -> None:
    """Start, look whether what was told is still so, ask, and kill after so many answers, in the middle of the next."""
    house.start()
    for client in clients:
        client.look(A_FEW)
    enough = sum(client.answers for client in clients) + answers
    threads = run(clients)
    while sum(client.answers for client in clients) < enough:
        time.sleep(0.001)
    house.kill()
    for thread in threads:
        thread.join()


def settle(house: Killable, clients: list[Client]) -> None:
    """Start for the last time; whoever got no answer asks again until there is one."""
    house.start()
    for client in clients:
        while client.pending:
            client.step()
        client.look()
