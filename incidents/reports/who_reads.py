"""Who will read a report, said before it is sent (I1, I2): the answer of the routing itself, in plain words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from incidents.facts.staffing import Leaders, Somebody, Staffing
from incidents.facts.unsent import facts_of_unsent
from incidents.policy import Report, Routed, Rule, route
from incidents.reports.calls import Service, services
from incidents.reports.offices import is_up
from incidents.terms import OfficeCode, ParentNotice
from schools.lines import lines_of
from schools.models import School

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OFFICES: Final[dict[OfficeCode, Any]] = {
    OfficeCode.OIG: _(
        "The Inspector General's office. It looks into what adults do. It is not part of your school."
    ),
    OfficeCode.STUDENT_PROTECTIONS: _(
        "The Student Protections office. It keeps students safe. It is not part of your school."
    ),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads the report, who of the school does not, and what parents hear."""

    reads: list[_StrPromise]
    left_out: list[_StrPromise]
    parents: _StrPromise
    services: list[Service]
    # An office that would read it has nobody yet.
    nobody: bool
    danger: bool


def reading_of(report: Report, *, at: datetime) -> Reading:
    """The reading as it would be now; a typed name keeps out whoever it could mean, and says nothing of who that is."""
    school = School.objects.open().filter(pk=report.school_id).first() if report.school_id else None
    staffing = Staffing.of([school])
    facts, leaders = facts_of_unsent(report, school, staffing)
    routed = route(facts)
    return Reading(
        reads=[*(OFFICES[one] for one in routed.offices), *_posts(routed.people, leaders)],
        left_out=_left_out(routed, leaders),
        parents=_parents(routed),
        services=services(lines_of(routed.call, at)),
        nobody=any(not is_up(office, at) for office in routed.offices),
        danger=facts.danger_now,
    )


def _posts(people: Collection[str], leaders: Leaders) -> list[_StrPromise]:
    """The people as what they are: no name of anybody is shown to whoever did not sign in."""
    found = []
    if _any(leaders.principals, people):
        found.append(_("The principal of the school"))
    if _any(leaders.administrators, people):
        found.append(_("The assistant principals of the school"))
    if _any(leaders.chiefs, people):
        found.append(_("The chief of the school's network. They lead the principals"))
    return found


def _left_out(routed: Routed, leaders: Leaders) -> list[_StrPromise]:
    if routed.rule == Rule.NOBODY_KNOWN:
        return [_("Nobody at your school, until we know who it is about")]
    out = routed.withheld_from
    found = []
    if _any(leaders.principals, out):
        found.append(_("Not the principal"))
    if _any(leaders.administrators, out):
        everybody = all(one.id in out for one in leaders.administrators)
        found.append(
            _("Not the assistant principals") if everybody else _("Not all assistant principals")
        )
    if _any(leaders.chiefs, out):
        found.append(_("Not the chief of the school's network"))
    return [*found, _("Never the person it is about, nor who stands in for them")]


def _any(people: Iterable[Somebody], among: Collection[str]) -> bool:
    return any(one.id in among for one in people)


def _parents(routed: Routed) -> _StrPromise:
    if routed.parent_notice == ParentNotice.PROMPT:
        return _(
            "Parents of the students in it are told within 24 hours. They do not see what you wrote."
        )
    return _("No parent is told by itself. A person thinks about it first: what is safe, and when.")
