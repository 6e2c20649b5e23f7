"""A folder or a zip of CSV files, opened without trusting it: nothing is unpacked to disk."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final

from schools.roster.problems import Unreadable

MOST_FILES: Final = 500
MOST_BYTES: Final = 4 * 1024**3
# Rosters shrink ten- to thirty-fold; a file that shrinks five-hundred-fold was made to fill memory.
MOST_SHRUNK: Final = 500
SMALL: Final = 1024**2


class Source:
    """The CSV files of one roster, by lower-case name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.zip = self._open_zip() if path.is_file() else None
        self.files = self._found()

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.zip:
            self.zip.close()

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """The bytes of a file, by its name in any case."""
        member = self.files[name.casefold()]
        try:
            with self.zip.open(member) if self.zip else (self.path / member).open("rb") as stream:
                yield stream
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
            raise Unreadable(f"{name} cannot be read: {type(error).__name__}.") from None

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self.files

    def _open_zip(self) -> zipfile.ZipFile:
        try:
            opened = zipfile.ZipFile(self.path)
        except (zipfile.BadZipFile, OSError):
            raise Unreadable(f"{self.path.name} is neither a folder nor a zip file.") from None
        try:
            _check(opened)
        except Unreadable:
            opened.close()
            raise
        return opened

    def _found(self) -> dict[str, str]:
        names = (
            [info.filename for info in self.zip.infolist() if not info.is_dir()]
            if self.zip
            else [
                path.relative_to(self.path).as_posix()
                for path in sorted(self.path.rglob("*"))
                if path.is_file() and len(path.relative_to(self.path).parts) <= 3
            ]
        )
        tables = [PurePosixPath(name) for name in names if _is_table(PurePosixPath(name))]
        homes = {path.parent for path in tables if path.name.casefold() == "manifest.csv"}
        if not homes:
            raise Unreadable(
                "There is no manifest.csv: it says which files are bulk and which are delta."
            )
        if len(homes) > 1:
            raise Unreadable("There are several manifest.csv files: give one roster at a time.")
        home = homes.pop()
        files: dict[str, str] = {}
        for path in tables:
            if path.parent == home:
                if path.name.casefold() in files:
                    raise Unreadable(f"{path.name} is there twice.")
                files[path.name.casefold()] = path.as_posix()
        return files


def _is_table(path: PurePosixPath) -> bool:
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return path.suffix.casefold() == ".csv" and not hidden


def _check(opened: zipfile.ZipFile) -> None:
    infos = opened.infolist()
    if len(infos) > MOST_FILES:
        raise Unreadable("The zip holds too many files to be a roster.")
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise Unreadable("The zip unpacks to more than 4 GB.")
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise Unreadable("The zip names a path outside itself.")
        if info.flag_bits & 0x1:
            raise Unreadable("The zip is locked with a password.")
        if info.file_size > SMALL and info.file_size > MOST_SHRUNK * max(info.compress_size, 1):
            raise Unreadable(f"{path.name} unpacks to far more than its size: refused.")


def digest(path: Path) -> str:
    """SHA-256 of a file, or of a folder's CSV files in order of name."""
    summed = hashlib.sha256()
    folder = path.is_dir()
    for part in sorted(path.rglob("*.[cC][sS][vV]")) if folder else [path]:
        if folder:
            summed.update(part.relative_to(path).as_posix().encode() + b"\0")
        with part.open("rb") as stream:
            while chunk := stream.read(1024 * 1024):
                summed.update(chunk)
    return summed.hexdigest()
