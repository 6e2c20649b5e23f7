"""Who declares a family tie, who confirms it, and who ends it. Never the adult confirms their own."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access.call_backs import INVOLVED, offices_of
from consents.access.families import has_stake
from consents.models import FamilyTie, TieStep
from consents.terms import TieMove
from core.actor import Actor
from core.decision import Decision, Reason
from schools.models import Staff, Student

NOT_STAFF = Reason("not_staff", "T1", _("Only adults who work for or help the district declare."))
DECLARED_ALREADY = Reason(
    "declared_already", "T1", _("You have declared this already; it waits or stands.")
)
NOT_THE_OFFICE = Reason(
    "not_the_office", "T1", _("The office of the student's school confirms a family tie.")
)
OWN_TIE = Reason("own_tie", "T1", _("Nobody confirms a tie of their own: a colleague does."))
NOT_IN_TIE = Reason(
    "not_in_tie", "T1", _("The adult themself, or the office of the student's school, ends it.")
)
SETTLED = Reason("settled", "T1", _("This was settled already."))


def open_ties() -> QuerySet[FamilyTie]:
    """Ties nobody has refused or ended: waiting, or confirmed."""
    closed = TieStep.objects.filter(tie=OuterRef("pk"), move__in=[TieMove.REFUSE, TieMove.END])
    return FamilyTie.objects.filter(~Exists(closed))


def waiting_ties() -> QuerySet[FamilyTie]:
    """Ties the office has not looked at yet."""
    return FamilyTie.objects.filter(~Exists(TieStep.objects.filter(tie=OuterRef("pk"))))


def ties_of_offices(user: User) -> QuerySet[FamilyTie]:
    """The ties of the user's schools' students, but never the user's own."""
    return FamilyTie.objects.filter(student__school__in=offices_of(user)).exclude(staff__user=user)


def visible_to(user: User) -> QuerySet[FamilyTie]:
    offices = ties_of_offices(user)
    return FamilyTie.objects.filter(Q(staff__user=user) | Q(pk__in=offices.values("pk")))


def may_declare(staff: Staff | None, student: Student) -> Decision:
    again = staff is not None and open_ties().filter(staff=staff, student=student).exists()
    return Decision.unless((staff, NOT_STAFF), (not again, DECLARED_ALREADY))


def may_settle(by: Actor, tie: FamilyTie) -> Decision:
    """Confirm or refuse: the office of the student's school, once, and never the adult."""
    own = by.user_id == tie.staff.user_id
    office = _is_office(by, tie)
    return Decision.unless(
        (not own, OWN_TIE),
        (own or office, NOT_THE_OFFICE),
        (not tie.steps.exists(), SETTLED),
    )


def may_confirm(by: Actor, tie: FamilyTie) -> Decision:
    """A confirmed tie can stand in a family's place, so nobody who gains from its answer confirms one (T2a).

    A refusal only takes away: the whole office may.
    """
    gains = by.user_id is not None and has_stake(by.user_id, [tie.student_id])
    mine = by.user_id == tie.staff.user_id
    return Decision(
        may_settle(by, tie).refusals + Decision.unless((mine or not gains, INVOLVED)).refusals
    )


def may_end(by: Actor, tie: FamilyTie) -> Decision:
    """What stands is ended by the adult or the office."""
    own = by.user_id == tie.staff.user_id
    closed = tie.steps.filter(move__in=[TieMove.REFUSE, TieMove.END]).exists()
    return Decision.unless((own or _is_office(by, tie), NOT_IN_TIE), (not closed, SETTLED))


def _is_office(by: Actor, tie: FamilyTie) -> bool:
    user = User.objects.filter(pk=by.user_id or 0).first()
    return user is not None and offices_of(user).filter(students=tie.student).exists()
