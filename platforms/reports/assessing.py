"""Where an audit's findings stand: what counts now, and what keeps it from being handed in or decided (P2)."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from core.decision import Decision, Reason
from platforms.models import Audit, AuditScope, Result
from platforms.reports.judging import binding, judge
from platforms.reports.outcome_words import Worded, worded
from platforms.terms.audits import Outcome

NOT_THIS_AUDIT: Final = Reason(
    "not_this_audit", "P2", _("This criterion or evidence belongs to another audit or platform.")
)
NOT_THE_STANDING_NA: Final = Reason(
    "not_standing_na", "P2", _("This finding was replaced, or says something else by now.")
)
NOT_THE_STANDING_SCOPE: Final = Reason(
    "not_standing_scope", "P2", _("What binds was chosen anew since.")
)
SCOPE_NOT_CHOSEN: Final = Reason(
    "scope_not_chosen",
    "P2",
    _("Nobody has said yet which tags bind and whether it holds student data"),
)
SCOPE_NOT_ACCEPTED: Final = Reason(
    "scope_not_accepted", "P2", _("A second person has not accepted the tags and student data")
)
PROBLEMS: Final = {
    one.code: one
    for one in (
        Reason(
            "na_without_reason",
            "P2",
            _("Say why it does not apply. A second person reads this and accepts it, or not."),
        ),
        Reason(
            "grade_without_evidence",
            "P2",
            _("A grade above “claimed” rests on evidence: attach at least one piece."),
        ),
        Reason(
            "evidence_expired",
            "P2",
            _("A piece of this evidence has expired. Take it off, or attach a newer one."),
        ),
        Reason(
            "observed_by_nobody",
            "P2",
            _("“Observed by ITS” rests on something ITS made: a recording, log or picture."),
        ),
        Reason(
            "attested_by_nobody",
            "P2",
            _("“Attested” rests on something an independent party made."),
        ),
    )
}
# What the auditor can mend before the hand-in; the rest is for the second person or the catalogue.
TO_MEND: Final = ("unknown", "weak_evidence", "nothing_applicable")


def standing_results(audit: Audit) -> dict[int, Result]:
    """The finding that counts for each criterion, by the criterion's key."""
    rows = Result.objects.filter(audit=audit).standing().select_related("assessed_by", "criterion")
    return {row.criterion_id: row for row in rows}


def scope_of(audit: Audit) -> AuditScope | None:
    """What was chosen last to bind."""
    return audit.scopes.select_related("by").order_by("-pk").first()


def scope_accepted(audit: Audit) -> bool:
    """Whether a second person's newest word on the standing choice is a yes."""
    scope = scope_of(audit)
    review = scope.reviews.order_by("-pk").first() if scope else None
    return review is not None and review.accepted


def to_mend(audit: Audit, on: date) -> list[Worded]:
    """What keeps the auditor from handing in: half an audit is no audit."""
    decided = judge(audit, on)
    codes = [code for code in decided.reasons if decided.outcome == Outcome.UNDECIDED]
    found = worded(codes, binding(audit))
    return [one for one in found if one.kind in TO_MEND]


def blocks_hand_in(audit: Audit, on: date) -> Decision:
    """Every reason why it cannot be handed in."""
    reasons = [one.as_reason() for one in to_mend(audit, on)]
    if scope_of(audit) is None:
        reasons.insert(0, SCOPE_NOT_CHOSEN)
    return Decision(tuple(reasons))


def blocks_decision(audit: Audit, on: date) -> Decision:
    """Every reason why nothing can be decided today."""
    decided = judge(audit, on)
    reasons = []
    if decided.outcome == Outcome.UNDECIDED:
        reasons = [one.as_reason() for one in worded(decided.reasons, binding(audit))]
    if not scope_accepted(audit):
        reasons.insert(0, SCOPE_NOT_ACCEPTED)
    return Decision(tuple(reasons))
