# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""After hours the display sleeps, black and alive; it wakes at a touch, a key, and before the house opens."""

import logging
import socket
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from booking.config import Misconfigured, read
from booking.lifeline import Lifeline
from booking.rules import Wish
from kiosk.config import Light, Screen
from tests.kiosk import example
from tests.kiosk.conftest import PORTRAIT
from tests.kiosk.glass import write
from tests.servers.booking import THURSDAY, Service

LATE = THURSDAY + timedelta(hours=10)  # 23:42 in Kassel; the house has closed at 22:00
AFTER = 3  # minutes without a touch
SPACE = 32


def hung(service: Service, folder: Path, **light: Any) -> Any:
    config = example.screen(service, PORTRAIT).model_dump(exclude_none=True) | {"light": {"minutes": AFTER} | light}
    return example.shown(Screen.model_validate(config), folder)


@pytest.fixture
def lobby_at_night(window: Any, busy: Service, tmp_path: Path) -> Iterator[Any]:
    """A display that has just been hung up, late in the evening."""
    busy.clock.pass_(hours=10)
    window.size = PORTRAIT
    display = hung(busy, tmp_path)
    yield display
    display.close()


def wait(display: Any, minutes: int, at: datetime = LATE) -> None:
    """Let minutes go by on the display: the touches of its clock, and the time of the house."""
    for minute in range(1, minutes + 1):
        display.kiosk.clock.set(at + timedelta(minutes=minute), display.kiosk.clock.believed)
        display.pass_(62)
        display.kiosk._minute()
    display.settle()


def black(display: Any) -> bool:
    return display.picture().getbbox() is None


def test_after_hours_it_goes_black_and_a_touch_presses_nothing(lobby_at_night: Any) -> None:
    display = lobby_at_night
    wait(display, AFTER - 2)
    assert not black(display)
    wait(display, 3)
    display.pass_(4)
    assert display.kiosk.night.asleep
    assert black(display)
    with display.at_once():
        display.touch(540, 900)  # where the main tile comes to stand
        display.frames(3)
    assert display.page.name == "home"
    assert display.guide.visit.untouched
    display.settle()
    assert not black(display)


def test_whoever_is_inside_after_hours_has_it_for_some_minutes(lobby_at_night: Any) -> None:
    display = lobby_at_night
    wait(display, AFTER + 1)
    display.touch(540, 900)
    display.settle()
    display.press("Was ist los?")
    display.show("offers")
    display.pass_(50)
    assert not display.kiosk.night.asleep
    wait(display, AFTER + 4)
    assert display.kiosk.night.asleep
    assert display.page.name == "attract"


@pytest.mark.parametrize("key", [SPACE, 9, 282], ids=["a switch", "Tab", "F1"])
def test_a_key_wakes_it_too_and_does_nothing_else(lobby_at_night: Any, key: int) -> None:
    display = lobby_at_night
    wait(display, AFTER + 1)
    assert display.kiosk.night.asleep
    assert display.kiosk.hands.key_down(None, key)
    display.settle()
    assert not display.kiosk.night.asleep
    assert display.page.name == "home"
    assert not display.guide.visit.reading
    assert display.kiosk.hands.focus is None


def test_a_key_wakes_it_also_where_the_house_is_away(lobby_at_night: Any) -> None:
    """Then the front stands below, not the picture for afar."""
    display = lobby_at_night
    display.guide.set_away(True)
    wait(display, AFTER + 1)
    assert display.page.name == "home"
    assert display.kiosk.night.asleep
    with display.at_once():
        display.touch(540, 900)
        display.frames(3)
    assert display.page.name == "home"
    assert not display.kiosk.night.asleep


def test_a_few_minutes_before_the_house_opens_it_wakes_by_itself(lobby_at_night: Any) -> None:
    display = lobby_at_night
    wait(display, AFTER + 1)
    guide = display.guide
    opens = min(day.opens for day in guide.days.values() if day.opens and day.opens > LATE)
    for minutes, asleep in ((-60, True), (-7, True), (-5, False), (0, False)):
        display.kiosk.clock.set(opens + timedelta(minutes=minutes))
        display.kiosk._minute()
        assert display.kiosk.night.asleep is asleep
    display.settle()
    assert not black(display)


def test_while_the_house_is_open_it_stays_awake(lobby: Any) -> None:
    wait(lobby, 12, THURSDAY)
    assert not lobby.kiosk.night.asleep


def test_without_a_plan_or_a_time_that_is_sure_it_stays_awake(lobby_at_night: Any, busy: Service) -> None:
    display = lobby_at_night
    display.kiosk.client.stop()  # nothing is asked for anew
    busy.clock.believed = False  # and what is on its way says nothing else
    known, display.guide.days = display.guide.days, {}
    wait(display, AFTER + 2)
    assert not display.kiosk.night.asleep
    display.guide.days = known
    display.kiosk.clock.set(LATE, believed=False)
    wait(display, AFTER + 2)
    assert not display.kiosk.night.asleep


def test_the_display_hears_from_the_house_whether_its_clock_is_sure(lobby: Any, busy: Service) -> None:
    assert lobby.kiosk.clock.believed
    busy.clock.believed = False
    busy.desk.hold(Wish(str(uuid4()), "beratung", example.at("10:00", 1), example.at("11:00", 1)))  # news
    lobby.until(lambda: not lobby.kiosk.clock.believed, "that it is not sure")


def test_asleep_it_still_gives_signs_of_life(lobby_at_night: Any, tmp_path: Path) -> None:
    from kiosk.frames import Frames

    display = lobby_at_night
    wait(display, AFTER + 1)
    assert display.kiosk.night.asleep
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(5)
        frames = Frames(Lifeline({"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "4000000"}), "Shows")
        heard = []
        for _ in range(3):
            display.skipped += 2.1
            display.frames(2)
            frames.turned()
            heard.append(line.recv(200))
    assert b"READY=1" in heard[0]
    assert heard[1:] == [b"WATCHDOG=1"] * 2


# The lamp: what sets how bright the panel is


@pytest.fixture
def backlight(tmp_path: Path) -> Path:
    """What the kernel shows of a panel, as files."""
    folder = tmp_path / "backlights" / "panel0"
    folder.mkdir(parents=True)
    (folder / "max_brightness").write_text("937\n")
    (folder / "brightness").write_text("400\n")
    return folder


def test_the_only_backlight_is_found_and_set_and_given_back(window: Any, backlight: Path) -> None:
    from kiosk.lamp import Lamp

    lamp = Lamp(Light(night=20), backlight.parent)
    assert lamp.works
    lamp.set(20)
    lamp.close(100)
    assert (backlight / "brightness").read_text() == "937"
    other = Lamp(Light(night=20), backlight.parent)
    other.set(100)
    other.close(20)
    assert (backlight / "brightness").read_text() == "187"


def test_of_two_backlights_none_is_taken_unless_it_is_named(window: Any, backlight: Path) -> None:
    from kiosk.lamp import Lamp

    second = backlight.with_name("panel1")
    second.mkdir()
    (second / "max_brightness").write_text("10")
    (second / "brightness").write_text("10")
    assert not Lamp(Light(), backlight.parent).works
    assert not Lamp(Light(), backlight.parent / "nowhere").works
    named = Lamp(Light(backlight=second), backlight.parent)
    named.close(50)
    assert (second / "brightness").read_text() == "5"


def test_a_command_gets_the_percentage_as_an_argument_and_no_shell(window: Any, tmp_path: Path) -> None:
    from kiosk.lamp import Lamp

    told = tmp_path / "told $(touch x)"
    program = "import sys; open(sys.argv[1], 'a').write(sys.argv[2] + ' ')"
    lamp = Lamp(Light(command=(sys.executable, "-c", program, str(told), "{percent}")))
    lamp.close(35)
    assert told.read_text() == "35 "
    assert [each.name for each in tmp_path.iterdir()] == [told.name]


def test_what_fails_is_said_once_and_the_picture_goes_dark_instead(
    window: Any, caplog: pytest.LogCaptureFixture
) -> None:
    from kiosk.lamp import Lamp

    lamp = Lamp(Light(command=("/nowhere/ddcutil", "{percent}")))
    with caplog.at_level(logging.WARNING):
        for percent in (100, 0, 100):
            lamp._shine(percent)
    assert not lamp.works
    assert len([each for each in caplog.records if "the panel cannot be set" in each.message]) == 1


def test_a_program_that_hangs_holds_nobody_up(window: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk import lamp as lamps

    monkeypatch.setattr(lamps, "WITHIN", 0.2)
    lamp = lamps.Lamp(Light(command=(sys.executable, "-c", "while True: pass", "{percent}")))
    lamp.set(0)
    assert [thread.name for thread in threading.enumerate()].count("kiosk_lamp") == 1
    lamp.close(100)
    assert not lamp.works


def test_a_panel_that_is_dimmed_shows_the_house_and_one_without_a_lamp_a_darker_picture(
    window: Any, busy: Service, tmp_path: Path, backlight: Path
) -> None:
    busy.clock.pass_(hours=10)
    for light, darker in (({"backlight": str(backlight)}, False), ({}, True)):
        display = hung(busy, tmp_path, night=30, **light)
        wait(display, AFTER + 1)
        display.pass_(4)
        assert display.kiosk.night.asleep
        assert display.kiosk.night._dark.black == pytest.approx(0.7 if darker else 0.0)
        display.close()
    assert (backlight / "brightness").read_text() == "937", "given back as by day"


def test_whoever_forgets_the_percentage_or_asks_for_more_than_all_is_told(tmp_path: Path) -> None:
    for table, said in (
        ({"command": ["ddcutil", "setvcp", "10", "0"]}, "light: command: one of its arguments"),
        ({"night": 101}, "light.night"),
    ):
        write(tmp_path / "screen.toml", None, {"light": table})
        with pytest.raises(Misconfigured, match=said):
            read(tmp_path / "screen.toml", Screen)
