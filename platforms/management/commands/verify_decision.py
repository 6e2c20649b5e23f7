"""manage.py verify_decision: does this paper's outcome follow from what it carries, and is it ours?"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from platforms.models import AuditDecision
from platforms.reports import receipts
from platforms.reports.decision_paper import NotPdf, receipt_inside
from platforms.reports.receipts import NoReceipt


class Command(BaseCommand):
    help = (
        "Decide a decision's paper again from what it carries. Exit 0: the same outcome, and ours; 1: another outcome,"
        " altered or not ours; 2: not readable as such a paper."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.pdf", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        receipt = self._receipt(file)
        stated = receipts.read(receipt)
        if found := receipts.differences(stated):
            raise CommandError("Not the same outcome. " + "; ".join(found), returncode=1)
        digest = receipts.sha256(receipt.decode())
        decision = AuditDecision.objects.filter(sha256=digest).first()
        if decision is None:
            raise CommandError(
                f"The outcome follows, but this system made no such decision (SHA-256 {digest}).",
                returncode=1,
            )
        self.stdout.write(
            f"The same outcome: {decision.outcome}, decision {receipts.reference_of(digest)}, audit"
            f" {decision.audit_id}, made {decision.decided_at:%Y-%m-%d %H:%M:%S} UTC, SHA-256 {digest}."
        )

    def _receipt(self, file: Path) -> bytes:
        try:
            receipt = receipt_inside(file.read_bytes())
            receipts.read(receipt)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=2) from None
        except NotPdf:
            raise CommandError(f"{file}: not a readable PDF.", returncode=2) from None
        except NoReceipt as error:
            raise CommandError(f"{file}: {error}.", returncode=2) from None
        return receipt
