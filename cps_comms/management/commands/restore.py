"""manage.py restore PATH: an empty installation becomes the one that was backed up."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cps_comms import backups


class Command(BaseCommand):
    help = "Fill an empty, migrated database and file store from PATH. Everything or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            put = backups.restore(options["path"])
        except backups.CannotRead as error:
            raise CommandError(str(error), returncode=2) from None
        except backups.WillNot as error:
            raise CommandError(str(error), returncode=1) from None
        self.stdout.write(
            f"Restored {put.rows} rows of {put.tables} tables and {put.files} files, as of {put.made_at}."
        )
