"""Lists of recipients for bulk systems: asked for by a person, made in the background, kept for ever (T3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from consents.access import exports as access
from consents.access.activities import acting_user
from consents.models import Activity, ActivityVersion, ExportResult, ExportRun
from consents.reports.export_files import Gone, Place, csv_files, sealed
from consents.reports.export_profiles import profiles
from consents.reports.recipients import GUARDIAN, STUDENT, Recipient, batches, may_export, sender
from consents.reports.versions import current_version
from consents.terms import Move, Stage
from core import outbox
from core.actor import Actor
from core.decision import Decision
from core.workflow import IllegalMove
from documents.keeping import Damaged, sha256_of
from trail.recording import record

TASK = "consents.make_export"
# The reason of somebody whose student is not on the list at all any more.
NOT_LISTED = "not_this_activity"


@transaction.atomic
def start(activity: Activity, profile: str, *, by: Actor) -> ExportRun:
    """Ask for a list. `Refused` when the platform is not approved for it today: then there is none."""
    user, at = acting_user(by), timezone.now()
    version = _version(activity)
    access.may_take_recipients(user, activity, version).require()
    may_export(activity, version, at).require()
    run = ExportRun.objects.create(
        activity=activity, profile=profiles()[profile].code, by=user, at=at
    )
    record("export.asked", run, by=by, topic=activity, profile=run.profile)
    outbox.later(TASK, run.pk, key=f"{TASK}:{run.pk}")
    return run


@transaction.atomic
def make(run: ExportRun, *, by: Actor) -> ExportResult:
    """Judge everybody now, and keep the file or the refusal. Done twice, it is one result."""
    run = (
        ExportRun.objects.select_for_update(of=("self",))
        .select_related("activity__school", "activity__kind", "activity__year", "by")
        .get(pk=run.pk)
    )
    done = ExportResult.objects.filter(run=run).first()
    if done:
        return done
    version, at = _version(run.activity), timezone.now()
    decision = may_export(run.activity, version, at)
    if not decision:
        return _refused(run, version, decision, at, by)
    return _made(run, version, at, by)


@transaction.atomic
def open_file(result: ExportResult, *, by: Actor) -> bytes:
    """The kept bytes, checked; who took them is written down first. `Damaged` when they are not those made."""
    activity = result.run.activity
    access.may_take_recipients(acting_user(by), activity, _version(activity)).require()
    try:
        with default_storage.open(result.stored_as) as kept:
            content: bytes = kept.read()
    except OSError as error:
        raise Damaged(result.pk) from error
    if sha256_of(content) != result.sha256:
        raise Damaged(result.pk)
    record("export.opened", result.run, by=by, topic=activity, sha256=result.sha256)
    return content


def _made(run: ExportRun, version: ActivityVersion, at: datetime, by: Actor) -> ExportResult:
    listed = _whole(run.activity, version, at)
    gone = _gone(run, listed)
    files = csv_files(profiles()[run.profile], listed.recipients, gone, _place(run, version))
    rows = len(listed.recipients)
    counts = {
        "students": listed.students,
        "rows": rows,
        "gone": len(gone),
        "left_out": dict(sorted(listed.left_out.items())),
    }
    content, manifest = sealed(files, _facts(run, version, at, counts))
    result = ExportResult.objects.create(
        run=run,
        version=version,
        judged_at=at,
        counts=counts,
        references=sorted(one.reference for one in listed.recipients),
        manifest=manifest,
        stored_as=_stored(content),
        sha256=sha256_of(content),
        size=len(content),
    )
    record(
        "export.made", run, by=by, topic=run.activity, profile=run.profile, rows=rows,
        gone=len(gone), sha256=result.sha256,
    )  # fmt: skip
    return result


def note_reading(activity: Activity, *, rows: int, after: int, by: Actor) -> None:
    """Another system read a part of the recipients."""
    record("recipients.read", activity, by=by, topic=activity, rows=rows, after=after)


@dataclass(slots=True)
class _Whole:
    """The whole list: its recipients, how many are left out and why each."""

    recipients: list[Recipient] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    why: dict[str, str] = field(default_factory=dict)
    students: int = 0


def _whole(activity: Activity, version: ActivityVersion, at: datetime) -> _Whole:
    adult, found = sender(activity, version, at), _Whole()
    for batch in batches(activity, version, adult, at) if adult else ():
        found.recipients += batch.recipients
        found.left_out.update(batch.left_out)
        found.why |= batch.why
        found.students += batch.students
    return found


def _gone(run: ExportRun, listed: _Whole) -> list[Gone]:
    """Who was in the last list of the same profile and is not in this one."""
    results = ExportResult.objects.filter(
        run__activity=run.activity_id, run__profile=run.profile, refusals=[]
    )
    last = results.order_by("-pk").first()
    now = {one.reference for one in listed.recipients}
    before: Sequence[str] = last.references if last else ()
    return [_gone_one(reference, listed.why) for reference in before if reference not in now]


def _gone_one(reference: str, why: dict[str, str]) -> Gone:
    """The student's own reason; of a guardian whose student may still be texted: no more duplicates."""
    student, is_guardian, _key = reference.rpartition("-G")
    own = student if is_guardian and _key.isdecimal() else reference
    kind = GUARDIAN if own != reference else STUDENT
    fallback = "no_duplicates" if kind == GUARDIAN and own not in why else NOT_LISTED
    return Gone(reference, kind, why.get(own, fallback))


def _refused(
    run: ExportRun, version: ActivityVersion, decision: Decision, at: datetime, by: Actor
) -> ExportResult:
    codes = [reason.code for reason in decision.refusals]
    result = ExportResult.objects.create(run=run, version=version, judged_at=at, refusals=codes)
    record("export.refused", run, by=by, topic=run.activity, reasons=codes)
    return result


def _facts(
    run: ExportRun, version: ActivityVersion, at: datetime, counts: dict[str, Any]
) -> dict[str, Any]:
    platform = version.platform
    return {
        "format": 1,
        "export": run.pk,
        "activity": run.activity_id,
        "activity_name": version.name,
        "version": version.number,
        "exception": run.activity.kind.code,
        "school": run.activity.school.name,
        "platform": platform.name if platform else "",
        "profile": run.profile,
        "asked_by": run.by.email,
        "asked_at": _utc(run.at),
        "generated_at": _utc(timezone.now()),
        "judged_at": _utc(at),
        "counts": counts,
    }


def _place(run: ExportRun, version: ActivityVersion) -> Place:
    school = run.activity.school
    return Place(group=version.name, school=school.name, school_id=school.sourced_id)


def _stored(content: bytes) -> str:
    digest = sha256_of(content)
    return str(default_storage.save(f"exports/{digest[:2]}/{digest}.zip", ContentFile(content)))


def _version(activity: Activity) -> ActivityVersion:
    version = current_version(activity)
    if version is None:
        raise IllegalMove(Stage.DRAFT, Move.ASK)
    return version


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
