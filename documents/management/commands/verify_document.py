"""manage.py verify_document: is this signed form genuine?"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.keeping import reference_of
from documents.verifying import Finding, verify

NOT_OURS = {
    Finding.ALTERED: "Not genuine: altered. It claims answer {answer}, but it is not the file made for it.",
    Finding.UNKNOWN: "Not genuine: this system made no such file.",
}


class Command(BaseCommand):
    help = (
        "Check a signed form. Exit 0: genuine; 1: not genuine or altered; 2: not readable as a PDF."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.pdf", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=2) from None
        verification = verify(content)
        if verification.finding == Finding.UNREADABLE:
            raise CommandError(f"{file}: not a readable PDF.", returncode=2)
        document = verification.document
        answer = document.snapshot["answer_id"] if document else ""
        if document is None or verification.finding != Finding.GENUINE:
            raise CommandError(NOT_OURS[verification.finding].format(answer=answer), returncode=1)
        self.stdout.write(
            f"Genuine: answer {answer}, document {reference_of(document.snapshot)}, "
            f"made {document.made_at:%Y-%m-%d %H:%M:%S} UTC, SHA-256 {document.sha256}."
        )
