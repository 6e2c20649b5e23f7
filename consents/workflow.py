"""How one school's approval of one version moves."""

from consents.terms import Move, Stage
from core.workflow import Workflow

APPROVAL: Workflow[Stage, Move] = Workflow(
    {
        (Stage.DRAFT, Move.ASK): Stage.ASKED,
        (Stage.DRAFT, Move.RETRACT): Stage.RETRACTED,
        (Stage.ASKED, Move.APPROVE): Stage.APPROVED,
        (Stage.ASKED, Move.DENY): Stage.DENIED,
        (Stage.ASKED, Move.QUESTION): Stage.QUESTIONED,
        (Stage.ASKED, Move.RETRACT): Stage.RETRACTED,
        (Stage.QUESTIONED, Move.REPLY): Stage.ASKED,
        # The answer may come by another way, in the corridor; the principal need not wait for a click.
        (Stage.QUESTIONED, Move.APPROVE): Stage.APPROVED,
        (Stage.QUESTIONED, Move.DENY): Stage.DENIED,
        (Stage.QUESTIONED, Move.RETRACT): Stage.RETRACTED,
        (Stage.APPROVED, Move.REVOKE): Stage.REVOKED,
    }
)

# Nobody has decided yet.
UNDECIDED = (Stage.ASKED, Stage.QUESTIONED)
