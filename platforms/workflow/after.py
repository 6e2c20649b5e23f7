"""How a proposal of two people moves (P4, P5)."""

from core.workflow import Workflow
from platforms.terms.after import ProposalMove, ProposalStage

PROPOSAL: Workflow[ProposalStage, ProposalMove] = Workflow(
    {
        (ProposalStage.OPEN, ProposalMove.CONFIRM): ProposalStage.CONFIRMED,
        (ProposalStage.OPEN, ProposalMove.REFUSE): ProposalStage.REFUSED,
        (ProposalStage.OPEN, ProposalMove.WITHDRAW): ProposalStage.WITHDRAWN,
    }
)
