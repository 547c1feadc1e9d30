# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A panel whose touches land beside the finger: found by five crosses, put right from then on."""

import tomllib
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.config import Misconfigured, read
from kiosk import calibration, configfile
from kiosk.calibration import Implausible, Matrix, Place
from kiosk.config import Screen
from tests.kiosk.conftest import LANDSCAPE, PORTRAIT
from tests.kiosk.glass import Glass, glass, write

CROSSES: tuple[Place, ...] = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9), (0.5, 0.5))
SWAPPED: Matrix = (0.0, 1.0, 0.0, 1.0, 0.0, 0.0)
ASKEW: Matrix = (0.0, -0.9, 0.95, 0.92, 0.03, 0.02)  # what the panel does to a finger


@given(
    st.tuples(*[st.floats(0.6, 1.4)] * 2, *[st.floats(-0.2, 0.2)] * 4),
    st.sampled_from([(1, 1), (-1, 1), (1, -1), (-1, -1)]),
    st.booleans(),
)
def test_whatever_a_panel_does_to_fingers_is_undone(
    parts: tuple[float, ...], mirrored: tuple[int, int], swapped: bool
) -> None:
    a, e, b, d, c, f = parts
    panel = (a * mirrored[0], b, c, d, e * mirrored[1], f)
    fingers = [(y, x) if swapped else (x, y) for x, y in CROSSES]
    matrix = calibration.solve([calibration.moved(finger, panel) for finger in fingers], CROSSES)
    for finger, cross in zip(fingers, CROSSES, strict=True):
        assert calibration.moved(calibration.moved(finger, panel), matrix) == pytest.approx(cross, abs=1e-6)


@pytest.mark.parametrize(
    "touched",
    [
        [(0.5, 0.5)] * 4,
        [(0.1, 0.1), (0.4, 0.4), (0.9, 0.9), (0.2, 0.2)],
        [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.4, 0.6)],
        [(0.1, 0.1), (0.1, 0.9), (0.9, 0.1), (0.9, 0.9)],
        [(0.45, 0.45), (0.55, 0.45), (0.55, 0.55), (0.45, 0.55)],
    ],
    ids=["one place", "a line", "one beside", "in another order", "all in the middle"],
)
def test_what_no_panel_does_is_refused(touched: list[Place]) -> None:
    with pytest.raises(Implausible):
        calibration.solve(touched, CROSSES[:4])


def pressed(hung: Glass, place: Place, panel: tuple[int, int]) -> None:
    """A finger, until the display has seen it."""
    before = hung.server.picture()
    hung.server.press(place[0] * (panel[0] - 1), place[1] * (panel[1] - 1))
    hung.until(lambda: hung.server.picture() != before, "the next cross")


@pytest.mark.parametrize(("turned", "panel"), [(0, PORTRAIT), (270, LANDSCAPE)])
def test_five_touches_set_up_a_panel_which_is_then_right(tmp_path: Path, turned: int, panel: tuple[int, int]) -> None:
    """Also of one that hangs turned; comments in the file stay. Then a finger hits, at the same askew panel."""
    file = tmp_path / "screen.toml"
    write(file, None, {"display": {"fullscreen": True, "rotate": turned}})
    written = file.read_text(encoding="utf-8")
    file.write_text(f"# Our lobby.\n{written}\n[touch] # the panel\n# found in May\n", encoding="utf-8")
    file.chmod(0o640)
    with glass(None, tmp_path, panel, ("calibrate",)) as hung:
        hung.until(lambda: hung.server.picture().getbbox(), "the first cross")
        for cross in CROSSES:
            at = calibration.turned(cross, turned)
            hung.until(partial(drawn, hung, at, panel), f"a cross at {cross}")
            pressed(hung, calibration.moved(at, ASKEW), panel)
        hung.until(lambda: "matrix" in file.read_text(encoding="utf-8"), "the line in the file")
    assert file.stat().st_mode & 0o777 == 0o640
    text = file.read_text(encoding="utf-8")
    assert "# Our lobby." in text
    assert "# found in May" in text
    matrix = read(file, Screen).touch.matrix
    for place in CROSSES:
        assert calibration.moved(calibration.moved(place, ASKEW), matrix) == pytest.approx(place, abs=0.003)
    with glass(None, tmp_path, panel) as hung:
        hung.until(lambda: hung.server.picture().getbbox(), "the house")
        hung.until(lambda: standing(hung), "all of it")
        language = calibration.turned((0.52, 0.97), turned)
        pressed(hung, calibration.moved(language, ASKEW), panel)


def drawn(hung: Glass, place: Place, panel: tuple[int, int]) -> bool:
    """Whether something stands there."""
    picture = hung.server.picture()
    return picture.getpixel((round(place[0] * panel[0]), round(place[1] * panel[1]))) != picture.getpixel((2, 2))


def standing(hung: Glass) -> bool:
    """Whether nothing moves."""
    before = hung.server.picture()
    return all(hung.server.picture() == before for _ in range(5))


def test_touches_that_do_not_fit_are_refused_and_a_file_that_cannot_be_written_is_left(tmp_path: Path) -> None:
    """Then the lines are said to whoever called."""
    write(tmp_path / "screen.toml", None, {"display": {"fullscreen": True}})
    before = (tmp_path / "screen.toml").read_bytes()
    (tmp_path / "screen.toml.new").mkdir()  # in the way of a new file, also for root
    with glass(None, tmp_path, PORTRAIT, ("calibrate",)) as hung:
        hung.until(lambda: hung.server.picture().getbbox(), "the first cross")
        hung.until(lambda: drawn(hung, CROSSES[0], PORTRAIT) and standing(hung), "all of it")
        first = hung.server.picture()
        for place in ((0.1, 0.1), (0.4, 0.4), (0.9, 0.9), (0.2, 0.2)):
            pressed(hung, place, PORTRAIT)
        refused = hung.server.picture()
        assert refused != first, "it says why"
        for cross in CROSSES:
            pressed(hung, (cross[1], cross[0]), PORTRAIT)
        hung.until(lambda: "[touch]" in hung.said.read_text(encoding="utf-8"), "the line")
        told = tomllib.loads("[touch]" + hung.said.read_text(encoding="utf-8").partition("[touch]")[2])
        assert told["touch"]["matrix"] == pytest.approx(SWAPPED, abs=0.001)
    assert (tmp_path / "screen.toml").read_bytes() == before


def test_escape_leaves_all_as_it_was(tmp_path: Path) -> None:
    write(tmp_path / "screen.toml", None, {"display": {"fullscreen": True}})
    before = (tmp_path / "screen.toml").read_bytes()
    with glass(None, tmp_path, PORTRAIT, ("calibrate", "--language", "ar")) as hung:
        hung.until(lambda: hung.server.picture().getbbox(), "the first cross")
        hung.server.type(0xFF1B)
        assert hung.process.wait(20) == 1
    assert (tmp_path / "screen.toml").read_bytes() == before


def test_without_a_touch_for_a_minute_it_ends_by_itself(lobby: Any, tmp_path: Path) -> None:
    """A box has no keyboard."""
    from kivy.base import EventLoop

    from kiosk.calibrate import Calibrate

    file = tmp_path / "screen.toml"
    write(file, None, {})
    crosses = Calibrate(read(file, Screen), file, "de")
    lobby.pass_(55)
    crosses._touch(None, SimpleNamespace(sx=0.1, sy=0.9))
    lobby.pass_(55)
    assert EventLoop.status == "started"
    lobby.pass_(6)
    assert EventLoop.status != "started"
    assert crosses.found is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a = 1\n", "a = 1\n\n[touch]\nmatrix = [0, 1, 0, 1, 0, 0]\n"),
        ("[touch]\n[b]\nc = 1\n", "[touch]\nmatrix = [0, 1, 0, 1, 0, 0]\n[b]\nc = 1\n"),
        (
            "[touch] # t\n#matrix = [1]\nmatrix = [\n 1, 0, # x\n 0, 0, 1, 0] # old\n[b]\nmatrix = [2]\n",
            "[touch] # t\n#matrix = [1]\nmatrix = [0, 1, 0, 1, 0, 0] # old\n[b]\nmatrix = [2]\n",
        ),
    ],
    ids=["no table", "an empty one", "an older line"],
)
def test_only_the_one_line_changes(tmp_path: Path, before: str, after: str) -> None:
    file = tmp_path / "screen.toml"
    file.write_text(before, encoding="utf-8")
    assert configfile.put(file, "touch", "matrix", SWAPPED)
    assert file.read_text(encoding="utf-8") == after
    assert tomllib.loads(after)["touch"]["matrix"] == list(SWAPPED)


def test_a_file_that_would_be_spoilt_is_left(tmp_path: Path) -> None:
    file = tmp_path / "screen.toml"
    file.write_text("touch = { matrix = [1] }\n", encoding="utf-8")
    assert not configfile.put(file, "touch", "matrix", SWAPPED)
    assert file.read_text(encoding="utf-8") == "touch = { matrix = [1] }\n"


def test_a_matrix_that_brings_all_touches_together_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "screen.toml", None, {"touch": {"matrix": [1, 0, 0, 1, 0, 0]}})
    with pytest.raises(Misconfigured, match=r"touch: all touches would lie on one line"):
        read(tmp_path / "screen.toml", Screen)
