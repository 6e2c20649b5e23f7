"""A report that is not sent yet, as the facts its routing would rest on: nothing is written for it."""

from __future__ import annotations

from incidents.facts.routing import Told, facts_of, fits_of, named_in
from incidents.facts.staffing import Leaders, Staffing, delegates_of
from incidents.models import Case, Involved
from incidents.policy import Person, Report, RoutingFacts, concern_of
from incidents.terms import Priority
from schools.models import School


def facts_of_unsent(
    report: Report, school: School | None, staffing: Staffing
) -> tuple[RoutingFacts, Leaders]:
    """What `route` would be asked if the report came in now, and who leads the school."""
    case = Case(school=school, reporter_role=report.reporter_role)
    told = Told(case, [_row(case, place, person) for place, person in enumerate(report.people)])
    leaders = staffing.leaders_of(school)
    others = [one for seats in staffing.seats.values() for one in seats]
    fits = fits_of(told, leaders, others) if told.open_names else {}
    facts = facts_of(
        told, leaders, fits, delegates_of(named_in(told, leaders, fits)),
        concern=concern_of(report.about, names_adult=report.names_adult),
        priority=Priority.LIFE_SAFETY if report.danger_now else Priority.STANDARD,
        parent_safe=report.may_tell_parents,
    )  # fmt: skip
    return facts, leaders


def _row(case: Case, place: int, person: Person) -> tuple[Involved, dict[str, object]]:
    """The person as their row would be; its key only tells rows apart."""
    return (
        Involved(
            pk=place,
            case=case,
            part=person.part,
            post=person.post or "",
            is_adult=person.is_adult,
        ),
        {"name": person.name, "role": person.role},
    )
