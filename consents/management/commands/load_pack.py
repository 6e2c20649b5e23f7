"""Load a pack of exceptions into the register."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consents.actions.exceptions import load_pack
from consents.builtin import packs
from core.actor import Actor
from core.decision import Refused


class Command(BaseCommand):
    help = "Load the exceptions of a pack (without a name: list the packs). What is there stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pack", nargs="?", default="", metavar="NAME")

    def handle(self, *args: Any, pack: str, **options: Any) -> None:
        if not pack:
            for one in packs().values():
                self.stdout.write(f"{one.code}: {one.name}, {len(one.exceptions)} exceptions")
            return
        try:
            kinds = load_pack(pack, by=Actor.command("load_pack"))
        except Refused as refused:
            raise CommandError(f"{refused} Packs: {', '.join(packs())}.", returncode=1) from None
        for kind in kinds:
            standing = "published" if kind.is_published else "not published"
            self.stdout.write(f"{kind.code}: {kind.name} ({standing})")
