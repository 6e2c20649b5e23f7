"""The code on a printed sheet: derived from the sheet's row and a key, never stored, and nobody's name in it.

Whoever sees one code cannot make another: a sheet for another child, version or guardian has another mark.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

from consents.models import Sheet

# Letters and digits that a QR code packs tightly. The first word says whose code it is.
OURS = "CPSC"
CODE = re.compile(r"CPSC\.(?P<id>[0-9A-Z]{1,12})\.(?P<side>[AW])\.(?P<mark>[A-Z2-7]{16})", re.ASCII)
SHORT = re.compile(r"(?P<id>[0-9A-Z]{1,12})-(?P<mark>[A-Z2-7]{4})", re.ASCII)
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MARK_BYTES = 10


class Side(StrEnum):
    """Which page of a sheet: the one with the boxes to tick, or one that has only words."""

    ANSWER = "A"
    WORDS = "W"


@dataclass(frozen=True, slots=True)
class Found:
    """A code that is genuine: its sheet, and which page carries it."""

    sheet: Sheet
    side: Side


def code_of(sheet: Sheet, side: Side) -> str:
    """What the QR code on a page of the sheet says."""
    return f"{OURS}.{_short(sheet.pk)}.{side}.{_mark(sheet, side)}"


def words_of(sheet: Sheet) -> str:
    """The code that people read and type: "1F3-QM7K"."""
    return f"{_short(sheet.pk)}-{_mark(sheet, Side.ANSWER)[:4]}"


def sheet_of(code: str) -> Found | None:
    """The sheet a scanned code belongs to; None where it is not ours or was made up."""
    found = CODE.fullmatch(code)
    sheet = _row(found["id"]) if found else None
    if found is None or sheet is None:
        return None
    side = Side(found["side"])
    fits = hmac.compare_digest(_mark(sheet, side), found["mark"])
    return Found(sheet, side) if fits else None


def sheet_called(words: str) -> Sheet | None:
    """The sheet whose code somebody typed, in whatever case and with or without the dash's spaces."""
    found = SHORT.fullmatch("".join(words.split()).upper())
    sheet = _row(found["id"]) if found else None
    if found is None or sheet is None:
        return None
    fits = hmac.compare_digest(_mark(sheet, Side.ANSWER)[:4], found["mark"])
    return sheet if fits else None


def _row(short: str) -> Sheet | None:
    key = int(short, len(DIGITS))
    rows = Sheet.objects.select_related("student__school", "version__activity__school")
    return rows.filter(pk=key).first() if key < 2**63 else None


def _short(key: int) -> str:
    digits = ""
    while key:
        key, rest = divmod(key, len(DIGITS))
        digits = DIGITS[rest] + digits
    return digits or "0"


def _mark(sheet: Sheet, side: Side) -> str:
    """What makes the code unforgeable: sheet, version, student, guardian and page under one key."""
    words = f"sheet|{sheet.pk}|{sheet.version_id}|{sheet.student_id}|{sheet.guardian_id or 'any'}|{side}"
    digest = hmac.new(settings.LINK_KEY.encode(), words.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:MARK_BYTES]).decode()
