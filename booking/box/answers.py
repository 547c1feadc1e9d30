# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What set-up must know: as a file of answers, or asked of a person, one question after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import tomlkit
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from booking.config import Network
from booking.config_part import Key, Part

Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Origin = Annotated[str, StringConstraints(pattern=r"^(https?://[^/\s]+)?$")]
Collection = Annotated[str, StringConstraints(pattern=r"^(https?://\S+/)?$")]


class MachineAnswers(Part):
    house: bool = Field(default=True, description="Does the booking service run on this machine?")
    display: bool = Field(default=True, description="Does a display hang on this machine?")


class HouseAnswers(Part):
    id: Key = Field(default="kassel", description="Short name of the house; it never changes")
    name: Filled = Field(default="Klimaschutzhaus", description="Name of the house, in German")
    domain: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+\.[a-z]+$")] = Field(
        default="klimaschutzhaus.example",
        description="A domain of its own, part of every calendar entry; it never changes",
    )
    street: Filled = Field(default="Beispielstraße 7", description="Street and number")
    postcode: Filled = Field(default="34117", description="Postcode")
    city: Filled = Field(default="Kassel", description="Town")
    phone: Filled = Field(default="+49 561 0000000", description="Telephone that visitors may call")
    mail: Filled = Field(
        default="haus@klimaschutzhaus.example", description="E-mail address that visitors may write to"
    )
    public_address: Origin = Field(
        default="",
        description="Public address, such as https://haus.example; empty: this machine's in the local network",
    )
    staff_networks: tuple[Network, ...] = Field(
        default=(),
        description="Networks in which staff pages open, such as 192.168.7.0/24, with blanks; empty: everywhere",
    )


class MailAnswers(Part):
    host: str = Field(default="", description="Mail server; empty: no mails are sent")
    port: int = Field(default=587, ge=1, le=65535, description="Its port")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="Encryption: starttls, tls or none"
    )
    user: str = Field(default="", description="User there; empty: none is asked for")
    password: str = Field(default="", description="Password there")


class CityAnswers(Part):
    calendar: Collection = Field(
        default="", description="The city's calendar (CalDAV, with a slash at its end); empty: none"
    )
    user: str = Field(default="", description="User there")
    password: str = Field(default="", description="Password there")


class DisplayAnswers(Part):
    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,40}$")] = Field(
        default="lobby", description="Where the display hangs: a short name without blanks"
    )
    server: Origin = Field(default="", description="The booking service's address")
    token: str = Field(
        default="", description="The display's token: klimaschutzhaus booking screen-token make NAME, there"
    )
    inches: float = Field(default=32.0, gt=5, lt=120, description="Diagonal of the glass in inches")
    width_px: int = Field(
        default=1080, ge=320, le=8192, description="Width of the picture in pixels, as somebody sees it"
    )
    height_px: int = Field(default=1920, ge=320, le=8192, description="Height of the picture in pixels")
    rotate: Literal[0, 90, 180, 270] = Field(
        default=0, description="How far the panel is turned clockwise from how it was made: 0, 90, 180 or 270"
    )


class Answers(Part):
    """Everything that set-up must know, with what it is unless somebody says otherwise."""

    machine: MachineAnswers = MachineAnswers()
    house: HouseAnswers = HouseAnswers()
    mail: MailAnswers = MailAnswers()
    city: CityAnswers = CityAnswers()
    display: DisplayAnswers = DisplayAnswers()


@dataclass(frozen=True)
class Question:
    """One key of a table of the answers."""

    table: str
    key: str
    text: str
    known: Any


NEVER_CHANGES = ("id", "domain")


def example() -> str:
    """A file with every answer, as it is unless somebody says otherwise."""
    document = tomlkit.document()
    for table, part in Answers():
        section = tomlkit.table()
        for key, field in type(part).model_fields.items():
            section.add(tomlkit.comment(str(field.description)))
            section.add(key, _plain(getattr(part, key)))
        document.add(table, section)
    return str(tomlkit.dumps(document))


def ask(known: Answers, is_new: bool, put: Callable[[Question], str], say: Callable[[str], None]) -> Answers:
    """Put every question that matters after the answers so far; a blank answer keeps what is known.

    `is_new`: no house was set up here before, so that what never changes may still be chosen.
    """
    answers = known.model_dump()
    for table, key in _matters(answers, is_new):
        model: type[BaseModel] = type(getattr(known, table))
        question = Question(table, key, str(model.model_fields[key].description), answers[table][key])
        while said := put(question).strip():
            try:
                tried = model.model_validate({**answers[table], key: _typed(said, question.known)})
            except (ValidationError, ValueError) as error:
                say(_why(error))
                continue
            answers[table] = tried.model_dump()
            break
    return Answers.model_validate(answers)


def _matters(answers: dict[str, Any], is_new: bool) -> Iterator[tuple[str, str]]:
    """The questions in their order; what was answered decides on those that follow."""
    yield from (("machine", "house"), ("machine", "display"))
    if answers["machine"]["house"]:
        yield from (("house", key) for key in HouseAnswers.model_fields if is_new or key not in NEVER_CHANGES)
        yield "mail", "host"
        if answers["mail"]["host"]:
            yield from (("mail", key) for key in ("port", "security", "user"))
            if answers["mail"]["user"]:
                yield "mail", "password"
        yield "city", "calendar"
        if answers["city"]["calendar"]:
            yield from (("city", key) for key in ("user", "password"))
    if answers["machine"]["display"]:
        alone = not answers["machine"]["house"]
        if alone:
            yield "house", "id"
        yield from (("display", key) for key in DisplayAnswers.model_fields if alone or key not in ("server", "token"))


def _typed(said: str, like: Any) -> Any:
    """What somebody typed, as what it stands for."""
    if isinstance(like, bool):
        if said.lower() not in YES | NO:
            raise ValueError("please answer yes or no")
        return said.lower() in YES
    if isinstance(like, tuple):
        return tuple(said.replace(",", " ").split())
    if isinstance(like, int):
        return int(said)
    return said


YES, NO = {"y", "yes", "j", "ja", "true"}, {"n", "no", "nein", "false"}


def _plain(value: Any) -> Any:
    return [str(each) for each in value] if isinstance(value, tuple) else value


def _why(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(fault["msg"].removeprefix("Value error, ") for fault in error.errors())
    return str(error)
