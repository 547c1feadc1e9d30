# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The front of the house: which door is open, what is on today, how to get in, whom to call."""

from math import ceil
from typing import Any

from booking import listing
from booking.agenda import Offer
from booking.slots import local_day
from booking.texts import clock_time
from kiosk import counting, offerwords, phrases, plan, programme
from kiosk.light import lean
from kiosk.look import look
from kiosk.screens.offering import Offering
from kiosk.screens.page import Page
from kiosk.widgets.boxes import Gap, Row
from kiosk.widgets.door import Door
from kiosk.widgets.front import A_PAGE
from kiosk.widgets.notice import Bulletin, Help, Notice, TodayRow
from kiosk.widgets.press import Act, Tile
from kiosk.widgets.words import Words

ROWS = 2  # what is on today
LOW, LARGE = 470, 560  # px of the doors where there is little room, and enlarged


class Home(Offering):
    name = "home"
    keys: tuple[str, ...] = ()
    named = True

    def prepare(self) -> None:
        house = self.guide.known
        language = self.guide.visit.language
        self.keys = ("home",) if self.guide.door else ()
        self.title = self.t("Now in the house")
        self.offer = (
            self.t("No account, free of charge") if look.wide else self.t("For your group. No account, free of charge.")
        )
        paged = len(house.bookable) > A_PAGE
        self.question = "" if self.away or paged else self.t("Touch a door and book the room")
        if self.guide.visit.reach and look.tall:
            self.question = self.t("Everything to touch is low now")
        self.way_in = phrases.called(house.way_in, language)
        self.help = phrases.called(house.help, language)
        # With the server away something else has to be said.
        notices = [] if self.away else house.notices
        self.bulletin = phrases.called(notices[0], language) if notices else ""
        self.over = None if self.away else counting.just_over(self.offerings.offers.values(), self.guide.now())
        self.phone = self.t("Phone {number}", number=_unbroken(house.phone)) if house.phone else ""

    def renew(self) -> bool:
        """Doors open and close."""
        return False

    def fill(self) -> None:
        guide = self.guide
        signs = [
            phrases.sign(guide.texts, guide.known, room, guide.days, guide.now(), self.away)
            for room in guide.known.bookable
        ]
        self.ids.front.lean = lean(guide.now().astimezone(guide.known.zone))
        self.ids.front.show(signs, self._door_touched, self._door_page(), alike=self.low)
        if len(signs) > A_PAGE:
            self._pages(len(signs))
        self._today()
        if guide.month is not None:
            self._month_act()
        ids = self.ids
        if guide.visit.reach and look.tall:  # what is read stands above what is touched
            ids.left.remove_widget(ids.below_doors)
            ids.left.add_widget(ids.below_doors)
        if not self.roomy:
            ids.right.spacing = ids.below_doors.spacing = 14
        if self.bulletin:
            ids.below_doors.add_widget(Bulletin(text=self.bulletin))
            if look.wide:
                ids.below_doors.padding = (look.margin, 12, look.margin, 0)
        if self.over and not self.bulletin:
            ids.below_doors.add_widget(self._ask(self.over[0]))
            if look.wide:
                ids.below_doors.padding = (look.margin, 12, look.margin, 0)
        (ids.right if look.wide else ids.below_doors).add_widget(self._notice() if self.away else self._main_tile())
        for row in self._more_tiles():
            (ids.right if look.wide else ids.below_doors).add_widget(row)
        for card in [] if look.wide and self.away and not self.roomy else self._cards():
            (ids.right if look.wide else ids.below_today).add_widget(card)

    def _cards(self) -> list[Help]:
        """How to get in and whom to ask; whoever sits at a desk is in."""
        box: dict[str, Any] = {} if look.wide else {"size_hint_y": None, "height": self._help_height}
        entrance = (
            []
            if look.wide or self.planned
            else [Help(icon="building", title=self.t("Entrance"), text=self.way_in, **box)]
        )
        title = "" if self.planned else self.t("Help")
        return [*entrance, Help(icon="people", title=title, text=f"{self.help}\n[b]{self.phone}[/b]", **box)]

    @property
    def _help_height(self) -> int:
        if look.narrow:
            return 176
        return 112 if self.planned else 250

    def _main_tile(self) -> Tile:
        tile = Tile(kind="main", icon="room", text=self.t("Book a room"), second=self._next_free() or self.offer)
        if look.narrow or not self.roomy:
            tile.height, tile.padding = 204 if look.narrow else 156, (28, 12)
        tile.bind(on_release=self._book)
        return tile

    def _more_tiles(self) -> list[Row]:
        """What else one can do: find the way, say that one has come, borrow something."""
        told = self.offerings.told
        wanted = []
        if self.planned:
            wanted.append(("floors", "way", self.t("Find the way"), self.t("Rooms, lift, toilet")))
        if told:
            wanted.append(("offers", "offers", self.t("What is on?"), self._soon()))
        wanted.append(("here", "here", self.t("We are here"), self.t("Booking, or a visit")))
        if self.guide.known.lent and not (self.away and told):  # while the house does not answer, there is less room
            wanted.append(("things", "projector", self.t("Borrow"), self.t("Things and advice")))
        if told:
            wanted.append(("ideas", "ideas", self.t("Your idea"), self.t("What is missing here?")))
        if (self.planned or told) and look.tall and (len(wanted) % 2 or look.narrow):
            wanted.append(("search", "search", self.t("Search"), self.t("What you need")))
        across = 1 if look.wide else look.across(2)
        return [self._tile_row(wanted[first : first + across]) for first in range(0, len(wanted), across)]

    def _soon(self) -> str:
        """When the next thing is on."""
        guide = self.guide
        entry = listing.next_entry(self.offers, guide.now())
        if entry is None or entry.date is None:
            return self.t("Advice, workshops")
        return self.t("Next: {when}", when=offerwords.soon(guide.texts, guide.known, entry.date, guide.now()))

    @property
    def low(self) -> bool:
        """Whether there is little room for the doors."""
        return look.zoom > 1 or (look.tall and (self.guide.visit.reach or self.guide.visit.reading))

    @property
    def front_height(self) -> float:
        """Px of the doors at least, in one column."""
        few = look.pillar or look.zoom == 1 or self.guide.visit.reach
        return (LOW if few else LARGE) if self.low else 0

    @property
    def roomy(self) -> bool:
        """Whether there are only few tiles."""
        return not self.offerings.told

    @property
    def planned(self) -> bool:
        """Whether the house has a plan, or should have one."""
        known = self.guide.wayfinding
        return known.finder is not None or bool(known.fault)

    def _tile_row(self, wanted: list[tuple[str, str, str, str]]) -> Row:
        row = Row(size_hint_y=None, height=look.side_tile if self.roomy else look.slim_tile, spacing=look.gap)
        for screen, icon, text, second in wanted:
            tile = Tile(kind="side", icon=icon, text=text, second=second, size_hint_y=1)
            tile.screen = screen
            tile.bind(on_release=self._tile_touched)
            row.add_widget(tile)
        return row

    def _tile_touched(self, tile: Any) -> None:
        self.go(tile.screen)

    def _next_free(self) -> str:
        """When no door is open: which one opens next today."""
        guide = self.guide
        days = [day for room in guide.known.bookable if (day := guide.days.get((room.id, guide.today)))]
        standing = [plan.standing(day, guide.now()) for day in days]
        if any(piece and piece.state == "free" for piece in standing):
            return ""
        found = plan.next_free(days, guide.now())
        if not found:
            return ""
        day, at = found
        return self.t(
            "Free next: {room} at {time}", room=self.room_name(day.room), time=clock_time(at, guide.known.zone)
        )

    def _door_page(self) -> int:
        return self.guide.visit.doors % -(-len(self.guide.known.bookable) // A_PAGE)

    def _pages(self, count: int) -> None:
        """More doors than stand side by side: one key leads through them all."""
        first = self._door_page() * A_PAGE
        said = self.t("{first} to {last} of {n}", first=first + 1, last=min(first + A_PAGE, count), n=count)
        self.ids.pages.add_widget(Gap())
        self.ids.pages.add_widget(Words(text=said, step=28, hug=True, size_hint_y=1, color=look.ink2))
        more = Act(icon="forward", text=self.t("More rooms"), size_hint_x=None, width=330, height=look.chip)
        more.pos_hint = {"center_y": 0.5}
        more.bind(on_release=self._more)
        self.ids.pages.add_widget(more)

    def _more(self, _act: Act) -> None:
        self.guide.visit.doors = self._door_page() + 1
        self.guide.again()

    def _notice(self) -> Notice:
        told = away_text(self)
        if look.wide and not self.roomy and self.phone:  # there is no card that says so
            told = f"{told}\n[b]{self.phone}[/b]"
        return Notice(title=self.t("Booking is not possible right now"), text=told)

    def _today(self) -> None:
        guide = self.guide
        zone, today = guide.known.zone, local_day(guide.now(), guide.known.zone)
        days = [day for room in guide.known.rooms if (day := guide.days.get((room.id, today)))]
        found = programme.today(self.offers, plan.public_today(days, guide.now()), guide.now(), zone)
        few = self.bulletin or self.over or (self.guide.visit.reach and look.tall)
        for line in found[: ROWS - 1 if few else ROWS]:
            self.ids.rows.add_widget(self._row(line))
        if not found:
            self.ids.rows.add_widget(
                Words(text=self.t("Nothing public is planned in the house today any more."), step=32)
            )

    def _ask(self, offer: Offer) -> Act:
        """How was what has just ended?"""
        text = self.t("How was “{title}”?", title=self.said(offer.title))
        ask = self.act(text, "face4", self._asked, step=32, height=look.chip)
        ask.offer = offer.id
        return ask

    def _asked(self, ask: Any) -> None:
        self.go("feedback", key=ask.offer)

    def _month_act(self) -> None:
        """How the month goes, a touch away."""
        row = self.ids.today
        high = max(68, ceil(look.target)) if look.tall else look.chip
        act = self.act(self.t("This month in the house"), "building", self._month, height=high)
        act.size_hint_x, act.width, act.pos_hint = None, 480, {"top": 1}
        row.height = high + 10
        row.add_widget(act)

    def _month(self, _act: Any) -> None:
        self.go("month")

    def _row(self, line: programme.Today) -> TodayRow:
        """An offer, or a booking that shows its name."""
        guide = self.guide
        if line.offer:
            text = self.said(line.offer.title)
            place = offerwords.place(guide.texts, guide.known, line.offer, level=False)
        else:
            text, place = line.name, self.room_name(line.room)
        row = TodayRow(time=clock_time(line.begin, guide.known.zone), text=text, place=place)
        row.line = line
        row.bind(on_release=self._row_touched)
        return row

    def _door_touched(self, door: Door) -> None:
        open_room(self, door.room)

    def _row_touched(self, row: Any) -> None:
        if row.line.offer:
            self.go("offer", key=row.line.offer.id)
        else:
            open_room(self, row.line.room)

    def _book(self, _tile: Tile) -> None:
        self.go("day")


def open_room(page: Page, room: str) -> None:
    """A room's day: as a list in portrait, as the rows of all rooms in landscape."""
    page.go("day" if look.pillar else "room", room=room)


def away_text(page: Page) -> str:
    """How old the plan is, and what to do."""
    at = page.guide.plan_at
    known = page.t("The plan is from [b]{time}[/b].", time=clock_time(at, page.guide.known.zone)) if at else ""
    return known + "\n" + page.t("It goes on by itself. Urgent? Ask at the desk.")


def _unbroken(number: str) -> str:
    return number.replace(" ", "\u00a0")
