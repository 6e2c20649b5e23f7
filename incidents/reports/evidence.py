"""What is read of evidence: the limits, how much a report has, what each reader sees."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Prefetch, Sum

from accounts.models import User
from core.actor import Actor, ActorKind
from core.vault import Sealed
from documents.sealing import waiting_room
from incidents.access.cases import offices_with
from incidents.models import (
    Case,
    Destroyed,
    EvidenceEvent,
    EvidenceFile,
    EvidenceLimits,
    EvidencePart,
)
from incidents.policy.evidence import Kept, Limits

# A name is shown as far as it fits, and without signs that turn the line around.
LONGEST_NAME = 60


def limits() -> Limits:
    """The district's numbers; ours until it has set some."""
    row = EvidenceLimits.objects.order_by("-pk").first()
    if row is None:
        return Limits()
    return Limits(row.file_megabytes, row.files, row.total_megabytes)


def has_room() -> bool:
    """Whether the disk takes more files. Words are taken as long as anything is."""
    free: int = shutil.disk_usage(waiting_room()).free
    return free >= int(settings.EVIDENCE_ROOM)


def kept_of_draft(handle: str) -> Kept:
    """What a report that is being written has already."""
    return _kept(
        EvidenceFile.objects.of_draft(handle).aggregate(files=Count("pk"), size=Sum("size"))
    )


def kept_of_case(case: Case) -> Kept:
    return _kept(case.evidence.aggregate(files=Count("pk"), size=Sum("size")))


def _kept(found: dict[str, int | None]) -> Kept:
    return Kept(files=found["files"] or 0, size=found["size"] or 0, has_room=has_room())


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence with the words that go with it."""

    evidence: EvidenceFile
    number: int
    file_name: str
    note: str
    parts: tuple[EvidencePart, ...] = ()

    @property
    def is_picture(self) -> bool:
        return self.evidence.family in {"picture", "pdf"}


def in_draft(handle: str, key: bytes) -> list[Shown]:
    """The files of a report that is being written, oldest first."""
    rows = EvidenceFile.objects.of_draft(handle).order_by("arrived_at", "pk")
    return [_shown(row, number, row.words_in_draft(key)) for number, row in enumerate(rows, 1)]


def of_reporter(case: Case) -> list[Shown]:
    """The files as who reported sees them: all that they added, whatever became of them. Names, never content."""
    return [one for one in _all(case) if one.evidence.added_by_id is None]


def for_reader(case: Case, user: User) -> list[Shown]:
    """The files that a reader of the case sees. Numbers stay what they are, whatever is hidden.

    Quarantined files are seen by OIG alone, those with a virus by the offices that have the case.
    """
    offices = offices_with(Actor(ActorKind.USER, str(user.pk)), case)
    seen = set(
        EvidenceFile.objects.seen_with(offices).filter(case=case).values_list("pk", flat=True)
    )
    return [one for one in _all(case) if one.evidence.pk in seen]


def one_for_reader(case: Case, user: User, name: object) -> Shown | None:
    """One of them, by its random name."""
    return next((one for one in for_reader(case, user) if one.evidence.name == name), None)


def custody_of(evidence: Iterable[EvidenceFile]) -> list[EvidenceEvent]:
    """The chain of custody of some files, in order."""
    found = EvidenceEvent.objects.filter(evidence__in=list(evidence))
    return list(found.select_related("user", "evidence").order_by("at", "pk"))


def waiting_for_reader(case: Case, user: User) -> int:
    """How many of the files that the reader sees have no copy yet."""
    return sum(one.evidence.state == "received" for one in for_reader(case, user))


def _all(case: Case) -> list[Shown]:
    parts = Prefetch("parts", EvidencePart.objects.filter(gone_at=None).order_by("number"))
    rows = case.evidence.select_related("added_by").prefetch_related(parts)
    found = []
    for number, row in enumerate(rows.order_by("arrived_at", "pk"), 1):
        row.case = case
        found.append(_shown(row, number, _words(row)))
    return found


def _words(row: EvidenceFile) -> dict[str, str]:
    """The name and the note, where they still open."""
    try:
        found: dict[str, str] = row.words()
    except (Sealed, Destroyed):
        return {}
    return found


def _shown(row: EvidenceFile, number: int, words: dict[str, str]) -> Shown:
    parts = tuple(row.parts.all()) if row.case_id else ()
    return Shown(row, number, shown_name(words.get("file_name", "")), words.get("note", ""), parts)


def shown_name(name: str) -> str:
    """A file's name as it can be shown: printable, in one direction, not too long."""
    plain = "".join(sign for sign in name if sign.isprintable()).strip()
    if len(plain) <= LONGEST_NAME:
        return plain
    return f"{plain[: LONGEST_NAME - 12]}…{plain[-10:]}"
