# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every requirement of EN 301 549, clauses 5 and 8, stands in the table once, with tests that are there."""

import ast
from functools import cache
from pathlib import Path

import pytest

from booking.standard import Clause, clauses

ROOT = Path(__file__).parents[1]
# V3.2.1: what can be tested; general and informative clauses are left out.
REQUIRED = """
5.1.2.1 5.1.2.2 5.1.3.1 5.1.3.2 5.1.3.3 5.1.3.4 5.1.3.5 5.1.3.6 5.1.3.7 5.1.3.8 5.1.3.9 5.1.3.10 5.1.3.11 5.1.3.12
5.1.3.13 5.1.3.14 5.1.3.15 5.1.3.16 5.1.4 5.1.5 5.1.6.1 5.1.6.2 5.1.7 5.2 5.3 5.4 5.5.1 5.5.2 5.6.1 5.6.2 5.7 5.8 5.9
8.1.2 8.1.3 8.2.1.1 8.2.1.2 8.2.2.1 8.2.2.2 8.3.2.1 8.3.2.2 8.3.2.3.1 8.3.2.3.2 8.3.2.3.3 8.3.2.4 8.3.2.5 8.3.2.6
8.3.3.1 8.3.3.2 8.3.3.3.1 8.3.3.3.2 8.3.4.1 8.3.4.2 8.3.4.3.2 8.3.4.3.3 8.3.5 8.3.6 8.4.1 8.4.2.1 8.4.2.2 8.4.3 8.5
"""


@cache
def functions(file: str) -> set[str]:
    return {node.name for node in ast.walk(ast.parse((ROOT / file).read_text())) if isinstance(node, ast.FunctionDef)}


def test_every_requirement_stands_in_the_table_once() -> None:
    assert [one.number for one in clauses()] == REQUIRED.split()


@pytest.mark.parametrize("one", clauses(), ids=lambda one: one.number)
def test_what_is_met_names_tests_that_are_there(one: Clause) -> None:
    assert one.state in ("met", "house", "none")
    assert bool(one.tests) == (one.state == "met")
    for name in one.tests:
        file, _, test = name.partition("::")
        assert test in functions(file), name


@pytest.mark.parametrize("one", clauses(), ids=lambda one: one.number)
def test_every_answer_is_there_in_both_languages(one: Clause) -> None:
    assert all(one.title.values())
    assert all(one.how.values())
