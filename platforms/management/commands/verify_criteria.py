"""manage.py verify_criteria: every loaded criteria set still says what its hash says."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from platforms.models import CriteriaSet
from platforms.reports.criteria import integrity


class Command(BaseCommand):
    """Exit 0: all are as they were loaded. 1: one is not."""

    help = "Compare the rows, the content and the hash of every criteria set."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for one in CriteriaSet.objects.order_by("code", "version"):
            reason = integrity(one)
            wrong += bool(reason)
            self.stdout.write(f"{one}: {reason or 'as it was loaded'}")
        if wrong:
            raise CommandError(f"{wrong} criteria sets are not as they were loaded", returncode=1)
