"""manage.py make_district --students N: a made-up district to rehearse with."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.actor import Actor
from core.decision import Refused
from cps_comms import synthetic
from trail import sealing

MOST = 1_000_000


def students(value: str) -> int:
    """A whole number from 1 to a million."""
    if not (value.isascii() and value.isdecimal() and 1 <= int(value[:8]) <= MOST):
        raise ArgumentTypeError(f"{value} is not a whole number from 1 to {MOST}")
    return int(value)


class Command(BaseCommand):
    help = "Fill an empty database with a made-up district: schools, staff, students and their families."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--students", metavar="N", type=students, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = synthetic.make(options["students"], by=Actor.command("make_district"))
        except Refused as error:
            raise CommandError(str(error), returncode=1) from None
        while sealing.seal():
            continue
        self.stdout.write(
            f"Made {made.schools} schools, {made.students} students, {made.guardians} guardians and"
            f" {made.staff} staff."
        )
