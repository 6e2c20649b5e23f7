"""Corrections by staff. Each pins what it corrects, so that later imports leave it alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from schools import access
from schools.actions.history import note_change
from schools.calendar import local_day, zone_of
from schools.models import Enrolment, Guardian, GuardianLink, Student
from schools.terms import Authority, LinkSource
from trail.recording import record

STUDENT_FIELDS: Final = (
    "given_name",
    "middle_name",
    "family_name",
    "preferred_name",
    "grade",
    "birth_on",
    "email",
)
GUARDIAN_FIELDS: Final = ("given_name", "family_name", "email", "phone", "language")


def _changed(subject: Student | Guardian, facts: Mapping[str, Any], *, by: Actor) -> list[str]:
    """Set the facts that differ, keep what was there; returns their names."""
    changed = []
    for field, value in facts.items():
        before = getattr(subject, field)
        if before != value:
            note_change(subject, field, before, value, by=by)
            setattr(subject, field, value)
            changed.append(field)
    return changed


@transaction.atomic
def correct_student(student: Student, facts: Mapping[str, Any], *, by: Actor) -> Student:
    """Set what the school knows better than the roster (`STUDENT_FIELDS`). A new grade is a new period."""
    student = Student.objects.select_for_update().get(pk=student.pk)
    access.may_correct(by, student).require()
    changed = _changed(student, {name: facts[name] for name in STUDENT_FIELDS if name in facts}, by=by)  # fmt: skip
    if not changed:
        return student
    student.save(update_fields=changed)
    if "grade" in changed and student.left_on is None:
        _new_period(student)
    record("student.corrected", student, by=by, topic=student.school, fields=changed)
    return student


def _new_period(student: Student) -> None:
    now = timezone.now()
    today = local_day(now, str(zone_of(student.school, now)))
    open_period = student.enrolments.filter(ends_on=None).first()
    if open_period is None:
        return
    open_period.ends_on = type(today).fromordinal(today.toordinal() - 1)
    open_period.end_recorded_at = now
    open_period.save(update_fields=["ends_on", "end_recorded_at"])
    Enrolment.objects.create(
        student=student,
        school_id=open_period.school_id,
        grade=student.grade,
        starts_on=today,
        recorded_at=now,
    )


@transaction.atomic
def correct_guardian(
    guardian: Guardian, facts: Mapping[str, Any], *, student: Student, by: Actor
) -> Guardian:
    """Put a contact right, on the page of one of their students.

    A new address or number was proved by nobody yet, so `contact_verified_at` is cleared; staff having looked,
    a dispute ("this is not me") is over.
    """
    guardian = Guardian.objects.select_for_update().get(pk=guardian.pk, links__student=student)
    access.may_correct(by, student).require()
    access.may_enter_contact(by, facts.get("email", "")).require()
    wanted = {name: facts[name] for name in GUARDIAN_FIELDS if name in facts}
    new = {name: str(value) for name, value in wanted.items() if value != getattr(guardian, name)}
    access.may_enter_for(
        by, student, email=new.get("email", ""), phone=new.get("phone", "")
    ).require()
    changed = _changed(guardian, wanted, by=by)
    if {"email", "phone"} & set(changed):
        guardian.contact_verified_at = None
    settled = guardian.disputed_at is not None
    guardian.disputed_at = None
    if changed or settled:
        guardian.save(update_fields=[*changed, "contact_verified_at", "disputed_at"])
        record(
            "guardian.corrected",
            guardian,
            by=by,
            topic=student,
            fields=changed,
            dispute_settled=settled,
        )
    return guardian


@transaction.atomic
def set_authority(
    link: GuardianLink, authority: Authority, *, by: Actor, reason: str
) -> GuardianLink:
    """Say whether a contact may sign, and on what ground (a paper seen, an order). Outlives every import.

    The old link ends and a new one begins, so the past stays readable.
    """
    link = GuardianLink.objects.select_for_update().get(pk=link.pk, ended_at=None)
    access.may_set_authority(by, link, authority).require()
    Decision.unless(
        (
            reason.strip(),
            Reason("no_ground", "T1", _("Say on what ground this contact may or may not sign.")),
        )
    ).require()
    now = timezone.now()
    link.ended_at = now
    link.save(update_fields=["ended_at"])
    new = GuardianLink.objects.create(
        guardian_id=link.guardian_id,
        student_id=link.student_id,
        relationship=link.relationship,
        authority=authority,
        authority_source=reason.strip()[:200],
        source=LinkSource.PERSON,
        recorded_at=now,
    )
    note_change(new, "authority", link.authority, authority, by=by)
    record(
        "guardian.authority_set",
        new,
        by=by,
        topic=link.student,
        authority=str(authority),
        before=link.authority,
        guardian=link.guardian_id,
    )
    return new


@transaction.atomic
def add_guardian(
    student: Student,
    facts: Mapping[str, Any],
    *,
    relationship: str,
    authority: Authority,
    reason: str,
    by: Actor,
) -> GuardianLink:
    """Enter a contact the files do not know. Two people of one name stay two."""
    access.may_correct(by, student).require()
    email, phone = facts.get("email", ""), facts.get("phone", "")
    access.may_enter_contact(by, email).require()
    access.may_enter_for(by, student, email=email, phone=phone).require()
    guardian = Guardian.objects.create(
        **{name: facts[name] for name in GUARDIAN_FIELDS if name in facts}
    )
    link = GuardianLink.objects.create(
        guardian=guardian,
        student=student,
        relationship=relationship,
        authority=authority,
        authority_source=reason.strip()[:200],
        source=LinkSource.PERSON,
    )
    record(
        "guardian.added",
        guardian,
        by=by,
        topic=student,
        authority=str(authority),
        link=link.pk,
    )
    return link
