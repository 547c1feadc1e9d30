# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Letters to groups: the link that makes a booking count, the code, the link sent again. Plain text, no tracking."""

import logging
import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from booking.bookings import Booking
from booking.config import House, Smtp
from booking.desk import Desk
from booking.model import UNCONFIRMED
from booking.refusal import Refused
from booking.slots import local_day
from booking.texts import Texts, clock_time, texts

DEADLINE_SECONDS = 10

log = logging.getLogger("booking.mail")


class Post:
    """The post office of a desk. Without a mail server nothing is sent, and nothing promises that it will be."""

    def __init__(self, desk: Desk, public_url: str) -> None:
        self._desk = desk
        self._house = desk.house
        self._public_url = public_url

    def booked(self, made: Booking) -> None:
        """Send code and private link; the booking counts with or without this letter, so a fault is only noted."""
        try:
            self._booked(made)
        except Refused as refused:
            log.error("a confirmation could not be sent: %s", refused.reason)

    def ask(self, made: Booking) -> None:
        """Send the link that makes a booking count, or raise Refused("mail_down")."""
        words = texts(made.language, "house")
        lines = (
            words.t("Please confirm your booking within {minutes} minutes:", minutes=self._house.terms.confirm_minutes),
            self._link(made),
            "",
            *_what(words, self._house, made),
            "",
            words.t("If you did not book anything, do nothing: the time becomes free again by itself."),
        )
        self._send(made.mail, words.t("Please confirm your booking"), lines, words)

    def links(self, found: Sequence[Booking], mail: str) -> None:
        """Send the private links of all coming bookings of an address, or raise Refused("mail_down")."""
        if not found:
            return
        words = texts(found[0].language, "house")
        lines = [words.t("These are your bookings. Please keep the links to yourself.")]
        for one in found:
            lines += ["", *_what(words, self._house, one), self._link(one)]
        self._send(mail, words.t("Links to your bookings"), lines, words)

    def _booked(self, made: Booking) -> None:
        words = texts(made.language, "house")
        requested = made.status != "booked"
        subject = words.t("Your request has arrived") if requested else words.t("Booked: code {code}", code=made.code)
        lines = (
            *_what(words, self._house, made),
            words.t("Booking code {code}", code=made.code),
            "",
            words.t("Look at it, move it or cancel it with this private link:"),
            self._link(made),
        )
        self._send(made.mail, subject, lines, words)

    def _link(self, made: Booking) -> str:
        step = "/confirm" if made.status == UNCONFIRMED else ""
        return f"{self._public_url}/{made.language}/b/{self._desk.link_token(made)}{step}"

    def _send(self, mail: str | None, subject: str, lines: Sequence[str], words: Texts) -> None:
        smtp = self._house.service.smtp
        if smtp is None or mail is None:
            return
        name = self._house.name["de"]
        footer = (
            "",
            "-- ",
            name,
            *_address(self._house),
            words.t("We erase your address {days} days after the booking.", days=self._house.terms.contact_days),
        )
        letter = EmailMessage()
        letter["From"] = smtp.sender
        letter["To"] = mail
        letter["Subject"] = f"{subject} - {name}"
        letter["Date"] = formatdate(localtime=False)
        letter["Message-ID"] = make_msgid(domain=self._house.domain)
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
        letter.set_content("\n".join((*lines, *footer)) + "\n")
        _hand_over(smtp, letter)


def _what(words: Texts, house: House, found: Booking) -> tuple[str, str]:
    room = house.room(found.room)
    day = words.full_day(local_day(found.begin, house.zone))
    times = words.t(
        "{begin} to {end}", begin=clock_time(found.begin, house.zone), end=clock_time(found.end, house.zone)
    )
    where = f"{room.name[found.language]}, {words.level(room.level)}" if room else found.room
    return f"{found.name}: {day}, {times}", where


def _address(house: House) -> tuple[str]:
    where = house.address
    return (f"{where.street}, {where.postcode} {where.city}",)


def _hand_over(smtp: Smtp, letter: EmailMessage) -> None:
    """Give a letter to the mail server; its refusal, its silence and its absence are all Refused("mail_down")."""
    try:
        with _connection(smtp) as server:
            if smtp.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if smtp.user and smtp.password_file:
                server.login(smtp.user, smtp.password_file.read_text(encoding="utf-8").strip())
            server.send_message(letter)
    except (smtplib.SMTPException, OSError) as error:
        log.error("mail server %s: %s", smtp.host, type(error).__name__)  # the text may name the address
        raise Refused("mail_down") from error


def _connection(smtp: Smtp) -> smtplib.SMTP:
    if smtp.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=DEADLINE_SECONDS, context=context)
    return smtplib.SMTP(smtp.host, smtp.port, timeout=DEADLINE_SECONDS)
