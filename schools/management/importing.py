"""What both import commands share: options, report, exit codes.

Exit 0 when the file was read (rows that were refused are on stderr; `--strict` makes them an error), 1 when the
import was stopped or would be, 2 when the input cannot be read.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.actor import Actor
from schools.models import ImportRun
from schools.reports import difference_lines, schools_without_principal, students_with_nobody_to_ask
from schools.terms import ImportKind, ImportState


class ImportCommand(BaseCommand):
    """Read PATH; say what changed on stdout and what was wrong on stderr."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH")
        parser.add_argument(
            "--dry-run", action="store_true", help="show the difference and change nothing"
        )
        parser.add_argument(
            "--yes", action="store_true", help="go on although many students would leave"
        )
        parser.add_argument("--strict", action="store_true", help="exit 1 when any row was refused")

    def start(self, path: str, **options: Any) -> ImportRun:
        raise NotImplementedError

    def handle(self, *_args: Any, **options: Any) -> None:
        path = options["path"]
        if not os.path.exists(path):  # noqa: PTH110 -- Path.exists raises on a name that is too long
            self.stderr.write(f"{path}: no such file or folder.")
            sys.exit(2)
        run = self.start(
            path,
            by=Actor.command(f"import_{options_kind(self)}"),
            dry_run=options["dry_run"],
            confirmed=options["yes"],
        )
        self._tell(run)
        if run.state == ImportState.FAILED:
            sys.exit(2)
        stopped = bool(run.stop_reasons) and not options["yes"]
        if stopped or (options["strict"] and run.problem_count):
            sys.exit(1)

    def _tell(self, run: ImportRun) -> None:
        for line in difference_lines(run):
            self.stdout.write(line)
        for problem in run.problems.order_by("pk").iterator():
            self.stderr.write(str(problem))
        for reason in run.stop_reasons:
            self.stderr.write(reason)
        if run.state == ImportState.STOPPED:
            self.stderr.write("Stopped; nothing was changed. Give --yes if this is right.")
        if run.state == ImportState.DONE:
            self._tell_open_work(run)

    def _tell_open_work(self, run: ImportRun) -> None:
        """What the import leaves for people to settle."""
        if run.kind == ImportKind.ROSTER:
            without = schools_without_principal().count()
            self.stdout.write(f"Schools without a named principal: {without}")
        self.stdout.write(f"Students with nobody to ask: {students_with_nobody_to_ask().count()}")


def options_kind(command: BaseCommand) -> str:
    """The command's own word: roster or contacts."""
    return type(command).__module__.rsplit("_", 1)[-1]
