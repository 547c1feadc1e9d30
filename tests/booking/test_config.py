# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A mistake in a config file stops with file, key and remedy; the examples explain every setting."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from booking.box.offsite import Offsite
from booking.config import Hours, House, Misconfigured, _model_in, contrast, read
from kiosk.config import Screen
from tests.servers.booking import DEMO

EXAMPLES = Path(__file__).parents[2] / "systemd"
HOUSE, SCREEN = EXAMPLES / "house.toml.example", EXAMPLES / "screen.toml.example"
OFFSITE = EXAMPLES / "offsite.toml.example"


def complaint(tmp_path: Path, before: str, after: str) -> str:
    """What is said about the demo house with a piece of its text replaced."""
    text = DEMO.read_text(encoding="utf-8")
    assert before in text
    file = tmp_path / "house.toml"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(Misconfigured) as caught:
        read(file, House)
    return str(caught.value).replace(str(file), "house.toml")


def test_the_demo_house_is_valid() -> None:
    house = read(DEMO, House)

    assert [room.id for room in house.rooms] == ["offen", "werkraum", "beratung", "tresen", "lobby"]
    assert house.hours(house.rooms[0], 0) == (Hours(480, 1320),)
    assert house.hours(house.rooms[0], 6) == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("[opening]", "[opning]", "house.toml: unknown key 'opning': did you mean 'opening'?"),
        ("capacity = 24", "capacty = 24", "house.toml: unknown key 'rooms.0.capacty': did you mean 'capacity'?"),
        ("hosting =", "zzz =", "known here: address, data_protection"),
        ('phone = "+49 561 0000000"\nlang', "lang", "house.toml: key 'phone' is missing: add it"),
        ('mon = ["08:00-22:00"]', 'mon = ["8-22"]', 'opening.mon.0: write hours as "08:00-22:00"'),
        ('mon = ["08:00-22:00"]', 'mon = ["08:05-22:00"]', "opening.mon.0: hours lie on full quarters"),
        ('mon = ["08:00-22:00"]', 'mon = ["22:00-08:00"]', "end after they begin"),
        ('mon = ["08:00-22:00"]', 'mon = ["08:00-12:00", "11:00-22:00"]', "in order, with a break between them"),
        ("Europe/Berlin", "Kassel", 'time_zone: name an IANA time zone such as "Europe/Berlin"'),
        ('id = "werkraum"', 'id = "offen"', "ids are used twice: offen; give each room and resource its own"),
        ('["de", "de-simple", ', "[", "languages must contain de"),
        ('de = "Werkraum"\n', "", "rooms.werkraum.name has no text in German; add it"),
        ('en = "Workshop"', 'fr = "Workshop"', "known languages: de, de-simple, en, tr, uk, ar, bg"),
        ("longest = 240", "longest = 250", "rooms.0.longest: Input should be a multiple of 15"),
        ("longest = 240", "longest = 15", "shortest is longer than longest: swap them"),
        ("[wifi]", '[look]\npetrol = "#77AAAA"\n[wifi]', "take a darker petrol"),
        ("[wifi]", "[wifi", "house.toml: "),
    ],
)
def test_a_mistake_is_named_with_file_key_and_remedy(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert said in complaint(tmp_path, before, after)


FEED = """
[[feeds_in]]
id = "energie"
kind = "offers"
url = "https://partner.example/a.ics"
"""
CLOSED = FEED.replace("offers", "closures")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (FEED.replace("https", "webcal"), "feeds_in.0.url: write https:// instead of webcal://"),
        (FEED.replace("https", "ftp"), "feeds_in.0.url: write an address such as https://"),
        (FEED.replace("partner", "a:b@partner"), "feeds_in.0.url: no name or password in the address: use user and"),
        (FEED.replace("/a.ics", "/ä.ics"), "feeds_in.0.url: an address has neither blanks nor letters beyond ASCII"),
        (FEED.replace("https", "http"), "add 'partner.example' to way_out.http_hosts"),
        (FEED + FEED, "feeds_in: ids are used twice: energie"),
        (FEED + 'user = "haus"\n', "user and password_file belong together: add the other one"),
        (FEED + 'rooms = ["offen"]\n', "offers say themselves where they are: leave rooms and whole_house out"),
        (CLOSED, "name the rooms, or set whole_house = true, not both"),
        (CLOSED + 'rooms = ["offen"]\nwhole_house = true\n', "name the rooms, or set whole_house = true, not both"),
        (CLOSED + 'rooms = ["keller", "lobby"]\n', "feeds_in.energie.rooms: keller, lobby cannot be booked; known: "),
        (FEED + "every_minutes = 1\n", "feeds_in.0.every_minutes: Input should be greater than or equal to 5"),
        (FEED + 'topik = "energy"\n', "unknown key 'feeds_in.0.topik': did you mean 'topic'?"),
        ('[way_out]\nhosts = ["https://a.example"]\n', "way_out.hosts.0: String should match pattern"),
    ],
)
def test_a_mistake_in_a_feed_is_named_with_its_remedy(tmp_path: Path, more: str, said: str) -> None:
    complained = complaint(tmp_path, "[wifi]", f"{more}[wifi]")

    assert said in complained
    assert "a.ics" not in complained, "it may be a secret"


CALENDAR = '[city.calendar]\nurl = "https://city.example/k7c1f/"\n'
COUNTS = '[city.counts]\nurl = "https://city.example/v1.1"\nlongitude = 9.5\nlatitude = 51.3\n'


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            CALENDAR.replace("k7c1f/", "k7c1f"),
            "city.calendar.url: the address of a calendar (a CalDAV collection) ends",
        ),
        (CALENDAR.replace("https", "http"), "city.calendar.url: write https://, or add 'city.example' to way_out"),
        (CALENDAR + 'user = "haus"\n', "city.calendar: user and password_file belong together: add the other one"),
        (CALENDAR + "name = true\n", "unknown key 'city.calendar.name': did you mean 'names'?"),
        (COUNTS.replace("v1.1", "v1.1?a=b"), "city.counts.url: write the base of the service"),
        (COUNTS.replace("latitude = 51.3", ""), "key 'city.counts.latitude' is missing: add it"),
        (COUNTS.replace("51.3", "513"), "city.counts.latitude: Input should be less than or equal to 90"),
        (COUNTS.replace("[city.counts]", "[city.count]"), "unknown key 'city.count': did you mean 'counts'?"),
    ],
)
def test_a_mistake_in_the_way_to_the_city_is_named_with_its_remedy(tmp_path: Path, more: str, said: str) -> None:
    complained = complaint(tmp_path, "[wifi]", f"{more}[wifi]")

    assert said in complained
    assert "k7c1f" not in complained, "it may be a secret"


def test_a_feed_says_of_its_address_no_more_than_the_host(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    file.write_text(DEMO.read_text(encoding="utf-8") + FEED, encoding="utf-8")
    (feed,) = read(file, House).feeds_in

    assert str(feed) == repr(feed) == "FeedIn(energie of partner.example)"


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("400", "place.heading: a compass goes from 0 (north) over 90 (east) to 359"),
        ("-1", "place.heading: a compass goes from 0"),
        ("nan", "place.heading: a compass goes from 0"),
        ('"north"', "place.heading: Input should be a valid number"),
    ],
)
def test_a_display_looks_somewhere(tmp_path: Path, heading: str, said: str) -> None:
    file = tmp_path / "screen.toml"
    place = f"[place]\nlatitude = 51.3\nlongitude = 9.5\nheading = {heading}\n"
    file.write_text(f"{SCREEN.read_text(encoding='utf-8')}\n{place}", encoding="utf-8")
    with pytest.raises(Misconfigured) as caught:
        read(file, Screen)
    assert said in str(caught.value)


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    said = complaint(tmp_path, "[opening]", "[opning]")

    assert said.splitlines() == [
        "house.toml: key 'opening' is missing: add it",
        "house.toml: unknown key 'opning': did you mean 'opening'?",
    ]


def test_the_example_of_a_second_place_explains_every_setting() -> None:
    text = OFFSITE.read_text(encoding="utf-8")
    assert missing(Offsite, tomllib.loads(uncommented(OFFSITE))) == []
    read_text(text, Offsite)
    with pytest.raises(ValidationError, match="name the place by repository, or by repository_file"):
        read_text(uncommented(OFFSITE), Offsite)


def test_a_file_that_is_not_there_points_to_the_example(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="copy the commented example from systemd/"):
        read(tmp_path / "house.toml", House)


def test_the_config_is_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        read(DEMO, House).rooms[0].capacity = 1


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == contrast("#FFFFFF", "#000000") == pytest.approx(21)


def uncommented(file: Path) -> str:
    """The example with every setting that it only shows switched on."""
    return re.sub(r"^#(?=\S)", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize(("file", "model"), [(HOUSE, House), (SCREEN, Screen)])
def test_the_example_is_valid_as_it_stands_and_with_every_setting(
    file: Path, model: type[BaseModel], tmp_path: Path
) -> None:
    read(file, model)
    whole = tmp_path / file.stem
    whole.write_text(uncommented(file), encoding="utf-8")
    read(whole, model)


@pytest.mark.parametrize(("file", "model"), [(HOUSE, House), (SCREEN, Screen)])
def test_the_example_explains_every_setting(file: Path, model: type[BaseModel]) -> None:
    assert missing(model, tomllib.loads(uncommented(file))) == []


@pytest.mark.parametrize(("file", "model"), [(HOUSE, House), (SCREEN, Screen)])
def test_a_setting_that_the_example_shows_switched_off_has_the_value_that_is_shown(
    file: Path, model: type[BaseModel]
) -> None:
    shown, real = (read_text(text, model) for text in (uncommented(file), file.read_text(encoding="utf-8")))
    free = {
        "wifi",
        "data",
        "public_url",
        "staff_networks",
        "database",
        "smtp",
        "opening",
        "plan",
        "place",
        "facts",
        "participation",
        "look",
        "resources",
        "feeds_in",
        "city",
        "room",
        "socket",
        "voices",
        "backlight",
        "command",
    }  # examples: they have no value then

    assert [key for key in different(shown, real) if not free & set(key)] == []


def read_text(text: str, model: type[BaseModel]) -> BaseModel:
    return model.model_validate(tomllib.loads(text))


def different(one: Any, other: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Where two models differ."""
    if isinstance(one, BaseModel) and isinstance(other, BaseModel):
        fields = type(one).model_fields
        return [p for key in fields for p in different(getattr(one, key), getattr(other, key), (*path, key))]
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return [p for pair in zip(one, other, strict=True) for p in different(*pair, path)]
    return [] if one == other else [path]


def missing(model: Any, data: Any, path: str = "") -> list[str]:
    """Every field of a model that the data does not name, tables within tables included."""
    found = []
    for key, field in model.model_fields.items():
        if key not in data:
            found.append(path + key)
        elif inner := _model_in(field.annotation):
            value = data[key]
            found += missing(inner, value[0] if isinstance(value, list) else value, f"{path}{key}.")
    return found


def test_a_text_that_is_there_in_german_only_is_shown_in_german(tmp_path: Path) -> None:
    text = DEMO.read_text(encoding="utf-8").replace('en = "Workshop"\n', "").replace('tr = "Atölye"\n', "")
    (tmp_path / "house.toml").write_text(text, encoding="utf-8")
    (tmp_path / "plan.geojson").write_bytes(DEMO.with_name("plan.geojson").read_bytes())

    name = read(tmp_path / "house.toml", House).rooms[1].name

    assert name["tr"] == name["en"] == "Werkraum"
    assert name["bg"] == "Ателие"
