# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The feeds that come in, as house.toml names them, and where the house may ask for them at all."""

from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator
from pydantic_core.core_schema import ValidationInfo

from booking.agenda import Kind
from booking.config_part import Key, Language, Part, SecretFile, Topic

PORTS = {"https": 443, "http": 80}


class Site(NamedTuple):
    """Where an address leads: `host` in lower case, without a dot at its end."""

    scheme: str
    host: str
    port: int


def site(url: str) -> Site:
    """The site of an address; ValueError says what is wrong with it."""
    if not url.isascii() or any(letter <= " " or letter in '"<>\\^`{|}\x7f' for letter in url):
        raise ValueError("an address has neither blanks nor letters beyond ASCII: write them as %20 and xn--")
    parts = urlsplit(url)
    if parts.scheme == "webcal":
        raise ValueError("write https:// instead of webcal://")
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("write an address such as https://partner.example/calendar.ics")
    if parts.username is not None or parts.password is not None:
        raise ValueError("no name or password in the address: use user and password_file")
    return Site(parts.scheme, parts.hostname.rstrip("."), parts.port or PORTS[parts.scheme])


def _address(url: str) -> str:
    site(url)
    return url


Address = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_address)]
Host = Annotated[str, StringConstraints(pattern=r"^[a-z0-9:]([a-z0-9.:-]{0,251}[a-z0-9])?$")]


class Partner(Part):
    """A site of somebody else that is asked for something, and with what name and password."""

    url: Address
    user: str | None = None
    password_file: SecretFile | None = None

    @field_validator("password_file")
    @classmethod
    def beside(cls, file: Path | None, info: ValidationInfo) -> Path | None:
        """Beside the config, wherever that is read from."""
        return info.context / file if file and isinstance(info.context, Path) else file

    @model_validator(mode="after")
    def whole_login(self) -> Self:
        if (self.user is None) != (self.password_file is None):
            raise ValueError("user and password_file belong together: add the other one")
        return self

    @property
    def site(self) -> Site:
        return site(self.url)

    def __repr__(self) -> str:
        """Without the address, which may hold a secret."""
        return f"{type(self).__name__}({self.site.host})"

    __str__ = __repr__


class FeedIn(Partner):
    """One feed that comes in: somebody's offers, times when the house is closed, or times when a room is taken."""

    id: Key
    kind: Literal["offers", "closures", "busy"]
    every_minutes: int = Field(default=30, ge=5, le=1440)
    actor: Key | Literal[""] = Field(default="", description="Whose offers they are; the house's own if empty.")
    offer: Kind = "event"
    topic: Topic | Literal[""] = ""
    district: Annotated[str, StringConstraints(max_length=40)] = ""
    language: Language = Field(default="de", description="Of its texts.")
    free: bool = Field(default=False, description="All that it offers costs nothing.")
    rooms: tuple[Key, ...] = Field(default=(), description="What is closed or taken.")
    whole_house: bool = False

    @model_validator(mode="after")
    def complete(self) -> Self:
        if self.kind == "offers" and (self.rooms or self.whole_house):
            raise ValueError("offers say themselves where they are: leave rooms and whole_house out")
        if self.kind != "offers" and bool(self.rooms) == self.whole_house:
            raise ValueError("name the rooms, or set whole_house = true, not both")
        return self

    def __repr__(self) -> str:
        """Without the address, which may hold a secret."""
        return f"FeedIn({self.id} of {self.site.host})"

    __str__ = __repr__


class WayOut(Part):
    """Where feeds may lead to besides their own addresses. Nothing else is asked for anything."""

    hosts: tuple[Host, ...] = Field(default=(), description="To which a feed may send us on.")
    http_hosts: tuple[Host, ...] = Field(default=(), description="That may be asked without encryption.")
    private_hosts: tuple[Host, ...] = Field(default=(), description="That may lie in a network of our own.")


def check(feeds: tuple[FeedIn, ...], way_out: WayOut, rooms: set[str]) -> None:
    """Raise ValueError unless the feeds fit each other, the way out and the rooms that can be booked."""
    names = [feed.id for feed in feeds]
    if doubles := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"feeds_in: ids are used twice: {', '.join(sorted(doubles))}; give each feed its own")
    for feed in feeds:
        where = f"feeds_in.{feed.id}"
        if unknown := [key for key in feed.rooms if key not in rooms]:
            raise ValueError(f"{where}.rooms: {', '.join(unknown)} cannot be booked; known: {', '.join(sorted(rooms))}")
        check_encrypted(where, feed, way_out)


def check_encrypted(where: str, partner: Partner, way_out: WayOut) -> None:
    """Raise ValueError if it would be asked without encryption and the way out does not say so."""
    if partner.site.scheme == "http" and partner.site.host not in way_out.http_hosts:
        raise ValueError(f"{where}.url: write https://, or add '{partner.site.host}' to way_out.http_hosts")
