"""Who the people in a case are (I1, I2): settled by the office, one row after another, and acted on at once.

Whoever becomes the accused reads nothing from that moment: `Case.objects.visible_to` asks anew at every page, a
notice that has not left is asked again before it does.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from core.marks import mark_of_user
from core.workflow import IllegalMove
from incidents.access import naming as access
from incidents.access.cases import acting_user
from incidents.actions.reasons import keep_reason
from incidents.actions.receiving import add_person
from incidents.actions.routing import reroute
from incidents.actions.steps import step
from incidents.actions.telling import tell_readers
from incidents.models import Case, Involved, Unnaming
from incidents.policy import Person
from incidents.terms import KEPT_OUT, Concern, Part, Rerouted
from incidents.terms.people import Settled
from schools.models import Student

# What a student of a report of bullying is to it, whose parents are then told.
STUDENT_PARTS: Final = (Part.HURT, Part.ACCUSED)
NOT_A_STUDENTS: Final = Reason(
    "not_a_students", "I2", _("Say whether it happened to the student, or the report is about them.")
)  # fmt: skip
NOT_STAFF: Final = Reason("not_staff", "I1", _("Choose somebody who works for the district."))
OTHER_SCHOOL: Final = Reason(
    "other_school", "I2", _("Choose a student of the school that the report is about.")
)


@transaction.atomic
def match(row: Involved, user: User, *, why: str, by: Actor) -> Involved:
    """The person is this one of our staff. A report about them is then routed as one about somebody known."""
    row = _standing(row)
    access.may_match(by, row, user).require()
    Decision.unless((user.is_active and hasattr(user, "staff"), NOT_STAFF)).require()
    made = _follow(row, by, {"user": user.pk}, mark=mark_of_user(user.pk), settled=Settled.STAFF)
    _after(row.case, made, "person.matched", why, by=by)
    return made


@transaction.atomic
def settle_outside(row: Involved, *, why: str, by: Actor) -> Involved:
    """The person is not among our staff: nobody here is kept out for them, and nobody becomes known by them."""
    row = _standing(row)
    access.may_settle(by, row).require()
    made = _follow(row, by, {}, settled=Settled.OUTSIDE)
    _after(row.case, made, "person.outside", why, by=by)
    return made


@transaction.atomic
def settle_student(row: Involved, student: Student, *, why: str, by: Actor) -> Involved:
    """The person is this student of the school."""
    row = _standing(row)
    access.may_settle(by, row).require()
    here = row.case.school_id is not None and student.school_id == row.case.school_id
    Decision.unless((here, OTHER_SCHOOL)).require()
    words = {"student": student.pk}
    made = _follow(row, by, words, settled=Settled.STUDENT, is_adult=False)
    _after(row.case, made, "person.student", why, by=by)
    return made


@transaction.atomic
def add(case: Case, person: Person, *, why: str, by: Actor) -> Involved:
    """Somebody whom the report did not name, or not as such."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    access.may_add(by, case).require()
    made = add_person(case, person)
    _after(case, made, "person.added", why, by=by)
    return made


@transaction.atomic
def name_student(
    case: Case, student: Student, part: Part, *, by: Actor, note: str = ""
) -> Involved:
    """Which student of the school is meant, said by anybody who reads a report of bullying.

    Nobody is kept out for a student, so that it goes nowhere else; their parents are to hear from now on.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    access.may_name_students(by, case).require()
    is_here = access.students_to_name(by, case).filter(pk=student.pk).exists()
    Decision.unless((is_here, OTHER_SCHOOL), (part in STUDENT_PARTS, NOT_A_STUDENTS)).require()
    rows = case.involved.filter(part=part, ended_at=None)
    if any(row.words().get("student") == student.pk for row in rows):
        raise IllegalMove("named", "name again")
    made = Involved(
        case=case,
        part=part,
        is_adult=False,
        settled=Settled.STUDENT,
        confirmed_by=acting_user(by),
        confirmed_at=timezone.now(),
    )
    made.seal({"name": str(student), "role": "", "note": note.strip(), "student": student.pk})
    made.save(force_insert=True)
    step(case, "person.student_named", by=by, person=str(made.name), part=str(part))
    return made


@transaction.atomic
def end_student(row: Involved, *, why: str, by: Actor) -> None:
    """It was another student, or none: said by whoever entered it, or by the office."""
    row = _standing(row)
    access.may_end_student(by, row).require()
    is_students = row.part in STUDENT_PARTS and bool(row.words().get("student"))
    Decision.unless((is_students, NOT_A_STUDENTS)).require()
    _undo(row, by=by)
    _after(row.case, row, "person.student_ended", why, by=by)


@transaction.atomic
def take_back(row: Involved, *, why: str, by: Actor) -> Unnaming | None:
    """What was said of the person was wrong. Whoever is kept out stays so until a second person agrees."""
    row = _standing(row)
    access.may_add(by, row.case).require()
    if not access.needs_a_second(row):
        _undo(row, by=by)
        _after(row.case, row, "person.taken_back", why, by=by)
        return None
    if row.unnamings.filter(settled_at=None).exists():
        raise IllegalMove("asked", "ask again")
    asked = Unnaming(case=row.case, involved=row, asked_by=acting_user(by))
    asked.seal({"text": why.strip()})
    asked.save(force_insert=True)
    keep_reason(row.case, "person.unnaming_asked", why, by=by)
    step(row.case, "person.unnaming_asked", by=by, person=str(row.name))
    tell_readers(row.case, f"unnaming:{asked.name}", to_all=True)
    return asked


@transaction.atomic
def answer_unnaming(asked: Unnaming, *, agreed: bool, by: Actor) -> Unnaming:
    """A second person of the office agrees that the person was put down wrongly, or does not."""
    Case.objects.select_for_update().get(pk=asked.case_id)
    asked = Unnaming.objects.select_related("case", "involved__case").get(pk=asked.pk)
    access.may_answer_unnaming(by, asked).require()
    if asked.settled_at is not None or asked.involved.ended_at is not None:
        raise IllegalMove("answered", "answer")
    asked.settled_by, asked.settled_at = acting_user(by), timezone.now()
    asked.agreed = agreed
    asked.save(update_fields=["settled_by", "settled_at", "agreed"])
    if agreed:
        _undo(asked.involved, by=by)
    deed = "person.unnamed" if agreed else "person.unnaming_refused"
    step(asked.case, deed, by=by, person=str(asked.involved.name))
    if agreed:
        _reroute(asked.case, asked.involved, by=by)
    return asked


def _standing(row: Involved) -> Involved:
    """The row as it stands now, its case held; `IllegalMove` where somebody was quicker."""
    Case.objects.select_for_update().get(pk=row.case_id)
    found = Involved.objects.select_related("case__school").get(pk=row.pk)
    if found.ended_at is not None:
        raise IllegalMove("ended", "change")
    return found


def _follow(  # noqa: PLR0913 -- a row has this many sides
    row: Involved,
    by: Actor,
    words: dict[str, Any],
    *,
    mark: str = "",
    settled: str = "",
    is_adult: bool | None = True,
    post: str | None = None,
) -> Involved:
    """A new row in the place of the old one, which ends and keeps its words.

    Who an accused post is, is known from then on; a post that must not see it stays closed to all who hold it.
    """
    now, user = timezone.now(), acting_user(by)
    made = Involved(
        case=row.case,
        part=row.part,
        post=(("" if row.part == Part.ACCUSED else row.post) if post is None else post),
        is_adult=is_adult,
        mark=mark,
        settled=settled,
        follows=row,
        confirmed_by=user if settled else None,
        confirmed_at=now if settled else None,
    )
    made.seal({**row.words(), **words})
    made.save(force_insert=True)
    Involved.objects.filter(pk=row.pk).update(ended_by=user, ended_at=now)
    return made


def _undo(row: Involved, *, by: Actor) -> None:
    """End the row; what was typed before it stands again, not settled."""
    before = row.follows
    if before is None:
        now = timezone.now()
        Involved.objects.filter(pk=row.pk).update(ended_by=acting_user(by), ended_at=now)
        return
    words = {"user": None, "student": None}
    _follow(row, by, words, is_adult=before.is_adult, post=before.post)


def _after(case: Case, row: Involved, deed: str, why: str, *, by: Actor) -> None:
    keep_reason(case, deed, why, by=by)
    step(case, deed, by=by, person=str(row.name), part=row.part)
    if row.part in KEPT_OUT:
        _reroute(case, row, by=by)


def _reroute(case: Case, row: Involved, *, by: Actor) -> None:
    """Where an adult turns out to be who did it, it is no longer only about students (I1)."""
    why = Rerouted.NAMED if row.part == Part.ACCUSED else Rerouted.KEPT_OUT
    adult = row.part == Part.ACCUSED and bool(row.mark or row.is_adult)
    widened = adult and case.concern == Concern.ONLINE_BULLYING
    reroute(case, why, by=by, concern=Concern.UNSURE if widened else None)
