"""What follows for adults and students who break the policy (I4, I5). Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from core.decision import Decision, Reason
from incidents.terms.outcomes import AdultKind, Consequence, Finding, OrderRefusal

# Harm to a minor: the most severe that the district has for each kind of person.
MOST_SEVERE: Final[Mapping[AdultKind, Consequence]] = {
    AdultKind.EMPLOYEE: Consequence.DISMISSAL,
    AdultKind.OUTSIDE: Consequence.EXCLUSION,
    AdultKind.STRANGER: Consequence.PREMISES,
}
# What is never for somebody of this kind.
NOT_FOR: Final[Mapping[AdultKind, frozenset[Consequence]]] = {
    AdultKind.EMPLOYEE: frozenset({Consequence.EXCLUSION}),
    AdultKind.OUTSIDE: frozenset({Consequence.DISCIPLINE, Consequence.DISMISSAL}),
    AdultKind.STRANGER: frozenset(
        {Consequence.DISCIPLINE, Consequence.DISMISSAL, Consequence.EXCLUSION, Consequence.CONTRACT}
    ),
}


def _reason(why: OrderRefusal, clause: str) -> Reason:
    return Reason(why.value, clause, why.label)


NOTHING: Final = _reason(OrderRefusal.NOTHING, "I4")
NONE_WITH_OTHERS: Final = _reason(OrderRefusal.NONE_WITH_OTHERS, "I4")
NOT_THEIRS: Final = _reason(OrderRefusal.NOT_THEIRS, "I4")
NOT_MOST_SEVERE: Final = _reason(OrderRefusal.NOT_MOST_SEVERE, "I4")
UNFINISHED: Final = _reason(OrderRefusal.UNFINISHED, "I4")
NO_REFERENCE: Final = _reason(OrderRefusal.NO_REFERENCE, "I5")


@dataclass(frozen=True, slots=True)
class Ordered:
    """What was ordered for one adult. `departs`: who decided otherwise, and why, is written down."""

    kind: AdultKind
    consequences: frozenset[Consequence]
    harm_to_minor: bool = False
    departs: bool = False


def may_order(ordered: Ordered) -> Decision:
    """I4: from the policy's list, fitting the person; where a minor was harmed the most severe."""
    chosen = ordered.consequences
    severe = MOST_SEVERE[ordered.kind] in chosen
    return Decision.unless(
        (chosen, NOTHING),
        (Consequence.NONE not in chosen or len(chosen) == 1, NONE_WITH_OTHERS),
        (not chosen & NOT_FOR[ordered.kind], NOT_THEIRS),
        (not ordered.harm_to_minor or severe or ordered.departs, NOT_MOST_SEVERE),
    )


def may_order_for_student(reference: str) -> Decision:
    """I5: a student's consequence is the Student Code of Conduct's; its section is named."""
    return Decision.unless((reference.strip(), NO_REFERENCE))


def is_settled(findings: Collection[tuple[Finding | None, bool]]) -> Decision:
    """Whether every accused person has a finding, and a consequence where it was substantiated."""
    open_ones = [
        one
        for one, followed in findings
        if one is None or (one == Finding.SUBSTANTIATED and not followed)
    ]
    return Decision.unless((not open_ones, UNFINISHED))
