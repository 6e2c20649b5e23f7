"""Ask to text students: draft it, name adults and students, send it to the principal, widen it later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from consents import standing
from consents.access import activities as access
from consents.access import reasons
from consents.actions.steps import move, tell_approvers
from consents.models import (
    Activity,
    ActivityVersion,
    Approval,
    ExceptionKind,
    ExceptionRule,
    Program,
    VersionAdult,
    VersionStudent,
)
from consents.reports.readiness import form_in_force, may_send, rule_in_force
from consents.terms import Channel, Move, Stage
from consents.workflow import APPROVAL, UNDECIDED
from core.actor import Actor
from core.decision import Decision, Refused
from core.workflow import IllegalMove
from platforms.models import Platform
from schools.calendar import year_at
from schools.models import School, Staff, Student
from trail.recording import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is asked for, apart from the people; `program` only where the exception rests on one.

    `wished`: it grew out of a guardian's wish, as exceptions must that families start.
    """

    name: str
    purpose: str
    starts_on: date
    ends_on: date
    channel: str = Channel.GROUP_TEXT
    platform: Platform | None = None
    program: Program | None = None
    wished: bool = False


@transaction.atomic
def draft(
    school: School,
    kind: ExceptionKind,
    *,
    by: Actor,
    plan: Plan,
    adults: Sequence[Staff] = (),
    students: Iterable[Student] = (),
) -> ActivityVersion:
    """A new activity with its first version, kept until it is sent; the asker is named unless others are (T2-T5).

    An exception that rests on a CEO program is asked for with the program, under its neutral public name (T4).
    """
    user = access.acting_user(by)
    rule = rule_in_force(kind, timezone.now())
    Decision(
        access.may_ask(by, school, rule, plan.program).refusals
        + access.may_start(rule, wished=plan.wished).refusals
    ).require()
    year = year_at(school, timezone.now())
    if year is None:
        raise Refused(Decision((reasons.NO_YEAR,)))
    activity = Activity.objects.create(
        school=school, kind=kind, year=year, asked_by=user, program=plan.program
    )
    version = new_version(activity, rule, _neutral(plan, plan.program), by=by)
    record("activity.drafted", version, by=by, topic=activity, exception=kind.code)
    own = Staff.objects.filter(user=user)
    name_adults(version, adults or list(own), by=by)
    name_students(version, students, by=by)
    return version


@transaction.atomic
def redraft(version: ActivityVersion, *, by: Actor, plan: Plan) -> ActivityVersion:
    """Change a draft's name, purpose, dates or channel."""
    version = _own_draft(version, by)
    plan = _neutral(plan, version.activity.program)
    for field in PLAN_FIELDS:
        setattr(version, field, getattr(plan, field))
    version.save(update_fields=PLAN_FIELDS)
    record("version.redrafted", version, by=by, topic=version.activity)
    return version


@transaction.atomic
def name_adults(version: ActivityVersion, adults: Iterable[Staff], *, by: Actor) -> int:
    """Designate adults in a draft; returns how many were not named before (T2)."""
    version = _own_draft(version, by)
    already = set(version.adult_rows.values_list("staff", flat=True))
    new = [staff for staff in dict.fromkeys(adults) if staff.pk not in already]
    VersionAdult.objects.bulk_create(VersionAdult(version=version, staff=one) for one in new)
    _record_people(version, "version.adults_named", [one.pk for one in new], by=by)
    return len(new)


@transaction.atomic
def unname_adults(version: ActivityVersion, adults: Iterable[Staff], *, by: Actor) -> int:
    """Take adults out of a draft."""
    version = _own_draft(version, by)
    rows = version.adult_rows.filter(staff__in=list(adults))
    gone = list(rows.values_list("staff", flat=True))
    rows.delete()
    _record_people(version, "version.adults_unnamed", gone, by=by)
    return len(gone)


@transaction.atomic
def name_students(version: ActivityVersion, students: Iterable[Student], *, by: Actor) -> int:
    """Put students on a draft; returns how many were not on it. Those not covered are kept, and shown so."""
    version = _own_draft(version, by)
    already = set(version.student_rows.values_list("student", flat=True))
    new = [student for student in dict.fromkeys(students) if student.pk not in already]
    VersionStudent.objects.bulk_create(
        VersionStudent(version=version, student=student) for student in new
    )
    _record_people(version, "version.students_named", [one.pk for one in new], by=by)
    return len(new)


@transaction.atomic
def unname_students(version: ActivityVersion, students: Iterable[Student], *, by: Actor) -> int:
    """Take students off a draft."""
    version = _own_draft(version, by)
    rows = version.student_rows.filter(student__in=list(students))
    gone = list(rows.values_list("student", flat=True))
    rows.delete()
    _record_people(version, "version.students_unnamed", gone, by=by)
    return len(gone)


@transaction.atomic
def ask(version: ActivityVersion, *, by: Actor) -> ActivityVersion:
    """Send a draft to the principal, and to the principal of every other school whose student it names.

    From now on the version is frozen. An earlier one that nobody has decided yet is taken back: the new
    one stands in its place.
    """
    version = _own_draft(version, by)
    now = timezone.now()
    version.rule = rule_in_force(version.activity.kind, now)
    activity = version.activity
    access.may_ask(by, activity.school, version.rule, activity.program).require()
    return send(version, now, by=by)


def send(version: ActivityVersion, now: datetime, *, by: Actor) -> ActivityVersion:
    """Freeze a draft and put it before everybody who must approve it, in the caller's transaction."""
    access.may_start(version.rule, wished=hasattr(version.activity, "wish")).require()
    may_send(version, now).require()
    version.form_number = form_in_force(version.activity.kind, now)
    version.asked_at = now
    version.save(update_fields=["rule", "form_number", "asked_at"])
    _take_back_undecided(version, by)
    for approval in _approvals_of(version):
        step = move(approval, Move.ASK, by=by)
        tell_approvers(approval, step)
    return version


@transaction.atomic
def retract(version: ActivityVersion, *, by: Actor, note: str = "") -> ActivityVersion:
    """Take back a draft, or a request that nobody has decided yet."""
    version = _locked(version)
    access.may_take_back(by, version).require()
    rows = list(version.approvals.select_for_update().order_by("pk"))
    if any(row.stage == Stage.APPROVED for row in rows):
        raise IllegalMove(Stage.APPROVED, Move.RETRACT)
    open_rows = [row for row in rows if APPROVAL.allows(Stage(row.stage), Move.RETRACT)]
    for row in open_rows or rows[:1]:
        move(row, Move.RETRACT, by=by, note=note)
    return version


@transaction.atomic
def widen(activity: Activity, *, by: Actor) -> ActivityVersion:
    """A new draft that starts as the last request, less what was taken out since; an open draft is used again.

    What it adds is asked of the principal and of families anew; old answers cover only what they named (T7).
    """
    access.may_widen(by, activity).require()
    user = access.acting_user(by)
    Activity.objects.select_for_update().get(pk=activity.pk)
    open_draft = ActivityVersion.objects.filter(
        activity=activity, asked_by=user, approvals__stage=Stage.DRAFT
    ).first()
    if open_draft:
        return open_draft
    last = activity.versions.filter(asked_at__isnull=False).order_by("-number").first()
    if last is None:
        raise IllegalMove(Stage.DRAFT, Move.ASK)
    version = _copy(last, by=by)
    record("version.drafted", version, by=by, topic=activity, number=version.number)
    return version


PLAN_FIELDS = ["name", "purpose", "starts_on", "ends_on", "channel", "platform"]


def _neutral(plan: Plan, program: Program | None) -> Plan:
    """A program is named to others, and so on every form, by its neutral public name alone."""
    terms = program.published if program else None
    return replace(plan, name=terms.public_name) if terms else plan


def _copy(last: ActivityVersion, *, by: Actor) -> ActivityVersion:
    plan = _neutral(
        Plan(
            name=last.name,
            purpose=last.purpose,
            starts_on=last.starts_on,
            ends_on=max(last.starts_on, standing.ends_on_of(last)),
            channel=last.channel,
            platform=last.platform,
        ),
        last.activity.program,
    )
    version = new_version(last.activity, last.rule, plan, by=by)
    VersionAdult.objects.bulk_create(
        VersionAdult(version=version, staff=staff) for staff in standing.adults_of(last)
    )
    kept = last.students.order_by("version_rows__pk")
    VersionStudent.objects.bulk_create(
        VersionStudent(version=version, student=student)
        for student in dict.fromkeys(kept)
        if not standing.is_taken_off(last, student)
    )
    return version


def new_version(
    activity: Activity, rule: ExceptionRule, plan: Plan, *, by: Actor
) -> ActivityVersion:
    """The activity's next version as a draft of the actor's, in the caller's transaction."""
    highest = activity.versions.aggregate(number=Max("number"))["number"] or 0
    version = ActivityVersion.objects.create(
        activity=activity,
        number=highest + 1,
        rule=rule,
        form_number=form_in_force(activity.kind, timezone.now()),
        asked_by=access.acting_user(by),
        **{field: getattr(plan, field) for field in PLAN_FIELDS},
    )
    Approval.objects.create(version=version, school=activity.school)
    return version


def _locked(version: ActivityVersion) -> ActivityVersion:
    return (
        ActivityVersion.objects.select_for_update(of=("self",))
        .select_related(
            "activity__school",
            "activity__kind",
            "activity__year",
            "activity__program",
            "rule__kind",
        )
        .get(pk=version.pk)
    )


def _own_draft(version: ActivityVersion, by: Actor) -> ActivityVersion:
    """The version, locked, if it is the actor's and still a draft."""
    version = _locked(version)
    access.may_edit(by, version).require()
    host = version.approvals.get(school=version.activity.school)
    APPROVAL.next(Stage(host.stage), Move.ASK)
    return version


def _take_back_undecided(version: ActivityVersion, by: Actor) -> None:
    earlier = Approval.objects.select_for_update().filter(
        version__activity=version.activity,
        version__number__lt=version.number,
        stage__in=UNDECIDED,
    )
    for approval in earlier.order_by("pk"):
        move(approval, Move.RETRACT, by=by)


def _approvals_of(version: ActivityVersion) -> list[Approval]:
    """One for the activity's school, one for each other school whose student is named.

    Where no principal is asked, the outreach office's is the only one.
    """
    own = version.activity.school_id
    schools = set(version.students.exclude(school=None).values_list("school", flat=True))
    if not standing.asks_a_principal(version):
        schools = {own}
    Approval.objects.bulk_create(
        Approval(version=version, school_id=school) for school in sorted(schools - {own})
    )
    return list(version.approvals.select_related("school").order_by("pk"))


def _record_people(version: ActivityVersion, verb: str, ids: list[int], *, by: Actor) -> None:
    if ids:
        record(verb, version, by=by, topic=version.activity, count=len(ids), ids=ids)
