"""Who takes a case to another office, to somebody outside, or away from one (I1, I2)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from incidents.access.cases import may_lead, may_work, offices_with
from incidents.facts.manning import readers_in_offices
from incidents.models import Case, CaseOffice
from incidents.policy.routing import OFFICES
from incidents.terms import Concern, OfficeCode, Priority

NOT_YOUR_OFFICE: Final = Reason(
    "not_your_office", "I1", _("An office hands over only what it has itself.")
)
HAS_IT: Final = Reason("has_it", "I1", _("That office has the report already."))
NOBODY_THERE: Final = Reason("nobody_there", "I1", _("Nobody of that office can read this report."))
OIG_DECIDES: Final = Reason(
    "oig_decides", "I1", _("The Inspector General has this report. Only that office can say that it is not one for it.")
)  # fmt: skip


def may_share(by: Actor, case: Case, office: OfficeCode) -> Decision:
    """Let a second office read it as well."""
    led = may_lead(by, case)
    return led and Decision.unless(
        (not _has(case, office), HAS_IT), (_is_read_there(case, office), NOBODY_THERE)
    )


def may_hand_over(by: Actor, case: Case, mine: OfficeCode, to: OfficeCode) -> Decision:
    """Give it to another office and stop reading it oneself; an office never takes it from another."""
    led = may_lead(by, case)
    own = mine != to and mine in offices_with(by, case)
    return led and Decision.unless((own, NOT_YOUR_OFFICE), (_is_read_there(case, to), NOBODY_THERE))


def may_reclassify(by: Actor, case: Case, concern: Concern) -> Decision:
    """Say that it is about something else. What would take it from the Inspector General is that office's word."""
    led = may_lead(by, case)
    takes_away = _has(case, OfficeCode.OIG) and OfficeCode.OIG not in OFFICES[concern]
    own = OfficeCode.OIG in offices_with(by, case)
    return led and Decision.unless((own or not takes_away, OIG_DECIDES))


def may_judge_danger(by: Actor, case: Case, priority: Priority) -> Decision:
    """Everybody who reads it raises the alarm; the office alone takes it back."""
    return may_work(by, case) if priority == Priority.LIFE_SAFETY else may_lead(by, case)


def _has(case: Case, office: OfficeCode) -> bool:
    return CaseOffice.objects.filter(case=case, office=office, ended_at=None).exists()


def _is_read_there(case: Case, office: OfficeCode) -> bool:
    return bool(readers_in_offices(case).get(office))
