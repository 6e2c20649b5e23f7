"""The house rules that no linter knows."""

import ast
import re
import subprocess
import sys

import pytest
from django.apps import apps

from tests.architecture.house import APPS, DOMAIN_APPS, ROOMS, ROOT, SOURCES, TESTS, name_of, parsed

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 40


def test_every_clause_has_a_test_and_every_citation_a_clause():
    policy = (ROOT / "docs/policy.md").read_text()
    clauses = set(re.findall(r"^- \*\*([A-Z]\d+[a-z]?)\*\*", policy, re.MULTILINE))

    cited = {clause for path in TESTS for clause in clauses_cited_in(path)}

    assert cited == clauses


def clauses_cited_in(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.clause"):
            yield from (argument.value for argument in node.args)


def test_foreign_keys_point_down():
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if points_up(model._meta.app_label, field.related_model._meta.app_label)
    ]

    assert upward == []


def points_up(here, there):
    return here in APPS and there in APPS and APPS.index(there) < APPS.index(here)


@pytest.mark.parametrize("app", [app for app in DOMAIN_APPS if app in APPS])
def test_a_domain_app_has_no_rooms_of_its_own_making(app):
    present = {path.stem for path in (ROOT / app).iterdir() if is_module(path)}

    assert present - ROOMS - {"__init__", "apps", "migrations"} == set()


def is_module(path):
    return path.suffix == ".py" or (path / "__init__.py").exists()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_files_and_functions_stay_small(path):
    functions = [
        node
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    long = [
        f"{function.name} ({lines})"
        for function in functions
        if (lines := function.end_lineno - function.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    ]

    assert long == []
    assert len(path.read_text().splitlines()) <= MOST_LINES


def test_state_diagrams_are_fresh():
    draw = [sys.executable, ROOT / "bin" / "draw-states", "--check"]

    done = subprocess.run(draw, capture_output=True, check=False)

    assert done.stderr.decode() == ""
    assert done.returncode == 0
