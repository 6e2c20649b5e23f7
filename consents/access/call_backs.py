"""Who follows families up: the office of their school, and nobody with a stake in the answer."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models import Activity, Ask, CallBack, VersionAdult
from core.decision import Decision, Reason
from schools.models import School
from schools.roles import holds
from schools.terms import Role

OFFICE = (Role.CLERK, Role.ADMINISTRATOR, Role.PRINCIPAL)

NOT_THE_OFFICE = Reason(
    "not_the_office", "T2a", _("Only the school's office puts families' contacts right.")
)
INVOLVED = Reason(
    "involved",
    "T2a",
    _("You asked for, or are named on, a form this family is asked to sign."),
)
NOT_YOURS = Reason("not_taken_by_you", "T2a", _("Somebody else has taken this entry."))
DONE = Reason("already_done", "T2a", _("Somebody has settled this already."))


def offices_of(user: User, on: date | None = None) -> QuerySet[School]:
    """The schools whose families' calls the user may take; a chief's for the schools of the network."""
    held = user.role_assignments.current(on)
    return School.objects.filter(
        Q(pk__in=held.filter(role__in=OFFICE).values("school"))
        | Q(network__in=held.filter(role=Role.CHIEF).values("network"))
        | Q(pk__in=user.delegations.current(on).values("school"))
    )


def visible_to(user: User, on: date | None = None) -> QuerySet[CallBack]:
    """The entries of the user's schools, less those of families the user has asked or is named to.

    Where the family is not known yet, whoever has an activity at the school keeps out of it. An entry about
    one form is about its student's whole family; one about a program's form is for the outreach office alone,
    because who is in a program is nobody else's business (T4).
    """
    stake = Ask.objects.filter(guardian=OuterRef("guardian")).filter(with_stake(user))
    about = Ask.objects.filter(student=OuterRef("student")).filter(with_stake(user))
    here = Activity.objects.filter(school=OuterRef("school")).filter(
        Q(asked_by=user) | Q(pk__in=_named(user).values("version__activity"))
    )
    return CallBack.objects.filter(_at_office(user, on)).exclude(
        (Q(guardian__isnull=False) & Exists(stake))
        | (Q(student__isnull=False) & Exists(about))
        | (Q(guardian__isnull=True, student__isnull=True) & Exists(here))
    )


def may_settle(user: User, call_back: CallBack, on: date | None = None) -> Decision:
    """The office may, once, and without a stake (nobody named on the form, nor who asked for it)."""
    at_office = CallBack.objects.filter(_at_office(user, on), pk=call_back.pk).exists()
    visible = visible_to(user, on).filter(pk=call_back.pk).exists()
    return Decision.unless(
        (at_office, NOT_THE_OFFICE),
        (visible or not at_office, INVOLVED),
        (call_back.done_at is None, DONE),
    )


def may_let_go(user: User, call_back: CallBack, on: date | None = None) -> Decision:
    """Who has taken an entry gives it back to the office."""
    mine = call_back.assigned_to_id == user.pk
    return Decision(
        may_settle(user, call_back, on).refusals + Decision.unless((mine, NOT_YOURS)).refusals
    )


def takes_calls(user: User, on: date | None = None) -> bool:
    """Whether the list is the user's at all: a school's office, or the outreach office."""
    return offices_of(user, on).exists() or holds(user.pk, [Role.OUTREACH], on)


def _at_office(user: User, on: date | None) -> Q:
    """The entries that the user's own office follows up."""
    plain = Q(school__in=offices_of(user, on)) & Q(activity__program__isnull=True)
    if holds(user.pk, [Role.OUTREACH], on):
        return plain | Q(activity__program__isnull=False)
    return plain


def _named(user: User) -> QuerySet[VersionAdult]:
    return VersionAdult.objects.filter(staff__user=user)


def with_stake(user: User) -> Q:
    """Asks of a version the user asked for, or is named in."""
    return (
        Q(version__asked_by=user)
        | Q(version__activity__asked_by=user)
        | Q(version__in=_named(user).values("version"))
    )
