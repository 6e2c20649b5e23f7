"""manage.py backup PATH: everything into one new file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cps_comms import backups


class Command(BaseCommand):
    help = "Write every row and every kept file to PATH, a new file. The keys are not in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = backups.backup(options["path"])
        except backups.CannotRead as error:
            raise CommandError(str(error), returncode=2) from None
        self.stdout.write(
            f"Wrote {made.rows} rows of {made.tables} tables and {made.files} files to {options['path']}."
        )
