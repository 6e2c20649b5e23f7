"""docs/attacks.md names every attack once, and only tests that there are."""

import ast
import re

import pytest

from tests.architecture.house import ROOT

IDS = [
    f"{kind}{number}"
    for kind, most in (("U", 15), ("R", 9), ("A", 10), ("X", 9), ("C", 4), ("P", 8), ("D", 10))
    for number in range(1, most + 1)
]


def rows():
    for line in (ROOT / "docs/attacks.md").read_text("utf-8").splitlines():
        if re.match(r"\| [URAXCPD]\d", line):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


ROWS = list(rows())


def functions(path):
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}


def test_every_attack_stands_there_once_and_in_order():
    assert [row[0] for row in ROWS] == IDS


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_has_tests_that_there_are_or_says_that_it_is_open(row):
    _id, _attack, _must, named, result = row
    tests = re.findall(r"`([^`]+)::([^`]+)`", named)

    missing = [f"{path}::{name}" for path, name in tests if name not in functions(path)]

    assert missing == []
    assert bool(tests) or result.startswith("open: ")
