import pytest

from consents.terms import Move, Stage
from consents.workflow import APPROVAL, UNDECIDED
from core.workflow import IllegalMove

# Every state and move: where it leads, or None where it is forbidden.
ALLOWED = {
    Stage.DRAFT: {Move.ASK: Stage.ASKED, Move.RETRACT: Stage.RETRACTED},
    Stage.ASKED: {
        Move.APPROVE: Stage.APPROVED,
        Move.DENY: Stage.DENIED,
        Move.QUESTION: Stage.QUESTIONED,
        Move.RETRACT: Stage.RETRACTED,
    },
    Stage.QUESTIONED: {
        Move.REPLY: Stage.ASKED,
        Move.APPROVE: Stage.APPROVED,
        Move.DENY: Stage.DENIED,
        Move.RETRACT: Stage.RETRACTED,
    },
    Stage.APPROVED: {Move.REVOKE: Stage.REVOKED},
    Stage.DENIED: {},
    Stage.REVOKED: {},
    Stage.RETRACTED: {},
}
CASES = [(stage, move, ALLOWED[stage].get(move)) for stage in Stage for move in Move]


@pytest.mark.parametrize(("stage", "move", "target"), [case for case in CASES if case[2]])
def test_an_allowed_move_leads_to_its_stage(stage, move, target):
    assert APPROVAL.allows(stage, move)
    assert APPROVAL.next(stage, move) == target


@pytest.mark.parametrize(("stage", "move"), [case[:2] for case in CASES if not case[2]])
def test_every_other_move_is_refused(stage, move):
    assert not APPROVAL.allows(stage, move)
    with pytest.raises(IllegalMove):
        APPROVAL.next(stage, move)


def test_undecided_stages_are_those_a_principal_can_still_approve():
    assert [stage for stage in Stage if APPROVAL.allows(stage, Move.APPROVE)] == list(UNDECIDED)
