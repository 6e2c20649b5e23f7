"""manage.py found_office OFFICE EMAIL EMAIL: the first two people of an office that reads reports."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.core.validators import validate_email

from core.actor import Actor
from core.decision import Refused
from incidents.actions.offices import found
from incidents.terms import OfficeCode


class Command(BaseCommand):
    help = (
        "Seat the first two people of an office that reads reports (oig, student_protections). "
        "From then on they confirm whoever joins them; nobody else can."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("office", choices=OfficeCode.values)
        parser.add_argument("email", nargs=2, metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        by = Actor.command("found_office")
        try:
            for email in options["email"]:
                validate_email(email)
            seats = found(OfficeCode(options["office"]), options["email"], by=by)
        except ValidationError:
            self.stderr.write("That is not an e-mail address.")
            sys.exit(2)
        except Refused as refused:
            self.stderr.write(str(refused))
            sys.exit(1)
        for seat in seats:
            self.stdout.write(f"{seat.assignment.user.email} sits in {seat.office.label}.")
