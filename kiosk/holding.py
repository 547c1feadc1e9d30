# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the wish to the booking: hold a time, watch the phone, book without one, let go."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

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
        self._wanted = object()  # another one as soon as the visitor wants nothing of what was asked any more
        self.busy = False

    @property
    def held(self) -> Held | None:
        return self.visit.held

    def hold(self, room: str, begin: datetime, minutes: int) -> None:
        """Ask for the time; once, however often it is touched."""
        if self.busy:
            return
        end = begin + timedelta(minutes=minutes)
        self.visit.asked = room, Span(begin, end)
        wish = {"room": room, "lang": self.visit.language, "begin": utc(begin), "end": utc(end)}
        self._ask("/api/holds", wish | {"extras": sorted(self.visit.extras)}, self._got)

    def more(self) -> None:
        if self.held and not self.busy:
            self._ask(f"/api/holds/{self.held.token}/more", {}, self._got)

    def book(self, name: str, show_name: bool) -> None:
        """Finish at the display."""
        if self.held and not self.busy:
            wish = {"hold": self.held.token, "name": name, "show_name": show_name, "lang": self.visit.language}
            self._ask("/api/bookings", wish, self._made)

    def let_go(self) -> None:
        """Give the time back, unless the phone has it already."""
        self._watch.cancel()
        held, self.visit.held, self._wanted = self.held, None, object()
        if held:
            self._give_back(held)

    def _give_back(self, held: Held) -> None:
        if held.state == "waiting":
            self._client.ask("DELETE", f"/api/holds/{held.token}", None, self.visit.language, _ignore, _ignore)

    def leave(self) -> None:
        """The visit is over."""
        self._over = True
        self.let_go()

    def news(self) -> None:
        """Something changed in the house: look at once."""
        if self.held:
            self._look()

    def _look(self, _elapsed: float = 0) -> None:
        if self.held:
            self._client.ask("GET", f"/api/holds/{self.held.token}", None, self.visit.language, self._seen, _ignore)

    def _ask(self, path: str, body: Json, done: Callable[[object, Json], None]) -> None:
        self.busy, wanted = True, self._wanted
        denied = partial(self._denied, wanted)
        self._client.ask("POST", path, body, self.visit.language, partial(done, wanted), denied)

    def _got(self, wanted: object, answer: Json) -> None:
        """A time that comes when the visitor has gone elsewhere is given back."""
        self.busy, held = False, Held.read(answer)
        if wanted is not self._wanted:
            self._give_back(held)
            return
        self.visit.held = held
        self._watch()
        self._changed()

    def _made(self, _wanted: object, answer: Json) -> None:
        """What is booked is said, wherever the visitor has gone meanwhile."""
        self._booked(answer)

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

    def _denied(self, wanted: object, refusal: Refusal) -> None:
        self.busy = False
        if wanted is self._wanted:
            self._refused(refusal)


def _ignore(_answer: object) -> None:
    """The hold ends by itself."""
