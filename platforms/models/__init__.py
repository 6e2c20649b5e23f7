"""Messaging platforms: the catalogue, where each stands, criteria, audits, and the survey."""

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
from platforms.models.consults import (
    Consult,
    ConsultAnswer,
    ConsultMessage,
    ConsultReminder,
    ConsultStep,
)
from platforms.models.criteria import Adoption, AdoptionProposal, CriteriaSet, Criterion
from platforms.models.plans import ItemDate, ItemStep, PlanItem, PlanStep, RemediationPlan
from platforms.models.procurement import FlagLift, FlagRead, ProcurementFlag
from platforms.models.proposals import Proposal, ProposalTarget
from platforms.models.rooms import Room, RoomContact, RoomEntry, RoomFile, RoomMessage, Sheet
from platforms.models.rules import PlatformRule
from platforms.models.scopes import AuditScope, ScopeReview
from platforms.models.statuses import StatusEvent
from platforms.models.surveys import (
    NameRuling,
    Survey,
    SurveyAnswer,
    SurveyDraft,
    SurveyedSchool,
    SurveyMailing,
    SurveyStep,
    ToolName,
    UsageClaim,
)
from platforms.models.telling import Announcement, SchoolTold
from platforms.models.transitions import Extension, TransitionPlan, TransitionStep

__all__ = [
    "Adoption",
    "AdoptionProposal",
    "Agreement",
    "Announcement",
    "Audit",
    "AuditDecision",
    "AuditScope",
    "AuditStep",
    "Breach",
    "Claim",
    "Consult",
    "ConsultAnswer",
    "ConsultMessage",
    "ConsultReminder",
    "ConsultStep",
    "CriteriaSet",
    "Criterion",
    "Evidence",
    "Extension",
    "FlagLift",
    "FlagRead",
    "ItemDate",
    "ItemStep",
    "NaReview",
    "NameRuling",
    "PlanItem",
    "PlanStep",
    "Platform",
    "PlatformAlias",
    "PlatformMerge",
    "PlatformRule",
    "ProcurementFlag",
    "Proposal",
    "ProposalTarget",
    "QuickDecision",
    "RemediationPlan",
    "Result",
    "ResultEvidence",
    "Room",
    "RoomContact",
    "RoomEntry",
    "RoomFile",
    "RoomMessage",
    "SchoolTold",
    "ScopeReview",
    "Sheet",
    "StatusEvent",
    "Survey",
    "SurveyAnswer",
    "SurveyDraft",
    "SurveyMailing",
    "SurveyStep",
    "SurveyedSchool",
    "TagChoice",
    "ToolName",
    "TransitionPlan",
    "TransitionStep",
    "UsageClaim",
    "Vendor",
]
