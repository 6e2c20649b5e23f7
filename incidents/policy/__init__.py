"""The rules for reports: what one is about, who reads it, which clocks run. Plain Python, no clock, no database."""

from incidents.policy.concern import concern_of
from incidents.policy.report import Person, Report
from incidents.policy.routing import (
    OFFICES_ALONE,
    Leadership,
    Reporter,
    Routed,
    RoutingFacts,
    Rule,
    route,
)

__all__ = [
    "OFFICES_ALONE",
    "Leadership",
    "Person",
    "Report",
    "Reporter",
    "Routed",
    "RoutingFacts",
    "Rule",
    "concern_of",
    "route",
]
