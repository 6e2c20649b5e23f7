"""Exceptions, activities and approvals for tests, as rows: any stage, without the way that leads to it."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from consents import models
from consents.actions.exceptions import load_built_ins
from consents.terms import Channel, Move, Stage
from core.actor import Actor
from schools.terms import Role
from tests.factories import (
    DistrictFactory,
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    chief_of,
    principal_of,
    staff_at,
)

NECESSARY = "The bus leaves from an unlit corner and students have no district device with them."
# The moves that lead to a stage, in order.
WAY_TO = {
    Stage.DRAFT: [],
    Stage.ASKED: [Move.ASK],
    Stage.QUESTIONED: [Move.ASK, Move.QUESTION],
    Stage.APPROVED: [Move.ASK, Move.APPROVE],
    Stage.DENIED: [Move.ASK, Move.DENY],
    Stage.REVOKED: [Move.ASK, Move.APPROVE, Move.REVOKE],
    Stage.RETRACTED: [Move.ASK, Move.RETRACT],
}
STAGE_AFTER = {
    Move.ASK: Stage.ASKED,
    Move.QUESTION: Stage.QUESTIONED,
    Move.APPROVE: Stage.APPROVED,
    Move.DENY: Stage.DENIED,
    Move.REVOKE: Stage.REVOKED,
    Move.RETRACT: Stage.RETRACTED,
}
BY_THE_ASKER = {Move.ASK, Move.RETRACT, Move.REPLY}


def kind(code="safety_meetup"):
    """A shipped exception, loaded with all the others."""
    load_built_ins(by=Actor.command("tests"))
    return models.ExceptionKind.objects.get(code=code)


def make_activity(
    school=None,
    *,
    code="safety_meetup",
    asked_by=None,
    adults=(),
    students=(),
    stage=Stage.APPROVED,
    at=None,
    decided_by=None,
    **facts,
):
    """An activity with one version, and the approvals it needs, all in `stage` since `at` (default: now).

    `adults` are users (default: the asker); `facts` are the version's own fields.
    """
    exception = kind(code)
    school = school or SchoolFactory()
    asked_by = asked_by or staff_at(school, Role.COACH)
    activity = models.Activity.objects.create(
        school=school,
        kind=exception,
        year=SchoolYearFactory(),
        asked_by=asked_by,
        created_at=at or timezone.now(),
    )
    make_version(
        activity,
        adults=adults or (asked_by,),
        students=students,
        stage=stage,
        at=at,
        decided_by=decided_by,
        **facts,
    )
    return activity


def make_version(
    activity, *, adults=(), students=(), stage=Stage.APPROVED, at=None, decided_by=None, **facts
):
    """The activity's next version with its adults, students and approvals."""
    at = at or timezone.now()
    defaults = {
        "name": "Robotics club",
        "purpose": "Where and when to meet on competition days.",
        "starts_on": activity.year.starts_on,
        "ends_on": activity.year.ends_on,
        "channel": Channel.PLATFORM if facts.get("platform") else Channel.GROUP_TEXT,
        "rule": activity.kind.rules.order_by("-number")[0],
        "asked_by": activity.asked_by,
        "created_at": at,
        "asked_at": None if stage == Stage.DRAFT else at,
    }
    version = models.ActivityVersion.objects.create(
        activity=activity, number=activity.versions.count() + 1, **{**defaults, **facts}
    )
    for user in adults:
        models.VersionAdult.objects.create(version=version, staff=user.staff)
    for student in students:
        models.VersionStudent.objects.create(version=version, student=student)
    schools = {activity.school, *(s.school for s in students if s.school and stage != Stage.DRAFT)}
    for school in sorted(schools, key=lambda one: (one != activity.school, one.pk)):
        make_approval(version, school, stage=stage, at=at, decided_by=decided_by)
    return version


def make_approval(version, school, *, stage=Stage.ASKED, at=None, decided_by=None):
    """One school's approval of the version in that stage, with the steps that led there."""
    approval = models.Approval.objects.create(version=version, school=school, stage=stage)
    at = at or timezone.now()
    for number, move in enumerate(WAY_TO[stage]):
        by = version.asked_by
        if move not in BY_THE_ASKER:
            by = decided_by or approver_at(school)
        why = {"necessary": NECESSARY, "authorised": "T2"} if move == Move.APPROVE else {}
        models.ApprovalStep.objects.create(
            approval=approval,
            move=move,
            stage=STAGE_AFTER[move],
            at=at + timedelta(microseconds=number),
            by=by,
            note="" if why else "note",
            **why,
        )
    return approval


def approver_at(school):
    held = school.role_assignments.filter(role=Role.PRINCIPAL).order_by("pk").first()
    return held.user if held else principal_of(school)


def safety_meetup(*, stage=Stage.APPROVED, guardians=2, at=None, **facts):
    """A high school's robotics club: its principal, chief and coach, one student and their guardians.

    Gives district, school, year, principal, chief, coach, student, guardians, activity, version, approval.
    """
    district, school, year = DistrictFactory(), SchoolFactory(), SchoolYearFactory()
    principal, chief = principal_of(school), chief_of(school)
    coach = staff_at(school, Role.COACH)
    student = StudentFactory(school=school)
    parents = [GuardianFactory(of=student) for _ in range(guardians)]
    activity = make_activity(
        school,
        asked_by=coach,
        students=[student],
        stage=stage,
        at=at,
        decided_by=principal,
        **facts,
    )
    version = activity.latest
    return SimpleNamespace(
        district=district,
        school=school,
        year=year,
        principal=principal,
        chief=chief,
        coach=coach,
        student=student,
        guardians=parents,
        activity=activity,
        version=version,
        approval=version.approvals.get(school=school),
    )
