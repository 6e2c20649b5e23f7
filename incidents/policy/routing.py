"""Who reads a report (I1, I2, I3), and who never does. CONTRACT.md section 3, "incidents".

Facts in, `Routed` out: pure, so the command line, the product and the tests ask the same function.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from incidents.terms import Call, Concern, OfficeCode, ParentNotice, Priority, ReporterRole

OFFICES: Mapping[Concern, tuple[OfficeCode, ...]] = {
    Concern.ADULT_COMMUNICATION: (OfficeCode.OIG,),
    Concern.ONLINE_BULLYING: (OfficeCode.STUDENT_PROTECTIONS,),
    Concern.UNSURE: (OfficeCode.OIG, OfficeCode.STUDENT_PROTECTIONS),
}


class Rule(StrEnum):
    """Which rule said who at the school reads it: the answer to "why here?"."""

    NOBODY_KNOWN = "nobody_known"
    NO_SCHOOL = "no_school"
    PRINCIPAL_KEPT_OUT = "principal_kept_out"
    SCHOOL = "school"
    NOBODY_LEFT = "nobody_left"


# By these rules nobody but the offices reads it.
OFFICES_ALONE = (Rule.NOBODY_KNOWN, Rule.NO_SCHOOL)


def _one(who: str | None) -> frozenset[str]:
    return frozenset() if who is None else frozenset({who})


@dataclass(frozen=True, slots=True)
class Leadership:
    """Who leads a school: ids of its principal and administrators, and of its network's chief."""

    principal: str | None = None
    administrators: frozenset[str] = frozenset()
    network_chief: str | None = None

    @property
    def at_school(self) -> frozenset[str]:
        return self.administrators | _one(self.principal)

    @property
    def all(self) -> frozenset[str]:
        return self.at_school | _one(self.network_chief)


@dataclass(frozen=True, slots=True)
class Reporter:
    role: ReporterRole
    id: str | None = None


@dataclass(frozen=True, slots=True)
class RoutingFacts:
    """One report as routing sees it. Ids are strings; `delegates` are the people who act for an id."""

    concern: Concern
    reporter: Reporter
    accused: frozenset[str]
    accused_known: bool
    keep_from: frozenset[str]
    school: Leadership | None = None
    danger_now: bool = False
    parent_safe: bool = True
    delegates: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def kept_out(self) -> frozenset[str]:
        """The accused, those the reporter keeps it from, and the delegates of both (one level)."""
        named = self.accused | self.keep_from
        return named.union(*(self.delegates.get(one, frozenset()) for one in named))


@dataclass(frozen=True, slots=True)
class Routed:
    offices: tuple[OfficeCode, ...]
    people: tuple[str, ...]
    withheld_from: tuple[str, ...]
    call: tuple[Call, ...]
    parent_notice: ParentNotice
    priority: Priority
    rule: Rule


def route(facts: RoutingFacts) -> Routed:
    """Where the report goes. The office is never empty; nobody kept out is ever among the people."""
    rule, people = _people(facts)
    return Routed(
        offices=OFFICES[facts.concern],
        people=tuple(sorted(people - _one(facts.reporter.id))),
        withheld_from=tuple(sorted(_withheld(facts, rule) - _one(facts.reporter.id))),
        call=_call(facts),
        parent_notice=_parent_notice(facts),
        priority=Priority.LIFE_SAFETY if facts.danger_now else Priority.STANDARD,
        rule=rule,
    )


def _people(facts: RoutingFacts) -> tuple[Rule, frozenset[str]]:
    if facts.concern != Concern.ONLINE_BULLYING and not (facts.accused_known and facts.accused):
        return Rule.NOBODY_KNOWN, frozenset()
    if facts.school is None:
        return Rule.NO_SCHOOL, frozenset()
    above = _one(facts.school.network_chief) - facts.kept_out
    if _is_principals(facts):
        return Rule.PRINCIPAL_KEPT_OUT, above
    left = facts.school.at_school - facts.kept_out
    return (Rule.SCHOOL, left) if left else (Rule.NOBODY_LEFT, above)


def _is_principals(facts: RoutingFacts) -> bool:
    """Whether the principal is accused, or the reporter keeps it from them: then nobody at the school reads it."""
    principal = facts.school.principal if facts.school else None
    return principal is not None and principal in facts.accused | facts.keep_from


def _withheld(facts: RoutingFacts, rule: Rule) -> frozenset[str]:
    """Leaders who would read such a report and do not read this one."""
    if facts.school is None:
        return frozenset()
    out = facts.school.all & facts.kept_out
    whole_school = rule == Rule.NOBODY_KNOWN or _is_principals(facts)
    return out | facts.school.at_school if whole_school else out


def _call(facts: RoutingFacts) -> tuple[Call, ...]:
    danger = (Call.EMERGENCY, Call.CRISIS) if facts.danger_now else ()
    lines = tuple(Call(office) for office in OFFICES[facts.concern])
    told_by_staff = (
        facts.reporter.role == ReporterRole.STAFF and facts.concern != Concern.ONLINE_BULLYING
    )
    return (*danger, *lines, *((Call.DCFS,) if told_by_staff else ()))


def _parent_notice(facts: RoutingFacts) -> ParentNotice:
    prompt = facts.concern == Concern.ONLINE_BULLYING and facts.parent_safe
    return ParentNotice.PROMPT if prompt else ParentNotice.HELD
