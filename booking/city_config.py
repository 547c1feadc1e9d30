# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes out to the city, as house.toml names it: bookings into a calendar of hers, counts of visits."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from booking.config_part import Part
from booking.feeds_config import Address, Partner, WayOut, check_encrypted


def _folder(url: str) -> str:
    if not url.endswith("/"):
        raise ValueError("the address of a calendar (a CalDAV collection) ends with a slash: add it")
    return url


def _base(url: str) -> str:
    if "?" in url or "#" in url:
        raise ValueError("write the base of the service, such as https://sensors.example/v1.1")
    return url.rstrip("/")


class CityCalendar(Partner):
    """A calendar of the city's by CalDAV (RFC 4791), into which the bookings of the house go."""

    url: Annotated[Address, AfterValidator(_folder)]
    names: bool = Field(default=False, description="Names of groups that agreed to be shown; false: none at all.")


class CityCounts(Partner):
    """A service of the city's by SensorThings 1.1 (OGC 18-088), to which the counts of visits go."""

    url: Annotated[Address, AfterValidator(_base)]
    longitude: float = Field(ge=-180, le=180, description="Where the house is, in degrees (WGS 84).")
    latitude: float = Field(ge=-90, le=90)


def _absolute(file: Path) -> Path:
    if not file.is_absolute():
        raise ValueError("write the whole path, such as /var/www/open-data/klimaschutzhaus.csv")
    return file


class OpenData(Part):
    """A file with the indicators as they may be published, for a portal of open data to pick up."""

    file: Annotated[Path, AfterValidator(_absolute)]


class City(Part):
    """What goes out; what is left out does not."""

    calendar: CityCalendar | None = None
    counts: CityCounts | None = None
    open_data: OpenData | None = None

    @property
    def partners(self) -> dict[str, Partner]:
        """Whom each channel reaches."""
        named = {"calendar": self.calendar, "counts": self.counts}
        return {channel: partner for channel, partner in named.items() if partner}


def check(city: City, way_out: WayOut) -> None:
    """Raise ValueError unless each may be asked as its address says."""
    for channel, partner in city.partners.items():
        check_encrypted(f"city.{channel}", partner, way_out)
