"""manage.py first_admin EMAIL: the way into an installation where nobody can sign in yet."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.core.validators import validate_email

from accounts.entry import LASTS, make_link
from core.actor import Actor
from core.decision import Refused
from schools.actions.offices import name_first_admin


class Command(BaseCommand):
    help = "Name the first system administrator and print a sign-in link that works once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        by = Actor.command("first_admin")
        try:
            validate_email(options["email"])
            user = name_first_admin(options["email"], by=by)
        except ValidationError:
            self.stderr.write("That is not an e-mail address.")
            sys.exit(2)
        except Refused as refused:
            self.stderr.write(str(refused))
            sys.exit(1)
        self.stdout.write(make_link(user, by=by))
        minutes = int(LASTS.total_seconds() // 60)
        self.stderr.write(f"The link works once, for {minutes} minutes.")
