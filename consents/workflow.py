"""How an approval moves, a guardian's wish, the terms of a program, and a scanned page."""

from consents.terms import Move, ProgramMove, ProgramStage, Stage, WishMove, WishStage
from consents.terms.paper import ScanMove, ScanStage
from core.workflow import Workflow

APPROVAL: Workflow[Stage, Move] = Workflow(
    {
        (Stage.DRAFT, Move.ASK): Stage.ASKED,
        (Stage.DRAFT, Move.RETRACT): Stage.RETRACTED,
        (Stage.ASKED, Move.APPROVE): Stage.APPROVED,
        # Where the exception asks no principal, the outreach office releases it to the families (T4).
        (Stage.ASKED, Move.RELEASE): Stage.APPROVED,
        (Stage.ASKED, Move.DENY): Stage.DENIED,
        (Stage.ASKED, Move.QUESTION): Stage.QUESTIONED,
        (Stage.ASKED, Move.RETRACT): Stage.RETRACTED,
        (Stage.QUESTIONED, Move.REPLY): Stage.ASKED,
        # The answer may come by another way, in the corridor; the principal need not wait for a click.
        (Stage.QUESTIONED, Move.APPROVE): Stage.APPROVED,
        (Stage.QUESTIONED, Move.RELEASE): Stage.APPROVED,
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
        # What grew out of it came to nothing; the family hears so.
        (WishStage.BEGUN, WishMove.DECLINE): WishStage.DECLINED,
        (WishStage.OPEN, WishMove.TAKE_BACK): WishStage.TAKEN_BACK,
        (WishStage.MATCHED, WishMove.TAKE_BACK): WishStage.TAKEN_BACK,
    }
)

# The school has not answered yet.
WISH_WAITS = (WishStage.OPEN, WishStage.MATCHED)

# Two people: who puts terms forward never publishes them (T4, T5).
PROGRAM: Workflow[ProgramStage, ProgramMove] = Workflow(
    {
        (ProgramStage.DRAFT, ProgramMove.PUT_FORWARD): ProgramStage.CHECKING,
        (ProgramStage.DRAFT, ProgramMove.DISCARD): ProgramStage.DISCARDED,
        (ProgramStage.CHECKING, ProgramMove.SEND_BACK): ProgramStage.DRAFT,
        (ProgramStage.CHECKING, ProgramMove.PUBLISH): ProgramStage.PUBLISHED,
        (ProgramStage.PUBLISHED, ProgramMove.END): ProgramStage.ENDED,
    }
)

# One person decides, a second one looks; what they see differently, and what the machine could not
# match, is worked by hand and goes the same way again.
SCAN: Workflow[ScanStage, ScanMove] = Workflow(
    {
        (ScanStage.REVIEW, ScanMove.DECIDE): ScanStage.SECOND,
        (ScanStage.REVIEW, ScanMove.HAND_OVER): ScanStage.BY_HAND,
        (ScanStage.BY_HAND, ScanMove.DECIDE): ScanStage.SECOND,
        (ScanStage.SECOND, ScanMove.AGREE): ScanStage.DONE,
        (ScanStage.SECOND, ScanMove.DISAGREE): ScanStage.BY_HAND,
        (ScanStage.DONE, ScanMove.REOPEN): ScanStage.BY_HAND,
    }
)
