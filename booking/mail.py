# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A letter as a mail, and the way to the mail server; knows nothing of bookings."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from booking.config import House, Smtp
from booking.texts import texts

DEADLINE_SECONDS = 10


_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "web" / "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Calendar:
    """An iTIP object (RFC 5546) and its method."""

    method: str
    text: bytes


@dataclass(frozen=True)
class Letter:
    """What a letter says: paragraphs, then an address to act on with the word for it, then small print."""

    subject: str
    lines: tuple[str, ...]
    act: tuple[str, str] | None = None
    after: tuple[str, ...] = ()
    calendar: Calendar | None = None
    links: frozenset[str] = frozenset()  # those of the lines that are addresses of ours


class Undelivered(Exception):
    """The mail server did not take a letter; the text names no address. `final`: trying again is in vain."""

    def __init__(self, why: str, final: bool = False) -> None:
        super().__init__(why)
        self.final = final


def message(house: House, smtp: Smtp, letter: Letter, mail: str, language: str, contact_days: int) -> EmailMessage:
    """The letter as it goes out: plain text, HTML, and what calendars understand (RFC 6047)."""
    words = texts(language, "house")
    name = house.name.get(language, house.name["de"])
    where = f"{house.address.street}, {house.address.postcode} {house.address.city}"
    erased = words.t("We erase your address {days} days after the booking.", days=contact_days)
    sent = EmailMessage()
    sent["From"] = smtp.sender
    sent["To"] = mail
    sent["Subject"] = f"{letter.subject} - {name}"
    sent["Date"] = formatdate(localtime=False)
    sent["Message-ID"] = make_msgid(domain=house.domain)
    sent["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    sent["Content-Language"] = language
    act = ("", f"{letter.act[0]}:", letter.act[1]) if letter.act else ()
    after = ("", *letter.after) if letter.after else ()
    sent.set_content("\n".join((*letter.lines, *act, *after, "", "-- ", name, where, erased)) + "\n")
    html = _pages.get_template("letter.html").render(
        letter=letter, name=name, where=where, erased=erased, lang=language, rtl=words.rtl
    )
    sent.add_alternative(html, subtype="html")
    if letter.calendar:
        sent.add_alternative(
            letter.calendar.text.decode(),
            subtype="calendar",
            charset="utf-8",
            params={"method": letter.calendar.method},
        )
    return sent


def hand_over(smtp: Smtp, letter: EmailMessage) -> None:
    """Give a letter to the mail server; its refusal, its silence and its absence are all Undelivered."""
    try:
        with _connection(smtp) as server:
            if smtp.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if smtp.user and smtp.password_file:
                server.login(smtp.user, smtp.password_file.read_text(encoding="utf-8").strip())
            server.send_message(letter)
    except smtplib.SMTPRecipientsRefused as error:
        code = max(code for code, _ in error.recipients.values())
        raise Undelivered(f"the mail server {smtp.host} refuses the address: {code}", final=code >= 550) from error
    except smtplib.SMTPResponseException as error:
        raise Undelivered(f"the mail server {smtp.host} says {error.smtp_code}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Undelivered(
            f"the mail server {smtp.host}:{smtp.port} cannot be reached: {type(error).__name__}"
        ) from error


def _connection(smtp: Smtp) -> smtplib.SMTP:
    if smtp.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=DEADLINE_SECONDS, context=context)
    return smtplib.SMTP(smtp.host, smtp.port, timeout=DEADLINE_SECONDS)
