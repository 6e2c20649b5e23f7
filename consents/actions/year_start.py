"""The beginning of the year (T9): the alerts form for every family, school by school, as the principal allows.

One act writes a row for each school. A worker turns each row into a request to that school's principal, or
says why there is none; each school in a transaction of its own, so that work cut off goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from consents import standing
from consents.access import reasons
from consents.access import year_start as access
from consents.access.activities import acting_user
from consents.access.approvals import approvers
from consents.actions import activities
from consents.actions.activities import Plan
from consents.actions.steps import post_to
from consents.models import (
    Activity,
    ActivityVersion,
    Approval,
    ExceptionKind,
    SchoolStart,
    VersionAdult,
    VersionStudent,
    YearStart,
)
from consents.reports.readiness import may_send, rule_in_force
from consents.reports.year_start import (
    choosable_senders,
    newcomers_of,
    platform_for,
    senders_of,
    students_of,
)
from consents.terms import Channel, Move, Skipped
from consents.workflow import UNDECIDED
from core import outbox
from core.actor import Actor, ActorKind
from core.decision import Decision, Refused
from core.workflow import IllegalMove
from platforms.models import Platform
from schools.calendar import local_day, years_at
from schools.models import School, Staff, Student
from trail.recording import record


@dataclass(frozen=True, slots=True, kw_only=True)
class YearForm:
    """What families read; `platform` is for schools whose own is not approved, or who never used one."""

    name: str
    purpose: str
    platform: Platform | None = None


class _Skip(Exception):
    """This school's form cannot be prepared; nothing of it stays."""

    def __init__(self, why: Skipped) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def prepare(
    kind: ExceptionKind, schools: Sequence[School], form: YearForm, *, by: Actor, everywhere: bool
) -> YearStart:
    """Put every school of the list on the way that is not prepared this year; the rest a worker does.

    `everywhere` says that it is for all schools, which only the district's offices do.
    """
    user = acting_user(by)
    for school in [None] if everywhere else schools:
        access.may_prepare(by, school).require()
    at = timezone.now()
    start = YearStart.objects.create(
        kind=kind, name=form.name, purpose=form.purpose, platform=form.platform, by=user, at=at
    )
    years = years_at(schools, at)
    rows = [
        SchoolStart(
            start=start,
            school=school,
            kind=kind,
            year=years[school.pk],
            skipped="" if years[school.pk] else Skipped.NO_YEAR,
            worked_at=None if years[school.pk] else at,
        )
        for school in schools
    ]
    # A school that is prepared already, or on the way, keeps its row.
    SchoolStart.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    record("year.prepared", start, by=by, schools=start.schools.count(), exception=kind.code)
    outbox.later("consents.prepare_schools", start.pk, key=f"consents.prepare_schools:{start.pk}")
    return start


def hand_out(start_id: int) -> int:
    """One task for each school that waits; returns how many. Safe to call again."""
    waiting = SchoolStart.objects.filter(start=start_id, worked_at__isnull=True)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        outbox.later("consents.prepare_school", key, key=f"consents.prepare_school:{key}")
    return len(keys)


@transaction.atomic
def prepare_school(row_id: int) -> SchoolStart:
    """Ask the school's principal for the form of the year, or say why not; once."""
    row = (
        SchoolStart.objects.select_for_update(of=("self",))
        .select_related("start__platform", "start__by", "school", "kind")
        .get(pk=row_id)
    )
    if row.worked_at is not None:
        return row
    by = Actor(ActorKind.USER, str(row.start.by_id), row.start.by.name)
    try:
        with transaction.atomic():
            row.activity = _asked(row, by)
    except _Skip as skip:
        row.activity, row.skipped = None, skip.why
    row.worked_at = timezone.now()
    row.save(update_fields=["activity", "skipped", "worked_at"])
    record(
        "school.skipped" if row.skipped else "school.prepared", row, by=by,
        topic=row.activity or row.start, school=row.school_id, why=str(row.skipped),
    )  # fmt: skip
    return row


@transaction.atomic
def name_senders(approval: Approval, senders: Iterable[Staff], *, by: Actor) -> int:
    """Who decides says first who of the school sends; returns how many are named now.

    The request is not frozen against this: nobody was asked on it. Never the decider's own self, nor a clerk.
    """
    approval = Approval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
    access.may_name_senders(by, approval).require()
    may_send_them = choosable_senders(approval.school).exclude(user=by.user_id)
    named = may_send_them.filter(pk__in=[staff.pk for staff in senders])
    wanted = {staff.pk: staff for staff in named}
    if not wanted:
        raise Refused(Decision((reasons.NO_SENDER,)))
    version = approval.version
    rows = VersionAdult.objects.filter(version=version)
    rows.exclude(staff__in=wanted).delete()
    already = set(rows.values_list("staff", flat=True))
    VersionAdult.objects.bulk_create(
        VersionAdult(version=version, staff=staff)
        for key, staff in wanted.items()
        if key not in already
    )
    record("senders.named", version, by=by, topic=version.activity, ids=sorted(wanted))
    return len(wanted)


@transaction.atomic
def remind_principal(row: SchoolStart, *, by: Actor) -> int:
    """Tell whoever may decide once more, at most once a day; returns how many are told now."""
    access.may_prepare(by, row.school).require()
    approval = undecided_of(row)
    if approval is None:
        raise IllegalMove(row, Move.ASK)
    step = approval.steps.filter(move=Move.ASK).order_by("-pk")[0]
    day = local_day(timezone.now(), approval.version.activity.year.timezone)
    users: list[User] = [one.user for one in approvers(approval)]
    for user in users:
        post_to(
            user,
            "consents/approval_asked",
            facts={"step": step.pk},
            key=f"year-start-again:{step.pk}:{user.pk}:{day}",
        )
    record("principal.reminded", approval, by=by, topic=approval.version.activity, told=len(users))
    return len(users)


@transaction.atomic
def add_newcomers(row: SchoolStart, *, by: Actor) -> ActivityVersion:
    """A wider request with the students enrolled since; the principal decides (T6), and only they are asked."""
    access.may_prepare(by, row.school).require()
    if row.activity is None:
        raise IllegalMove(row, Move.ASK)
    activity = Activity.objects.select_for_update().get(pk=row.activity.pk)
    last = activity.versions.filter(asked_at__isnull=False).order_by("-number").first()
    students = newcomers_of(row)
    if last is None or not students or undecided_of(row):
        raise IllegalMove(row, Move.ASK)
    plan = Plan(
        name=last.name, purpose=last.purpose, starts_on=last.starts_on,
        ends_on=standing.ends_on_of(last), channel=last.channel, platform=last.platform,
    )  # fmt: skip
    now = timezone.now()
    version = activities.new_version(activity, rule_in_force(activity.kind, now), plan, by=by)
    before = [
        one
        for one in last.students.order_by("version_rows__pk")
        if not standing.is_taken_off(last, one)
    ]
    _name(version, standing.adults_of(last), [*before, *students])
    record("newcomers.added", version, by=by, topic=activity, count=len(students))
    return activities.send(version, now, by=by)


def undecided_of(row: SchoolStart) -> Approval | None:
    """The request that waits for the school's principal."""
    waiting = Approval.objects.filter(
        version__activity=row.activity_id, school=row.school_id, stage__in=UNDECIDED
    )
    return (
        waiting.select_related("version__activity__year", "version__rule", "school")
        .order_by("-version__number")
        .first()
    )


def _asked(row: SchoolStart, by: Actor) -> Activity:
    """The request as the school's principal gets it; `_Skip` where there can be none."""
    now = timezone.now()
    if row.year is None:
        raise _Skip(Skipped.NO_YEAR)
    platform = platform_for(row, now)
    senders, students = senders_of(row.school), students_of(row.school)
    if platform is None:
        raise _Skip(Skipped.NO_PLATFORM)
    if not senders:
        raise _Skip(Skipped.NO_SENDER)
    if not students:
        raise _Skip(Skipped.NO_STUDENTS)
    activity = Activity.objects.create(
        school=row.school, kind=row.kind, year=row.year, asked_by_id=row.start.by_id
    )
    plan = Plan(
        name=row.start.name,
        purpose=row.start.purpose,
        starts_on=max(row.year.starts_on, local_day(now, row.year.timezone)),
        ends_on=row.year.ends_on,
        channel=Channel.PLATFORM,
        platform=platform,
    )
    version = activities.new_version(activity, rule_in_force(row.kind, now), plan, by=by)
    _name(version, senders, students)
    if not may_send(version, now):
        raise _Skip(Skipped.NO_STUDENTS)
    record("activity.drafted", version, by=by, topic=activity, exception=row.kind.code)
    activities.send(version, now, by=by)
    return activity


def _name(version: ActivityVersion, adults: Iterable[Staff], students: Iterable[Student]) -> None:
    VersionAdult.objects.bulk_create(VersionAdult(version=version, staff=one) for one in adults)
    VersionStudent.objects.bulk_create(
        (VersionStudent(version=version, student=one) for one in dict.fromkeys(students)),
        batch_size=1_000,
    )
