"""The program of an activity as the policy hears it (T4, T5): its terms as of a moment, and its staff."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from consents import policy
from consents.facts.question import Question
from consents.models import Activity, ProgramStaff, ProgramStep, ProgramTerms
from consents.terms import ProgramMove, ProgramStage
from schools.calendar import local_day


@dataclass(frozen=True, slots=True)
class ProgramRows:
    """Published terms by program, in their order, with when they were published and ended; who works where."""

    terms: dict[int, list[ProgramTerms]] = field(default_factory=lambda: defaultdict(list))
    published_at: dict[int, datetime] = field(default_factory=dict)
    ended_at: dict[int, datetime] = field(default_factory=dict)
    staff: dict[tuple[int, int], list[ProgramStaff]] = field(
        default_factory=lambda: defaultdict(list)
    )


def load_programs(activities: Iterable[Activity], staff: Iterable[int]) -> ProgramRows:
    """Fetch what the activities' programs rest on; nothing where no activity has one."""
    found = ProgramRows()
    programs = {one.program_id for one in activities if one.program_id is not None}
    if not programs:
        return found
    standing = (ProgramStage.PUBLISHED, ProgramStage.ENDED)
    rows = ProgramTerms.objects.filter(program__in=programs, stage__in=standing)
    for terms in rows.order_by("number"):
        found.terms[terms.program_id].append(terms)
    steps = ProgramStep.objects.filter(
        terms__program__in=programs, move__in=(ProgramMove.PUBLISH, ProgramMove.END)
    )
    for step in steps.order_by("pk"):
        moments = found.published_at if step.move == ProgramMove.PUBLISH else found.ended_at
        moments[step.terms_id] = step.at
    for row in ProgramStaff.objects.filter(program__in=programs, staff__in=list(staff)):
        found.staff[row.program_id, row.staff_id].append(row)
    return found


def program_facts(
    rows: ProgramRows, question: Question, activity: Activity
) -> policy.Program | None:
    """The newest terms published by what we knew then, among those the CEO had approved by the moment.

    Ended by then: no program. What the CEO will approve only later is told, and the policy finds it not to hold.
    """
    if activity.program_id is None:
        return None
    zone = activity.year.timezone
    known = [
        terms
        for terms in rows.terms[activity.program_id]
        if rows.published_at[terms.pk] <= question.known_at
    ]
    approved = [terms for terms in known if _approved_at(terms, zone) <= question.at]
    terms = next(reversed(approved or known), None)
    if terms is None:
        return None
    ended = rows.ended_at.get(terms.pk)
    if ended is not None and ended <= question.heard_by:
        return None
    return policy.Program(
        approved_at=_approved_at(terms, zone),
        ends_on=terms.ends_on,
        grades=frozenset(terms.grades) or None,
    )


def works_in_program(rows: ProgramRows, question: Question, activity: Activity) -> bool:
    """T4: only the program's own staff text for it; an activity without a program asks nothing."""
    if activity.program_id is None:
        return True
    by = question.heard_by
    return any(
        row.added_at <= by and (row.ended_at is None or row.ended_at > by)
        for row in rows.staff[activity.program_id, question.staff_id]
    )


def is_over(terms: ProgramTerms, at: datetime, zone: str) -> bool:
    """Whether the local day is past the program's last day."""
    return terms.ends_on is not None and local_day(at, zone) > terms.ends_on


def _approved_at(terms: ProgramTerms, zone: str) -> datetime:
    """The CEO's word holds from the beginning of its day."""
    return datetime.combine(terms.approved_on, time.min, tzinfo=ZoneInfo(zone))
