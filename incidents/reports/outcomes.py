"""What was found and ordered for each person the report is about. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from incidents.access import closing
from incidents.access.cases import may_lead
from incidents.facts.people import name_of, standing_rows
from incidents.models import Case, Involved, Order, PersonFinding
from incidents.policy.consequences import is_settled
from incidents.reports import case_sections, deeds
from incidents.terms import Part
from incidents.terms.desk import Outcome as Ending
from incidents.terms.outcomes import Consequence, Finding

# A case that ends so was looked into: each person in it has a finding.
LOOKED_INTO: Final = (Ending.FOUNDED, Ending.PARTLY, Ending.UNFOUNDED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One person: their finding and order that hold, with the sealed words, and what was before."""

    row: Involved
    name: str
    is_adult: bool
    finding: PersonFinding | None
    reason: str
    order: Order | None
    words: dict[str, Any]
    earlier: int
    letter: str

    @property
    def consequences(self) -> list[str]:
        return (
            [str(Consequence(one).label) for one in self.order.consequences] if self.order else []
        )

    @property
    def is_substantiated(self) -> bool:
        return self.finding is not None and self.finding.finding == Finding.SUBSTANTIATED


def newest_findings(case: Case) -> dict[int, PersonFinding]:
    """By person, the finding that holds."""
    now = standing_rows(case)
    return {now[row.involved_id]: row for row in case.findings.order_by("pk")}


def newest_orders(case: Case) -> dict[int, Order]:
    now = standing_rows(case)
    return {now[row.involved_id]: row for row in case.orders.order_by("pk")}


def outcomes_of(case: Case) -> list[Outcome]:
    """Everybody the report is about, in the order in which they were named; the same queries however many."""
    findings = list(case.findings.select_related("by").order_by("pk"))
    orders = list(case.orders.select_related("by").order_by("pk"))
    now = standing_rows(case)
    letters = {now[row.involved_id]: str(row.name) for row in case.person_letters.order_by("pk")}
    last_finding = {now[row.involved_id]: row for row in findings}
    last_order = {now[row.involved_id]: row for row in orders}
    found = []
    for row in case.involved.filter(part=Part.ACCUSED, ended_at=None).order_by("pk"):
        finding, order = last_finding.get(row.pk), last_order.get(row.pk)
        words = row.words()
        found.append(
            Outcome(
                row=row,
                name=name_of(row),
                is_adult=row.is_adult is not False and not words.get("student"),
                finding=finding,
                reason=str(finding.words()["reason"]) if finding else "",
                order=order,
                words=order.words() if order else {},
                earlier=_earlier(row, findings, now) + _earlier(row, orders, now),
                letter=letters.get(row.pk, ""),
            )
        )
    return found


def _earlier(row: Involved, words: Iterable[PersonFinding | Order], now: Mapping[int, int]) -> int:
    """How many words about the person stood before the one that holds."""
    return max(0, sum(now[one.involved_id] == row.pk for one in words) - 1)


def settled(case: Case) -> Decision:
    """Whether the case can be closed as far as its people go: each has a finding, and what is substantiated follows."""
    found, ordered = newest_findings(case), newest_orders(case)
    keys = case.involved.filter(part=Part.ACCUSED, ended_at=None).values_list("pk", flat=True)
    return is_settled(
        [(Finding(found[key].finding) if key in found else None, key in ordered) for key in keys]
    )


def _section(case: Case, user: User) -> Mapping[str, Any] | None:
    if not may_lead(Actor(ActorKind.USER, str(user.pk)), case):
        return None
    return {"outcomes": outcomes_of(case), "settled": settled(case)}


def _in_the_way(case: Case, outcome: Ending) -> Iterable[Reason]:
    """What the case's people still need before it ends as looked into."""
    return settled(case).refusals if outcome in LOOKED_INTO else ()


closing.register("outcomes", _in_the_way)
deeds.register("case.finding", _("A finding about a person"), offices_only=True)
deeds.register("case.ordered", _("What follows was written down"), offices_only=True)
deeds.register("case.person_told", _("A letter to a person was written"), offices_only=True)
case_sections.register(
    _("Outcome"), "incidents/outcomes/_section.html", _section, 70, aside=True, anchor="outcome"
)
