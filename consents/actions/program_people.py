"""Who works in a program, who qualifies for it, and telling their families so (T4, T5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from consents.access import programs as access
from consents.access.activities import acting_user
from consents.actions.asking import signers
from consents.models import (
    MessageRule,
    Program,
    ProgramStaff,
    ProgramStudent,
    ProgramTerms,
    ProgramTold,
)
from consents.policy.messages import leaves_at
from consents.reports.programs import qualifying, told_pairs
from consents.terms import ProgramStage
from core import outbox
from core.actor import Actor, ActorKind
from notices import contacts, posting
from schools.calendar import zone_of
from schools.models import Guardian, School, Staff, Student
from trail.recording import record

KIND = "consents/program_offered"


@transaction.atomic
def add_staff(program: Program, adult: Staff, *, by: Actor) -> ProgramStaff:
    """From now on the adult works in the program: sees its people, and may be named to text for it."""
    access.may_write(by).require()
    row, made = ProgramStaff.objects.get_or_create(
        program=program, staff=adult, ended_at=None, defaults={"added_by": acting_user(by)}
    )
    if made:
        record("program.staff_added", row, by=by, topic=program, staff=adult.pk)
    return row


@transaction.atomic
def end_staff(row: ProgramStaff, *, by: Actor) -> bool:
    """From now on they see nothing of it and may text nobody for it; False where that was so already."""
    access.may_write(by).require()
    row = ProgramStaff.objects.select_for_update().get(pk=row.pk)
    if row.ended_at is not None:
        return False
    row.ended_at, row.ended_by = timezone.now(), acting_user(by)
    row.save(update_fields=["ended_at", "ended_by"])
    record("program.staff_ended", row, by=by, topic=row.program, staff=row.staff_id)
    return True


@transaction.atomic
def add_students(program: Program, students: Iterable[Student], *, by: Actor) -> int:
    """These students qualify, as the office found; once the program is in force their families are told."""
    access.may_write(by).require()
    user = acting_user(by)
    Program.objects.select_for_update().get(pk=program.pk)
    open_rows = ProgramStudent.objects.filter(program=program, removed_at__isnull=True)
    already = set(open_rows.values_list("student", flat=True))
    new = [student for student in dict.fromkeys(students) if student.pk not in already]
    ProgramStudent.objects.bulk_create(
        (ProgramStudent(program=program, student=student, added_by=user) for student in new),
        batch_size=500,
    )
    if new:
        record("program.students_added", program, by=by, count=len(new), ids=[s.pk for s in new])
        key = f"consents.tell_program:{program.pk}:{timezone.now().isoformat()}"
        outbox.later("consents.tell_program", program.pk, key=key)
    return len(new)


@transaction.atomic
def remove_student(row: ProgramStudent, *, by: Actor) -> bool:
    """The student does not qualify (any more). Permissions given stay as they are; no new form is sent."""
    access.may_write(by).require()
    row = ProgramStudent.objects.select_for_update().get(pk=row.pk)
    if row.removed_at is not None:
        return False
    row.removed_at, row.removed_by = timezone.now(), acting_user(by)
    row.save(update_fields=["removed_at", "removed_by"])
    record("program.student_removed", row, by=by, topic=row.program, student=row.student_id)
    return True


def tell_every_program(*, by: Actor) -> int:
    """Tell whoever could not be told before: a contact found, an authority settled."""
    programs = Program.objects.filter(terms__stage=ProgramStage.PUBLISHED).distinct()
    return sum(tell_families(program, by=by) for program in programs.order_by("pk"))


@transaction.atomic
def tell_families(program: Program, *, by: Actor) -> int:
    """Tell each person who may sign, once, that the child qualifies and what the program asks (T5).

    One message a guardian, however many children; a student who signs alone is told instead. Nobody is told
    while no terms are in force; contacts that may not sign, and those that do not work, are not told. Returns
    how many people were told now.
    """
    terms = access.terms_in_force(program)
    if terms is None:
        return 0
    Program.objects.select_for_update().get(pk=program.pk)
    told = _new_rows(program, terms, by)
    ProgramTold.objects.bulk_create(told, ignore_conflicts=True, batch_size=500)
    by_guardian: dict[Guardian, list[ProgramTold]] = defaultdict(list)
    for row in told:
        by_guardian[row.guardian].append(row)
    at = timezone.now()
    for guardian, rows in by_guardian.items():
        _post(guardian, rows[0], at)
    if told:
        record(
            "program.families_told", program, by=by, topic=program, terms=terms.pk,
            guardians=len(by_guardian), students=len({row.student_id for row in told}),
        )  # fmt: skip
    return len(by_guardian)


def _new_rows(program: Program, terms: ProgramTerms, by: Actor) -> list[ProgramTold]:
    rows = ProgramStudent.objects.filter(program=program, removed_at__isnull=True)
    listed = [row.student for row in rows.select_related("student__school")]
    students = {one.pk: one for one in qualifying(listed, terms)}
    already = told_pairs(program, list(students.values()))
    new = [
        (student, signer)
        for student, signer in signers(list(students.values()), timezone.localdate(), by=by)
        if (student, signer.pk) not in already
    ]
    reached = contacts.reaches({signer for _student, signer in new})
    return [
        ProgramTold(program=program, terms=terms, student=students[student], guardian=signer)
        for student, signer in new
        if reached[signer.pk] is not None
    ]


def _post(guardian: Guardian, row: ProgramTold, at: datetime) -> None:
    reach = posting.reach(guardian)
    if reach is None:
        return
    school: School | None = row.student.school
    zone: ZoneInfo = zone_of(school, at)
    leaves = leaves_at(at, zone, MessageRule.objects.numbers(at))
    posting.post(
        KIND,
        channel=reach.channel,
        address=reach.address,
        recipient=Actor(ActorKind.GUARDIAN, str(guardian.pk)),
        language=guardian.language,
        facts={"terms": row.terms_id, "student": row.student_id},
        key=f"program:{row.program_id}:{guardian.pk}:{row.student_id}",
        not_before=leaves if leaves > at else None,
    )
