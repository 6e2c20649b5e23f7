"""How an audit moves (P2)."""

from core.workflow import Workflow
from platforms.terms.audits import AuditMove, AuditStage

AUDIT: Workflow[AuditStage, AuditMove] = Workflow(
    {
        (AuditStage.REQUESTED, AuditMove.ASSIGN): AuditStage.ASSESSING,
        # Somebody else goes on with it.
        (AuditStage.ASSESSING, AuditMove.ASSIGN): AuditStage.ASSESSING,
        (AuditStage.ASSESSING, AuditMove.SUBMIT): AuditStage.SUBMITTED,
        (AuditStage.SUBMITTED, AuditMove.RETURN): AuditStage.ASSESSING,
        (AuditStage.SUBMITTED, AuditMove.DECIDE): AuditStage.DECIDED,
        (AuditStage.REQUESTED, AuditMove.DROP): AuditStage.DROPPED,
        (AuditStage.ASSESSING, AuditMove.DROP): AuditStage.DROPPED,
        (AuditStage.SUBMITTED, AuditMove.DROP): AuditStage.DROPPED,
    }
)
