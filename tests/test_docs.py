# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The handbooks are built without a warning, lead nowhere else, and say nothing that the code does not know."""

import argparse
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser
from pydantic import BaseModel

import booking.box.cli as box
from booking import cli
from booking.box.offsite import Offsite
from booking.config import House
from kiosk.config import Screen
from sync import cli as postman

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
TEXT = {file.stem: file.read_text(encoding="utf-8") for file in sorted(DOCS.glob("*.md"))}
ALL = "\n".join(TEXT.values())
MODELS: dict[str, type[BaseModel]] = {"house": House, "screen": Screen, "offsite": Offsite}
LEADS = "[...document.querySelectorAll('[href], [src]')].map(one => one.href || one.src)"
ANCHORS = "[...document.querySelectorAll('[id]')].map(one => one.id)"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site and the page to print, as `make docs` builds them."""
    folder, python = tmp_path_factory.mktemp("docs"), ROOT / ".venv-docs" / "bin" / "python"
    assert python.exists(), "./setup.sh docs"
    for builder, target in (("html", "site"), ("singlehtml", "print")):
        flags = ["-q", "-n", "-W", "--keep-going", "-d", str(folder / "trees"), "-b", builder]
        told = subprocess.run([python, "-m", "sphinx", *flags, DOCS, folder / target], capture_output=True, text=True)
        assert (told.returncode, told.stderr) == (0, "")
    return folder


def test_every_link_and_picture_is_there_and_no_other_host_is_asked(built: Path, chromium: Browser) -> None:
    page = chromium.new_context().new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    leads: dict[str, set[str]] = {}
    anchors: dict[str, set[str]] = {}
    for file in (*built.glob("site/*.html"), *built.glob("print/*.html")):
        page.goto(file.as_uri())
        leads[file.as_uri()] = set(page.evaluate(LEADS))
        anchors[file.as_uri()] = {"", *page.evaluate(ANCHORS)}

    assert len(leads) >= len(TEXT) + 1
    assert {url for url in asked if not url.startswith(("file:", "data:"))} == set()
    for lead in set().union(*leads.values()):
        where, _, anchor = lead.partition("#")
        target = where.partition("?")[0]
        assert target.startswith(built.as_uri()), lead
        assert Path(target.removeprefix("file://")).is_file(), lead
        assert anchor in anchors.get(target, {""}), lead


def test_the_check_list_is_one_sheet_and_each_page_says_its_language(built: Path, chromium: Browser) -> None:
    page = chromium.new_context().new_page()
    page.goto((built / "site" / "checklist.html").as_uri())
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    assert page.get_attribute("html", "lang") == "en"
    page.goto((built / "site" / "staff.html").as_uri())
    assert page.get_attribute("html", "lang") == "de"


def test_every_command_exists_with_its_options() -> None:
    said = set(re.findall(r"(?<![/\w])klimaschutzhaus ((?:(?:booking|sync) )?[a-z][a-z-]*)((?: [\w.-]+)*)", ALL))
    known = commands("", box._parser()) | commands("booking ", cli._parser()) | commands("sync ", postman._parser())

    assert {command for command, _ in said} >= {"setup", "status", "keep", "drill", "booking restore", "sync status"}
    for command, rest in said - {("booking", ""), ("sync", "")}:
        assert set(re.findall(r"--[a-z-]+", rest)) <= known[command], command


def commands(before: str, parser: argparse.ArgumentParser) -> dict[str, set[str]]:
    """The options of each command of a program."""
    (choices,) = (act.choices for act in parser._actions if isinstance(act, argparse._SubParsersAction))
    return {before + name: {*each._option_string_actions} for name, each in choices.items()}


def test_every_unit_file_and_target_exists() -> None:
    units = {file.stem for kind in ("service", "timer") for file in (ROOT / "systemd").glob(f"*.{kind}")}
    named = set(re.findall(r"(?<![\w/])klimaschutzhaus-[a-z0-9]+(?![\w.]*\.conf)(?!/)", ALL))
    assert {name for name in named if name not in units} == set()

    paths = re.findall(r"`((?:assets|booking|docs|kiosk|sync|systemd|tests)/[\w./-]+)`", ALL)
    snippets = [
        f"systemd/{name}" for name in re.findall(r"`(klimaschutzhaus[\w.-]+\.(?:sysctl|udev|conf|example))`", ALL)
    ]
    assert len(paths) > 20
    real = [path for path in (*paths, *snippets) if not re.search("NAME|LANGUAGE", path)]
    assert [path for path in real if not (ROOT / path).exists()] == []

    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", ALL, re.MULTILINE)) <= targets


@pytest.mark.parametrize("example", re.findall(r"```toml\n *# (\w+)\.toml\n(.*?)```", ALL, re.DOTALL), ids=lambda _: "")
def test_every_piece_of_a_config_is_valid_where_it_stands(example: tuple[str, str]) -> None:
    name, piece = example
    whole = tomllib.loads((ROOT / "systemd" / f"{name}.toml.example").read_text(encoding="utf-8"))

    MODELS[name].model_validate(laid_over(whole, tomllib.loads(piece)))


def laid_over(whole: dict[str, Any], piece: dict[str, Any]) -> dict[str, Any]:
    both = {key: laid_over(whole[key], piece[key]) for key in piece if isinstance(whole.get(key), dict)}
    return {**whole, **piece, **both}


def test_every_table_of_a_config_exists() -> None:
    examples = "".join((ROOT / "systemd" / f"{name}.toml.example").read_text(encoding="utf-8") for name in MODELS)
    named = set(re.findall(r"`(\[+[a-z_.]+\]+)`", TEXT["installer"]))

    assert len(named) > 10
    assert {table for table in named if not re.search(rf"^#?{re.escape(table)}$", examples, re.MULTILINE)} == set()


@pytest.mark.parametrize(("handbook", "language"), [("staff", "de"), ("staff-en", "en")])
def test_the_words_of_the_pages_are_the_pages_own(handbook: str, language: str) -> None:
    text = " ".join(TEXT[handbook].split())
    words = set(re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text))

    assert len(words) > 60
    assert words - said_in(language) == set()


def said_in(language: str) -> set[str]:
    """Every sentence that a page or a display of this house says."""
    said: set[str] = set()
    for file in (ROOT / "assets" / "locale" / language / "LC_MESSAGES").glob("*.po"):
        with file.open("rb") as content:
            for message in read_po(content):
                said.update([message.string] if isinstance(message.string, str) else message.string or ())
    return said
