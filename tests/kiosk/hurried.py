# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The display itself, with less patience, which tells what stands on it when it is asked.

At SIGUSR1 it writes HOUSE_TOLD: the screen, whether it belongs to nobody, what else lies in the window, which of Kivy's
modules and panels are loaded, and whether it sleeps.
"""

import json
import os
import signal
import sys
from pathlib import Path

from kiosk import __main__, environment

FILE = Path(os.environ["HOUSE_TOLD"])
PATIENCE = 3.0  # seconds for each of the display's minutes
touches = 0


def hurry() -> None:
    from kiosk import idle

    idle.QUIET = PATIENCE
    idle.ASKED = idle.HEARD = round(PATIENCE)


def count(*_touch: object) -> None:
    global touches
    touches += 1


def tell(*_signal: object) -> None:
    from kivy.core.window import Window

    Window.unbind(on_touch_up=count)
    Window.bind(on_touch_up=count)
    stages = [child for child in Window.children if type(child).__name__ == "Stage"]
    kiosk = stages[0].hears.__self__._kiosk
    told = {
        "touches": touches,
        "page": kiosk.page.name,
        "nobodys": kiosk.guide.visit.untouched,
        "others": [type(child).__name__ for child in Window.children if child not in stages],
        "loaded": [name for name in sys.modules if name.startswith(("kivy.modules.", "kivy.uix.settings"))],
    }
    fresh = FILE.with_suffix(".new")
    fresh.write_text(json.dumps(told), encoding="utf-8")
    fresh.replace(FILE)


if __name__ == "__main__":
    environment.prepare(FILE.parent / "kivy")
    hurry()
    signal.signal(signal.SIGUSR1, tell)
    sys.exit(__main__.main())
