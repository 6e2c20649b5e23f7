"""How a consult moves (P6). Nothing here is moved by time: silence never rejects."""

from core.workflow import Workflow
from platforms.terms.consults import ConsultMove, ConsultStage

CONSULT: Workflow[ConsultStage, ConsultMove] = Workflow(
    {
        (ConsultStage.OPEN, ConsultMove.TAKE): ConsultStage.IN_WORK,
        # Somebody else goes on with it.
        (ConsultStage.IN_WORK, ConsultMove.TAKE): ConsultStage.IN_WORK,
        (ConsultStage.OPEN, ConsultMove.NAME): ConsultStage.OPEN,
        (ConsultStage.IN_WORK, ConsultMove.NAME): ConsultStage.IN_WORK,
        (ConsultStage.OPEN, ConsultMove.ANSWER): ConsultStage.ANSWERED,
        (ConsultStage.IN_WORK, ConsultMove.ANSWER): ConsultStage.ANSWERED,
        (ConsultStage.OPEN, ConsultMove.WITHDRAW): ConsultStage.WITHDRAWN,
        (ConsultStage.IN_WORK, ConsultMove.WITHDRAW): ConsultStage.WITHDRAWN,
        (ConsultStage.ANSWERED, ConsultMove.REOPEN): ConsultStage.OPEN,
        (ConsultStage.WITHDRAWN, ConsultMove.REOPEN): ConsultStage.OPEN,
    }
)
