"""manage.py rotate_case_keys: every case's key under the first key of CASE_KEYS."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.actor import Actor
from incidents.actions import keyring


class Command(BaseCommand):
    help = (
        "Wrap every report's key under the first key of CASE_KEYS. Safe to run again, and to stop."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = keyring.rewrap(by=Actor.command("rotate_case_keys"))
        self.stdout.write(f"{found.done} wrapped anew, {found.current} were current already.")
        if found.lost:
            raise CommandError(
                f"{found.lost} cannot be opened: CASE_KEYS lacks the key they are under. They stay as they are; "
                "bring that key back from escrow (docs/operating.md) before you throw any away.",
                returncode=1,
            )
