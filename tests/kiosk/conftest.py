# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One window for all tests of the display; its layout turns by what a test asks for."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kiosk import example
from tests.kiosk.display import prepare
from tests.servers.booking import Service

PORTRAIT, LANDSCAPE = (1080, 1920), (1920, 1080)


@pytest.fixture(scope="session")
def window() -> Any:
    """Kivy's one window, drawn without a screen."""
    prepare(PORTRAIT, Path(tempfile.mkdtemp(prefix="kivy-")))
    from kivy.core.window import Window

    from kiosk.app import prepare_look

    prepare_look()
    return Window


@pytest.fixture
def busy(service: Service) -> Service:
    """The demo house on a day on which something is going on."""
    example.fill(service)
    return service


@pytest.fixture
def hang(window: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Hangs a display into a house."""
    from kiosk import memory

    memory.keep()  # else each screen that goes looks through all that tests before this one have left
    hung = []

    def hang_one(service: Service, layout: tuple[int, int] = PORTRAIT, **hung_so: Any) -> Any:
        window.size = layout
        display = example.hang(service, tmp_path, layout, **hung_so)
        hung.append(display)
        return display

    yield hang_one
    for display in hung:
        display.close()


@pytest.fixture
def lobby(hang: Callable[..., Any], busy: Service) -> Any:
    """The display in the lobby, portrait, on a busy day."""
    return hang(busy)
