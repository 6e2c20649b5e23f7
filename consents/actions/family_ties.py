"""An adult declares to be family of a student; the school's office confirms it, or not; somebody ends it."""

from __future__ import annotations

from django.db import transaction

from consents.access import family_ties as access
from consents.access.activities import acting_user
from consents.models import FamilyTie, TieStep
from consents.terms import Relationship, TieMove
from core.actor import Actor
from schools.models import Staff, Student
from trail.recording import record


@transaction.atomic
def declare(student: Student, relationship: Relationship, *, by: Actor) -> FamilyTie:
    """It counts for nothing until the office of the student's school has confirmed it."""
    user = acting_user(by)
    staff = Staff.objects.select_for_update(of=("self",)).filter(user=user).first()
    access.may_declare(staff, student).require()
    tie = FamilyTie.objects.create(
        staff=Staff.objects.get(user=user), student=student, relationship=relationship
    )
    record("tie.declared", tie, by=by, topic=student, relationship=str(relationship))
    return tie


@transaction.atomic
def settle(tie: FamilyTie, *, by: Actor, confirmed: bool, note: str = "") -> TieStep:
    """The office knows the family, or does not."""
    tie = _locked(tie)
    (access.may_confirm if confirmed else access.may_settle)(by, tie).require()
    return _step(tie, TieMove.CONFIRM if confirmed else TieMove.REFUSE, by, note)


@transaction.atomic
def end(tie: FamilyTie, *, by: Actor, note: str = "") -> TieStep:
    """From now on it no longer counts; that it did stays on record."""
    tie = _locked(tie)
    access.may_end(by, tie).require()
    return _step(tie, TieMove.END, by, note)


def _locked(tie: FamilyTie) -> FamilyTie:
    rows = FamilyTie.objects.select_for_update(of=("self",))
    return rows.select_related("staff", "student").get(pk=tie.pk)


def _step(tie: FamilyTie, move: TieMove, by: Actor, note: str) -> TieStep:
    step = TieStep.objects.create(tie=tie, move=move, by=acting_user(by), note=note)
    record(f"tie.{move.value}", step, by=by, topic=tie.student)
    return step
