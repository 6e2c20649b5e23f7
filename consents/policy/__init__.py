"""What the Acceptable Use Policy allows. Pure: facts in, verdict out; no clock, no database."""

from consents.policy.facts import (
    ActivityFacts,
    AdultFacts,
    Answer,
    Approval,
    Facts,
    PlatformFacts,
    Program,
    Rule,
    StudentFacts,
    Year,
)
from consents.policy.verdict import Verdict, may_text

__all__ = [
    "ActivityFacts",
    "AdultFacts",
    "Answer",
    "Approval",
    "Facts",
    "PlatformFacts",
    "Program",
    "Rule",
    "StudentFacts",
    "Verdict",
    "Year",
    "may_text",
]
