"""How a case moves."""

from core.workflow import Workflow
from incidents.terms import Move, Stage

CASE: Workflow[Stage, Move] = Workflow(
    {
        (Stage.RECEIVED, Move.ACKNOWLEDGE): Stage.ACKNOWLEDGED,
        (Stage.RECEIVED, Move.ACT): Stage.WORKING,
        (Stage.ACKNOWLEDGED, Move.ACT): Stage.WORKING,
        (Stage.ACKNOWLEDGED, Move.CLOSE): Stage.CLOSED,
        (Stage.WORKING, Move.CLOSE): Stage.CLOSED,
        (Stage.CLOSED, Move.REOPEN): Stage.WORKING,
    }
)
