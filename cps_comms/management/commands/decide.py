"""manage.py decide: the policy from the command line, one JSON object a line."""

from __future__ import annotations

import codecs
import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.core.management.base import BaseCommand, CommandError

import consents.decide
from core.reading import Unreadable, parse

Decider = Callable[[object], dict[str, object]]

# What can be decided: a question read from JSON in, the verdict as JSON shows it out.
DECIDERS: Final[dict[str, Decider]] = {
    "consents": consents.decide.decide,
}
UNREADABLE: Final = 2


class Command(BaseCommand):
    """Answers every line in order; one that cannot be read gets its error in its place."""

    help = "Judge questions, one JSON object a line, by the policy shipped with the product."
    # The policy is pure: nothing here needs the database or a checked installation.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("subject", choices=DECIDERS, help="which policy decides")
        parser.add_argument(
            "file", nargs="?", metavar="FILE", help="where the questions are (default: stdin)"
        )

    def handle(self, *_args: Any, subject: str, file: str | None, **_options: Any) -> None:
        unreadable = 0
        try:
            with _opened(file) as source:
                for line in _lines(source):
                    answer = _answer(line, DECIDERS[subject])
                    unreadable += "error" in answer
                    self.stdout.write(json.dumps(answer))
        except OSError as error:
            raise _unreadable(f"{file or 'stdin'}: {error.strerror}") from None
        if unreadable:
            raise _unreadable(f"{unreadable} of the lines could not be read.")


def _opened(file: str | None) -> Any:
    if file is None or file == "-":
        return nullcontext(sys.stdin.buffer)
    return Path(file).open("rb")


def _lines(source: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    """The lines that say something; a byte order mark before the first is no part of it."""
    for number, line in enumerate(source):
        said = (line.removeprefix(codecs.BOM_UTF8) if number == 0 else line).strip()
        if said:
            yield said


def _answer(line: bytes, decide: Decider) -> dict[str, object]:
    try:
        return decide(parse(line))
    except Unreadable as error:
        return {"error": str(error)}


def _unreadable(message: str) -> CommandError:
    return CommandError(message, returncode=UNREADABLE)
