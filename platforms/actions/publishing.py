"""A decided audit becomes an approval once the CIO authorised it (P3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from core.workflow import IllegalMove
from platforms.access import after as access
from platforms.actions.statuses import Standing, set_status
from platforms.models import AuditDecision, Platform, StatusEvent
from platforms.policy.after import last_day
from platforms.terms import Cause, Status
from platforms.terms.audits import Outcome

PUBLISHED: Final = "published"
STATUSES: Final = {
    Outcome.APPROVED: Status.APPROVED,
    Outcome.APPROVED_FOR_USES: Status.APPROVED_FOR_USES,
}
NOT_YET: Final = Reason(
    "authorised_later", "P3", _("An authorisation is not recorded before the day it is given.")
)
TOO_EARLY: Final = Reason(
    "authorised_before",
    "P3",
    _("The CIO authorises after the review, not before the day of its decision."),
)
NO_NAME: Final = Reason("no_name", "P3", _("Say who authorised it."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """The CIO's word after the review: whose, when, and under which reference it is kept."""

    name: str
    on: date
    reference: str = ""


@transaction.atomic
def publish(decision: AuditDecision, given: Authorisation, *, by: Actor) -> StatusEvent:
    """Approve the platform from now on, as decided and authorised; `IllegalMove` when it was published before.

    The last day is the decision's, and never past the agreement where the tool holds student data.
    """
    Platform.objects.select_for_update().get(pk=decision.audit.platform_id)
    if access.is_published(decision):
        raise IllegalMove(PUBLISHED, "publish")
    access.may_publish(by, decision).require()
    access.can_be_published(decision).require()
    may_be_authorised(decision, given).require()
    today = timezone.localdate()
    audit = decision.audit
    assert decision.until is not None  # noqa: S101 -- asked above
    until = last_day(
        decision.until,
        access.agreement_ends(audit.platform, today),
        student_data=audit.student_data,
    )
    limited = decision.outcome == Outcome.APPROVED_FOR_USES
    said = Standing(
        status=STATUSES[Outcome(decision.outcome)],
        cause=Cause.AUDIT,
        reason=decision.public_reason,
        uses=decision.uses if limited else (),
        until=until,
        conditions=decision.conditions,
        decision=decision,
        authorised_by=given.name,
        authorised_on=given.on,
        authorisation=given.reference,
    )
    return set_status(audit.platform, said, by=by)


def may_be_authorised(decision: AuditDecision, given: Authorisation) -> Decision:
    """The authorisation names somebody, and was given after the review and not in days to come."""
    return Decision.unless(
        (given.name.strip(), NO_NAME),
        (given.on <= timezone.localdate(), NOT_YET),
        (given.on >= timezone.localdate(decision.decided_at), TOO_EARLY),
    )
