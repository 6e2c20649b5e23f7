"""How one school's approval of one version moves, and how a guardian's wish does."""

from consents.terms import Move, Stage, WishMove, WishStage
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

WISH: Workflow[WishStage, WishMove] = Workflow(
    {
        (WishStage.OPEN, WishMove.MATCH): WishStage.MATCHED,
        # Somebody else was meant.
        (WishStage.MATCHED, WishMove.MATCH): WishStage.MATCHED,
        (WishStage.MATCHED, WishMove.BEGIN): WishStage.BEGUN,
        (WishStage.OPEN, WishMove.DECLINE): WishStage.DECLINED,
        (WishStage.MATCHED, WishMove.DECLINE): WishStage.DECLINED,
        (WishStage.OPEN, WishMove.TAKE_BACK): WishStage.TAKEN_BACK,
        (WishStage.MATCHED, WishMove.TAKE_BACK): WishStage.TAKEN_BACK,
    }
)

# The school has not answered yet.
WISH_WAITS = (WishStage.OPEN, WishStage.MATCHED)
