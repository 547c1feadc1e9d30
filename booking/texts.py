# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every sentence in the reader's language: gettext catalogues, plural forms and dates through Babel.

Sentences stand in English in the code; `assets/locale/<language>/LC_MESSAGES/<domain>.po` carries them over.
"""

from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from booking.refusal import Refused

LOCALE = Path(__file__).parent.parent / "assets" / "locale"
NAMES = {"de": "Deutsch", "en": "English", "ar": "العربية"}
RIGHT_TO_LEFT = frozenset({"ar"})


def N_(message: str) -> str:
    return message


REFUSALS = {
    "sign_in": N_(
        "That does not fit: name, password or code. Each code works only once: please wait for the next one."
    ),
    "proof": N_("That does not fit: your password so far, or the code. Please try again."),
    "own_password": N_("That is not your password. Please try again."),
    "slow_down": N_("That was wrong too often. The next try is possible in {minutes} min."),
    "not_yours": N_("Your role does not have this page. Please ask a colleague of the house."),
    "password_length": N_("A password has {shortest} to {longest} characters. A sentence is a good one."),
    "password_weak": N_(
        "That password is too easy to guess. Take a sentence of your own, without your name or the house's."
    ),
    "one_time": N_("That code does not fit. It changes every 30 seconds: please take the one that is shown now."),
    "reason": N_("Please say why: everybody who finds it closed reads it."),
    "day": N_("That is no day or time. Please choose it again."),
    "feed_name": N_("A link needs a name of its own, 2 to {longest} characters long."),
    "staff_name": N_("A name to sign in with has 2 to {longest} characters on one line."),
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
    "occupied": N_("There are bookings at this time. They have to be cancelled or moved first."),
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
    "not_a_calendar": N_("This is no calendar file (.ics), or it is larger than 20 MB."),
    "calendar_cut": N_("The end of this calendar file is missing. Please export it again."),
    "import_clashes": N_("Some of these times are taken. Nothing was imported."),
    "suddenly_empty": N_(
        "Coming appointments are missing in this calendar: {gone} of {known}. Nothing was changed. Please check that"
        " it is the whole calendar."
    ),
    "not_begun": N_("This booking has not begun yet."),
    "nothing_stored": N_("Nothing is stored about that."),
    "contact_days": N_("Please give a number of days from 1 to {longest}."),
    "order": N_("The end lies before the begin."),
    "how_often": N_("How often shall it be repeated? Please choose, or empty the end."),
    "one_end": N_("Please give either a last day or how many times."),
    "closed_already": N_("Something is closed at this time already. Please open it again first."),
    "feed_taken": N_("There is a link of this name already. Please end it first, or take another name."),
    "whose": N_("Please give an e-mail address or a booking code. By name a booking is found under Today."),
    "empty": N_("Please write something first."),
    "hours_typed": N_("Please give opening hours on full quarters, with an end after the begin: {what}"),
    "what": N_("Please choose what is closed."),
    "answer_long": N_("That is {over} characters too long: {longest} fit. Nothing was sent."),
    "notice_long": N_("A notice has {longest} characters at most: it is read in passing."),
    "nowhere": N_("Please tick where the notice shall stand."),
    "title": N_("Please give a title or a name."),
    "text_long": N_("That is {over} characters too long: {longest} fit. Nothing was saved."),
    "where": N_("Please say where it is."),
    "link": N_("Please check the web address: it begins with https:// or http://."),
    "actor": N_("There is no such actor."),
    "key": N_("A short name has small letters, digits and hyphens, and begins with a letter."),
    "whose_partner": N_("A partner acts for an actor, and nobody else does: please name it by its short name."),
    "key_taken": N_("There is an actor with this short name already."),
    "alt": N_("Please say what the picture shows, for those who do not see it."),
    "many_dates": N_("An offer has {most} dates at most."),
    "of_a_feed": N_("This offer comes with a calendar of its actor. It is changed there."),
    "has_offers": N_("There are still offers of this actor. Please take them away first."),
    "no_offers": N_("Please choose at least one offer to which it leads."),
    "picture": N_("This is no picture (JPEG, PNG, WebP), or it is larger than 20 MB."),
    "idea_long": N_("A sentence has {longest} characters at most."),
    "why": N_("Please say why."),
    "people_count": N_("Please give a number from 1 to {most}."),
    "moved_on": N_("This number has changed in the meantime. Please look again."),
    "amount": N_("Please give a number of at least 1, without cents."),
    "not_yet": N_("This day has not come yet."),
    "source": N_("Please say where this number comes from."),
    "reason_long": N_("A reason has {longest} characters at most."),
    "foreign": N_("This form was sent from another page. Please open it again here."),
    "invalid": N_("Something in this request is not understood."),
}
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
NOT_IMPORTED = {
    "no_time": N_("its time cannot be read"),
    "unknown_zone": N_("its time zone is not known"),
    "ends_before_it_begins": N_("it ends before it begins"),
    "bad_rule": N_("its rule cannot be followed"),
    "too_many_dates": N_("it has more than a thousand dates"),
    "cancelled": N_("it is cancelled"),
    "free": N_("it is marked as free"),
    "past": N_("it is over, or has begun already"),
    "too_far": N_("it begins in more than two years"),
    "duplicate": N_("it stands in the calendar twice"),
    "too_long": N_("it lasts longer than a year"),
    "by_hand": N_("its booking was changed by hand and stays as it is"),
    "too_large": N_("it is too large"),
    "too_much": N_("it takes too long to work out"),
}
# Why a feed was not brought in, and why something does not go out.
FEED_FAULTS = {
    "no_name": N_("The name {host} is not known on the internet."),
    "no_connection": N_("{host} cannot be reached."),
    "forbidden_address": N_("{host} leads into a network that may not be asked."),
    "unknown_host": N_("It sends us on to {host}, which the config does not name."),
    "not_encrypted": N_("It sends us on to {host} without encryption."),
    "bad_address": N_("It sends us on to something that is no address."),
    "sent_on_too_often": N_("It sends us on again and again."),
    "certificate": N_("The certificate of {host} is not valid."),
    "password": N_("The file with the password for it cannot be read."),
    "sign_in": N_("It does not let us in ({status})."),
    "not_found": N_("There is nothing at its address (404)."),
    "gone": N_("It was taken down for good (410)."),
    "too_often": N_("It asks us to come less often (429)."),
    "unavailable": N_("It is out of order at the moment ({status})."),
    "status": N_("It gives an answer that we do not understand ({status})."),
    "encoding": N_("It is packed in a way that we do not understand."),
    "too_slow": N_("It answers too slowly."),
    "cut": N_("Its answer stops in the middle."),
    "too_large": N_("It is larger than {megabytes} MB."),
    "not_a_calendar": N_("What comes from there is no calendar."),
    "calendar_cut": N_("The end of the calendar is missing."),
    "too_much": N_("It takes too long to work out."),
    "half_empty": N_("More than half is missing suddenly: {fresh} of {known} are left. Nothing was changed."),
    "later": N_("The house could not take it in. It is tried again."),
    "full": N_("It has no room left (507)."),
    "refused": N_("It does not take this ({status})."),
    "foreign": N_("Something of somebody else stands there in its place."),
    "not_understood": N_("It gives an answer that we do not understand."),
}
ACTS = {
    "invite": N_("invited somebody"),
    "join": N_("joined"),
    "remove": N_("removed somebody"),
    "sign_in": N_("signed in"),
    "password": N_("changed the own password"),
    "sign_out_elsewhere": N_("signed out elsewhere"),
    "approve": N_("agreed to a request"),
    "refuse": N_("refused or took back"),
    "book": N_("booked for a group"),
    "close": N_("closed something"),
    "reopen": N_("opened again"),
    "link": N_("made a calendar link"),
    "unlink": N_("ended a calendar link"),
    "erase": N_("erased who booked"),
    "book_series": N_("booked a series for a group"),
    "move": N_("moved a booking"),
    "move_series": N_("moved a series"),
    "cancel": N_("cancelled for a group"),
    "cancel_series": N_("cancelled a series for a group"),
    "restore": N_("let a booking stand again"),
    "arrive": N_("said for a group that it is here"),
    "absent": N_("released: nobody came"),
    "write": N_("wrote to a group"),
    "import": N_("brought a calendar in"),
    "contact_days": N_("set how long names are kept"),
    "export": N_("handed out what is stored about somebody"),
    "hours": N_("set opening hours"),
    "usual_hours": N_("took opening hours back"),
    "notice": N_("put a notice up"),
    "no_notice": N_("took a notice down"),
    "offer": N_("kept an offer"),
    "no_offer": N_("took an offer away"),
    "date": N_("let a date take place again"),
    "no_date": N_("cancelled a date of an offer"),
    "actor": N_("kept an actor"),
    "no_actor": N_("took an actor away"),
    "signpost": N_("kept a signpost"),
    "no_signpost": N_("took a signpost away"),
    "idea": N_("answered an idea"),
    "question": N_("answered a question"),
    "no_idea": N_("erased an idea or a question"),
    "recount": N_("corrected a count of visits"),
    "figure": N_("entered a figure"),
    "no_figure": N_("took a figure back"),
    "block": N_("closed a way"),
    "unblock": N_("opened a way again"),
    "feed_confirm": N_("confirmed that a feed has become so short"),
    "feed_discard": N_("kept what a feed said before"),
    "outbox_again": N_("let something go to the city again"),
    "outbox_drop": N_("let something not go to the city"),
}
PURPOSES = {
    "advice": N_("Advice"),
    "event": N_("Offer"),
    "info": N_("Information"),
    "room": N_("Room"),
    "looking": N_("Looking around"),
}
STATES = {
    "free": N_("free"),
    "taken": N_("taken"),
    "held": N_("reserved"),
    "closed": N_("closed"),
    "past": N_("over"),
    "mine": N_("your time"),
}


class Texts:
    """The sentences and dates of one language, out of one or more catalogues."""

    def __init__(self, language: str, *domains: str) -> None:
        self.language = language
        self.rtl = language in RIGHT_TO_LEFT
        self._locale = Locale.parse(language)
        self._catalogue = NullTranslations()
        for domain in domains:
            with (LOCALE / language / "LC_MESSAGES" / f"{domain}.mo").open("rb") as file:
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

    def equipment(self, key: str) -> str:
        return self.t(EQUIPMENT[key])

    def level(self, level: int) -> str:
        """The floor, as people in the house call it."""
        if level == 0:
            return self.t("Ground floor")
        return self.t("Floor {n}", n=level) if level > 0 else self.t("Basement {n}", n=-level)

    def language_name(self, code: str) -> str:
        """What a language is called in this one."""
        return str(self._locale.languages.get(code, code))

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
