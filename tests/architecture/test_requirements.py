"""What is asked for is pinned, and the pins name no place to fetch them from."""

import re

import pytest

from tests.architecture.house import ROOT

ASKED = re.compile(r"^([A-Za-z0-9._-]+)", re.MULTILINE)
PIN = re.compile(r"^([a-z0-9._-]+)==[^\s;]+( ;.*)?\s*(# via .*)?$")


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_requirement_is_pinned(name):
    source = (ROOT / f"{name}.in").read_text()
    asked = {match.lower() for match in ASKED.findall(source) if not match.startswith("-")}
    lines = (ROOT / f"{name}.txt").read_text().splitlines()
    pins = [PIN.match(line) for line in lines if line and not line.startswith("#")]

    assert asked - {pin[1] for pin in pins} == set()


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_pins_are_nothing_but_pins(name):
    lines = (ROOT / f"{name}.txt").read_text().splitlines()

    assert [
        line for line in lines if line and not line.startswith("#") and not PIN.match(line)
    ] == []
