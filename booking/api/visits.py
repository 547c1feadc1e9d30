# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON API: we are here, and how we liked it; numbers that displays send, and no names."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from booking.api.doors import Screen, TheDesk, once, problem
from booking.api.schemas import Instant, Model, RequestId
from booking.visits import MOST_PEOPLE, Purpose, Visits

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


@router.post("/visits", status_code=201, responses=problem(401, 404, 422, 503))
def count(desk: TheDesk, screen: Screen, wanted: VisitIn) -> VisitOut:
    """Count people. Sent again with the same `request_id` it is counted once; a burst at one display is one count."""
    made = Visits(desk).count(screen, str(wanted.request_id), wanted.purpose, wanted.people, wanted.offer)
    return VisitOut(hour=made.hour, purpose=made.purpose, offer=made.offer, people=made.people)


@router.post("/feedback", status_code=204, responses=problem(401, 404, 422, 503))
def answer(desk: TheDesk, screen: Screen, wanted: FeedbackIn) -> None:
    """Say how it was. An offer that does not run, and has not ended within three hours, is not asked about: 404."""
    Visits(desk).answer(screen, str(wanted.request_id), wanted.offer, wanted.face)
