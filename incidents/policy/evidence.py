"""Which files are taken as evidence (I1): by size, number and kind. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from incidents.terms.evidence import UploadRefusal

MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The district's numbers for one report."""

    file_megabytes: int = 100
    files: int = 40
    total_megabytes: int = 400

    @property
    def file_bytes(self) -> int:
        return self.file_megabytes * MEGABYTE

    @property
    def total_bytes(self) -> int:
        return self.total_megabytes * MEGABYTE


@dataclass(frozen=True, slots=True)
class Offered:
    """A file somebody wants to add; `kind` is None for what is no picture, recording, PDF or text."""

    size: int
    is_cut: bool
    kind: str | None
    name_agrees: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What the report has already, and whether there is room for more."""

    files: int
    size: int
    has_room: bool = True


def refusal_of(offered: Offered, kept: Kept, limits: Limits) -> UploadRefusal | None:
    """Why the file is not taken; None where it is. The first reason that a person can do something about."""
    checks = (
        (not kept.has_room, UploadRefusal.PAUSED),
        (kept.files >= limits.files, UploadRefusal.TOO_MANY),
        (offered.is_cut or offered.size > limits.file_bytes, UploadRefusal.TOO_LARGE),
        (offered.size == 0, UploadRefusal.EMPTY),
        (offered.kind is None, UploadRefusal.KIND),
        (not offered.name_agrees, UploadRefusal.NAME_DIFFERS),
        (kept.size + offered.size > limits.total_bytes, UploadRefusal.TOO_MUCH),
    )
    return next((why for holds, why in checks if holds), None)
