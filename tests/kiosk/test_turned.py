# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A panel that hangs turned: the picture stands upright for whoever stands there, and a finger hits what it sees."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from booking.config import Misconfigured, read
from kiosk.config import Screen
from tests.kiosk.conftest import LANDSCAPE, PORTRAIT
from tests.kiosk.glass import glass, write
from tests.servers.booking import Service

Size = tuple[int, int]


def on_panel(x: float, y: float, turned: int, panel: Size) -> tuple[float, float]:
    """Where a place of the picture, counted from its upper left corner, lies on the panel; by hand, not by code."""
    width, height = panel
    places = {0: (x, y), 90: (y, height - x), 180: (width - x, height - y), 270: (width - y, x)}
    return places[turned]


@pytest.fixture
def turned(window: Any) -> Iterator[Any]:
    yield window
    window.rotation = 0
    window.update_viewport()


@pytest.mark.parametrize(("turned", "panel"), [(90, LANDSCAPE), (180, PORTRAIT), (270, LANDSCAPE)])
def test_a_finger_hits_what_it_sees(lobby: Any, busy: Service, tmp_path: Path, turned: int, panel: Size) -> None:
    """The display in this process stands as usual and says what must be seen on the one that hangs turned."""
    home = lobby.picture()
    from kiosk.widgets.plinth import Plinth

    (key,) = [key for key in next(lobby.widgets(Plinth)).walk() if getattr(key, "told", "") == "Kontrast"]
    x, y = key.center[0], lobby.kiosk.stage.height - key.center[1]
    lobby.press("Kontrast")
    lobby.settle()
    contrast = lobby.picture()
    lobby.press("Was ist los?")
    lobby.show("offers")
    offers = lobby.picture()

    folder = tmp_path / "glass"
    folder.mkdir()
    with glass(busy, folder, panel, display={"fullscreen": True, "rotate": turned}) as hung:
        hung.until(lambda: hung.shows(home, turned), "the front of the house, upright")
        hung.server.press(*on_panel(x, y, turned, panel))
        hung.until(lambda: hung.shows(contrast, turned), "the picture with more contrast")
        hung.server.press(*on_panel(800, 1010, turned, panel))
        hung.until(lambda: hung.shows(offers, turned), "what is on")
        assert not hung.server.cursor_seen()


@pytest.mark.parametrize("by", [0, 90, 180, 270])
def test_what_is_cut_out_of_the_picture_lies_where_the_picture_lies(turned: Any, by: int) -> None:
    """The graphics card cuts by the panel; where Kivy puts the picture on it says Kivy's own matrix."""
    from kiosk import turned as hanging

    turned.rotation = by
    turned.update_viewport()
    matrix = turned.render_context["modelview_mat"]
    corners = [matrix.transform_point(x, y, 0)[:2] for x, y in ((40, 300), (540, 380))]
    (left, right), (foot, top) = (sorted(round(corner[axis]) for corner in corners) for axis in (0, 1))
    assert hanging.on_panel((40, 300, 500, 80)) == (left, foot, right - left, top - foot)


def test_only_quarters_of_a_turn_are_known(tmp_path: Path) -> None:
    write(tmp_path / "screen.toml", None, {"display": {"rotate": 45}})
    with pytest.raises(Misconfigured, match="rotate"):
        read(tmp_path / "screen.toml", Screen)
