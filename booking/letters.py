# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letters to groups: what each says, in the group's language, as plain text, as HTML and for their calendar.

Nothing in a letter reports back: no picture, no address but those of the house. Does not send anything.
"""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr

from booking import entries, in_the_way, invitation
from booking.bookings import Booking
from booking.calendar import Entry
from booking.city_closures import LETTER
from booking.desk import Desk
from booking.ideas import Idea
from booking.invitation import Party
from booking.mail import Calendar, Letter
from booking.model import BOOKED, CANCELLED, HELD, LIVE, REFUSED, RELEASED, REQUESTED, UNCONFIRMED
from booking.series import Series, SeriesDesk
from booking.slots import local_day
from booking.texts import IDEA_STATES, Texts, clock_time, texts


class Letters:
    """Writes the letters of one house."""

    def __init__(self, desk: Desk, public_url: str) -> None:
        self._desk = desk
        self._house = desk.house
        self._public_url = public_url

    def write(self, kind: str, found: Booking, mail: str) -> Letter | None:
        """The letter of a kind about a booking as it stands now, or None if there is nothing to say any more."""
        words = texts(found.language, "house")
        if kind == "confirm":
            return self._confirm(words, found) if found.status == UNCONFIRMED else None
        if kind == "offer":
            return self._offer(words, found) if found.status == HELD else None
        if kind == "ended":
            return self._ended(words, found, mail)
        if kind == "series":
            return self._series(words, found, mail)
        if found.status not in (BOOKED, REQUESTED):
            return None  # another letter says how it ended
        if kind == LETTER:
            return self._closed(words, found) if in_the_way.stands(self._desk, found) else None
        if kind == "message":
            return self._message(words, found)
        if kind == "reminder":
            return self._reminder(words, found) if found.begin > self._desk.now() else None
        return self._booked(words, found, mail) if kind == "booked" else self._changed(words, found, mail)

    def links(self, found: Sequence[Booking], language: str) -> Letter:
        """The private links of all coming bookings of an address."""
        words = texts(language, "house")
        lines = [words.t("These are your bookings. Please keep the links to yourself.")]
        for one in found:
            lines += ["", *self._what(words, one), self._link(one)]
        return Letter(words.t("Links to your bookings"), tuple(lines), links=frozenset(map(self._link, found)))

    def idea(self, one: Idea) -> Letter | None:
        """What has become of an idea or a question, for the one who told it."""
        words = texts(one.language, "house")
        token = self._desk.key.token("idea", one.id)
        question = one.kind == "question"
        named = words.t("question {n}", n=one.number) if question else words.t("idea {n}", n=one.number)
        status = () if question else (words.t("Status: {status}", status=words.t(IDEA_STATES[one.status])),)
        answer = (words.t("The house writes: {text}", text=one.answer),) if one.answer else ()
        return Letter(
            words.t("News of your {what}", what=named),
            (one.text, "", *status, *answer),
            (words.t("Look at it"), f"{self._public_url}/{one.language}/i/{token}"),
        )

    def _confirm(self, words: Texts, found: Booking) -> Letter:
        minutes = self._house.terms.confirm_minutes
        return Letter(
            words.t("Please confirm your booking"),
            (
                self._when(words, found),  # not the name: nobody has said yet that they want to hear from its author
                self._where(words, found),
                "",
                words.t("Please confirm your booking within {minutes} minutes:", minutes=minutes),
            ),
            (words.t("Yes, we are coming"), self._link(found, "/confirm")),
            (words.t("If you did not book anything, do nothing: the time becomes free again by itself."),),
        )

    def _booked(self, words: Texts, found: Booking, mail: str) -> Letter:
        facts, act = self._facts(words, found), self._act(words, found)
        if found.status == REQUESTED:
            asked = words.t("The house confirms each booking of this room. You see here when it has.")
            return Letter(words.t("Your request has arrived"), facts, act, (asked,))
        subject = words.t("Booked: code {code}", code=found.code)
        after = (*self._answer(words, found), *self._arrival(words, found))
        return Letter(subject, facts, act, after, self._request(found, mail))

    def _changed(self, words: Texts, found: Booking, mail: str) -> Letter:
        facts, act = self._facts(words, found), self._act(words, found)
        return Letter(words.t("Your booking has a new time"), facts, act, (), self._request(found, mail))

    def _ended(self, words: Texts, found: Booking, mail: str) -> Letter | None:
        if found.status in LIVE:
            return None
        subject, why = self._ending(words, found.status)
        again = (words.t("See other times"), f"{self._public_url}/{found.language}/rooms/{found.room}")
        lines = (*self._what(words, found), "", why, *self._answer(words, found))
        return Letter(subject, lines, again, (), self._cancelled(found, mail))

    def _ending(self, words: Texts, status: str) -> tuple[str, str]:
        """How it ended, and why."""
        if status == CANCELLED:
            return words.t("Cancelled"), words.t("Your booking is cancelled, the room is free for others.")
        if status == REFUSED:
            sorry = words.t("The house could not agree. Please ask at the desk: {phone}", phone=self._house.phone)
            return words.t("Refused"), sorry
        if status == RELEASED:
            return words.t("Released"), words.t("Nobody had come in time, so the room was released.")
        late = words.t("The house did not answer in time, so the time is free again.")
        return words.t("No longer valid"), late

    def _reminder(self, words: Texts, found: Booking) -> Letter:
        today = local_day(self._desk.now(), self._house.zone)
        near = words.near_day(local_day(found.begin, self._house.zone), today)
        return Letter(
            f"{words.capital(near)}: {found.name}",
            (
                *self._facts(words, found),
                *self._arrival(words, found),
                "",
                words.t("If you do not need the room: one touch, and others can have it."),
            ),
            (words.t("We do not need it"), self._link(found, "/cancel")),
        )

    def _message(self, words: Texts, found: Booking) -> Letter | None:
        if not found.answer:
            return None
        phone = words.t("If you want to answer: {phone}, {mail}", phone=self._house.phone, mail=self._house.legal.mail)
        lines = (*self._what(words, found), "", *self._answer(words, found))
        return Letter(words.t("A message about your booking"), lines, self._act(words, found), (phone,))

    def _closed(self, words: Texts, found: Booking) -> Letter:
        closed = words.t("The city closes this room at your time. The house will get in touch.")
        phone = words.t("If you want to answer: {phone}, {mail}", phone=self._house.phone, mail=self._house.legal.mail)
        lines = (*self._facts(words, found), "", closed)
        return Letter(words.t("The room is closed at your time"), lines, self._act(words, found), (phone,))

    def _offer(self, words: Texts, found: Booking) -> Letter:
        until = self._time(found.expires) if found.expires else ""
        return Letter(
            words.t("It has become free"),
            (*self._what(words, found), "", words.t("We keep it for you until {time}.", time=until)),
            (words.t("Book now"), f"{self._public_url}/{found.language}/h/{self._desk.hold_token(found)}"),
            (words.t("If you do nothing, the next one on the list gets it."),),
        )

    def _series(self, words: Texts, found: Booking, mail: str) -> Letter | None:
        series = SeriesDesk(self._desk).of(found)
        if series is None or any(one.status == UNCONFIRMED for one in series.dates):
            return None
        coming = [one for one in series.dates if one.status in (BOOKED, REQUESTED) and one.end > self._desk.now()]
        subject = words.n("Your series: {n} date", "Your series: {n} dates", len(coming))
        lines = [self._name(found), self._where(words, found), ""]
        lines += [self._when(words, one) + (f" ({one.code})" if one.status == BOOKED else "") for one in coming]
        calendar = self._whole(series, found, mail)
        more = (words.t("The code of each date stands behind it."),) if coming else ()
        return Letter(subject, tuple(lines), self._act(words, found) if coming else None, more, calendar)

    # --- parts

    def _what(self, words: Texts, found: Booking) -> tuple[str, str]:
        name = f"{found.name}: " if found.name else ""
        return name + self._when(words, found), self._where(words, found)

    def _facts(self, words: Texts, found: Booking) -> tuple[str, ...]:
        return *self._what(words, found), self._code(words, found)

    def _answer(self, words: Texts, found: Booking) -> tuple[str, ...]:
        """What staff wrote to the group."""
        return (words.t("The house writes: {text}", text=found.answer),) if found.answer else ()

    def _name(self, found: Booking) -> str:
        return found.name or ""

    def _when(self, words: Texts, found: Booking) -> str:
        times = words.t("{begin} to {end}", begin=self._time(found.begin), end=self._time(found.end))
        return f"{words.full_day(local_day(found.begin, self._house.zone))}, {times}"

    def _where(self, words: Texts, found: Booking) -> str:
        room = self._house.room(found.room)
        along = [thing.name[found.language] for key in found.extras if (thing := self._house.room(key))]
        where = f"{room.name[found.language]}, {words.level(room.level)}" if room else found.room
        return ", ".join([where, *(words.t("with {thing}", thing=thing) for thing in along)])

    def _time(self, moment: datetime) -> str:
        return clock_time(moment, self._house.zone)

    def _code(self, words: Texts, found: Booking) -> str:
        return words.t("Booking code {code}", code=found.code)

    def _arrival(self, words: Texts, found: Booking) -> tuple[str, ...]:
        room = self._house.room(found.room)
        if room is None or not room.check_in:
            return ()
        minutes = self._house.terms.arrival_minutes
        return (
            words.n(
                "When you come, say so at the display with the code. After {n} minute the room goes to others.",
                "When you come, say so at the display with the code. After {n} minutes the room goes to others.",
                minutes,
            ),
        )

    def _act(self, words: Texts, found: Booking) -> tuple[str, str]:
        return words.t("Look at it, move it or cancel it"), self._link(found)

    def _link(self, found: Booking, step: str = "") -> str:
        return f"{self._public_url}/{found.language}/b/{self._desk.link_token(found)}{step}"

    # --- for the calendar

    def _request(self, found: Booking, mail: str) -> Calendar:
        """The invitation as it stands now: of the whole series, unless this date has to go alone."""
        series = SeriesDesk(self._desk).of(found)
        if series is None or self._goes_alone(series, found):
            return Calendar("REQUEST", invitation.request(self._entry(found), *self._who(found, mail)))
        return self._whole(series, found, mail)

    def _whole(self, series: Series, found: Booking, mail: str) -> Calendar:
        """The invitation to a series, or its end if none of its dates is left."""
        shown, who = self._shown(series, found), self._who(found, mail)
        if shown.kept:
            return Calendar("REQUEST", invitation.series_request(shown, *who))
        return Calendar("CANCEL", invitation.series_cancel(shown, *who))

    def _cancelled(self, found: Booking, mail: str) -> Calendar:
        if series := SeriesDesk(self._desk).of(found):
            return self._whole(series, found, mail)
        return Calendar("CANCEL", invitation.cancel(self._entry(found), *self._who(found, mail)))

    def _goes_alone(self, series: Series, found: Booking) -> bool:
        """Whether it was moved to the day of another date: calendars take no series with two on a day."""
        alone = invitation.apart(self._shown(series, found), self._house.time_zone)
        return self._entry(found).uid in {entry.uid for entry in alone}

    def _who(self, found: Booking, mail: str) -> tuple[str, Party, Party]:
        return self._house.time_zone, self._organizer(), Party(self._name(found) or mail, mail)

    def _shown(self, series: Series, found: Booking) -> invitation.Series:
        return entries.series_entry(self._house, series, found, self._link(found))

    def _entry(self, found: Booking) -> Entry:
        return entries.own_entry(self._house, found, self._link(found))

    def _organizer(self) -> Party:
        smtp = self._house.service.smtp
        return Party(self._house.name["de"], parseaddr(smtp.sender)[1] if smtp else self._house.legal.mail)
