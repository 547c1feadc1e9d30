# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""From answers to a house that runs: write the config, check it, start what belongs to this machine.

It can be run again: what stands in the config stays, with its comments, but for what was answered otherwise.
"""

import ipaddress
import os
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomlkit

from booking.box.answers import Answers
from booking.box.machine import Machine, Told, ask

EXAMPLES = Path(__file__).parents[2] / "systemd"
USER = "klimaschutzhaus"
HERE = "http://127.0.0.1:8080"
NO_TOKEN = "put-the-token-of-this-display-here"  # noqa: S105 - of the example
# What keeps keyboards and sticks from leading out of the display; each says why, line by line.
LIMITS = {
    "klimaschutzhaus.sysctl": "etc/sysctl.d/90-klimaschutzhaus.conf",
    "klimaschutzhaus.udev": "etc/udev/rules.d/70-klimaschutzhaus.rules",
    "klimaschutzhaus-logind.conf": "etc/systemd/logind.conf.d/klimaschutzhaus.conf",
    "klimaschutzhaus-system.conf": "etc/systemd/system.conf.d/klimaschutzhaus.conf",
    "klimaschutzhaus-xorg.conf": "etc/X11/xorg.conf.d/50-klimaschutzhaus.conf",
}
CADDY_HEAD = "# Klimaschutzhaus"  # how a file of ours begins


class NotSetUp(Exception):
    """A step that did not work; the text says which, and why."""


def known(machine: Machine) -> Answers:
    """The answers that the config of this machine gives already."""
    house, screen = _read(machine.house), _read(machine.screen)
    service, city = house.get("service", {}), house.get("city", {}).get("calendar", {})
    is_old = bool(house or screen)
    told: dict[str, dict[str, Any]] = {
        "machine": {"house": bool(house) or not is_old, "display": bool(screen) or not is_old},
        "house": {
            **{"id": house.get("id", screen.get("house")), "domain": house.get("domain"), "phone": house.get("phone")},
            **house.get("address", {}),
            **{"name": house.get("name", {}).get("de"), "mail": house.get("legal", {}).get("mail")},
            **{"public_address": service.get("public_url"), "staff_networks": service.get("staff_networks")},
        },
        "mail": service.get("smtp", {}),
        "city": {"calendar": city.get("url"), "user": city.get("user")},
        "display": {**screen.get("display", {}), **{key: screen.get(key) for key in ("name", "server", "token")}},
    }
    answers = Answers().model_dump()
    for table, values in told.items():
        answers[table].update({key: values[key] for key in answers[table] if values.get(key) is not None})
    return Answers.model_validate(answers)


class Setup:
    """One run; `say` tells each step as it is done."""

    def __init__(self, machine: Machine, answers: Answers, say: Callable[[str], None]) -> None:
        self._machine, self._answers, self._say = machine, answers, say

    # The config

    def write(self) -> None:
        """Write it. What it replaces stays beside it."""
        self._machine.config.mkdir(parents=True, exist_ok=True)
        if self._answers.machine.house:
            self._write_house()
            self._check("booking", "--config", self._machine.house, "check")
        if self._answers.machine.display:
            self._write_screen()
            self._check("kiosk", "--config", self._machine.screen, "--check")
        self._limit_glass()

    def _write_house(self) -> None:
        house, file = self._answers.house, self._machine.house
        document = _document(file, "house.toml.example")
        if not file.exists():
            _put(document, id=house.id, domain=house.domain, name={"de": house.name})
        _put(document, phone=house.phone)
        document["name"]["de"] = house.name
        _put(document["address"], street=house.street, postcode=house.postcode, city=house.city)
        _put(document["legal"], phone=house.phone, mail=house.mail)
        _put(
            document["service"],
            listen="127.0.0.1" if self._behind_caddy else "0.0.0.0",  # noqa: S104 - phones in the house must reach it
            public_url=house.public_address,
            staff_networks=[str(network) for network in house.staff_networks],
        )
        self._put_mail(document["service"])
        self._put_city(document)
        self._save(file, document, 0o640, USER)

    def _put_mail(self, service: Any) -> None:
        mail = self._answers.mail
        if not mail.host:
            service.pop("smtp", None)
            return
        smtp = service.setdefault("smtp", tomlkit.table())
        _put(smtp, host=mail.host, port=mail.port, security=mail.security, user=mail.user)
        smtp.setdefault("sender", self._answers.house.mail)
        self._keep_secret(smtp, "smtp", mail.user, mail.password)

    def _put_city(self, document: Any) -> None:
        city = self._answers.city
        if not city.calendar:
            document.get("city", {}).pop("calendar", None)
            return
        if "city" not in document:
            document["city"] = tomlkit.table(is_super_table=True)
        calendar = document["city"].setdefault("calendar", tomlkit.table())
        _put(calendar, url=city.calendar, user=city.user)
        self._keep_secret(calendar, "calendar", city.user, city.password)

    def _keep_secret(self, table: Any, name: str, user: str, secret: str) -> None:
        """A blank password leaves the one that was there: nobody types it twice."""
        if not user:
            table.pop("password_file", None)
            return
        table.setdefault("password_file", f"credential:{name}")
        self._machine.secrets.mkdir(mode=0o700, exist_ok=True)
        if secret:
            self._write(self._machine.secrets / name, secret, 0o600)

    def _write_screen(self) -> None:
        display, file, house = self._answers.display, self._machine.screen, self._answers.house
        document = _document(file, "screen.toml.example")
        here = self._answers.machine.house
        _put(document, server=HERE if here else display.server, house=house.id, name=display.name)
        if display.token:
            document["token"] = display.token
        _put(
            document["display"],
            **{"width_px": display.width_px, "height_px": display.height_px, "inches": display.inches},
            rotate=display.rotate or None,
            fullscreen=True,
        )
        if here:
            document["fallback"] = tomlkit.item({"phone": house.phone, "name": {"de": house.name}})
            if document["token"] == NO_TOKEN:
                document["token"] = self._new_token(display.name)
        self._save(file, document, 0o600)
        self._open_the_way("" if here else display.server)

    def _open_the_way(self, server: str) -> None:
        """The display's unit reaches this machine only; a server elsewhere, and who knows its name, are named to it."""
        file = self._machine.root / "etc/systemd/system/klimaschutzhaus-kiosk.service.d/server.conf"
        if not server:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        allowed = " ".join(_addresses(urlsplit(server).hostname or "", self._machine.root / "etc/resolv.conf"))
        self._write(file, f"# Written by klimaschutzhaus setup.\n[Service]\nIPAddressAllow={allowed}\n", 0o644)

    def _new_token(self, name: str) -> str:
        made = self.as_house("screen-token", "make", name)
        if not made.well:
            raise NotSetUp(f"no token for the display: {made.last}")
        return made.out.strip()

    def as_house(self, *command: str) -> Told:
        """A command of the booking service, as it would run it itself."""
        machine = self._machine
        whole = ["-m", "booking", "--config", str(machine.house), "--data", str(machine.data), *command]
        who = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 and machine.root == Path("/") else []
        return ask(*who, sys.executable, *whole)

    def _check(self, part: str, *arguments: str | Path) -> None:
        told = ask(sys.executable, "-m", part, *arguments)
        if not told.well:
            raise NotSetUp((told.error or told.out).strip())
        for line in told.out.splitlines():
            self._say(line)

    def _save(self, file: Path, document: Any, mode: int, group: str = "") -> None:
        text = tomlkit.dumps(document)
        if file.exists():
            if file.read_text(encoding="utf-8") == text:
                self._say(f"{file}: as it was")
                return
            before = file.with_name(f"{file.name}.before")
            before.unlink(missing_ok=True)
            before.hardlink_to(file)  # the file itself: nobody may read it who could not before
        self._write(file, text, mode, group)

    def _write(self, file: Path, text: str, mode: int, group: str = "") -> None:
        """Replace a file at once; nobody but whom it is for can read it at any moment."""
        part = file.with_name(f"{file.name}.part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as out:
            out.write(text)
        if group and os.geteuid() == 0 and self._machine.root == Path("/"):
            shutil.chown(part, group=group)
        part.replace(file)
        self._say(f"{file}: written")

    def _limit_glass(self) -> None:
        """On a machine with a display no key leads out of it; on one without, keys do what they always do."""
        for name, target in LIMITS.items():
            file = self._machine.root / target
            if self._answers.machine.display:
                file.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(EXAMPLES / name, file)
            else:
                file.unlink(missing_ok=True)

    # HTTPS

    @property
    def _behind_caddy(self) -> bool:
        return self._answers.house.public_address.startswith("https://")

    def write_caddy(self) -> None:
        """HTTPS in front, if the house has an address for it; a config that is somebody else's stays."""
        if not (self._answers.machine.house and self._behind_caddy):
            return
        file, host = self._machine.caddyfile, urlsplit(self._answers.house.public_address).netloc
        ours = (EXAMPLES / "Caddyfile.example").read_text(encoding="utf-8").replace("haus.example", host)
        if file.exists():
            there = file.read_text(encoding="utf-8")
            if there == ours:
                return
            if not there.startswith(CADDY_HEAD):
                shutil.copy2(file, file.with_name("Caddyfile.before"))
        file.parent.mkdir(parents=True, exist_ok=True)
        self._write(file, ours, 0o644)

    # The services

    def start(self) -> None:
        """Switch on what belongs to this machine, and off what does not. Raises NotSetUp for what does not come up."""
        machine = self._answers.machine
        house = ["booking.service", "sync.service", "backup.timer", "offsite.timer", "status.timer"]
        self._switch(machine.house, house)
        if machine.house:
            ask("systemctl", "start", "klimaschutzhaus-backup.service", seconds=330)
        ask("systemctl", "mask" if machine.display else "unmask", "ctrl-alt-del.target")
        for command in (["daemon-reexec"], ["restart", "systemd-sysctl", "systemd-logind"]):
            ask("systemctl", *command)
        ask("udevadm", "control", "--reload")
        on_x = ask("systemctl", "is-enabled", "klimaschutzhaus-kiosk-x11.service").well
        self._switch(machine.display, ["kiosk-x11.service" if on_x else "kiosk.service"])  # as somebody has chosen
        if machine.house and self._behind_caddy:
            told = ask("systemctl", "reload-or-restart", "caddy.service")
            self._say("caddy: runs" if told.well else f"caddy: {told.last}: apt install caddy")

    def _switch(self, on: bool, units: list[str]) -> None:
        names = [f"klimaschutzhaus-{unit}" for unit in units]
        if not on:
            ask("systemctl", "disable", "--now", *names)
            return
        ask("systemctl", "enable", *names)
        for name in names:
            told = ask("systemctl", "restart", name, seconds=330)
            self._say(f"{name}: {'runs' if told.well else told.last}")


def _addresses(host: str, resolver: Path) -> list[str]:
    """The addresses of a machine, and if it has a name those of the name servers. Raises NotSetUp."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    try:
        found = {str(told[4][0]) for told in socket.getaddrinfo(host, None)}
    except OSError as error:
        raise NotSetUp(f"display.server: {host} is not found: {error.strerror or error}") from None
    lines = resolver.read_text(encoding="utf-8").splitlines() if resolver.exists() else []
    return sorted(found | {line.split()[1] for line in lines if line.startswith("nameserver ")})


def _read(file: Path) -> dict[str, Any]:
    return tomlkit.parse(file.read_text(encoding="utf-8")).unwrap() if file.exists() else {}


def _document(file: Path, example: str) -> Any:
    """What is there, else the commented example, to be edited."""
    source = file if file.exists() else EXAMPLES / example
    return tomlkit.parse(source.read_text(encoding="utf-8"))


def _put(table: Any, **values: Any) -> None:
    """Set keys; what is empty goes, so that it is as if nobody had said anything."""
    for key, value in values.items():
        if value in (None, "", []):
            table.pop(key, None)
        elif table.get(key) != value:
            table[key] = value
