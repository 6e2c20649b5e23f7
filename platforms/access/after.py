"""Who publishes an approval, puts forward and confirms what follows a decision, and moves a school off (P3, P4)."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from platforms.access.roles import NOT_ITS, is_its, may_decide
from platforms.models import Agreement, AuditDecision, Platform, StatusEvent, TransitionPlan
from platforms.models.transitions import SCHOOL_OFFICE
from platforms.terms import LAPSING, Cause
from platforms.terms.after import ProposalKind
from platforms.terms.audits import Outcome
from schools.models import RoleAssignment
from schools.roles import holds
from schools.terms import Role

DECIDED_IT: Final = Reason(
    "decided_it",
    "P3",
    _("You decided this audit. Somebody else of ITS records the CIO's authorisation."),
)
NO_APPROVAL: Final = Reason("no_approval", "P3", _("The audit did not come to an approval."))
SUPERSEDED: Final = Reason(
    "superseded", "P3", _("ITS decided otherwise about this platform since. That decision stands.")
)
DECISION_OVER: Final = Reason(
    "decision_over", "P3", _("The last day of this decision has passed. A new audit is needed.")
)
NO_AGREEMENT: Final = Reason(
    "no_agreement",
    "P3",
    _(
        "The platform holds student data, and no signed agreement is in force today"
        " (105 ILCS 85/15). Enter the agreement first."
    ),
)
NO_USES: Final = Reason("no_uses", "P3", _("The decision names no use that it approves."))
MERGED: Final = Reason(
    "merged", "P3", _("This entry was merged into another. Work on the other one.")
)
NOT_THE_SCHOOL: Final = Reason(
    "not_the_school", "P4", _("Only the school's own office works on its plan.")
)
NOT_YOURS: Final = Reason("not_yours", "P4", _("Only the person who put it forward takes it back."))
NOT_ADMINISTRATOR: Final = Reason(
    "not_administrator",
    "P4",
    _("Only ITS reviewers and system administrators change these numbers."),
)


def may_publish(by: Actor, decision: AuditDecision) -> Decision:
    """Record the CIO's authorisation: somebody of ITS other than who decided (P3, four eyes)."""
    return Decision.unless(
        (is_its(by.user_id), NOT_ITS), (by.user_id != decision.decided_by_id, DECIDED_IT)
    )


def can_be_published(decision: AuditDecision, on: date | None = None) -> Decision:
    """Whether the decision may become an approval today, whoever asks: all that stands against it.

    Never without an agreement in force where it holds student data, never after another decision (P3, SOPPA).
    """
    today = on or timezone.localdate()
    audit = decision.audit
    approves = decision.outcome in {Outcome.APPROVED, Outcome.APPROVED_FOR_USES}
    limited = decision.outcome == Outcome.APPROVED_FOR_USES
    signed = not audit.student_data or agreement_ends(audit.platform, today)
    return Decision.unless(
        (approves, NO_APPROVAL),
        (audit.platform.merged_into_id is None, MERGED),
        (not _decided_since(decision), SUPERSEDED),
        (decision.until is not None and today <= decision.until, DECISION_OVER),
        (signed, NO_AGREEMENT),
        (not limited or decision.uses, NO_USES),
    )


def agreement_ends(platform: Platform, on: date) -> list[date]:
    """The last days of the tool's agreements in force on the day."""
    return [one.last_day for one in Agreement.objects.of_tool(platform).in_force(on)]


def is_published(decision: AuditDecision) -> bool:
    return decision.status_events.filter(status__in=LAPSING).exists()


def may_propose(by: Actor, kind: ProposalKind) -> Decision:
    """ITS puts forward; uses of a flagged platform are kept by two deciders, so a decider begins (P4)."""
    if kind == ProposalKind.KEEP_USES:
        return may_decide(by)
    return Decision.unless((is_its(by.user_id), NOT_ITS))


def may_set_rules(by: Actor) -> Decision:
    """Change the registry's numbers: reviewers, and system administrators."""
    held = by.user_id is not None and holds(by.user_id, (Role.REVIEWER, Role.ADMIN))
    return Decision.unless((held, NOT_ADMINISTRATOR))


def may_move(by: Actor, plan: TransitionPlan) -> Decision:
    """Tick a step of a school's plan, ask for more time: the principal, and the school's office (P4)."""
    held = RoleAssignment.objects.current().filter(
        user=by.user_id or 0, school=plan.school_id, role__in=SCHOOL_OFFICE
    )
    return Decision.unless((held.exists(), NOT_THE_SCHOOL))


def _decided_since(decision: AuditDecision) -> bool:
    """Whether another decision of the platform, or a status two people set, is newer than this one."""
    platform = decision.audit.platform
    newer = AuditDecision.objects.filter(audit__platform=platform, pk__gt=decision.pk)
    set_since = StatusEvent.objects.filter(
        platform=platform, recorded_at__gt=decision.decided_at
    ).exclude(decision=decision)
    return newer.exists() or set_since.exclude(cause=Cause.REVIEW_BEGAN).exists()
