"""Case staff ask the other registers; the answer is kept in the case, and nowhere else (I1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason, Refused
from incidents.access.cases import acting_user, may_work
from incidents.actions.steps import step
from incidents.facts.people import staff_of, student_of
from incidents.models import Case, Involved, LinkAnswer
from incidents.reports import links
from incidents.reports.links import Answered
from incidents.terms.links import LinkKind

NOT_MATCHED: Final = Reason(
    "not_matched", "I1", _("Say first, under “People”, who this is: the registers know no names.")
)


@transaction.atomic
def ask_verdict(case: Case, adult: Involved, student: Involved, at: datetime, *, by: Actor) -> LinkAnswer:  # fmt: skip
    """Was this adult of the case allowed to text this student of the case then?"""
    may_work(by, case).require()
    staff, child = staff_of(adult), student_of(student)
    if staff is None or child is None:
        raise Refused(Decision((NOT_MATCHED,)))
    return _keep(case, LinkKind.VERDICT, links.was_allowed(staff, child, at), by)


@transaction.atomic
def ask_recipients(case: Case, adult: Involved, day: date, *, by: Actor) -> LinkAnswer:
    """Which recipients did this adult of the case hold that day?"""
    may_work(by, case).require()
    staff = staff_of(adult)
    if staff is None:
        raise Refused(Decision((NOT_MATCHED,)))
    return _keep(case, LinkKind.RECIPIENTS, links.held_on(staff, day), by)


@transaction.atomic
def ask_platform(case: Case, typed: str, day: date, *, by: Actor) -> LinkAnswer:
    """Was this tool approved that day?"""
    may_work(by, case).require()
    return _keep(case, LinkKind.PLATFORM, links.was_approved(typed, day), by)


def _keep(case: Case, kind: LinkKind, answered: Answered, by: Actor) -> LinkAnswer:
    made = LinkAnswer(case=case, kind=kind, by=acting_user(by))
    made.seal(answered.words())
    made.save(force_insert=True)
    step(case, "case.register_asked", by=by, kind=str(kind), row=str(made.name))
    return made
