"""manage.py import_roster PATH: a OneRoster 1.1 or 1.2 folder or zip."""

from typing import Any

from schools.actions.imports import import_roster
from schools.management.importing import ImportCommand
from schools.models import ImportRun


class Command(ImportCommand):
    help = "Read a OneRoster CSV folder or zip (1.1 or 1.2, bulk or delta)."

    def start(self, path: str, **options: Any) -> ImportRun:
        return import_roster(path, **options)
