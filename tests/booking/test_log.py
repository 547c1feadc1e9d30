# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the services say: to the journal with a priority, which it takes off, else with the time."""

import os
import re
import subprocess
import sys

import pytest

SAYS = """
import logging
from booking.serve import begin_log
begin_log()
log = logging.getLogger("booking")
log.info("serves")
log.warning("refused: %s", "sign_in")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("a bug")
"""


def said(**around: str) -> list[str]:
    known = {key: value for key, value in os.environ.items() if key != "JOURNAL_STREAM"}
    command = [sys.executable, "-c", SAYS]
    return subprocess.run(command, env=known | around, capture_output=True, text=True, check=True).stderr.splitlines()


def test_the_journal_hears_how_grave_each_line_is() -> None:
    lines = said(JOURNAL_STREAM="8:1")
    assert lines[:3] == ["<6>booking: serves", "<4>booking: refused: sign_in", "<3>booking: a bug"]
    assert len(lines) > 4
    assert all(line.startswith("<3>") for line in lines[3:]), "a bug is one entry's priority, line by line"


@pytest.mark.parametrize(("number", "text"), [(0, "INFO booking serves"), (1, "WARNING booking refused: sign_in")])
def test_elsewhere_each_line_says_when(number: int, text: str) -> None:
    assert re.fullmatch(rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ {text}", said()[number])
