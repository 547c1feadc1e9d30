# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A phone in the test's hand, and a browser on the desk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone-sized page in German, once with JavaScript and once without."""
    context = chromium.new_context(viewport=PHONE, locale="de-DE", java_script_enabled=request.param)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a desk's screen in German, once with JavaScript and once without."""
    context = chromium.new_context(viewport=DESK, locale="de-DE", java_script_enabled=request.param)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()
