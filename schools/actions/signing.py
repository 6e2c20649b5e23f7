"""The records office says who signs for a student, and who is kept away. Each word is a new row (T1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from schools import access, signing
from schools.models import ContactBlock, Guardian, GuardianLink, SigningBranch, Student
from schools.models.signing import SIGNS_IN
from schools.terms import Authority, Branch, Signs
from trail.recording import record

NO_SOURCE = Reason("no_source", "T1", _("Say what was seen or said, and where it lies."))
NOT_IN_BRANCH = Reason("not_in_branch", "T1", _("In this branch it is somebody else who signs."))
NOT_A_CONTACT = Reason(
    "not_a_contact",
    "T1",
    _("The person named must be a contact of the student who may sign, and not kept away."),
)
NOT_LINKED = Reason("not_linked", "T1", _("This person is no contact of the student."))
IN_FUTURE = Reason("in_future", "T1", _("This moment is still to come."))
NOT_BLOCKED = Reason("not_blocked", "T1", _("This contact is not kept away now."))


@dataclass(frozen=True, slots=True)
class Ruling:
    """A branch, who signs in it (left out where only one can), and the person named, if any."""

    branch: Branch
    signs: Signs | None = None
    signer: Guardian | None = None

    @property
    def who(self) -> Signs:
        return self.signs or SIGNS_IN[self.branch][0]

    @property
    def named(self) -> Guardian | None:
        return self.signer if self.who == Signs.NAMED else None


@transaction.atomic
def set_branch(
    student: Student, ruling: Ruling, *, by: Actor, source: str, at: datetime | None = None
) -> SigningBranch:
    """From `at` (now) on, who signs for the student, and on what ground. `Branch.GUARDIANS` ends another branch.

    A ward's signer, and an unaccompanied student's, is a contact entered with authority beforehand.
    """
    student, now = Student.objects.select_for_update().get(pk=student.pk), timezone.now()
    only_takes_away = ruling.branch == Branch.NOBODY
    (access.may_block(by) if only_takes_away else access.may_set_signing(by, student)).require()
    Decision.unless(
        (source.strip(), NO_SOURCE),
        (ruling.who in SIGNS_IN[ruling.branch], NOT_IN_BRANCH),
        (ruling.who != Signs.NAMED or _may_be_named(student, ruling.named), NOT_A_CONTACT),
        ((at or now) <= now, IN_FUTURE),
    ).require()
    row = SigningBranch.objects.create(
        student=student,
        branch=ruling.branch,
        signs=ruling.who,
        signer=ruling.named,
        source=source.strip()[:500],
        at=at or now,
        recorded_at=now,
        by=_user(by),
    )
    record(
        "signing.branch_set", row, by=by, topic=student, branch=str(row.branch), signs=str(row.signs),
        signer=row.signer_id, at=row.at.isoformat(),
    )  # fmt: skip
    return row


@transaction.atomic
def block(
    guardian: Guardian,
    students: Iterable[Student],
    *,
    by: Actor,
    source: str,
    proof_due_on: date | None = None,
    at: datetime | None = None,
) -> list[ContactBlock]:
    """Keep a contact away from these students, at once; the paper may follow by `proof_due_on`.

    Whatever rows the person stands under, all of them are kept away. Nobody is told, and nothing says why.
    """
    given, now = list(students), timezone.now()
    access.may_block(by).require()
    rows = signing.rows_of(guardian)
    linked = GuardianLink.objects.filter(guardian__in=rows, student__in=given)
    Decision.unless(
        (source.strip(), NO_SOURCE),
        (given and len(set(linked.values_list("student", flat=True))) == len(given), NOT_LINKED),
        ((at or now) <= now, IN_FUTURE),
    ).require()
    facts = {"source": source, "proof_due_on": proof_due_on, "at": at or now}
    made = [
        _word(student, row, by=by, is_blocked=True, **facts) for student in given for row in rows
    ]
    due = proof_due_on.isoformat() if proof_due_on else None
    for row in made:
        record(
            "contact.blocked", row, by=by, topic=row.student,
            guardian=row.guardian_id, proof_due_on=due, at=row.at.isoformat(),
        )  # fmt: skip
    return made


@transaction.atomic
def prove_block(row: ContactBlock, *, by: Actor, source: str) -> ContactBlock:
    """The paper is there: the block stands on it, and is on no list any more."""
    access.may_block(by).require()
    row = _standing(row)
    Decision.unless((source.strip(), NO_SOURCE)).require()
    made = _for_person(row, by=by, is_blocked=True, source=source, at=row.at)
    record("contact.block_proved", made, by=by, topic=row.student, guardian=row.guardian_id)
    return made


@transaction.atomic
def lift_block(row: ContactBlock, *, by: Actor, source: str) -> ContactBlock:
    """The contact is kept away no longer, from now on; what was, stays on record."""
    access.may_set_signing(by, row.student).require()
    row = _standing(row)
    Decision.unless((source.strip(), NO_SOURCE)).require()
    made = _for_person(row, by=by, is_blocked=False, source=source, at=timezone.now())
    record("contact.block_lifted", made, by=by, topic=row.student, guardian=row.guardian_id)
    return made


def _standing(row: ContactBlock) -> ContactBlock:
    student = Student.objects.select_for_update().get(pk=row.student_id)
    found = (
        ContactBlock.objects.standing()
        .select_related("guardian", "student")
        .filter(student=student, guardian=row.guardian_id)
        .first()
    )
    Decision.unless((found, NOT_BLOCKED)).require()
    return found or row


def _for_person(
    row: ContactBlock, *, by: Actor, is_blocked: bool, source: str, at: datetime
) -> ContactBlock:
    """The new word on every row of the person; returns the one on the row that was asked about."""
    made = {
        key: _word(row.student, key, by=by, is_blocked=is_blocked, source=source, at=at)
        for key in signing.rows_of(row.guardian)
    }
    return made[row.guardian_id]


def _word(student: Student, guardian_id: int, *, by: Actor, **facts: Any) -> ContactBlock:
    return ContactBlock.objects.create(
        student=student,
        guardian_id=guardian_id,
        recorded_at=timezone.now(),
        by=_user(by),
        **{**facts, "source": facts["source"].strip()[:500]},
    )


def _may_be_named(student: Student, guardian: Guardian | None) -> bool:
    links = GuardianLink.objects.current().filter(student=student, authority=Authority.YES)
    return (
        guardian is not None
        and links.filter(guardian=guardian).exists()
        and not signing.shut_out_of(guardian, student)
    )


def _user(by: Actor) -> User:
    return User.objects.get(pk=by.user_id or 0)
