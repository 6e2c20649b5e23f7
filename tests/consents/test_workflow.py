import pytest

from consents.terms import Move, ProgramMove, ProgramStage, Stage
from consents.workflow import APPROVAL, PROGRAM, UNDECIDED
from core.workflow import IllegalMove

# Every state and move: where it leads, or None where it is forbidden.
ALLOWED = {
    Stage.DRAFT: {Move.ASK: Stage.ASKED, Move.RETRACT: Stage.RETRACTED},
    Stage.ASKED: {
        Move.APPROVE: Stage.APPROVED,
        Move.RELEASE: Stage.APPROVED,
        Move.DENY: Stage.DENIED,
        Move.QUESTION: Stage.QUESTIONED,
        Move.RETRACT: Stage.RETRACTED,
    },
    Stage.QUESTIONED: {
        Move.REPLY: Stage.ASKED,
        Move.APPROVE: Stage.APPROVED,
        Move.RELEASE: Stage.APPROVED,
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


# The same for the terms of a program.
PROGRAM_ALLOWED = {
    (ProgramStage.DRAFT, ProgramMove.PUT_FORWARD): ProgramStage.CHECKING,
    (ProgramStage.DRAFT, ProgramMove.DISCARD): ProgramStage.DISCARDED,
    (ProgramStage.CHECKING, ProgramMove.SEND_BACK): ProgramStage.DRAFT,
    (ProgramStage.CHECKING, ProgramMove.PUBLISH): ProgramStage.PUBLISHED,
    (ProgramStage.PUBLISHED, ProgramMove.END): ProgramStage.ENDED,
}


@pytest.mark.parametrize("stage", list(ProgramStage))
@pytest.mark.parametrize("move", list(ProgramMove))
def test_terms_of_a_program_move_by_the_table_alone(stage, move):
    target = PROGRAM_ALLOWED.get((stage, move))

    assert PROGRAM.allows(stage, move) == (target is not None)
    if target is not None:
        assert PROGRAM.next(stage, move) == target
