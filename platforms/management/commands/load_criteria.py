"""manage.py load_criteria FILE: put a criteria set into the register, to be adopted by two people."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actor import Actor
from core.decision import Refused
from platforms.actions.criteria import load
from platforms.builtin import SetText, Unloadable, read_set, shipped

UNREADABLE: Final = 2


class Command(BaseCommand):
    """Exit 0: loaded, or there already. 1: this version is there with other content. 2: the file cannot be read."""

    help = (
        "Load a criteria set from a YAML file; with a mistake in the file every mistake is told with its line, and "
        "nothing is loaded. Without FILE: list the sets that ship with the product."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", help="the criteria set (YAML)")

    def handle(self, *args: Any, file: str | None, **options: Any) -> None:
        if file is None:
            for path, one in shipped().items():
                self.stdout.write(f"{path}: {one.title}, version {one.version}")
            return
        said = _read(Path(file))
        try:
            made, is_new = load(said, by=Actor.command("load_criteria"))
        except Refused as refused:
            title = f"{said.title}, version {said.version}"
            raise CommandError(f"{title}: {refused}", returncode=1) from None
        if not is_new:
            self.stdout.write(f"{made}: already there (sha256 {made.sha256})")
            return
        criteria = [one for _group, one in said.criteria()]
        points = sum(one.weight for one in criteria)
        self.stdout.write(f"{made}: {len(criteria)} criteria, {points} points")
        self.stdout.write(f"sha256 {made.sha256}")
        self.stdout.write("New audits use it once two people have adopted it: /its/criteria/")


def _read(path: Path) -> SetText:
    try:
        return read_set(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=UNREADABLE) from None
    except Unloadable as error:
        told = [f"{path}, {problem}" for problem in error.problems]
        told.append("Nothing was loaded.")
        raise CommandError("\n".join(told), returncode=UNREADABLE) from None
