"""manage.py on an installation that is not ready: one line and exit 2, never a traceback."""

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.core.checks import run_checks


def run(*arguments, **environment):
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DEBUG": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr.splitlines()


@pytest.mark.parametrize("command", ["verify_trail", "rehearse_year_end", "seed_demo"])
def test_a_database_without_tables(tmp_path, command):
    told = run(command, DATABASE_URL=f"sqlite:///{tmp_path}/new.sqlite3")

    assert told == (2, "", ["The database is not up to date. Run first: manage.py migrate"])


def test_a_database_that_does_not_answer(tmp_path):
    told = run("verify_trail", DATABASE_URL=f"sqlite:///{tmp_path}/nowhere/new.sqlite3")

    assert told == (2, "", ["The database does not answer: unable to open database file"])


def test_an_address_of_no_database():
    code, out, err = run("verify_trail", DATABASE_URL="practice")

    assert (code, out) == (2, "")
    assert err[-1] == "DATABASE_URL is not the address of a database."


def test_no_secrets():
    told = run("verify_trail", DEBUG="0")

    assert told == (2, "", ["Set SECRET_KEY (or SECRET_KEY_FILE): it has no value and DEBUG is off."])  # fmt: skip


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "8000.0"])
def test_a_port_that_is_none(port):
    told = run("serve", PORT=port)

    assert told == (2, "", [f"PORT is a number from 1 to 65535, not {port}."])


def test_an_hour_that_is_meant_is_no_warning_when_the_clock_shows_it():
    evening = datetime(2026, 11, 25, 20, tzinfo=UTC)

    with time_machine.travel(evening, tick=False):
        told = [one.id for one in run_checks() if not one.is_silenced()]

    assert told == []
