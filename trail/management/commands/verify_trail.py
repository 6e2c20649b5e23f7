"""Check every row of the audit trail."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trail import sealing
from trail.models import Entry, Seal


class Command(BaseCommand):
    help = (
        "Check every entry and every seal. Exit 0: all is as it was written; 1: something is not."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(sealing.faults())
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{len(found)} faults in the trail.", returncode=1)
        waiting = Entry.objects.unsealed().count()
        self.stdout.write(
            f"The trail is whole: {Entry.objects.count()} entries, {Seal.objects.count()} seals, "
            f"{waiting} entries waiting for the next seal."
        )
