"""manage.py verify_export: is this list of recipients one we made, and unchanged?"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from consents.reports.export_files import checked


class Command(BaseCommand):
    help = (
        "Check a list of recipients. Exit 0: ours, unchanged; 1: not ours or changed; 2: not readable"
        " as a list."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.zip", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        try:
            found = checked(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=2) from None
        except ValueError as error:
            raise CommandError(f"{file}: {error}.", returncode=2) from None
        if found.problems:
            raise CommandError(f"Not genuine: {'; '.join(found.problems)}.", returncode=1)
        told = found.manifest
        self.stdout.write(
            f"Genuine: export {told['export']} of activity {told['activity']} for {told['platform']},"
            f" {told['counts']['rows']} rows, {told['counts']['gone']} to delete, judged {told['judged_at']}."
        )
