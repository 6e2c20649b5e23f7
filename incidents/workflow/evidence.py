"""How a piece of evidence moves. Nothing leads out of quarantine, and the sealed original stays in every state."""

from core.workflow import Workflow
from incidents.terms.evidence import EvidenceMove, EvidenceState

EVIDENCE: Workflow[EvidenceState, EvidenceMove] = Workflow(
    {
        (EvidenceState.RECEIVED, EvidenceMove.COPY): EvidenceState.READY,
        (EvidenceState.RECEIVED, EvidenceMove.GIVE_UP): EvidenceState.UNPROCESSABLE,
        (EvidenceState.RECEIVED, EvidenceMove.FIND_VIRUS): EvidenceState.INFECTED,
        # A scanner that was away comes by later.
        (EvidenceState.READY, EvidenceMove.FIND_VIRUS): EvidenceState.INFECTED,
        (EvidenceState.UNPROCESSABLE, EvidenceMove.FIND_VIRUS): EvidenceState.INFECTED,
        (EvidenceState.RECEIVED, EvidenceMove.QUARANTINE): EvidenceState.QUARANTINED,
        (EvidenceState.READY, EvidenceMove.QUARANTINE): EvidenceState.QUARANTINED,
        (EvidenceState.UNPROCESSABLE, EvidenceMove.QUARANTINE): EvidenceState.QUARANTINED,
        (EvidenceState.INFECTED, EvidenceMove.QUARANTINE): EvidenceState.QUARANTINED,
    }
)
