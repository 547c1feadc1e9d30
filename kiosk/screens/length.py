# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long: rows in proportion to the free time, and the exact begin."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from booking.slots import local_day
from booking.texts import clock_time
from kiosk import phrases, plan
from kiosk.house import Room
from kiosk.screens.page import Page
from kiosk.visit import Wish
from kiosk.widgets.closing import Closing
from kiosk.widgets.notice import LengthRow
from kiosk.widgets.press import Chip

if TYPE_CHECKING:
    from kiosk.guide import Guide

MOST_EXTRAS = 3
TAKEN_SHARE = 0.165  # of the width, for what closes the rows at the end


class Length(Page):
    name = "length"
    beside = True

    def prepare(self) -> None:
        guide = self.guide
        wish = guide.visit.wish
        if wish is None:
            raise LookupError("no time was chosen")
        self.wish: Wish = wish
        self.room: Room = guide.known.room(wish.room)
        self.title = self.t("How long?")
        day = guide.texts.near_day(local_day(wish.begin, guide.known.zone), guide.today)
        self.begin = clock_time(wish.begin, guide.known.zone)
        self.question = self.t(
            "{room}, {day} [b]from {time}[/b]", room=self.room_name(self.room.id), day=day, time=self.begin
        )
        self.lengths = plan.lengths(self.room, wish.window, wish.begin)
        self.longest = self.lengths[-1] if self.lengths else 30
        self._describe_end()
        self.promise = self._promise()

    def _describe_end(self) -> None:
        guide, wish = self.guide, self.wish
        day = guide.days.get((self.room.id, local_day(wish.begin, guide.known.zone)))
        end = wish.begin + timedelta(minutes=self.longest)
        self.shut = end >= wish.window.end
        piece = plan.after(day, end) if day else None
        self.end_time, self.end_word = phrases.after_window(guide.texts, guide.known, piece, end)
        self.end_state = piece.state if piece and piece.state in ("taken", "held") else "closed"

    def _promise(self) -> str:
        room, texts = self.room, self.guide.texts
        kept = self.n(
            "The time is kept for you for [b]{n} minute[/b].",
            "The time is kept for you for [b]{n} minutes[/b].",
            self.guide.known.hold_minutes,
        )
        if room.setup and room.cleanup:
            return (
                kept
                + " "
                + texts.t(
                    "{before} minutes before and {after} after are for setting up and clearing away.",
                    before=room.setup,
                    after=room.cleanup,
                )
            )
        if room.cleanup:
            return (
                kept
                + " "
                + texts.n(
                    "After it, {n} minute is for clearing away.",
                    "After it, {n} minutes are for clearing away.",
                    room.cleanup,
                )
            )
        return kept

    def fill(self) -> None:
        zone = self.guide.known.zone
        for minutes in self.lengths:
            until = clock_time(self.wish.begin + timedelta(minutes=minutes), zone)
            row = LengthRow(
                text=phrases.length(self.guide.texts, minutes),
                until=self.t("until [b]{time}[/b]", time=until),
                share=minutes / self.longest,
            )
            row.minutes = minutes
            row.bind(on_release=self._chosen)
            self.ids.rows.add_widget(row)
        if self.shut:
            self._close_rows()
        if self.room.kind == "room":
            self._offer_extras()
        if self.room.id == self.guide.door:  # one stands before this one, and others are a touch away from its door
            self.ids.other_room.parent.remove_widget(self.ids.other_room)

    def _offer_extras(self) -> None:
        """What may come along, to be switched on."""
        for thing in self.guide.known.extras[:MOST_EXTRAS]:
            on = thing.id in self.guide.visit.extras
            chip = Chip(
                text=self.t("with {thing}", thing=self.room_name(thing.id)),
                icon="check" if on else "plus",
                chosen=on,
                size_hint_y=1,
            )
            chip.thing = thing.id
            chip.bind(on_release=self._toggled)
            self.ids.extras.add_widget(chip)

    def _toggled(self, chip: Any) -> None:
        self.guide.visit.extras ^= {chip.thing}
        self.guide.turn("length")

    def _close_rows(self) -> None:
        self.ids.across.add_widget(
            Closing(
                state=self.end_state,
                time=self.end_time,
                word=self.end_word,
                size_hint_x=TAKEN_SHARE / (1 - TAKEN_SHARE),
            )
        )

    def _chosen(self, row: Any) -> None:
        self.guide.holding.hold(self.room.id, self.wish.begin, row.minutes)

    def shifted(self, quarters: int) -> datetime | None:
        """The begin moved, if the window allows."""
        return plan.moved(self.wish.window, self.room, self.wish.begin, self.guide.now(), quarters)

    def shift(self, quarters: int) -> None:
        begin = self.shifted(quarters)
        if begin:
            self.guide.visit.wish = Wish(self.wish.room, begin, self.wish.window)
            self.guide.turn("length")

    def other_room(self) -> None:
        self.go("day", day=local_day(self.wish.begin, self.guide.known.zone))

    @classmethod
    def example(cls, guide: "Guide") -> None:
        """The first free time of the first room."""
        guide.visit.wish = free_wish(guide)
        guide.go("length")


def free_wish(guide: "Guide") -> Wish:
    """The next free time of the first room that has one."""
    for (room_id, _), day in sorted(guide.days.items(), key=lambda each: (each[0][1], -len(each[1].windows))):
        room = guide.known.room(room_id)
        for window in day.windows:
            begin = plan.first_start(day, room, guide.now(), window.begin, window.end)
            if begin:
                return Wish(room_id, begin, window)
    raise LookupError("nothing is free")
