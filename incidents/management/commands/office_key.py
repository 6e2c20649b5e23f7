"""Found an office with its public age key, at the server, once: later keys are set and confirmed by two of its people."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actor import Actor
from documents.sealing import NotAKey, fingerprint
from incidents.actions.office_keys import AlreadyFounded, found_key
from incidents.terms import OfficeCode


class Command(BaseCommand):
    help = "Set the first public age key of an office. Its secret half stays with the office, and never comes here."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", choices=OfficeCode.values)
        parser.add_argument("public", help='the public key, "age1…"')

    def handle(self, *args: Any, **options: Any) -> None:
        by = Actor.command("office_key")
        try:
            key = found_key(OfficeCode(options["office"]), options["public"], by=by)
        except NotAKey as error:
            raise CommandError('That is no public age key ("age1…").', returncode=1) from error
        except AlreadyFounded as error:
            raise CommandError(
                "The office has a key; its people change it on their page.", returncode=1
            ) from error
        self.stdout.write(f"Set. Its people compare this mark: {fingerprint(key.public)}")
