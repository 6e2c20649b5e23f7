"""Messaging platforms: the catalogue, where each stands, criteria, and audits."""

from platforms.models.audits import (
    Audit,
    AuditDecision,
    AuditStep,
    Claim,
    Evidence,
    NaReview,
    QuickDecision,
    Result,
    ResultEvidence,
)
from platforms.models.catalogue import (
    Agreement,
    Breach,
    Platform,
    PlatformAlias,
    PlatformMerge,
    TagChoice,
    Vendor,
)
from platforms.models.criteria import Adoption, CriteriaSet, Criterion
from platforms.models.scopes import AuditScope, ScopeReview
from platforms.models.criteria import Adoption, AdoptionProposal, CriteriaSet, Criterion
from platforms.models.statuses import StatusEvent

__all__ = [
    "Adoption",
    "AdoptionProposal",
    "Agreement",
    "Audit",
    "AuditDecision",
    "AuditScope",
    "AuditStep",
    "Breach",
    "Claim",
    "CriteriaSet",
    "Criterion",
    "Evidence",
    "NaReview",
    "Platform",
    "PlatformAlias",
    "PlatformMerge",
    "QuickDecision",
    "Result",
    "ResultEvidence",
    "ScopeReview",
    "StatusEvent",
    "TagChoice",
    "Vendor",
]
