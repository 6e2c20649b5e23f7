"""manage.py decide: the policy from the command line, one JSON object a line."""

from __future__ import annotations

import codecs
import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

import consents.decide
import incidents.decide
import platforms.decide
from core.reading import Unreadable, parse

Decider = Callable[[object], dict[str, object]]

# What can be decided: a question read from JSON in, the verdict as JSON shows it out.
DECIDERS: Final[dict[str, Decider]] = {
    "consents": consents.decide.decide,
    "platforms": platforms.decide.decide,
    "incidents": incidents.decide.decide,
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
        try:
            with _opened(file) as source:
                lines, unreadable = self._answer_all(source, DECIDERS[subject])
        except BrokenPipeError:
            # The reader has left (`decide ... | head`): nobody is there to be told.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        except OSError as error:
            raise _unreadable(f"{file or 'stdin'}: {error.strerror}") from None
        if unreadable:
            raise _unreadable(f"{unreadable} of {lines} lines could not be read")

    def _answer_all(self, source: Iterable[bytes], decide: Decider) -> tuple[int, int]:
        """How many lines were answered, and how many of them only with an error."""
        lines = unreadable = 0
        for line in _lines(source):
            answer = _answer(line, decide)
            lines += 1
            unreadable += "error" in answer
            self.stdout.write(json.dumps(answer))
            # A program that asks line by line waits for each answer.
            self.stdout.flush()
        return lines, unreadable


def _opened(file: str | None) -> AbstractContextManager[Iterable[bytes]]:
    if file is not None:
        return Path(file).open("rb")
    if sys.stdin is None:
        raise _unreadable("stdin is closed; name a FILE")
    return nullcontext(sys.stdin.buffer)


def _lines(source: Iterable[bytes]) -> Iterator[bytes]:
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
