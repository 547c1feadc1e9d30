# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON API: we are here, and how we liked it; numbers that displays send, and no names. And what comes of them."""

import hashlib
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from booking.api.conditional import matches
from booking.api.doors import Screen, TheDesk, once, problem
from booking.api.schemas import Instant, Model, RequestId
from booking.desk import Desk
from booking.indicators import Indicators
from booking.protection import Told
from booking.visits import MOST_PEOPLE, PURPOSES, Purpose, Visits

router = APIRouter(prefix="/api", dependencies=[Depends(once)])

OfferId = Annotated[str, Field(pattern=r"^([0-9a-f]{1,16})?$", examples=["19e023ea340497ef"])]


class VisitIn(Model):
    """Who stands before a display; `offer` is what they came for, if it is a certain one."""

    request_id: RequestId
    purpose: Purpose
    people: Annotated[int, Field(ge=1, le=MOST_PEOPLE)]
    offer: OfferId = ""


class VisitOut(Model):
    """What was counted; `hour` is when it begins."""

    hour: Instant
    purpose: Purpose
    offer: str
    people: int


class FeedbackIn(Model):
    """How somebody liked an offer that runs or has just ended: 1 not at all, 5 very much."""

    request_id: RequestId
    offer: Annotated[str, Field(pattern=r"^[0-9a-f]{1,16}$")]
    face: Annotated[int, Field(ge=1, le=5)]


class NumberOut(Model):
    """A number of people, rounded to 5; `few` says that it is one of 1 to 4, which is not told."""

    value: int
    few: bool


class MonthOut(Model):
    """This month in the house until now; `funds` are whole euros, `hours` those of groups in rooms."""

    month: date
    people: NumberOut
    purposes: dict[Purpose, NumberOut]
    offers: int
    dates: int
    groups: NumberOut
    hours: int
    actors: int
    ideas: NumberOut
    done: int
    measures: int
    funds: int


@router.get("/month", response_model=MonthOut, responses=problem(422, 503))
def month(request: Request, desk: TheDesk) -> Response:
    """The numbers that the house shows of this month."""
    text = _month(desk).model_dump_json()
    tag = f'"month-{hashlib.sha256(text.encode()).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(text, headers=headers, media_type="application/json")


@router.post("/visits", status_code=201, responses=problem(401, 404, 422, 503))
def count(desk: TheDesk, screen: Screen, wanted: VisitIn) -> VisitOut:
    """Count people. Sent again with the same `request_id` it is counted once; a burst at one display is one count."""
    made = Visits(desk).count(screen, str(wanted.request_id), wanted.purpose, wanted.people, wanted.offer)
    return VisitOut(hour=made.hour, purpose=made.purpose, offer=made.offer, people=made.people)


@router.post("/feedback", status_code=204, responses=problem(401, 404, 422, 503))
def answer(desk: TheDesk, screen: Screen, wanted: FeedbackIn) -> None:
    """Say how it was. An offer that does not run, and has not ended within three hours, is not asked about: 404."""
    Visits(desk).answer(screen, str(wanted.request_id), wanted.offer, wanted.face)


def _month(desk: Desk) -> MonthOut:
    of, told = Indicators(desk).this_month()
    counts = told.counts
    people = {key: _number(counts[key]) for key in ("people", "groups", "ideas")}
    plain = {key: counts[key].value for key in ("offers", "dates", "hours", "actors", "measures", "funds")}
    purposes = {purpose: _number(told.purposes[purpose]) for purpose in PURPOSES}
    done = counts["ideas_done"].value
    return MonthOut.model_validate({"month": of.first, "purposes": purposes, "done": done, **people, **plain})


def _number(told: Told) -> NumberOut:
    return NumberOut(value=told.value, few=bool(told.below))
