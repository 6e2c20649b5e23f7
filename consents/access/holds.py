"""Who checks an answer, or says that it does not count: the school's office and the records office.

Never who asked for a form this student is listed on, nor an adult such a form names (T2a).
"""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access.call_backs import INVOLVED, offices_of
from consents.access.causes import changes_since
from consents.access.families import has_stake, stakes_of
from consents.access.folders import OF_A_PROGRAM
from consents.models import Answer, Hold
from consents.models.holds import HoldQuerySet
from core.actor import ActorKind
from core.decision import Decision, Reason
from schools.models import Student
from schools.roles import holds
from schools.terms import Role

NOT_A_CHECKER = Reason(
    "not_a_checker",
    "T2a",
    _("Only the school's office and the records office check families' answers."),
)
SETTLED = Reason("already_settled", "T2a", _("Somebody has settled this already."))
OWN_WORK = Reason(
    "own_work",
    "T2a",
    _(
        "You recorded this answer, witnessed it, or changed the contact it rests on. Somebody else of the"
        " office checks it."
    ),
)
NOT_COUNTING = Reason("already_invalid", "T1", _("This answer does not count already."))
NO_WORDS = Reason("no_words", "T1", _("Say how you know."))
BEFORE_SIGNING = Reason(
    "before_signing", "T1", _("An answer cannot stop counting before it was signed.")
)
IN_FUTURE = Reason("in_future", "T1", _("This moment is still to come."))


def is_checker(user: User, on: date | None = None) -> bool:
    """Whether the user checks answers anywhere: for the menu."""
    return holds(user.pk, [Role.RECORDS], on) or offices_of(user, on).exists()


def visible_to(user: User, on: date | None = None) -> HoldQuerySet:
    """The held answers of the user's schools (of every school for the records office), without a stake.

    Those of a program are checked by the records office alone: a school does not see who is in it (T4).
    """
    stake = stakes_of(user.pk).filter(student_rows__student=OuterRef("answer__student"))
    found = Hold.objects.filter(~Exists(stake))
    if holds(user.pk, [Role.RECORDS], on):
        return found
    offices = offices_of(user, on)
    return found.filter(answer__version__activity__program__isnull=True).filter(
        Q(answer__student__school__in=offices)
        | Q(
            answer__student__school__isnull=True,
            answer__version__activity__school__in=offices,
        )
    )


def may_check(user: User, answer: Answer, on: date | None = None) -> Decision:
    """Release an answer, or say that it does not count. One of a program's form: the records office alone (T4)."""
    school = answer.student.school_id or answer.version.activity.school_id
    found = may_check_for(user, answer.student, on, school=school)
    plain = answer.version.activity.program_id is None
    free = plain or holds(user.pk, [Role.RECORDS], on)
    return Decision(found.refusals + Decision.unless((free or not found, OF_A_PROGRAM)).refusals)


def may_check_for(
    user: User, student: Student, on: date | None = None, *, school: int | None = None
) -> Decision:
    """The same for any answer about the student."""
    school = school or student.school_id
    office = (
        holds(user.pk, [Role.RECORDS], on) or offices_of(user, on).filter(pk=school or 0).exists()
    )
    return Decision.unless(
        (office, NOT_A_CHECKER),
        (not has_stake(user.pk, [student.pk]), INVOLVED),
    )


def may_release(user: User, hold: Hold) -> Decision:
    settled = hasattr(hold, "release") or hasattr(hold.answer, "invalidation")
    return Decision(
        (
            *may_check(user, hold.answer).refusals,
            *Decision.unless(
                (not settled, SETTLED), (not _is_own_work(user, hold.answer), OWN_WORK)
            ).refusals,
        )
    )


def _is_own_work(user: User, answer: Answer) -> bool:
    """Whether the user made what is to be checked; their own word on it would prove nothing."""
    recording = getattr(answer, "recording", None)
    stood_by = {answer.recorded_by_id, recording.second_id if recording else None}
    changed = changes_since(answer).filter(actor_kind=ActorKind.USER, actor_id=str(user.pk))
    return user.pk in stood_by or changed.exists()


def may_invalidate(user: User, answer: Answer) -> Decision:
    checks = may_check(user, answer).refusals
    return Decision((*checks, *((NOT_COUNTING,) if hasattr(answer, "invalidation") else ())))
