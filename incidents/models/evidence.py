"""EvidenceFile: the sealed original of each file, its clean copy, and everything that happened to it."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import vault
from core.constraints import both_or_neither, one_of
from documents.media import FAMILY_OF
from incidents.models.cases import Case
from incidents.models.reporters import Draft
from incidents.models.sealed import Sealed
from incidents.terms import OfficeCode
from incidents.terms.evidence import CustodyDeed, EvidenceState, ScanState


class OfficeKeyQuerySet(models.QuerySet["OfficeKey"]):
    def standing(self) -> dict[str, OfficeKey]:
        """The key that each office's evidence is sealed to now: its newest that a second person confirmed."""
        return {one.office: one for one in self.filter(confirmed_at__isnull=False).order_by("pk")}


class OfficeKey(models.Model):
    """An office's public age key. Its secret half never comes here: the office opens originals on a machine of its own.

    A new key counts once a second person of the office has compared it; older files stay sealed to the older key.
    `set_by` is null for a key that was set at the server when the office was founded.
    """

    office = models.CharField(max_length=20, choices=OfficeCode)
    public = models.CharField(max_length=120)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = OfficeKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("office", OfficeCode.values),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("set_by")),
                name="incidents_officekey_two_people",
            ),
            models.UniqueConstraint(
                fields=["office", "public"], name="incidents_officekey_never_twice"
            ),
        ]

    def __str__(self) -> str:
        return f"key {self.pk} of {self.office}"


class EvidenceLimits(models.Model):
    """What the district takes for one report; the newest row holds."""

    append_only = True

    file_megabytes = models.PositiveSmallIntegerField(_("megabytes a file"))
    files = models.PositiveSmallIntegerField(_("files a report"))
    total_megabytes = models.PositiveSmallIntegerField(_("megabytes a report"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"limits {self.pk}"


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    def of_draft(self, handle: str) -> Self:
        return self.filter(draft=handle, case=None)

    def seen_with(self, offices: Collection[str]) -> Self:
        """What a reader of the case sees who sits in these of its offices: quarantine is OIG's, viruses are the offices'."""
        hidden = [] if offices else [EvidenceState.INFECTED]
        if OfficeCode.OIG not in offices:
            hidden.append(EvidenceState.QUARANTINED)
        return self.exclude(state__in=hidden)

    def orphans(self, moment: datetime) -> Self:
        """Files of a report that was never sent: its draft is gone, or they came before the moment."""
        drafts = Draft.objects.filter(handle=models.OuterRef("draft"))
        return self.filter(case=None).filter(~models.Exists(drafts) | Q(arrived_at__lt=moment))

    def unfinished(self, moment: datetime) -> Self:
        """Sent files whose sealed file for the worker is still kept, and that nobody works on since the moment."""
        idle = Q(tried_at=None) | Q(tried_at__lt=moment)
        return self.filter(idle, case__isnull=False).exclude(worker_file="")


class EvidenceFile(Sealed):
    """A file. Words: {"file_name", "note"}, under the draft's key until the report is sent, then under the case's.

    It belongs to a draft (by its handle) until then, so that nothing of it outlives a draft that is left.
    """

    case: models.ForeignKey[Any, Any] = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="evidence"
    )
    draft = models.CharField(max_length=32, blank=True, db_index=True)
    media_type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    # Of the bytes as they came; whoever opens the sealed original can compare.
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=14, choices=EvidenceState, default=EvidenceState.RECEIVED)
    scan = models.CharField(max_length=12, choices=ScanState, default=ScanState.NOT_SCANNED)
    arrived_at = models.DateTimeField(default=timezone.now)
    attached_at = models.DateTimeField(null=True)
    # Added by somebody of the district (a paper report, a screenshot shown to them); null: by who reported.
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Sealed to the worker; "" once it is not needed any more.
    worker_file = models.CharField(max_length=120, blank=True)
    tried_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # Pages, frames, seconds or signs that the copy does not have.
    left_out = models.PositiveIntegerField(default=0)

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["case", "arrived_at"])]
        constraints = [
            one_of("state", EvidenceState.values),
            one_of("scan", ScanState.values),
            both_or_neither("case", "attached_at"),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | ~Q(draft=""),
                name="incidents_evidence_belongs_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"evidence {self.name}"

    @property
    def folder(self) -> str:
        """Where its files are; says nothing of whose they are."""
        return f"evidence/{self.name.hex[:2]}/{self.name.hex}"

    @property
    def family(self) -> str:
        """picture, recording, pdf or text."""
        return str(FAMILY_OF[self.media_type])

    def seal_for_draft(self, key: bytes, words: dict[str, str]) -> None:
        written = json.dumps(words, ensure_ascii=False).encode()
        self.sealed = vault.seal(key, written, self._about_draft())

    def words_in_draft(self, key: bytes) -> dict[str, str]:
        found: dict[str, str] = json.loads(
            vault.unseal(key, bytes(self.sealed), self._about_draft())
        )
        return found

    def _about_draft(self) -> str:
        return f"evidence|{self.draft}|{self.name}"


class EvidenceOriginal(models.Model):
    """The original as one office can open it: an age file of its own for each, so that one can be taken away alone."""

    evidence = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="originals")
    key = models.ForeignKey(OfficeKey, models.PROTECT, related_name="originals")
    office = models.CharField(max_length=20, choices=OfficeCode)
    stored_as = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "office"], name="incidents_evidenceoriginal_once"
            )
        ]

    def __str__(self) -> str:
        return f"original of {self.evidence_id} for {self.office}"


class EvidencePart(models.Model):
    """One part of the clean copy: a picture, a page, a film, a sound or words, kept under the case's key."""

    evidence = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=120)
    made_at = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "number"], name="incidents_evidencepart_once"
            )
        ]

    def __str__(self) -> str:
        return f"part {self.number} of {self.evidence_id}"

    @property
    def about(self) -> str:
        """What its bytes are bound to: moved to another place they do not open."""
        return f"evidence|{self.evidence.name}|{self.number}"


class EvidenceEvent(Sealed):
    """A link of the chain of custody. Words: {"reason"} where somebody had to give one, else {}."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="custody")
    evidence = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="custody")
    deed = models.CharField(max_length=16, choices=CustodyDeed)
    by_kind = models.CharField(max_length=20)
    by_id = models.CharField(max_length=60)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Hashes, sizes, numbers and codes only.
    facts: Any = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["evidence", "at"])]
        constraints = [one_of("deed", CustodyDeed.values)]

    def __str__(self) -> str:
        return f"{self.deed} {self.evidence_id}"
