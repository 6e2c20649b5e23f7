"""Asking for a verdict leaves a trace on the student: who asked about whom, and what they were told."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from consents.access.activities import acting_user
from consents.access.verdicts import may_ask_for
from consents.facts.question import Question
from consents.models import Activity
from consents.verdicts import Judged, judge
from core.actor import Actor
from schools.models import Staff, Student
from trail.models import Entry
from trail.recording import entry, record, record_all


@transaction.atomic
def ask(questions: Collection[Question], *, by: Actor) -> list[Judged]:
    """A person's question, at one or several moments of knowledge; `Refused` when it is not theirs to ask."""
    user = acting_user(by)
    for staff_id, activity_id in {(one.staff_id, one.activity_id) for one in questions}:
        _may_ask(user, staff_id, activity_id)
    return _asked(questions, by)


@transaction.atomic
def ask_by_key(questions: Collection[Question], *, by: Actor) -> list[Judged]:
    """A partner system's questions; that its key has the scope, the door has seen to."""
    return _asked(questions, by)


@transaction.atomic
def ask_without_activity(staff: Staff, student: Student, *, by: Actor) -> None:
    """Outside an activity nobody texts (T1): there is nothing to judge, but that it was asked is kept."""
    may_ask_for(acting_user(by), staff).require()
    now = timezone.now().isoformat()
    record(
        "verdict.asked", student, by=by, allowed=False, reasons=["no_activity"],
        staff=staff.pk, activity=None, at=now, known_at=now, thread=None,
    )  # fmt: skip


def _may_ask(user: User, staff_id: int, activity_id: int) -> None:
    staff = Staff.objects.get(pk=staff_id)
    may_ask_for(user, staff, Activity.objects.get(pk=activity_id)).require()


def _asked(questions: Collection[Question], by: Actor) -> list[Judged]:
    found = judge(questions)
    record_all([_entry(one, by) for one in found])
    return found


def _entry(judged: Judged, by: Actor) -> Entry:
    question = judged.question
    return entry(
        "verdict.asked",
        Student(pk=question.student_id),
        by=by,
        topic=Activity(pk=question.activity_id),
        allowed=judged.verdict.allowed,
        reasons=judged.verdict.codes,
        staff=question.staff_id,
        activity=question.activity_id,
        at=question.at.isoformat(),
        known_at=question.known_at.isoformat(),
        thread=None if question.thread is None else sorted(question.thread),
    )
