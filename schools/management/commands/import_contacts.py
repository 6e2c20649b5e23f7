"""manage.py import_contacts PATH: guardians in the Clever contacts layout."""

from typing import Any

from schools.actions.imports import import_contacts
from schools.management.importing import ImportCommand
from schools.models import ImportRun


class Command(ImportCommand):
    help = "Read a contacts.csv, with optional language and authority columns."

    def start(self, path: str, **options: Any) -> ImportRun:
        return import_contacts(path, **options)
