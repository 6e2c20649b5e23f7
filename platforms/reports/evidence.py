"""What may be evidence, told by its content, and what there is of a platform and how long it holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.decision import Reason
from documents import reading
from documents.scanning import media_type_of as magic_of
from platforms.models import Evidence, Platform

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LARGEST: Final = 20 * 1024 * 1024
# What is read page by page, by a program apart; text is read here.
PAGED: Final = ("application/pdf", "image/png", "image/jpeg")
# Their names' ends. A spreadsheet or recording is given as CSV, a browser's log as HAR (which is JSON).
ACCEPTED: Final = ".pdf,.png,.jpg,.jpeg,.txt,.log,.csv,.json,.har"
TEXT_ENDINGS: Final = ("txt", "log", "csv", "json", "har")
ENDINGS: Final = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
ENDS_SOON: Final = timedelta(days=60)

DATED_AHEAD: Final = Reason(
    "dated_ahead", "P2", _("It is dated in the future. Give the day that what it shows was so.")
)
ENDS_BEFORE_IT_BEGAN: Final = Reason(
    "ends_before", "P2", _("Its last day comes before the day it is dated.")
)
EMPTY: Final = _("The file is empty.")
TOO_LARGE: Final = _(
    "The file is larger than 20 MB. Give a smaller one, or the part that shows it."
)
WRONG_KIND: Final = _(
    "This kind of file is not taken. Save it as PDF, PNG, JPEG, CSV, JSON or plain text."
)
LOCKED: Final = _("The file opens only with a password. Save it without one.")
DAMAGED: Final = _("The file cannot be opened: it is damaged, or not what its first bytes say.")


class BadFile(ValueError):
    """The file is not taken as evidence; `words` say why and what to do."""

    def __init__(self, words: _StrPromise) -> None:
        super().__init__(str(words))
        self.words = words


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence in a list: whether it holds on the day, and for how long."""

    evidence: Evidence
    expired: bool
    soon: bool

    @property
    def tone(self) -> str:
        return "bad" if self.expired else "wait" if self.soon else "good"

    @property
    def label(self) -> str | _StrPromise:
        if self.expired:
            return _("Expired")
        return _("Ends soon") if self.soon else _("Good")


def media_type_of(content: bytes) -> str:
    """What the bytes are, whatever their name says; `BadFile` for what is no evidence we can read."""
    if not content:
        raise BadFile(EMPTY)
    if len(content) > LARGEST:
        raise BadFile(TOO_LARGE)
    kind = magic_of(content)
    if kind in PAGED:
        _require_readable(content)
        return kind
    text = _as_text(content)
    if kind is not None or text is None:
        raise BadFile(WRONG_KIND)
    return "application/json" if _is_json(text) else "text/plain"


def download_name(evidence: Evidence) -> str:
    """A name to save it under: its own, safe, with the ending that its content has."""
    stem, _dot, ending = evidence.name.rpartition(".")
    ending = ending.lower()
    if evidence.file.media_type in ENDINGS:
        ending = ENDINGS[evidence.file.media_type]
    elif ending not in TEXT_ENDINGS:
        stem, ending = evidence.name, "txt"
    safe = re.sub(r"[^\w-]+", "-", stem, flags=re.ASCII).strip("-")[:80]
    return f"{safe or 'evidence'}-{evidence.pk}.{ending}"


def store_of(platform: Platform) -> QuerySet[Evidence]:
    """A platform's evidence, whichever audit it came in for, newest first."""
    return (
        Evidence.objects.filter(platform=platform)
        .select_related("file", "received_by")
        .order_by("-pk")
    )


def shown(rows: Iterable[Evidence], on: date) -> list[Shown]:
    """The rows with whether they hold on the day."""
    return [
        Shown(
            one,
            expired=(over := one.valid_until is not None and one.valid_until < on),
            soon=not over and one.valid_until is not None and one.valid_until <= on + ENDS_SOON,
        )
        for one in rows
    ]


def expiring(on: date) -> QuerySet[Evidence]:
    """What ends soon or has ended, and a standing result of some audit rests on, the earliest first."""
    return (
        Evidence.objects.filter(valid_until__lte=on + ENDS_SOON)
        .annotate(used=Count("results", distinct=True))
        .filter(Q(used__gt=0))
        .select_related("platform", "file")
    )


def _require_readable(content: bytes) -> None:
    try:
        pages = reading.count(content)
    except reading.CannotRead as error:
        raise BadFile(LOCKED if error.locked else DAMAGED) from error
    if not pages:
        raise BadFile(DAMAGED)


def _as_text(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if CONTROLS.search(text) else text


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
