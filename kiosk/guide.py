# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Leads one visitor after another through the screens, and keeps what they show of the house."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from booking.slots import local_day
from booking.texts import Texts, texts
from kiosk.client import Client, Done, News, Refused, Wayfinding
from kiosk.config import Fallback
from kiosk.connection import Refusal
from kiosk.holding import LIVE, Holding
from kiosk.house import Day, House, Json
from kiosk.houseclock import HouseClock
from kiosk.idle import Idle
from kiosk.look import SIZES
from kiosk.month import Month
from kiosk.offerings import NOTHING, Offerings
from kiosk.saying import spoken
from kiosk.speech import Piece, Speech
from kiosk.visit import Step, Visit
from kiosk.voices import Tone, step

REST = "attract"  # the screen of a display before which nobody stands
# screens on which a held time stays held
KEEPING = frozenset({"hold", "name", "refused", "done", "idle", "language"})
OF_A_HOLD = frozenset({"hold", "name"})  # there is nothing on them once it is gone
OVER = frozenset({"expired", "cancelled", "gone"})  # why a house refuses when the hold is no more
PASSING = frozenset({"hold", "done", "refused", "language", "present", "told", "counted"})  # not gone back to
# but from these: somebody looks for the way meanwhile, reads on in another language, or tries once more
BESIDE = frozenset({"floors", "way", "search", "language", "refused"})
PATIENT = 5  # times as long
APART = frozenset({"offer"})  # one may lead to another: each is gone back to

Show = Callable[[str, dict[str, Any], bool], None]


class Guide:
    """What a screen may ask: the house and its plan, the visitor, the way on and back."""

    def __init__(
        self, client: Client, clock: HouseClock, show: Show, dress: Callable[[Visit], None], door: str = ""
    ) -> None:
        self.door = door  # the room at whose door the display hangs; "" in the lobby
        self.client, self.clock = client, clock
        self._show, self._dress = show, dress
        self.house: House | None = None
        self.days: dict[tuple[str, date], Day] = {}
        self.stale: set[tuple[str, date]] = set()
        self.plan_at: datetime | None = None
        self.away = True
        self.fallback: Fallback
        self.wayfinding = Wayfinding()
        self.offerings = NOTHING
        self.month: Month | None = None
        self.resting = False
        self.sizes = len(SIZES)  # that a visitor can choose from
        self.speech = Speech()
        self.idle = Idle(self._ask, self._tell, self.leave, self.rest)
        self.idle.busy = lambda: self.listening
        self.told: Callable[[int], None] | None = None  # the idle question, while it stands
        self.on_leave: Callable[[], None] = lambda: None  # a visitor is forgotten
        self._begin()

    def _begin(self) -> None:
        self.visit = Visit(front="door" if self.door else "home")
        self._be_patient()
        self.holding = Holding(self.client, self.visit, self._hold_changed, self._refused)

    # What a screen reads

    @property
    def texts(self) -> Texts:
        return texts(self.visit.language, "kiosk", "house")

    def now(self) -> datetime:
        return self.clock.now()

    @property
    def known(self) -> House:
        """The house; screens other than the waiting one open only when it is known."""
        if self.house is None:
            raise LookupError("the house is not known yet")
        return self.house

    @property
    def today(self) -> date:
        return local_day(self.now(), self.known.zone)

    @property
    def blocked(self) -> frozenset[str]:
        """What of the floor plan nobody can pass now."""
        now = self.now()
        return frozenset(each.place for each in self.known.barriers if each.begin <= now < each.end)

    @property
    def screen(self) -> Step:
        return self.visit.trail[-1]

    # Ways

    def go(self, screen: str, **what: Any) -> None:
        """On to a screen."""
        trail = self.visit.trail
        while screen not in BESIDE and trail[-1].screen in PASSING and len(trail) > 1:
            trail.pop()
        if trail[-1].screen == screen and screen not in APART:
            trail.pop()
        trail.append(Step(screen, what))
        self._arrive(moving=True)

    def turn(self, screen: str, **what: Any) -> None:
        """Another view of the same thing: it takes the place of the one that stands."""
        self.visit.trail.pop()
        self.visit.trail.append(Step(screen, what))
        self._arrive(moving=False)

    def back(self) -> None:
        if len(self.visit.trail) > 1:
            self.visit.trail.pop()
        self._arrive(moving=True)

    def home(self) -> None:
        """To the front of the house; language and other needs stay, a held time does not."""
        del self.visit.trail[1:]
        was = self.visit
        self.visit = replace(Visit(front=was.front), **was.needs, held=was.held, trail=was.trail)
        self.holding.visit = self.visit
        self._arrive(moving=True)

    def again(self) -> None:
        """The same screen anew: the house, the language or the palette has changed."""
        self._arrive(moving=False)

    def _arrive(self, moving: bool) -> None:
        self.resting = False
        self.speech.hush()
        if self.screen.screen not in KEEPING:
            self.holding.let_go()
        while self.screen.screen in OF_A_HOLD and self.visit.held is None:
            self.visit.trail.pop()
        self._watch()
        name = self.screen.screen if self.house else "waiting"
        self._show(name, self.screen.what if self.house else {}, moving)

    def _watch(self) -> None:
        """The idle time runs only where there is something to forget."""
        if self.visit.untouched:
            self.idle.unwatched()
        else:
            self.idle.again()

    # Language and other needs

    def speak(self, language: str) -> None:
        self.visit.language = language
        if self.screen.screen == "language":
            self.visit.trail.pop()
        self._dressed_anew()

    def contrast(self) -> None:
        self.visit.contrast = not self.visit.contrast
        self._dressed_anew()

    def calm(self) -> None:
        """Nothing moves, or it does again."""
        self.visit.calm = not self.visit.calm
        self._dressed_anew()

    def reach(self) -> None:
        """What can be touched goes down, or up again."""
        self.visit.reach = not self.visit.reach
        self._dressed_anew()

    def larger(self) -> None:
        """Everything one step larger; after the last one it is as it was."""
        self.visit.larger = (self.visit.larger + 1) % self.sizes
        self._dressed_anew()

    def read_aloud(self) -> None:
        """Everything is read aloud, or no longer."""
        self.visit.reading = not self.visit.reading
        self._be_patient()
        self._dressed_anew()

    def speak_faster(self, by: int) -> None:
        self.visit.pace = step(self.visit.pace, by)
        self._be_patient()

    def speak_louder(self, by: int) -> None:
        self.visit.loudness = step(self.visit.loudness, by)
        self._be_patient()

    def more_time(self) -> None:
        """The answer to the question: still there, and slower than others."""
        self.take_time()
        self.stay()

    def take_time(self) -> None:
        """Whoever needs longer gets five times as long, from now on and for everything that waits."""
        self.visit.patience = PATIENT
        self._be_patient()
        self.idle.touched()

    def _be_patient(self) -> None:
        """Voice and countdowns as this visitor needs them."""
        visit = self.visit
        self.speech.tone = Tone(visit.pace, visit.loudness)
        self.idle.patience, self.idle.listens = visit.patience, visit.reading

    @property
    def listening(self) -> bool:
        """Whether somebody is being told what stands there: nothing goes away meanwhile."""
        return self.visit.reading and self.speech.speaking

    def say(self, sentences: Iterable[str]) -> None:
        """Say this in the visitor's language."""
        language = self.visit.language
        self.speech.say([Piece(spoken(each, language), language) for each in sentences])

    def _dressed_anew(self) -> None:
        self._dress(self.visit)
        self.again()

    # Booking

    def _hold_changed(self) -> None:
        if self.visit.held is None:  # it has become a booking
            self.visit.typed = ""
            self.go("done")
        elif self.visit.held.state not in LIVE:
            self._refused(Refusal("expired"))
        elif self.screen.screen == "length":
            self.go("hold")
        else:
            self.renew()

    def attend(self, code: str, what: str, body: Json, done: Done, refused: Refused) -> None:
        """A group says that it is here, stays or goes."""
        self.send(f"/api/bookings/{code}/{what}", body, done, refused)

    def send(self, path: str, body: Json, done: Done, refused: Refused) -> None:
        """A wish of the visitor; the answer comes only if the visitor is still the same."""
        self.client.ask("POST", path, body, self.visit.language, self._mine(done), self._mine(refused))

    def count(self, path: str, body: Json, done: Done, refused: Refused, corrects: bool = False) -> None:
        """A touch that counts: while the house is away it is kept for some minutes, whoever stands here then."""
        language = self.visit.language
        self.client.count(path, body, language, self._mine(done), self._mine(refused), corrects)

    def _mine(self, then: Callable[[Any], None]) -> Callable[[Any], None]:
        """Called only if the visitor is still the same."""
        visit = self.visit

        def same(answer: Any) -> None:
            if self.visit is visit:
                then(answer)

        return same

    def expire(self) -> None:
        """The time of a hold has run out; the server says the same."""
        self._refused(Refusal("expired"))

    def _refused(self, refusal: Refusal) -> None:
        """Whatever else the house does not do, it keeps the time until that is over."""
        if refusal.reason in OVER:
            self.holding.let_go()
        self.go("refused", refusal=refusal)

    # News

    def hear(self, news: News) -> None:
        """The house as it is now."""
        first = self.house is None
        self.house, self.plan_at = news.house, news.at
        self.days = {key: day for key, day in self.days.items() if key[1] >= self.today} | news.days
        self.stale = set(self.days) - set(news.days)  # shown until they are asked for again
        self.holding.news()
        if first:
            self._dress(self.visit)
            self._watch()
        self.renew()

    def hear_wayfinding(self, wayfinding: Wayfinding) -> None:
        """The plan of the house is there, or another one."""
        self.wayfinding = wayfinding
        self.renew()

    def hear_offerings(self, offerings: Offerings) -> None:
        """Offers, actors, signposts and ideas are there, or others; or they can be searched now."""
        others, self.offerings = offerings != self.offerings, offerings
        if others and self.house is not None:
            self.renew()

    def hear_month(self, month: Month | None) -> None:
        """How the month goes; the news that follow bring it onto the screen."""
        self.month = month

    def know(self, days: dict[tuple[str, date], Day]) -> None:
        """Days that a screen has asked for."""
        self.days.update(days)
        self.stale -= set(days)
        self.renew()

    def hear_time(self) -> None:
        """A quarter of an hour has passed: what was free is over."""
        self.renew()

    def set_away(self, away: bool) -> None:
        if self.away != away:
            self.away = away
            if away and self.resting:
                self.wake()
            self.renew()

    def renew(self) -> None:
        """The screen that stands shows what is so now."""
        if self.resting:
            self._show(REST, {}, False)
            return
        name = self.screen.screen if self.house else "waiting"
        self._show(name, self.screen.what if self.house else {}, False)

    # Nobody there

    def rest(self) -> None:
        """The front has stood untouched: show from afar what the house is. Not while there is something to say.

        A door says it always, and stays.
        """
        if self.door or self.house is None or self.away or not self.visit.untouched:
            self._watch()
            return
        self.resting = True
        self.renew()

    def wake(self) -> None:
        """Somebody is there: the front of the house."""
        self._arrive(moving=False)

    def _ask(self) -> None:
        self._show("idle", {}, False)

    def _tell(self, seconds: int) -> None:
        if self.told:
            self.told(seconds)

    def stay(self) -> None:
        """Yes, still there."""
        self.told = None
        self.again()

    def leave(self) -> None:
        """Forget the visitor: home, in German, everything typed gone."""
        self.told = None
        self.holding.leave()
        self.on_leave()
        self._begin()
        self._dress(self.visit)
        self._arrive(moving=False)
