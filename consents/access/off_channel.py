"""Who reports contact outside the rules, who reads the report, and who answers for the school about it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models import OffChannel
from core.actor import Actor
from core.decision import Decision, Reason
from schools.models import School, Staff
from schools.terms import Role

NOT_STAFF = Reason("not_staff", "T1", _("Adults who work for or help the district report."))
NO_STUDENT = Reason("no_student", "T1", _("Say with which student."))
ONE_SCHOOL = Reason("one_school", "T1", _("One report is about students of one school."))
NOT_IN_CHARGE = Reason(
    "not_in_charge", "T1", _("The school's principal or the network chief answers a report.")
)
OWN_REPORT = Reason("own_report", "T1", _("Somebody else answers a report of your own."))
SEEN = Reason("seen", "T1", _("This report was answered already."))


def schools_in_charge(user: User) -> QuerySet[School]:
    """The schools for whose reports the user answers: as principal, as their delegate, or as chief."""
    held = user.role_assignments.current()
    return School.objects.filter(
        Q(pk__in=held.filter(role=Role.PRINCIPAL).values("school"))
        | Q(network__in=held.filter(role=Role.CHIEF).values("network"))
        | Q(pk__in=user.delegations.current().values("school"))
    )


def visible_to(user: User) -> QuerySet[OffChannel]:
    """Who reported it, who answers for the school, and the records office."""
    if user.role_assignments.current().filter(role=Role.RECORDS).exists():
        return OffChannel.objects.all()
    return OffChannel.objects.filter(Q(staff__user=user) | Q(school__in=schools_in_charge(user)))


def to_answer(user: User) -> QuerySet[OffChannel]:
    """Reports that wait for the user's answer; never their own."""
    theirs = OffChannel.objects.filter(school__in=schools_in_charge(user), seen__isnull=True)
    return theirs.exclude(staff__user=user)


def may_report(staff: Staff | None, schools: set[int | None]) -> Decision:
    return Decision.unless(
        (staff, NOT_STAFF),
        (schools, NO_STUDENT),
        (len(schools) < 2 and None not in schools, ONE_SCHOOL),
    )


def may_answer(by: Actor, report: OffChannel) -> Decision:
    user = User.objects.filter(pk=by.user_id or 0).first()
    own = by.user_id == report.staff.user_id
    charge = user is not None and schools_in_charge(user).filter(pk=report.school_id).exists()
    return Decision.unless(
        (not own, OWN_REPORT),
        (own or charge, NOT_IN_CHARGE),
        (not hasattr(report, "seen"), SEEN),
    )
