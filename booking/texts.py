# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every sentence in the reader's language: gettext catalogues, plural forms and dates through Babel.

Sentences stand in English in the code; `assets/locale/<language>/LC_MESSAGES/<domain>.po` carries them over.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from booking.refusal import Refused
from booking.staff_texts import STAFF_REFUSALS

LOCALE = Path(__file__).parent.parent / "assets" / "locale"
NAMES = {
    "de": "Deutsch",
    "de-simple": "Leichte Sprache",
    "en": "English",
    "tr": "Türkçe",
    "uk": "Українська",
    "ar": "العربية",
    "bg": "Български",
}
STAFF_LANGUAGES = ("de", "en", "ar")  # what staff, partners and the city read
RIGHT_TO_LEFT = frozenset({"ar"})


def N_(message: str) -> str:
    """Marks a sentence that is looked up elsewhere."""
    return message


REFUSALS = {
    "day": N_("That is no day or time. Please choose it again."),
    "taken": N_("This time is already taken."),
    "past": N_("This time has passed."),
    "too_far": N_("This room can be booked {days} days ahead at most."),
    "too_short": N_("This room is booked for {minutes} minutes at least."),
    "too_long": N_("This room is booked for {minutes} minutes at most."),
    "closed": N_("The room is closed at this time."),
    "holiday": N_("The house is closed on this public holiday."),
    "hours": N_("The room is not open at this time."),
    "grid": N_("Times begin and end on full quarters of an hour."),
    "missing_hour": N_("The clocks go forward that night: this time does not exist. Please choose another."),
    "double_hour": N_("The clocks go back that night and show this time twice. Which one do you mean?"),
    "quota": N_("This group has {quota} coming bookings in this room already. More is not possible."),
    "shared_quota": N_("The house is booked up for groups without an e-mail address. Please give an address."),
    "booked_up": N_("The house has as many bookings as it takes. Please ask at the desk."),
    "repeat": N_("A series has 2 to 60 dates: please choose an end."),
    "name": N_("Please tell us the name of your group, with 2 to 60 characters."),
    "no_mail": N_("This house sends no mail. Please ask at the desk."),
    "people": N_("Please give the number of people as a number."),
    "mail": N_("Please check the e-mail address."),
    "expired": N_("The time is no longer kept for you. Please choose again."),
    "no_more_time": N_("This time cannot be kept any longer. Please finish or choose again."),
    "gone": N_("This link is not valid, or no longer valid."),
    "unknown_room": N_("There is no such room."),
    "not_bookable": N_("This room cannot be booked."),
    "screen": N_("This can only be done at a display in the house."),
    "onsite": N_("Please scan the code at the display in the house again. It is valid for 10 minutes."),
    "done": N_("This booking can no longer be changed."),
    "later": N_("That was too much at once. Please try again."),
    "unavailable": N_("Booking is not possible right now."),
    "clock": N_("Booking is not possible right now: the clock of the house is not set."),
    "too_many": N_("There were too many requests from here. Please wait a little, or book at the house."),
    "too_many_unproven": N_(
        "Too much waits for a mail to be confirmed. Please book at the house, or less at once, or in half an hour."
    ),
    "request_reused": N_("This request was sent before with something else in it. Please start again."),
    "extra_taken": N_("What shall come along is taken at this time. Without it the room may be free."),
    "not_alone": N_("This can only be booked together with a room."),
    "not_with_rooms": N_("This cannot be booked together with a room."),
    "too_many_people": N_("This room is for {capacity} people at most."),
    "series_clashes": N_("Some dates of the series are not possible."),
    "series_day": N_("Another weekday is possible from this date on, not for the dates before it."),
    "is_free": N_("This time is free: you can book it now."),
    "too_many_waiting": N_("You are waiting for {quota} times already. More is not possible."),
    "not_here": N_("Please say first that you are here."),
    "another_day": N_("This booking is for {day}."),
    "early": N_("Your time begins at {time}. Please come back half an hour before, at the earliest."),
    "released": N_("Nobody had come in time, so the room was released."),
    "not_confirmed": N_("This booking is not confirmed yet."),
    "order": N_("The end lies before the begin."),
    "how_often": N_("How often shall it be repeated? Please choose, or empty the end."),
    "one_end": N_("Please give either a last day or how many times."),
    "empty": N_("Please write something first."),
    "answer_long": N_("That is {over} characters too long: {longest} fit. Nothing was sent."),
    "idea_long": N_("A sentence has {longest} characters at most."),
    "why": N_("Please say why."),
    "foreign": N_("This form was sent from another page. Please open it again here."),
    "invalid": N_("Something in this request is not understood."),
} | STAFF_REFUSALS
EQUIPMENT = {
    "projector": N_("Projector"),
    "kitchen": N_("Tea kitchen"),
    "whiteboard": N_("Whiteboard"),
    "tools": N_("Tools"),
    "screen": N_("Large screen"),
    "hearing_loop": N_("Hearing loop"),
    "chairs": N_("Movable chairs"),
    "piano": N_("Piano"),
}
TOPICS = {
    "energy": N_("Energy"),
    "buildings": N_("Buildings"),
    "mobility": N_("Mobility"),
    "food": N_("Food"),
    "consumption": N_("Consumption"),
    "nature": N_("Nature"),
    "participation": N_("Taking part"),
    "funding": N_("Funding"),
}
OFFERED = {
    "advice": N_("Advice"),
    "event": N_("Event"),
    "workshop": N_("Workshop"),
    "funding": N_("Funding programme"),
    "project": N_("Project"),
    "lending": N_("To borrow"),
    "outreach": N_("Advice at your home"),
}
IDEA_STATES = {
    "new": N_("new"),
    "looked": N_("being looked at"),
    "taken": N_("taken up"),
    "done": N_("done"),
    "no": N_("not possible"),
}
STATES = {
    "free": N_("free"),
    "taken": N_("taken"),
    "held": N_("reserved"),
    "closed": N_("closed"),
    "past": N_("over"),
    "mine": N_("your time"),
}


def base(language: str) -> str:
    """The language without its variant: German for Leichte Sprache (BCP 47)."""
    return language.partition("-")[0]


def best(said: Mapping[str, str], language: str) -> str:
    """The best language that a text of staff is there in: the reader's own, its base, German, any; "" for no text."""
    wished = (language, base(language), "de", *said)
    return next((each for each in wished if said.get(each)), "")


class Said(str):
    """A text of staff's; `language` is the one that it is in, "" if that is the one asked for."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str = "") -> Self:
        made = super().__new__(cls, text)
        made.language = language
        return made


def said(words: Mapping[str, str] | None, language: str) -> Said:
    """What staff say, in the best language that there is."""
    chosen = best(words or {}, language)
    return Said((words or {}).get(chosen, ""), "" if chosen == language else chosen)


def part_of(whole: str, part: str) -> str:
    """A part of a text, or the text as it is set: in the same language."""
    return Said(part, whole.language) if isinstance(whole, Said) else part


def capital(text: str, language: str) -> str:
    """With a capital at its beginning; Turkish has two letters i."""
    first = "İ" if text[:1] == "i" and language == "tr" else text[:1].upper()
    return part_of(text, first + text[1:])


def catalogue(language: str, domain: str) -> Path:
    """The compiled catalogue; what staff read is there in German for those who do not speak another of theirs."""
    spoken = language if domain != "staff" or language in STAFF_LANGUAGES else "de"
    return LOCALE / spoken / "LC_MESSAGES" / f"{domain}.mo"


class Texts:
    """The sentences and dates of one language, out of one or more catalogues."""

    def __init__(self, language: str, *domains: str) -> None:
        self.language = language
        self.rtl = language in RIGHT_TO_LEFT
        self._locale = Locale.parse(base(language))
        self._catalogue = NullTranslations()
        for domain in domains:
            with catalogue(language, domain).open("rb") as file:
                self._catalogue.add_fallback(GNUTranslations(file))

    def t(self, message: str, **values: object) -> str:
        """The sentence in this language, with its `{names}` filled in."""
        text = self._catalogue.gettext(message)
        return text.format(**values) if values else text

    def n(self, one: str, many: str, count: int, **values: object) -> str:
        """The sentence in the plural form for `count`, which fills `{n}`."""
        return self._catalogue.ngettext(one, many, count).format(n=count, **values)

    def refusal(self, refused: Refused) -> str:
        """What a visitor reads when the house says no."""
        days = {key: self.full_day(day) for key, day in refused.details.items() if type(day) is date}
        return self.t(REFUSALS[refused.reason], **refused.details | days)

    def capital(self, text: str) -> str:
        """With a capital at its beginning."""
        return capital(text, self.language)

    def equipment(self, key: str) -> str:
        return self.t(EQUIPMENT[key])

    def level(self, level: int) -> str:
        """The floor, as people in the house call it."""
        if level == 0:
            return self.t("Ground floor")
        return self.t("Floor {n}", n=level) if level > 0 else self.t("Basement {n}", n=-level)

    def language_name(self, code: str) -> str:
        """What a language is called in this one."""
        return str(self._locale.languages.get(code) or NAMES.get(code, code))

    def weekday(self, day: date, short: bool = False) -> str:
        names = self._locale.days["stand-alone"]["short" if short else "wide"]
        return str(names[day.weekday()]).rstrip(".")

    def day_number(self, day: date) -> str:
        """The day of the month: "7."."""
        return self._format(day, self.t("date|d").removeprefix("date|"))

    def day(self, day: date) -> str:
        """Day and month: "7. Mai"."""
        return self._format(day, self.t("date|d MMMM").removeprefix("date|"))

    def short_day(self, day: date) -> str:
        """Day and month, abbreviated where it is long: "7. Sept."."""
        return self._format(day, self.t("date|d MMM").removeprefix("date|"))

    def full_day(self, day: date) -> str:
        """Weekday, day and month: "Donnerstag, 7. Mai"."""
        return self._format(day, self.t("date|EEEE, d MMMM").removeprefix("date|"))

    def dated(self, day: date) -> str:
        """Weekday, day, month and year, short: "Do, 7. Mai 2026"."""
        return self._format(day, self.t("date|EEE, d MMM y").removeprefix("date|"))

    def month(self, day: date) -> str:
        """Month and year: "Mai 2026"."""
        return self._format(day, "LLLL y")

    def short_month(self, day: date) -> str:
        """The month alone, abbreviated: "Mai", "Sept."."""
        return self._format(day, "LLL")

    def number(self, value: float, decimals: int = 0) -> str:
        """A number with the marks of the language: "12.500", "4,6"."""
        return str(format_decimal(value, f"#,##0.{'0' * decimals}" if decimals else "#,##0", self._locale))

    def near_day(self, day: date, today: date) -> str:
        """Today and tomorrow by their word, else weekday and date."""
        if day == today:
            return self.t("today")
        return self.t("tomorrow") if (day - today).days == 1 else self.full_day(day)

    def _format(self, day: date, pattern: str) -> str:
        return format_date(day, pattern, self._locale)


def clock_time(instant: datetime, zone: ZoneInfo) -> str:
    """The time on the wall: "14:00", the same in every language."""
    return f"{instant.astimezone(zone):%H:%M}"


def staff_times(begin: datetime, end: datetime, zone: ZoneInfo) -> str:
    """From when to when, for the command line: "Thu 2026-05-07 14:00 to 16:00"; with the last day if it is another."""
    first, last = begin.astimezone(zone), end.astimezone(zone)
    until = f"{last:%H:%M}" if last.date() == first.date() else f"{last:%a %Y-%m-%d %H:%M}"
    return f"{first:%a %Y-%m-%d %H:%M} to {until}"


@cache
def texts(language: str, *domains: str) -> Texts:
    """The texts of one language, loaded once."""
    return Texts(language, *domains)


def choose(accepted: str | None, languages: tuple[str, ...]) -> str:
    """The best of `languages` for an Accept-Language header (RFC 9110 section 12.5.4), German if none fits."""
    wishes: list[tuple[float, int, str]] = []
    for part in (accepted or "").split(","):
        tag, _, quality = part.strip().partition(";q=")
        wishes.append((-_quality(quality), len(wishes), tag.strip().lower()[:2]))
    return next((tag for refused, _, tag in sorted(wishes) if tag in languages and refused < 0), "de")


def _quality(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0
