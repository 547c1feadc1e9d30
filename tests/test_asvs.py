# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every requirement that the house is checked against stands in asvs.md once, with tests that are there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLES = ROOT / "tests" / "asvs.md"
ITEMS = ROOT.parent / "shared" / "asvs.tsv"
NUMBER = r"\d+\.\d+\.\d+"
# What applies and is not met yet. What is met moves from here into the table.
OPEN = {
    "13.2.2",
    "13.3.1",
    "15.2.1",
    "16.4.3",
}


def rows(cells: int) -> list[list[str]]:
    """The rows of the table with so many cells, without its head."""
    lines = [line for line in TABLES.read_text(encoding="utf-8").splitlines() if re.match(rf"\| {NUMBER}", line)]
    table = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in table if len(row) == cells]


def listed() -> list[str]:
    """The number of every item in either table."""
    return [number for row in rows(4) + rows(2) for number in re.findall(NUMBER, row[0])]


@pytest.mark.skipif(not ITEMS.is_file(), reason="the list of requirements is not beside this checkout")
def test_every_item_stands_in_one_table_once() -> None:
    lines = [line.split("\t") for line in ITEMS.read_text(encoding="utf-8").splitlines() if line[0].isdigit()]
    assert len(lines) > 250
    assert sorted([*listed(), *OPEN]) == sorted(line[0] for line in lines)


def test_no_item_stands_twice() -> None:
    numbers = listed()
    assert len(numbers) == len(set(numbers))
    assert not OPEN & set(numbers)


def test_every_test_that_is_named_is_there() -> None:
    found = rows(4)
    assert len(found) > 100
    for number, _, _, tests in found:
        named = re.fullmatch(r"`([^`]+)`(?:, `([^`]+)`)*", tests)
        assert named, number
        for name in re.findall(r"`([^`]+)`", tests):
            file, _, test = name.partition("::")
            assert test in functions(file), (number, name)


@cache
def functions(file: str) -> set[str]:
    """The tests of a file."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}
