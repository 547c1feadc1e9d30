# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How it goes with the machine, as `klimaschutzhaus status` has found it: a page, and metrics for Prometheus."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from booking.refusal import NotFound
from booking.web.site import desk_of, render

FOLDER = Path("/run/klimaschutzhaus")
OLD = timedelta(minutes=20)  # it is looked at every five
STATES = ("bad", "look", "good")  # in which order they are shown
METRICS = "text/plain; version=0.0.4; charset=utf-8"


def page(request: Request) -> Response:
    """200 as long as nothing is bad, else 503: a monitor need not read it."""
    told: dict[str, Any] = json.loads(_read("status.json"))
    at = datetime.fromisoformat(told["at"])
    late = desk_of(request).now() - at > OLD
    found = sorted(told["findings"], key=lambda each: STATES.index(each["state"]))
    worst = found[0]["state"]
    status = 503 if late or worst == "bad" else 200
    return render(request, "staff_machine.html", status, at=at, late=late, worst=worst, findings=found)


def metrics(_: Request) -> Response:
    """As old as klimaschutzhaus_status_timestamp_seconds says."""
    return PlainTextResponse(_read("metrics"), media_type=METRICS)


def _read(name: str) -> str:
    try:
        return (FOLDER / name).read_text(encoding="utf-8")
    except OSError:
        raise NotFound from None
