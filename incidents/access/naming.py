"""Who settles who somebody in a case is, who says which students are meant, and who may no longer be kept out (I1, I2)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from incidents.access.cases import acting_user, may_lead, may_work
from incidents.models import Case, Involved, Unnaming
from incidents.policy.names import could_be
from incidents.terms import KEPT_OUT, Concern
from schools.models import Student, StudentQuerySet

YOUR_NAME: Final = Reason(
    "your_name", "I1", _("The name could be your own. Somebody else of the office settles it.")
)
SECOND_PERSON: Final = Reason(
    "second_person", "I1", _("You asked for it yourself. A second person of the office decides.")
)

NOT_BULLYING: Final = Reason(
    "not_bullying", "I2", _("This report is not about students alone. The office that has it says who the students are.")
)  # fmt: skip
NO_SCHOOL: Final = Reason(
    "no_school", "I2", _("The report has no school yet. The office sets it; then its students can be named.")
)  # fmt: skip
NOT_YOUR_ENTRY: Final = Reason(
    "not_your_entry", "I2", _("Only whoever entered the student, or the office, takes it back.")
)


def may_settle(by: Actor, row: Involved) -> Decision:
    """Say who a name is: the office, but nobody whose own name it could be."""
    led = may_lead(by, row.case)
    if not led:
        return led
    own = could_be(str(row.words().get("name") or ""), acting_user(by).name)
    return Decision.unless((not (own and row.part in KEPT_OUT and not row.mark), YOUR_NAME))


def may_match(by: Actor, row: Involved, user: User) -> Decision:
    """Say that it is this person. Everybody may say so of themselves, and is out from that moment."""
    return may_lead(by, row.case) if user.pk == by.user_id else may_settle(by, row)


def may_answer_unnaming(by: Actor, asked: Unnaming) -> Decision:
    """Agree that somebody is let in again: a second person of the office."""
    led = may_lead(by, asked.case)
    return led and Decision.unless((asked.asked_by_id != by.user_id, SECOND_PERSON))


def needs_a_second(row: Involved) -> bool:
    """Whether ending the row could let somebody in who is kept out: then two people decide."""
    return row.part in KEPT_OUT and bool(row.mark or row.post)


def may_add(by: Actor, case: Case) -> Decision:
    return may_lead(by, case)


def takes_students(case: Case) -> Decision:
    """Whether the students of the case are named by all who read it: a report of bullying at a school."""
    return Decision.unless(
        (case.concern == Concern.ONLINE_BULLYING, NOT_BULLYING),
        (case.school_id is not None, NO_SCHOOL),
    )


def may_name_students(by: Actor, case: Case) -> Decision:
    """Say which students it happened to, or who of them did it: whoever reads the case."""
    works = may_work(by, case)
    return works and takes_students(case)


def students_to_name(by: Actor, case: Case) -> StudentQuerySet:
    """Those now on the roster of the case's school whom the person may see; an office sees all of them."""
    found = Student.objects.enrolled().filter(school=case.school_id)
    return found if may_lead(by, case) else found.visible_to(acting_user(by))


def may_end_student(by: Actor, row: Involved) -> Decision:
    """Take a student's naming back: whoever entered it, while they may name students here, and the office."""
    named = may_name_students(by, row.case)
    own = row.confirmed_by_id == by.user_id or bool(may_lead(by, row.case))
    return named and Decision.unless((own, NOT_YOUR_ENTRY))
