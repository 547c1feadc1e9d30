# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every page with something to see on it: what is added to PAGES is pictured and checked by itself."""

import re
import uuid
from base64 import b32encode
from collections.abc import Callable
from datetime import date, datetime
from typing import Literal

import pyotp
from playwright.sync_api import BrowserContext

from booking import demo
from booking.config import Hours
from booking.desk import Desk
from booking.doorkeeper import Doorkeeper
from booking.ideas import Ideas
from booking.ideas import Wish as Saying
from booking.noticeboard import Notice
from booking.office import Office
from booking.openings import Special
from booking.people import People, Role
from booking.repeat import Repeat
from booking.rules import Group, Wish
from booking.series import SeriesDesk
from booking.slots import to_utc
from tests.servers.booking import Service

DAY = 7  # of May 2026, today in the tests
PASSWORD = "Vier Eichen am Fluss"


class Example:
    """A house with something going on, and the tokens to look behind its links."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        demo.offer(desk)
        self.book("offen", "16:00", "17:45", "Nachbarschaft Wesertor", True)
        self.book("offen", "20:00", "21:15", "Chor", False)
        self._hold("offen", "19:00", "19:45")
        self.hold = self._hold("offen", "11:00", "12:45", DAY + 1)
        self.over = self._hold("werkraum", "16:00", "17:00")
        desk.release(self.over)
        self.own = self.book("offen", "18:00", "20:00", "Radwerkstatt Rothenditmold", True, DAY + 1)
        self.requested = self.book("beratung", "10:00", "11:00", "Energieberatung", True, DAY + 1)
        self.cancelled = self.book("offen", "10:00", "11:00", "Radwerkstatt Rothenditmold", True, DAY + 4)
        desk.cancel(self.cancelled)
        weekly = Wish(str(uuid.uuid4()), "werkraum", self._at(DAY + 4, "18:00"), self._at(DAY + 4, "19:30"))
        group = Group("Reparaturtreff Nordstadt", True)
        self.series = desk.link_token(
            SeriesDesk(desk).book(
                weekly, Repeat("week", count=4), group, skip=frozenset({date(2026, 5, 25)}), proven=True
            )[0]
        )
        office = Office(desk, "ben")
        office.close("werkraum", self._at(DAY + 13, "08:00"), self._at(DAY + 13, "22:00"), "Der Boden wird geölt")
        office.make_feed("Outlook am Empfang")
        keeper = Doorkeeper(desk, "ben")
        until_two = (Hours(480, 840),)
        keeper.set_hours(Special(0, None, date(2026, 5, 22), date(2026, 5, 22), (until_two,), "Betriebsausflug"))
        keeper.announce(
            Notice(0, desk.now(), self._at(DAY + 1, "00:00"), False, True, {"de": "Heute Reparaturtreff im Hof."})
        )
        self.soon = self.book("offen", "14:00", "15:00", "Stadtimker", True, DAY)
        self.here = self.book("werkraum", "13:30", "15:15", "Schulklasse", False)

    def offer(self, words: str) -> str:
        """The id of one of the demo's offers."""
        return next(one.id for one in self._desk.offers.shown() if one.title["de"].startswith(words))

    def wish(self) -> str:
        """The id of a signpost."""
        return self._desk.offers.shelf().signposts[0].id

    def told(self, kind: Literal["idea", "question"]) -> str:
        """The token of the page of somebody who has just told an idea or asked a question."""
        ideas = Ideas(self._desk)
        said = Saying(str(uuid.uuid4()), kind, "Mehr Bänke im Schatten der Eichen.", "nature", "de")
        return ideas.link_token(ideas.tell(said))

    def counted(self, address: str) -> str:
        """The address, in a house that has counted for so long."""
        demo.count(self._desk)
        return address

    def sign_in(self, context: BrowserContext, url: str, role: Role = "house") -> BrowserContext:
        """Let a browser in as one of the staff."""
        return self.sign_in_as(context, url, *self.person(role))

    def sign_in_as(self, context: BrowserContext, url: str, name: str, code: str) -> BrowserContext:
        """Let a browser in with somebody's name and code."""
        page = context.new_page()
        page.goto(f"{url}/de/staff/sign-in")
        page.fill("#name", name)
        page.fill("#password", PASSWORD)
        page.fill("#code", code)
        page.click("main form button:not([type=button])")
        page.wait_for_url(re.compile("/staff/(offers|indicators)?$"))
        page.close()
        return context

    def person(self, role: Role = "house") -> tuple[str, str]:
        """Somebody who has joined: their name, and a recovery code."""
        name, codes = self.person_with_codes(role)
        return name, codes[0]

    def person_with_codes(self, role: Role = "house") -> tuple[str, list[str]]:
        """Somebody who has joined: their name, and all recovery codes."""
        people, name = People(self._desk), f"{role}-{uuid.uuid4().hex[:6]}"
        actor = "energieberatung" if role == "partner" else ""
        invitation = people.invite(name, role, "the test", actor)
        key = people.one_time(people.invited(invitation))
        return name, people.join(invitation, PASSWORD, pyotp.TOTP(b32encode(key).decode()).at(self._desk.now()))

    def code(self, token: str) -> str:
        """The code of a booking."""
        return self._desk.linked(token).code or ""

    def invitation(self) -> str:
        return People(self._desk).invite("anna", "house", "the test")

    def onsite(self) -> str:
        """A fresh on-site code."""
        return self._desk.tokens.onsite(10)

    def book(self, room: str, begin: str, end: str, name: str, show: bool, day: int = DAY) -> str:
        """The token of a new booking's private link."""
        wish = self._wish(room, begin, end, day)
        return self._desk.link_token(self._desk.book(wish, Group(name, show), proven=True))

    def _hold(self, room: str, begin: str, end: str, day: int = DAY) -> str:
        return self._desk.hold_token(self._desk.hold(self._wish(room, begin, end, day)))

    def _wish(self, room: str, begin: str, end: str, day: int) -> Wish:
        return Wish(str(uuid.uuid4()), room, self._at(day, begin), self._at(day, end))

    def _at(self, day: int, time: str) -> datetime:
        return to_utc(datetime.fromisoformat(f"2026-05-{day:02}T{time}"), self._desk.house.zone)


PAGES: dict[str, Callable[[Example], str]] = {
    "house": lambda _: "/",
    "house-onsite": lambda house: f"/?onsite={house.onsite()}",
    "room": lambda _: "/rooms/offen",
    "room-closed": lambda _: "/rooms/offen/2026-05-10",
    "room-holiday": lambda _: "/rooms/offen/2026-05-14",
    "book": lambda house: f"/rooms/offen/book?begin=2026-05-08T08:00:00Z&onsite={house.onsite()}",
    "book-at-the-house": lambda _: "/rooms/offen/book?begin=2026-05-08T08:00:00Z",
    "book-taken": lambda house: f"/rooms/offen/book?begin=2026-05-07T14:00:00Z&onsite={house.onsite()}",
    "held": lambda house: f"/h/{house.hold}",
    "held-over": lambda house: f"/h/{house.over}",
    "done": lambda house: f"/b/{house.own}?new=1",
    "own": lambda house: f"/b/{house.own}",
    "requested": lambda house: f"/b/{house.requested}?new=1",
    "cancelled": lambda house: f"/b/{house.cancelled}",
    "move": lambda house: f"/b/{house.own}/move",
    "move-agree": lambda house: f"/b/{house.own}/move?begin=2026-05-08T12:00:00Z",
    "own-data": lambda house: f"/b/{house.series}/data",
    "cancel": lambda house: f"/b/{house.own}/cancel",
    "gone": lambda _: "/b/AAAAAAAAAAAAAAAAAAAAAAAA",
    "series": lambda house: f"/b/{house.series}",
    "series-cancel": lambda house: f"/b/{house.series}/cancel",
    "series-move": lambda house: f"/b/{house.series}/series",
    "soon": lambda house: f"/b/{house.soon}",
    "here-now": lambda house: f"/b/{house.here}",
    "here": lambda _: "/here",
    "sign": lambda _: "/rooms/offen/sign",
    "resources": lambda _: "/resources",
    "resource": lambda _: "/rooms/energieberatung",
    "wait": lambda _: "/rooms/offen/wait?begin=2026-05-07T14:00:00Z&end=2026-05-07T15:45:00Z",
    "wait-leave": lambda _: "/w/AAAAAAAAAAAAAAAAAAAAAAAA",
    "offers": lambda _: "/offers",
    "offers-narrowed": lambda _: "/offers?when=all&free=1&spoken=ar",
    "offers-none": lambda _: "/offers?when=today&kind=funding",
    "offers-found": lambda _: "/offers?for=energi",
    "offers-found-nothing": lambda _: "/offers?for=zauberei",
    "offer": lambda house: f"/offers/{house.offer('Balkonsolar')}",
    "offer-funding": lambda house: f"/offers/{house.offer('Zuschuss')}",
    "wish": lambda house: f"/wishes/{house.wish()}",
    "actors": lambda _: "/actors",
    "actor": lambda _: "/actors/energieberatung",
    "ideas": lambda _: "/ideas",
    "idea": lambda house: f"/i/{house.told('idea')}?new=1",
    "question": lambda house: f"/i/{house.told('question')}",
    "plan": lambda _: "/way",
    "way": lambda _: "/way?to=werkraum",
    "way-step-free": lambda _: "/way?to=werkraum&free=1",
    "way-none": lambda _: "/way?to=room/wc-1&free=1",
    "link": lambda _: "/link",
    "calendars": lambda _: "/calendars",
    "privacy": lambda _: "/privacy",
    "accessibility": lambda _: "/accessibility",
    "standard": lambda _: "/accessibility/standard",
    "imprint": lambda _: "/imprint",
    "missing": lambda _: "/nowhere",
    "staff-sign-in": lambda _: "/staff/sign-in",
    "staff-join": lambda house: f"/staff/join/{house.invitation()}",
    "staff-today": lambda _: "/staff/",
    "staff-request": lambda house: f"/staff/bookings/{house.code(house.requested)}",
    "staff-booking": lambda house: f"/staff/bookings/{house.code(house.own)}",
    "staff-running": lambda house: f"/staff/bookings/{house.code(house.here)}",
    "staff-series": lambda house: f"/staff/bookings/{house.code(house.series)}?done=booked",
    "staff-cancelled": lambda house: f"/staff/bookings/{house.code(house.cancelled)}",
    "staff-move": lambda house: f"/staff/bookings/{house.code(house.series)}/move",
    "staff-book": lambda _: "/staff/book?room=offen&day=2026-05-08&from=13:00",
    "staff-found": lambda _: "/staff/find?for=rad",
    "staff-found-nothing": lambda _: "/staff/find?for=nobody",
    "staff-plan": lambda _: "/staff/plan?day=2026-05-08",
    "staff-plan-week": lambda _: "/staff/plan?view=week&day=2026-05-08",
    "staff-plan-month": lambda _: "/staff/plan?view=month&day=2026-05-08",
    "staff-offers": lambda _: "/staff/offers",
    "staff-offer": lambda house: f"/staff/offers/{house.offer('Balkonsolar')}?done=kept",
    "staff-offer-new": lambda _: "/staff/offers/new",
    "staff-actors": lambda _: "/staff/actors",
    "staff-actor": lambda _: "/staff/actors/radforum",
    "staff-wishes": lambda _: "/staff/wishes",
    "staff-ideas": lambda _: "/staff/ideas",
    "staff-indicators": lambda example: example.counted("/staff/indicators?from=2026-01"),
    "staff-indicators-topic": lambda example: example.counted("/staff/indicators?from=2026-01&of=topic:energy"),
    "staff-visits": lambda example: example.counted("/staff/visits?day=2026-05-06"),
    "staff-visits-none": lambda example: example.counted("/staff/visits?day=2025-05-06"),
    "staff-figures": lambda example: example.counted("/staff/figures"),
    "staff-closures": lambda _: "/staff/closures",
    "staff-hours": lambda _: "/staff/hours",
    "staff-hours-week": lambda _: "/staff/hours?kind=week",
    "staff-notices": lambda _: "/staff/notices",
    "staff-links": lambda _: "/staff/links",
    "staff-import": lambda _: "/staff/import",
    "staff-feeds": lambda _: "/staff/feeds",
    "staff-city": lambda _: "/staff/city",
    "staff-privacy": lambda _: "/staff/privacy",
    "staff-record": lambda _: "/staff/record",
    "staff-account": lambda _: "/staff/account",
    "staff-log": lambda _: "/staff/log",
    "staff-log-checked": lambda _: "/staff/log?check=1",
    "staff-log-empty": lambda _: "/staff/log?search=nobody",
}


def addresses(service: Service, language: str, house: Example) -> dict[str, str]:
    """Every page's address in one language, by its name."""
    return {name: f"{service.url}/{language}{page(house)}" for name, page in PAGES.items()}
