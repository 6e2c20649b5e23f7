"""Data agreements and breaches of a platform (SOPPA, 105 ILCS 85/15): entered, ended, opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from documents.actions import keep_file, open_kept
from platforms.access.roles import acting_user, may_work
from platforms.actions.statuses import MERGED_AWAY
from platforms.models import Agreement, Breach, Platform
from trail.recording import record

LARGEST = 20 * 1024 * 1024
PDF = "application/pdf"
BACKWARDS = Reason("ends_before_it_begins", "P3", _("The last day is before the first."))
NOT_SIGNED_YET = Reason("not_signed_yet", "P3", _("The day it was signed is still to come."))
NOT_A_PDF = Reason("not_a_pdf", "P3", _("The file is not a PDF, or is larger than 20 MB."))
ENDED = Reason("ended_already", "P3", _("It was ended early already."))
NOT_WITHIN = Reason("not_within", "P3", _("The day is not one of the agreement's days."))
NO_REASON = Reason("no_reason", "P3", _("Say why it ends."))
TO_COME = Reason("still_to_come", "P3", _("These days are still to come."))
TOLD_BEFORE = Reason("told_before", "P3", _("The district was not told before it happened."))
CORRECTED = Reason("corrected_already", "P3", _("A newer entry corrects this one: correct that."))


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSaid:
    """What is signed: the days it holds, what the vendor holds about students, who else does, and the paper."""

    title: str
    signed_on: date
    starts_on: date
    ends_on: date
    data_elements: Sequence[str] = ()
    subcontractors: Sequence[str] = ()
    file: UploadedFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachSaid:
    """What is posted of a breach; `students` is None while nobody knows how many."""

    happened_on: date
    told_on: date
    description: str
    students: int | None = None


@transaction.atomic
def enter(platform: Platform, said: AgreementSaid, *, by: Actor) -> Agreement:
    """Enter a signed agreement; it is posted at once. A change of terms is a new agreement."""
    may_work(by).require()
    _unmerged(platform)
    content = None if said.file is None else said.file.read(LARGEST + 1)
    Decision.unless(
        (said.ends_on >= said.starts_on, BACKWARDS),
        (said.signed_on <= timezone.localdate(), NOT_SIGNED_YET),
        (content is None or is_pdf(content), NOT_A_PDF),
    ).require()
    agreement = Agreement.objects.create(
        platform=platform, title=said.title,
        signed_on=said.signed_on, starts_on=said.starts_on, ends_on=said.ends_on,
        data_elements=list(said.data_elements), subcontractors=list(said.subcontractors),
        entered_by=acting_user(by),
    )  # fmt: skip
    if content is not None:
        source = f"platforms.agreement:{agreement.pk}"
        agreement.file = keep_file(content, PDF, source=source, by=by)
        agreement.save(update_fields=["file"])
    record(
        "agreement.entered", agreement, by=by, topic=platform,
        starts_on=said.starts_on.isoformat(), ends_on=said.ends_on.isoformat(),
        sha256=agreement.file.sha256 if agreement.file else None,
    )  # fmt: skip
    return agreement


@transaction.atomic
def end(agreement: Agreement, *, by: Actor, on: date, reason: str) -> Agreement:
    """End it early: from the day on it holds no more. That it held before stays so."""
    may_work(by).require()
    agreement = (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("platform")
        .get(pk=agreement.pk)
    )
    Decision.unless(
        (agreement.ended_on is None, ENDED),
        (agreement.starts_on <= on <= agreement.ends_on, NOT_WITHIN),
        (reason.strip(), NO_REASON),
    ).require()
    agreement.ended_on, agreement.ended_by = on, acting_user(by)
    agreement.ended_at, agreement.ended_reason = timezone.now(), reason.strip()[:300]
    agreement.save(update_fields=["ended_on", "ended_by", "ended_at", "ended_reason"])
    record("agreement.ended", agreement, by=by, topic=agreement.platform, on=on.isoformat())
    return agreement


@transaction.atomic
def open_agreement(agreement: Agreement, *, by: Actor) -> bytes:
    """The bytes of the signed paper, for ITS; who opened it is written down."""
    may_work(by).require()
    if agreement.file is None:
        raise Agreement.DoesNotExist
    return open_kept(agreement.file, by=by)


@transaction.atomic
def enter_breach(platform: Platform, said: BreachSaid, *, by: Actor) -> Breach:
    """Enter a breach; it is posted at once, whatever its size."""
    may_work(by).require()
    _unmerged(platform)
    return _breach(platform, said, by=by)


@transaction.atomic
def correct_breach(breach: Breach, said: BreachSaid, *, by: Actor) -> Breach:
    """Say it again, rightly: the newer entry is posted, the older one kept."""
    may_work(by).require()
    breach = Breach.objects.select_for_update(of=("self",)).select_related("platform").get(pk=breach.pk)  # fmt: skip
    corrected = Breach.objects.filter(corrects=breach).exists()
    Decision.unless((not corrected, CORRECTED)).require()
    return _breach(breach.platform, said, by=by, corrects=breach)


def is_pdf(content: bytes) -> bool:
    """A PDF by its content, of no more than 20 MB."""
    return content.startswith(b"%PDF-") and len(content) <= LARGEST


def _breach(
    platform: Platform, said: BreachSaid, *, by: Actor, corrects: Breach | None = None
) -> Breach:
    Decision.unless(
        (said.happened_on <= said.told_on, TOLD_BEFORE),
        (said.told_on <= timezone.localdate(), TO_COME),
    ).require()
    breach = Breach.objects.create(
        platform=platform, happened_on=said.happened_on, told_on=said.told_on,
        students=said.students, description=said.description,
        corrects=corrects, entered_by=acting_user(by),
    )  # fmt: skip
    record(
        "breach.entered", breach, by=by, topic=platform,
        happened_on=said.happened_on.isoformat(), corrects=corrects.pk if corrects else None,
    )  # fmt: skip
    return breach


def _unmerged(platform: Platform) -> None:
    merged = Platform.objects.filter(pk=platform.pk, merged_into__isnull=False).exists()
    Decision.unless((not merged, MERGED_AWAY)).require()
