"""Have a clean copy made by `copying`, a program apart: a file that breaks it breaks nothing else.

The plain bytes are in memory only (a file of the kernel that has no place on any disk), in the worker, for as long as it takes.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final

from documents import copying

PROGRAM: Final = copying.__file__
# Seconds that one copy may take, in all.
LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class CopyPart:
    """One part of a copy: a picture, a page, a film, a sound, or words."""

    media_type: str
    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A clean copy; `left_out`: frames, pages, seconds or signs that it does not have."""

    parts: tuple[CopyPart, ...]
    left_out: int


class CannotCopy(Exception):
    """No copy can be made: the file cannot be read, or broke a limit (`at_limit`: another try may go better)."""

    def __init__(self, *, at_limit: bool) -> None:
        super().__init__("limit" if at_limit else "unreadable")
        self.at_limit = at_limit


@contextmanager
def in_memory() -> Iterator[BinaryIO]:
    """A file for plain bytes that is on no disk."""
    with os.fdopen(os.memfd_create("evidence", os.MFD_CLOEXEC), "w+b") as file:
        yield file


def make(file: BinaryIO, kind: str) -> Copy:
    """The clean copy of a file of the kind, made under limits; `CannotCopy` where there is none."""
    file.flush()
    file.seek(0)
    try:
        done = subprocess.run(  # noqa: S603 -- our own program; -P: it sees none of our modules
            [sys.executable, "-P", PROGRAM, kind],
            stdin=file,
            capture_output=True,
            # It reads what strangers sent, so it knows none of our keys.
            env={"PATH": os.environ.get("PATH", os.defpath)},
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotCopy(at_limit=True) from error
    if done.returncode:
        raise CannotCopy(at_limit=done.returncode < 0)
    return _read(done.stdout)


def _read(written: bytes) -> Copy:
    stream = io.BytesIO(written)
    parts: list[CopyPart] = []
    while line := stream.readline():
        told = json.loads(line)
        if told.get("end"):
            if not parts:
                break
            return Copy(tuple(parts), told["left_out"])
        content = stream.read(told["content"])
        parts.append(CopyPart(told["media_type"], content, told["width"], told["height"]))
    raise CannotCopy(at_limit=False)
