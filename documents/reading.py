"""Read scanned files with `scanning`, a program apart: a file that breaks it breaks nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from documents import scanning

PROGRAM = scanning.__file__
# Seconds that counting, and reading some pages, may take.
COUNTING, READING = 30, 80


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page: its upright picture as JPEG, the codes on it; `content` is None where it could not be read."""

    number: int
    content: bytes | None
    codes: tuple[str, ...] = ()
    turned: float = 0.0
    blank: bool = False


class CannotRead(Exception):
    """The file as a whole cannot be read; `locked` when it wants a password."""

    def __init__(self, *, locked: bool) -> None:
        super().__init__("locked" if locked else "damaged")
        self.locked = locked


def count(content: bytes) -> int:
    """How many pages a file has; `CannotRead` for one that is damaged, locked or of no kind we read."""
    with tempfile.TemporaryDirectory() as folder:
        done = _run(_kept_in(folder, content), wait=COUNTING)
    if done is None or done.returncode:
        raise CannotRead(locked=done is not None and done.returncode == scanning.ENCRYPTED)
    return int(done.stdout)


def read(content: bytes, first: int, last: int) -> Iterator[ReadPage]:
    """Pages `first` to `last`, in order. One that breaks the program is given back as unread."""
    with tempfile.TemporaryDirectory() as folder:
        path = _kept_in(folder, content)
        found = _pages(path, folder, first, last)
        for number in range(first, last + 1):
            # What came after the page that broke it is tried once more, each alone.
            page = found.get(number) or _pages(path, folder, number, number).get(number)
            yield page or ReadPage(number, None)


def _pages(path: Path, folder: str, first: int, last: int) -> dict[int, ReadPage]:
    done = _run(path, folder, str(first), str(last), wait=READING)
    lines = done.stdout.splitlines() if done else []
    return {page.number: page for line in lines if (page := _page(line, Path(folder)))}


def _page(line: bytes, folder: Path) -> ReadPage | None:
    try:
        seen = json.loads(line)
        content = (folder / seen["file"]).read_bytes()
    except (ValueError, OSError):
        return None
    return ReadPage(seen["number"], content, tuple(seen["codes"]), seen["turned"], seen["blank"])


def _kept_in(folder: str, content: bytes) -> Path:
    path = Path(folder) / "stack"
    path.write_bytes(content)
    return path


def _run(path: Path, *more: str, wait: int) -> subprocess.CompletedProcess[bytes] | None:
    """None where it took too long; what it had written by then is lost with it."""
    try:
        return subprocess.run(  # noqa: S603 -- our own program; -P: it sees none of our modules
            [sys.executable, "-P", PROGRAM, str(path), *more],
            capture_output=True,
            # It reads what strangers sent, so it knows none of our keys.
            env={},
            timeout=wait,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
