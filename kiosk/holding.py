# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the wish to the booking: hold a time, watch the phone, book without one, let go."""

from collections.abc import Callable
from datetime import datetime, timedelta

from kivy.clock import Clock

from kiosk.client import Client
from kiosk.connection import Refusal
from kiosk.house import Json, Span
from kiosk.visit import Held, Visit

WATCH = 2.0  # seconds; a scanned code need not change the house's revision
LIVE = ("waiting", "scanned")
MADE = ("booked", "requested", "unconfirmed")


def utc(instant: datetime) -> str:
    """An instant as the API wants it."""
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


class Holding:
    """The hold of one visit; `changed` is called when it is in another state, `refused` when the house says no."""

    def __init__(
        self, client: Client, visit: Visit, changed: Callable[[], None], refused: Callable[[Refusal], None]
    ) -> None:
        self._client, self.visit = client, visit
        self._changed, self._refused = changed, refused
        self._watch = Clock.create_trigger(self._look, WATCH)
        self._over = False
        self.busy = False

    @property
    def held(self) -> Held | None:
        return self.visit.held

    def hold(self, room: str, begin: datetime, minutes: int) -> None:
        """Ask for the time; once, however often it is touched."""
        if self.busy:
            return
        self.busy = True
        end = begin + timedelta(minutes=minutes)
        self.visit.asked = room, Span(begin, end)
        wish = {"room": room, "lang": self.visit.language, "begin": utc(begin), "end": utc(end)}
        self._ask("POST", "/api/holds", wish | {"extras": sorted(self.visit.extras)}, self._got)

    def more(self) -> None:
        if self.held and not self.busy:
            self.busy = True
            self._ask("POST", f"/api/holds/{self.held.token}/more", {}, self._got)

    def book(self, name: str, show_name: bool) -> None:
        """Finish at the display."""
        if self.held and not self.busy:
            self.busy = True
            wish = {"hold": self.held.token, "name": name, "show_name": show_name, "lang": self.visit.language}
            self._ask("POST", "/api/bookings", wish, self._booked)

    def let_go(self) -> None:
        """Give the time back, unless the phone has it already."""
        self._watch.cancel()
        held, self.visit.held = self.held, None
        if held and held.state == "waiting":
            self._client.ask("DELETE", f"/api/holds/{held.token}", None, self.visit.language, _ignore, _ignore)

    def leave(self) -> None:
        """The visit is over: a time that is still on its way here is given back when it comes."""
        self._over = True
        self.let_go()

    def news(self) -> None:
        """Something changed in the house: look at once."""
        if self.held:
            self._look()

    def _look(self, _elapsed: float = 0) -> None:
        if self.held:
            self._client.ask("GET", f"/api/holds/{self.held.token}", None, self.visit.language, self._seen, _ignore)

    def _ask(self, method: str, path: str, body: Json, done: Callable[[Json], None]) -> None:
        self._client.ask(method, path, body, self.visit.language, done, self._denied)

    def _got(self, answer: Json) -> None:
        self.busy = False
        self.visit.held = Held.read(answer)
        if self._over:
            self.let_go()
            return
        self._watch()
        self._changed()

    def _seen(self, answer: Json) -> None:
        before, now = self.held, Held.read(answer)
        if before is None or now.token != before.token:
            return
        self.visit.held = now
        if now.state in MADE:
            self._booked(now.booking or {})
            return
        if now.state in LIVE:
            self._watch()
        if (now.state, now.expires) != (before.state, before.expires):
            self._changed()

    def _booked(self, booking: Json) -> None:
        self.busy = False
        self._watch.cancel()
        if self._over:
            return
        self.visit.held, self.visit.booking = None, booking
        self._changed()

    def _denied(self, refusal: Refusal) -> None:
        self.busy = False
        if not self._over:
            self._refused(refusal)


def _ignore(_answer: object) -> None:
    """The hold ends by itself."""
