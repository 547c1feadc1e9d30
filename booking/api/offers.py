# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON API: offers, who takes part, what visitors propose; displays keep it all, for when the house is away."""

from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from booking import agenda, slots
from booking.agenda import Actor, Kind, Offer, Where
from booking.api.conditional import matches
from booking.api.doors import Screen, TheDesk, once, problem
from booking.api.schemas import Instant, Model, RequestId
from booking.config import Language, Topic
from booking.desk import Desk
from booking.ideas import LONGEST, Idea, Ideas, Status, Wish

router = APIRouter(prefix="/api", dependencies=[Depends(once)])

AHEAD = timedelta(days=90)
MOST_DATES = 30

Words = dict[str, str]


class DateOut(Model):
    begin: Instant
    end: Instant
    whole_day: bool


class OfferOut(Model):
    """`place` is a room, something on the floor plan or an address, as `where` says; without dates it always holds."""

    id: str
    kind: Kind
    title: Words
    text: Words
    topic: Topic | Literal[""]
    actor: str
    person: str
    where: Where
    place: str
    district: str
    free: bool
    cost: str
    link: str
    step_free: bool
    spoken: list[str]
    last: date | None
    picture: str
    alt: Words
    changed: Instant
    dates: list[DateOut]


class ActorOut(Model):
    key: str
    name: str
    text: Words
    topics: list[Topic]
    hours: Words
    phone: str
    mail: str
    web: str
    place: str


class SignpostOut(Model):
    """A wish that many have, and the offers that lead to it."""

    id: str
    title: Words
    topic: Topic | Literal[""]
    offers: list[str]


class IdeaOut(Model):
    number: int
    text: str
    topic: Topic | Literal[""]
    status: Status
    answer: str
    created: Instant


class OffersOut(Model):
    revision: int
    offers: list[OfferOut]
    actors: list[ActorOut]
    signposts: list[SignpostOut]
    ideas: list[IdeaOut]


class IdeaIn(Model):
    request_id: RequestId
    kind: Literal["idea", "question"] = "idea"
    text: Annotated[str, Field(min_length=1, max_length=LONGEST, examples=["Ein Trinkbrunnen am Holländischen Platz"])]
    topic: Topic | Literal[""] = ""
    lang: Language = "de"


class ToldOut(Model):
    """`link` leads to a page that says what has become of it; `due` is when a question is answered at the latest."""

    number: int
    kind: Literal["idea", "question"]
    link: str
    due: Instant | None


@router.get("/offers", response_model=OffersOut, responses=problem(422, 503))
def offers(request: Request, desk: TheDesk) -> Response:
    """Everything that is offered from now on, with the dates of 90 days and those that have just ended."""
    known = desk.offers.shelf().revision
    tag = f'"offers-{known}-{slots.local_day(desk.now(), desk.house.zone)}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    text = OffersOut.__pydantic_serializer__.to_json(_out(desk))
    return Response(text, headers=headers, media_type="application/json")


@router.post("/ideas", status_code=201, responses=problem(401, 422, 503))
def tell(request: Request, desk: TheDesk, _: Screen, wanted: IdeaIn) -> ToldOut:
    """An idea, or a question to the climate office, typed at a display."""
    wish = Wish(str(wanted.request_id), wanted.kind, wanted.text, wanted.topic, wanted.lang)
    told = Ideas(desk).tell(wish)
    link = f"{request.app.state.public_url}/{wanted.lang}/i/{Ideas(desk).link_token(told)}"
    return ToldOut(number=told.number, kind=told.kind, link=link, due=told.due)


def _out(desk: Desk) -> OffersOut:
    shelf = desk.offers.shelf()
    return OffersOut.model_construct(
        revision=shelf.revision,
        offers=[_offer(desk, each) for each in desk.offers.shown()],
        actors=[_actor(each) for each in shelf.actors.values()],
        signposts=[
            SignpostOut.model_construct(id=each.id, title=dict(each.title), topic=each.topic, offers=list(each.offers))
            for each in shelf.signposts
        ],
        ideas=[_idea(each) for each in Ideas(desk).board()],
    )


def _offer(desk: Desk, offer: Offer) -> OfferOut:
    now = desk.now()
    dates = [one.date for one in agenda.coming([offer], now - agenda.ASKED, now + AHEAD)][:MOST_DATES]
    same = ("id", "kind", "topic", "actor", "person", "where", "place", "district", "free", "cost", "link", "step_free")
    return OfferOut.model_construct(
        **{key: getattr(offer, key) for key in (*same, "last", "picture", "changed")},
        title=dict(offer.title),
        text=dict(offer.text),
        alt=dict(offer.alt or {}),
        spoken=list(offer.spoken),
        dates=[DateOut.model_construct(begin=one.begin, end=one.end, whole_day=one.whole_day) for one in dates],
    )


def _actor(actor: Actor) -> ActorOut:
    return ActorOut.model_construct(
        **{key: getattr(actor, key) for key in ("key", "name", "phone", "mail", "web", "place")},
        text=dict(actor.text),
        hours=dict(actor.hours or {}),
        topics=list(actor.topics),
    )


def _idea(idea: Idea) -> IdeaOut:
    return IdeaOut.model_construct(
        **{key: getattr(idea, key) for key in ("number", "text", "topic", "status", "answer", "created")}
    )
