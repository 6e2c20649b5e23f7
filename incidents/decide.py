"""Where a report goes, for scripts: one JSON object in, one out. Never the database."""

from __future__ import annotations

from core.reading import Fields, by_name, each, flag, maybe, one_of, text
from incidents.policy import Leadership, Reporter, Routed, RoutingFacts, route
from incidents.terms import Concern, ReporterRole


def decide(value: object) -> dict[str, object]:
    """The routing of one report; `Unreadable` where the question is not as it should be."""
    return written(route(question(value)))


def question(value: object) -> RoutingFacts:
    """What is asked, strictly read."""
    with Fields(value, "") as key:
        return RoutingFacts(
            concern=key("concern", one_of(Concern)),
            danger_now=key("danger_now", flag, default=False),
            parent_safe=key("parent_safe", flag, default=True),
            reporter=key("reporter", reporter),
            accused=key("accused", ids),
            accused_known=key("accused_known", flag),
            keep_from=key("keep_from", ids),
            school=key("school", maybe(leadership), None),
            delegates=key("delegates", by_name(ids), default={}),
        )


def asked(facts: RoutingFacts) -> dict[str, object]:
    """The facts as `decide` reads them, whole and in one fixed order: a kept routing can be decided again."""
    return {
        "concern": str(facts.concern),
        "danger_now": facts.danger_now,
        "parent_safe": facts.parent_safe,
        "reporter": {
            "role": str(facts.reporter.role),
            **({} if facts.reporter.id is None else {"id": facts.reporter.id}),
        },
        "accused": sorted(facts.accused),
        "accused_known": facts.accused_known,
        "keep_from": sorted(facts.keep_from),
        "school": _school(facts.school),
        "delegates": {one: sorted(acts) for one, acts in sorted(facts.delegates.items())},
    }


def written(routed: Routed) -> dict[str, object]:
    """A routing as JSON shows it."""
    return {
        "offices": [str(one) for one in routed.offices],
        "people": list(routed.people),
        "withheld_from": list(routed.withheld_from),
        "call": [str(one) for one in routed.call],
        "parent_notice": str(routed.parent_notice),
        "priority": str(routed.priority),
    }


def ids(value: object, where: str) -> frozenset[str]:
    return frozenset(each(text)(value, where))


def reporter(value: object, where: str) -> Reporter:
    with Fields(value, where) as key:
        return Reporter(role=key("role", one_of(ReporterRole)), id=key("id", maybe(text), None))


def leadership(value: object, where: str) -> Leadership:
    with Fields(value, where) as key:
        return Leadership(
            principal=key("principal", maybe(text), None),
            administrators=key("administrators", ids),
            network_chief=key("network_chief", maybe(text), None),
        )


def _school(school: Leadership | None) -> dict[str, object] | None:
    if school is None:
        return None
    found: dict[str, object] = {"administrators": sorted(school.administrators)}
    if school.principal is not None:
        found["principal"] = school.principal
    if school.network_chief is not None:
        found["network_chief"] = school.network_chief
    return found
