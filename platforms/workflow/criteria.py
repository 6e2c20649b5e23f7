"""How a criteria set comes to be used: put forward by one person, confirmed by another (P2)."""

from core.workflow import Workflow
from platforms.terms.criteria import AdoptionMove, AdoptionStage

ADOPTION: Workflow[AdoptionStage, AdoptionMove] = Workflow(
    {
        (AdoptionStage.PUT_FORWARD, AdoptionMove.CONFIRM): AdoptionStage.CONFIRMED,
        (AdoptionStage.PUT_FORWARD, AdoptionMove.REFUSE): AdoptionStage.REFUSED,
        (AdoptionStage.PUT_FORWARD, AdoptionMove.WITHDRAW): AdoptionStage.WITHDRAWN,
    }
)
