# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is found about the machine, as one page for people, as metrics for Prometheus, and as JSON for the service."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

State = Literal["good", "look", "bad"]
SIGNS: dict[State, str] = {"good": "ok  ", "look": "LOOK", "bad": "BAD "}
WORST: tuple[State, ...] = ("bad", "look", "good")
PREFIX = "klimaschutzhaus_"


@dataclass(frozen=True)
class Figure:
    """A number for monitoring: `klimaschutzhaus_NAME{of="..."}`, in base units."""

    name: str
    value: float
    of: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing about the machine, and how it stands with it, in words that say what to do."""

    about: str
    state: State
    said: str
    figures: tuple[Figure, ...] = ()


def worst(findings: Iterable[Finding]) -> State:
    """How it stands altogether."""
    states = {finding.state for finding in findings}
    return next((state for state in WORST if state in states), "good")


def page(findings: Iterable[Finding]) -> Iterator[str]:
    """Line by line, what needs a hand marked."""
    for finding in findings:
        yield f"{SIGNS[finding.state]}  {finding.about:<12} {finding.said}"


def as_json(findings: Iterable[Finding], at: datetime) -> str:
    return json.dumps({"at": at.isoformat(timespec="seconds"), "findings": [asdict(each) for each in findings]})


def metrics(findings: Iterable[Finding], at: datetime) -> str:
    """The figures in Prometheus' text format; each finding besides as `state`: 0 good, 1 look, 2 bad."""
    found = list(findings)
    told = [Figure("status_timestamp_seconds", at.timestamp())]
    told += [Figure("state", float(WORST[::-1].index(each.state)), each.about) for each in found]
    told += [figure for each in found for figure in each.figures]
    registry = CollectorRegistry()
    registry.register(_Collector(told))
    return generate_latest(registry).decode()


class _Collector:
    def __init__(self, figures: list[Figure]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families: dict[str, GaugeMetricFamily] = {}
        for figure in self._figures:
            labels = ("of",) if figure.of else ()
            family = families.setdefault(
                figure.name, GaugeMetricFamily(PREFIX + figure.name, figure.name.replace("_", " "), labels=labels)
            )
            family.add_metric([figure.of] if figure.of else [], figure.value)
        yield from families.values()
