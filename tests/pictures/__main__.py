# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""make pictures: every page and every screen, in every language, as PNG in build/pictures/."""

import subprocess
import sys
import tempfile
from pathlib import Path

from booking.texts import STAFF_LANGUAGES
from tests.booking.wishes import SMTP
from tests.pictures.pages import Example, addresses
from tests.servers.booking import booking_service, demo_house
from tests.servers.browser import chromium

FOLDER = Path(__file__).parents[2] / "build" / "pictures"
PHONE = {"width": 390, "height": 844}


def pages() -> None:
    """Every page on a phone, as it is and in high contrast."""
    house = demo_house(smtp=SMTP)
    with tempfile.TemporaryDirectory() as data, booking_service(house, Path(data)) as service, chromium() as browser:
        example = Example(service.desk)
        for name, contrast in (("light", None), ("contrast", "more")):
            context = browser.new_context(viewport=PHONE, contrast=contrast)  # type: ignore[arg-type]
            page = example.sign_in(context, service.url).new_page()
            for language in house.languages:
                for key, address in addresses(service, language, example).items():
                    if key.startswith("staff") and language not in STAFF_LANGUAGES:
                        continue
                    page.goto(address)
                    page.screenshot(path=FOLDER / "phone" / f"{key}-{language}-{name}.png", full_page=True)
            context.close()


if __name__ == "__main__":
    pages()
    subprocess.run([sys.executable, "-m", "tests.pictures.kiosk", str(FOLDER / "kiosk")], check=True)
    print(f"{sum(1 for _ in FOLDER.rglob('*.png'))} pictures in {FOLDER}")
