# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The display at a room's door: what it says from afar, and what one can do there; small, and beside others."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import zxingcpp

from booking.model import BOOKED, HELD
from booking.rules import Group, Wish
from kiosk.client import Client, News
from kiosk.connection import Refusal
from kiosk.houseclock import HouseClock
from tests.kiosk import checks, example, needs
from tests.kiosk.test_reading import silent
from tests.servers.booking import Service

LYING, UPRIGHT = (1280, 800), (800, 1280)
SHAPES = pytest.mark.parametrize("shape", [LYING, UPRIGHT], ids=["lying", "upright"])
WALKED = ("door", "home", "day", "length", "hold", "name", "here", "present", "done", "refused", "idle", "language")
TWO_COLUMNS = ("length", "hold", "name", "here", "present", "done", "refused", "idle", "language")


@pytest.fixture
def at_door(window: Any, tmp_path: Path, busy: Service) -> Iterator[Callable[..., Any]]:
    """Hangs a small display at a room's door."""
    hung: list[Any] = []

    def hang_one(room: str = "offen", shape: tuple[int, int] = LYING) -> Any:
        window.size = shape
        hung.append(example.shown(example.door(busy, room, shape), tmp_path))
        return hung[-1]

    yield hang_one
    for display in hung:
        display.close()


def bring(display: Any, name: str) -> None:
    if name != "door":
        example.bring(display, name)
    display.settle()


@SHAPES
@pytest.mark.parametrize("language", ["de", "ar"])
def test_whatever_is_done_at_a_door_fits_ten_inches(
    at_door: Callable[..., Any], shape: tuple[int, int], language: str
) -> None:
    """Every target has 15 mm, whatever is said is heard; at the door, and where two columns are, nothing is parted."""
    display = at_door(shape=shape)
    found = []
    for name in WALKED:
        needs.wish(display, language)
        bring(display, name)
        found += [f"{name}: {fault}" for fault in [*silent(display), *needs.faults(display)]]
        whole = name == "door" or (language == "de" and shape == LYING and name in TWO_COLUMNS)
        if whole and display.kiosk.slot.sliced:
            found.append(f"{name}: is parted")
    assert not found, "\n".join(found)


@SHAPES
@pytest.mark.parametrize("wished", [("larger",), ("reach",), ("contrast",)], ids=lambda one: one[0])
def test_a_door_serves_other_needs(
    at_door: Callable[..., Any], shape: tuple[int, int], wished: tuple[str, ...]
) -> None:
    for room in ("offen", "werkraum"):
        display = at_door(room, shape)
        needs.wish(display, "uk", *wished)
        assert needs.faults(display) == []


def test_it_says_from_afar_that_the_room_is_free_until_when_and_what_comes(at_door: Callable[..., Any]) -> None:
    display = at_door()
    large = {words.text: words._size * display.kiosk.stage.factor for words in checks.seen_words(display)}

    assert large["frei"] / 5.88 > 25  # mm: three metres away that is as a finger's breadth
    assert large["bis 16:00"] / 5.88 > 13
    assert "ab 16:00 [b]Nachbarschaft Wesertor[/b]" in large


def test_a_taken_room_names_its_group_only_if_everybody_may_know(at_door: Callable[..., Any], busy: Service) -> None:
    display = at_door("werkraum")
    assert display.says("belegt")
    assert display.says("ab 15:30 frei")
    assert not display.says("Schulklasse")
    busy.clock.pass_(hours=3, minutes=40)
    display.kiosk.clock.set(busy.clock.now())
    display.guide.hear_time()
    display.settle()

    assert display.says("Reparaturtreff Nordstadt")


def test_a_free_room_is_booked_now_for_as_long_as_it_is_free(at_door: Callable[..., Any], busy: Service) -> None:
    display = at_door()
    display.press("Jetzt buchen")
    display.show("length")
    assert not display.says("Anderer Raum")
    assert display.page.longest == 135, "until the group after it, and a quarter of an hour to clear away"
    display.press("1 Stunde")
    display.show("hold")
    (code,) = zxingcpp.read_barcodes(display.picture())
    assert code.text == display.guide.visit.held.link
    display.press("Ohne Handy buchen")
    display.show("name")
    for letter in "Chor":
        display.page.type(letter)
    display.settle()
    display.press("Buchen")
    display.show("done")
    (made,) = [one for one in busy.desk.find() if one.name == "Chor"]
    assert (made.room, made.begin, made.end) == ("offen", example.at("13:30"), example.at("14:30"))
    display.press("Fertig")
    display.show("door")
    display.until(lambda: display.says("belegt"), "the door is closed")
    assert not display.says("Jetzt buchen")


def test_a_later_time_is_touched_in_the_rest_of_the_day(at_door: Callable[..., Any]) -> None:
    display = at_door("werkraum")
    display.start_at("15:45")
    display.show("length")

    assert display.guide.visit.wish.room == "werkraum"


def coming(service: Service, room: str, begin: str, end: str) -> Any:
    wish = Wish(str(uuid4()), room, example.at(begin), example.at(end))
    return service.desk.book(wish, Group("Radwerkstatt", True), proven=True)


def type_code(display: Any, key: str, code: str) -> None:
    display.press(key)
    display.show("here")
    for letter in code:
        display.press(letter)


def test_a_group_comes_stays_and_ends_so_that_the_room_is_free_again(
    at_door: Callable[..., Any], busy: Service
) -> None:
    made = coming(busy, "offen", "13:45", "14:30")
    busy.clock.pass_(minutes=5)
    display = at_door()
    display.until(lambda: display.says("Radwerkstatt"), "the group")
    type_code(display, "Wir sind da", made.code)
    display.show("present")
    display.press("Fertig")
    display.show("door")
    type_code(display, "Länger oder kürzer", made.code)
    display.show("present")
    display.press("bis 15:00")
    display.until(lambda: busy.desk.find_one(made.id).end == example.at("15:00"), "the longer time")
    display.until(lambda: display.says("Ihr Raum bis 15:00."), "the answer")
    display.press("Wir gehen schon")
    display.until(lambda: display.says("Danke. Bis zum nächsten Mal."), "good bye")
    display.settle()
    assert (busy.desk.find_one(made.id).end, busy.desk.find_one(made.id).status) == (example.at("14:00"), BOOKED)
    display.press("Fertig")
    busy.clock.pass_(minutes=30)
    display.kiosk.clock.set(busy.clock.now())
    display.guide.hear_time()
    display.show("door")
    display.until(lambda: display.says("Jetzt buchen"), "the news that the room is free")

    assert display.page.word == "frei"


def test_who_only_passes_by_can_end_nothing(at_door: Callable[..., Any], busy: Service) -> None:
    display = at_door("werkraum")
    before = busy.desk.find()
    type_code(display, "Länger oder kürzer", "AAAAAA")
    display.until(lambda: display.says("Mit diesem Code gibt es keine Buchung."), "the answer")

    assert busy.desk.find() == before


def test_while_the_house_is_away_the_last_plan_stands_there_and_nothing_can_be_booked(
    at_door: Callable[..., Any],
) -> None:
    for shape in (LYING, UPRIGHT):
        display = at_door(shape=shape)
        display.guide.set_away(True)
        display.settle()
        told = [told for told, _ in checks.targets(display)]

        assert display.says("Buchen geht gerade nicht. Der Plan ist von 13:42 Uhr.")
        assert display.says("bis 16:00")
        assert not {"Jetzt buchen", "Wir sind da", "Länger oder kürzer"} & set(told)
        assert not [each for each in told if each.startswith("cell")]
        assert needs.faults(display) == []


@SHAPES
@pytest.mark.parametrize(("days", "hours"), [(3, 0), (0, 10)], ids=["sunday", "night"])
def test_a_closed_house_is_a_closed_door(
    at_door: Callable[..., Any], busy: Service, shape: tuple[int, int], days: int, hours: int
) -> None:
    busy.clock.pass_(days=days, hours=hours)
    display = at_door(shape=shape)

    assert display.page.word == "zu"
    assert display.page.until in ("Mo ab 08:00", "Fr ab 08:00")
    assert "Jetzt buchen" not in [told for told, _ in checks.targets(display)]
    assert needs.faults(display) == []


@SHAPES
def test_a_door_that_the_house_does_not_know_says_so(at_door: Callable[..., Any], shape: tuple[int, int]) -> None:
    display = at_door("keller", shape)
    assert display.says("Diese Anzeige kennt ihren Raum nicht")
    assert display.says("Im Haus gibt es keinen Raum „keller“. Bitte sagen Sie es am Tresen.")
    assert needs.faults(display) == []
    display.press("Andere Räume")
    display.show("home")


def test_other_rooms_are_a_touch_away_and_the_door_comes_back(at_door: Callable[..., Any]) -> None:
    display = at_door()
    display.press("Andere Räume")
    display.show("home")
    display.press("Start")
    display.show("door")
    display.press("Andere Räume")
    display.show("home")
    display.pass_(82)

    assert display.page.name == "door"
    assert display.guide.visit.untouched


def test_it_rests_as_it_is_and_its_clock_goes_on(at_door: Callable[..., Any], busy: Service) -> None:
    display = at_door()
    display.pass_(130)
    busy.clock.pass_(minutes=2)
    display.kiosk.clock.set(busy.clock.now())
    display.kiosk._minute()
    display.settle()

    assert display.page.name == "door"
    assert display.says("13:44")


def test_two_displays_with_other_tasks_work_side_by_side(
    at_door: Callable[..., Any], busy: Service, tmp_path: Path
) -> None:
    """What is done at the one is seen at the other; whoever tries codes out at the one does not lock the other."""
    door, heard = at_door(), list[News]()
    folder = tmp_path / "lobby"
    folder.mkdir()
    token = busy.desk.tokens.make("screen", "lobby")
    lobby = Client(busy.url, token, folder, HouseClock(), lambda call: call())
    for hears in ("on_wayfinding", "on_offerings", "on_month", "on_away"):
        setattr(lobby, hears, lambda _told: None)
    lobby.on_news = heard.append
    lobby.start()
    door.press("Jetzt buchen")
    door.show("length")
    door.press("1 Stunde")
    door.show("hold")
    door.until(lambda: heard and state_of(heard[-1], "offen") == "held", "the lobby knows what is held at the door")
    door.press("Doch nicht")
    door.show("door")
    door.until(lambda: door.page.word == "frei", "the time is given back")
    answers: list[Any] = []
    span = {"begin": "2026-05-07T11:30:00Z", "end": "2026-05-07T12:30:00Z"}
    wish = {"room": "offen", "lang": "de", "extras": [], **span}
    lobby.ask("POST", "/api/holds", wish, "de", answers.append, answers.append)
    door.until(lambda: door.page.word == "vorgemerkt", "the door knows what is held in the lobby")
    assert HELD in [one.status for one in busy.desk.find() if one.begin == example.at("13:30")]
    try_out_codes(door, busy)
    lobby.ask("POST", "/api/bookings/AAAAAA/arrival", {}, "de", answers.append, answers.append)
    door.until(lambda: len(answers) == 2, "the lobby's answer")
    lobby.stop()

    assert isinstance(answers[1], Refusal)
    assert answers[1].reason == "gone"


def try_out_codes(door: Any, busy: Service) -> None:
    """Until the house answers this display no more."""
    said: list[str] = []

    def refused(no: Refusal) -> None:
        said.append(no.reason)

    for _ in range(70):
        door.guide.attend("AAAAAA", "arrival", {}, said.append, refused)
    door.until(lambda: len(said) == 70, "the answers")
    assert said[-1] != "gone"
    assert busy.desk.find()


def state_of(news: News, room: str) -> str:
    day = next(day for (each, _), day in sorted(news.days.items()) if each == room)
    return next(piece.state for piece in day.pieces if piece.state != "past")


@pytest.mark.parametrize(
    ("size", "inches", "layout", "zoom"),
    [
        ((1080, 1920), 32.0, (1080, 1920), 1.0),
        ((1920, 1080), 15.6, (1920, 1080), 1.0),
        ((1280, 800), 13.3, (1920, 1200), 1.0),
        ((1280, 800), 10.1, (1920, 1200), 1.25),
        ((800, 1280), 10.1, (1200, 1920), 1.25),
    ],
)
def test_a_display_is_filled_and_laid_out_so_that_a_finger_hits(
    size: tuple[int, int], inches: float, layout: tuple[int, int], zoom: float
) -> None:
    from kiosk.config import Display
    from kiosk.look import SIZES, usual_size

    display = Display(width_px=size[0], height_px=size[1], inches=inches)

    assert display.layout == layout
    assert SIZES[usual_size(display.px_per_mm)] == zoom


def test_the_config_says_what_a_door_needs() -> None:
    from pydantic import ValidationError

    from kiosk.config import Screen

    plain = {
        "server": "http://127.0.0.1:1",
        "token": "x" * 24,
        "house": "kassel",
        "name": "d",
        "fallback": {"name": {"de": "Haus"}},
    }
    assert Screen.model_validate(plain).task == "lobby"
    assert Screen.model_validate(plain | {"task": "door", "room": "offen"}).door == "offen"
    assert Screen.model_validate(plain | {"room": "offen"}).door == ""
    with pytest.raises(ValidationError, match="needs its room"):
        Screen.model_validate(plain | {"task": "door"})


def test_check_says_whether_the_house_knows_the_room(busy: Service, tmp_path: Path) -> None:
    file = tmp_path / "screen.toml"
    token = busy.desk.tokens.make("screen", "door")
    lines = (f'server = "{busy.url}"', f'token = "{token}"', 'house = "kassel"', 'name = "door"', 'task = "door"')
    said = []
    for room in ("offen", "keller"):
        file.write_text("\n".join((*lines, f'room = "{room}"', "[fallback.name]", 'de = "Haus"')), encoding="utf-8")
        command = [sys.executable, "-m", "kiosk", "--config", str(file), "--check"]
        said.append(subprocess.run(command, capture_output=True, text=True, check=False))

    assert [each.returncode for each in said] == [0, 2]
    assert "the house has no room 'keller'; it has: offen, werkraum" in said[1].stderr
