"""Reports, who reads them, and what is known of the people in them."""

from incidents.models.automation import Suspicion, SuspicionEnd
from incidents.models.cases import (
    Account,
    Case,
    CaseKey,
    CaseOffice,
    CaseStep,
    Destroyed,
    Involved,
    Recipient,
    Routing,
)
from incidents.models.counts import CountsRelease
from incidents.models.desk import Closing, Paging, PromiseRule, Reveal, Silence
from incidents.models.evidence import (
    EvidenceEvent,
    EvidenceFile,
    EvidenceLimits,
    EvidenceOriginal,
    EvidencePart,
    OfficeKey,
)
from incidents.models.exports import Export
from incidents.models.keeping import (
    Certificate,
    Disposal,
    DisposalAnswer,
    Hold,
    HoldEnd,
    RetentionRule,
    years_kept,
)
from incidents.models.links import LinkAnswer
from incidents.models.naming import CaseReason, NameFit, Referral, Unnaming
from incidents.models.offices import DutyHours, OfficeAlarm, OfficeSeat, SeatEnd, offices_of
from incidents.models.outcomes import Order, PersonFinding, PersonLetter
from incidents.models.parents import ParentAttempt, ParentCharge, ParentCheck, ParentDecision
from incidents.models.patterns import PatternAlert, PatternEntry, PatternRule
from incidents.models.pauses import CasePause
from incidents.models.reporters import CaseMessage, CaseNote, Draft, Visit, WayBack
from incidents.models.returning import CheckIn, Proof
from incidents.models.taking import AbuseMark, MandatedDeed, TakenReport

__all__ = [
    "AbuseMark",
    "Account",
    "Case",
    "CaseKey",
    "CaseMessage",
    "CaseNote",
    "CaseOffice",
    "CasePause",
    "CaseReason",
    "CaseStep",
    "Certificate",
    "CheckIn",
    "Closing",
    "CountsRelease",
    "Destroyed",
    "Disposal",
    "DisposalAnswer",
    "Draft",
    "DutyHours",
    "EvidenceEvent",
    "EvidenceFile",
    "EvidenceLimits",
    "EvidenceOriginal",
    "EvidencePart",
    "Export",
    "Hold",
    "HoldEnd",
    "Involved",
    "LinkAnswer",
    "MandatedDeed",
    "NameFit",
    "OfficeAlarm",
    "OfficeKey",
    "OfficeSeat",
    "Order",
    "Paging",
    "ParentAttempt",
    "ParentCharge",
    "ParentCheck",
    "ParentDecision",
    "PatternAlert",
    "PatternEntry",
    "PatternRule",
    "PersonFinding",
    "PersonLetter",
    "PromiseRule",
    "Proof",
    "Recipient",
    "Referral",
    "RetentionRule",
    "Reveal",
    "Routing",
    "SeatEnd",
    "Silence",
    "Suspicion",
    "SuspicionEnd",
    "TakenReport",
    "Unnaming",
    "Visit",
    "WayBack",
    "offices_of",
    "years_kept",
]
