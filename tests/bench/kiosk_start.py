# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The display as a process of its own: start, memory, still screen; one line a figure.

python tests/bench/kiosk_start.py
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
RESTS = 70  # seconds after the start at which the display surely rests, nobody having touched it
MINUTE = 60  # in which exactly one change of the minute is, which draws the picture anew
TOML = """server = "http://127.0.0.1:{port}"
token = "{token}"
house = "kassel"
name = "lobby"
[display]
width_px = 1080
height_px = 1920
inches = 32.0
[fallback.name]
de = "Klimaschutzhaus Kassel"
"""


def main() -> None:
    # A real X server: SDL waits for it without turning, which its driver without a screen cannot.
    with tempfile.TemporaryDirectory() as folder, _x_server():
        data = Path(folder)
        server = serve(data)
        try:
            _start("cold (no compiled code)", data, cold=True)
            _start("warm", data)
            kiosk = _run(data)
            time.sleep(4)
            _still(kiosk, "the front of the house", MINUTE - 8)
            _memory(kiosk, "after the start")
            time.sleep(RESTS - MINUTE + 4)
            _still(kiosk, "resting", MINUTE)
            _memory(kiosk, "resting")
            kiosk.send_signal(signal.SIGUSR1)
            time.sleep(14)
            _memory(kiosk, "after use")
            kiosk.terminate()
            kiosk.wait(10)
        finally:
            server.kill()


@contextmanager
def _x_server() -> Iterator[None]:
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1080x1920x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        os.environ["DISPLAY"] = f":{server.stdout.readline().strip()}"
        yield
        server.terminate()


def serve(data: Path) -> subprocess.Popen[bytes]:
    """A booking service of its own process, so that it can be stopped."""
    from booking import demo
    from booking.config import House, read
    from booking.serve import open_desk
    from tests.servers.loopback import free_port

    port = free_port()
    example = ROOT / "assets" / "demo" / "house.toml"
    config = data / "house.toml"
    config.write_text(
        f'{example.read_text()}\n[service]\nlisten = "127.0.0.1"\nport = {port}\npublic_url = "http://127.0.0.1:{port}"\n'
    )
    desk = open_desk(read(config, House), data)
    (data / "screen.toml").write_text(TOML.format(port=port, token=desk.tokens.make("screen", "lobby")))
    demo.offer(desk)
    desk.database.close()
    command = [sys.executable, "-m", "booking", "--config", str(config), "--data", str(data), "serve"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    time.sleep(4)
    return server


CHILD = """
import pathlib, signal, sys
from functools import partial
from kiosk import __main__ as display, environment

told, real = pathlib.Path(sys.argv.pop(1)), environment.graphics

def graphics(*size, **more):
    real(*size, **more)
    from kivy.core.window import Window
    from kiosk import app
    Window.bind(on_flip=lambda _window: told.touch())
    begin = app.Kiosk.start
    def start(kiosk):
        begin(kiosk)
        signal.signal(signal.SIGUSR1, lambda *_: use(kiosk.guide))
    app.Kiosk.start = start

def use(guide):
    from kivy.clock import Clock
    first = next(iter(guide.offerings.offers))
    acts = [
        partial(guide.go, "room", room="offen"), partial(guide.go, "week", room="offen"), partial(guide.go, "day"),
        partial(guide.go, "offers"), partial(guide.go, "offer", key=first), partial(guide.go, "ideas"),
    ]
    for number, act in enumerate(3 * [*acts, guide.home]):
        Clock.schedule_once(lambda _elapsed, act=act: act(), number / 2)

environment.graphics = graphics
sys.exit(display.main())
"""


def _run(data: Path, cold: bool = False) -> subprocess.Popen[bytes]:
    """The display as in the house, except that it leaves a file when its first picture is there.

    At SIGUSR1 it opens one screen after the other for ten seconds.
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    if cold:
        environment["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(dir=data)
    command = [sys.executable, "-c", CHILD, str(data / "flip"), "--config", str(data / "screen.toml")]
    return subprocess.Popen([*command, "--window", "1080x1920"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def _start(kind: str, data: Path, cold: bool = False) -> None:
    begin = time.monotonic()
    kiosk = _run(data, cold)
    flip = data / "flip"
    while not flip.exists() and time.monotonic() - begin < 30:
        time.sleep(0.005)
    print(f"start to first picture, {kind}: {time.monotonic() - begin:.2f} s (goal {1.5 if cold else 0.8})")
    time.sleep(1)
    kiosk.terminate()
    kiosk.wait(10)
    flip.unlink(missing_ok=True)


def _cpu(process: int) -> float:
    """Seconds of CPU that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _still(kiosk: subprocess.Popen[bytes], what: str, seconds: int) -> None:
    before = _cpu(kiosk.pid)
    time.sleep(seconds)
    share = (_cpu(kiosk.pid) - before) / seconds * 100
    print(f"still screen, {what}, {seconds} s of it: {share:.2f} % of a core (goal 0.2)")


def _memory(kiosk: subprocess.Popen[bytes], when: str) -> None:
    status = Path(f"/proc/{kiosk.pid}/status").read_text()
    whole, own, files = (int(_found(rf"{key}:\s+(\d+)", status)) / 1024 for key in ("VmRSS", "RssAnon", "RssFile"))
    print(f"memory of the display, {when}: {whole:.0f} MB (goal 200), of it own {own:.0f} MB, files {files:.0f} MB")


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match
    return match[1]


if __name__ == "__main__":
    main()
