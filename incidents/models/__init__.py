"""Reports, who reads them, and what is known of the people in them."""

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
from incidents.models.naming import CaseReason, NameFit, Referral, Unnaming
from incidents.models.offices import OfficeSeat, offices_of
from incidents.models.reporters import CaseMessage, CaseNote, Draft, Visit, WayBack

__all__ = [
    "Account",
    "Case",
    "CaseKey",
    "CaseMessage",
    "CaseNote",
    "CaseOffice",
    "CaseReason",
    "CaseStep",
    "Destroyed",
    "Draft",
    "Involved",
    "NameFit",
    "OfficeSeat",
    "Recipient",
    "Referral",
    "Routing",
    "Unnaming",
    "Visit",
    "WayBack",
    "offices_of",
]
