# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever is sent to the API: no 5xx, and no answer that the OpenAPI document does not know.

1,000 cases; more by hand: `HOUSE_CASES=10000 .venv-test/bin/pytest tests/booking/test_api_schema.py -s`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from booking.api import news
from booking.model import BOOKED, CANCELLED, LAPSED, REQUESTED
from tests.booking.wishes import claims
from tests.servers.booking import Service

ROOT = Path(__file__).parents[2]
CASES = int(os.environ.get("HOUSE_CASES", "1000"))


def run_schemathesis(service: Service, examples: int) -> str:
    """What it said; each endpoint gets so many examples, on top of those at the edges of every field."""
    by_hand = () if CASES > 1000 else ("--generation-deterministic",)
    arguments = ("-n", str(examples), "--suppress-health-check", "all", *by_hand)
    done = subprocess.run(
        [
            Path(sys.executable).parent / "schemathesis",
            *("--config-file", ROOT / "tests" / "booking" / "schemathesis.toml"),
            *("run", f"{service.url}/api/openapi.json", *arguments),
        ],
        env={**os.environ, "SCREEN": service.desk.tokens.make("screen", "test"), "NO_COLOR": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_house_answers_everything_as_documented(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "WAIT_SECONDS", 0.05)  # else each look for news takes 25 s
    said = run_schemathesis(service, CASES * 12 // 200)

    (cases,) = re.findall(r"(\d+) generated, (\d+) passed", said)
    assert cases[0] == cases[1]
    assert int(cases[0]) >= CASES
    # It was no knocking on closed doors: bookings were made, asked for, moved and cancelled.
    assert {BOOKED, REQUESTED, CANCELLED, LAPSED} <= {found.status for found in service.desk.find()}
    assert claims(service.desk)


def test_every_reference_in_the_document_leads_somewhere(service: Service) -> None:
    text = requests.get(f"{service.url}/api/openapi.json", timeout=5).text
    document = requests.get(f"{service.url}/api/openapi.json", timeout=5).json()
    names = set(re.findall(r'"\$ref":\s*"#/components/schemas/(\w+)"', text))

    assert names
    assert names <= document["components"]["schemas"].keys()
    assert "$defs" not in text
