"""The page on which a case's parents are told, and its part on the case's own page. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from core.decision import Reason
from incidents.access import closing
from incidents.access.cases import may_lead
from incidents.access.naming import takes_students
from incidents.facts.parents import Child, children_of, facts_of_nobody, standing_charge
from incidents.models import Case, ParentAttempt, ParentCheck, ParentDecision, Suspicion
from incidents.policy.parents import CHECKS, Told, told
from incidents.reports import case_sections, deeds, next_steps
from incidents.reports.next_steps import Task
from incidents.terms import Concern
from incidents.terms.desk import Outcome
from incidents.terms.parents import Check, Standing, Telling

STILL_OPEN: Final = Reason(
    "parents_open",
    "I2",
    _(
        "Parents were not told yet. Tell them, or let the person in charge decide that they are not told."
    ),
)
TONES = {
    Standing.TO_CHARGE: "bad",
    Standing.TO_CHECK: "wait",
    Standing.TO_DECIDE: "wait",
    Standing.TO_TELL: "wait",
    Standing.TRIED: "wait",
    Standing.TOLD: "good",
    Standing.WAITS: "info",
    Standing.NOT_TOLD: "neutral",
}
OPEN = (Standing.TO_CHARGE, Standing.TO_CHECK, Standing.TO_DECIDE, Standing.TO_TELL, Standing.TRIED)


@dataclass(frozen=True, slots=True)
class Checked:
    """A step of the list: done, its turn, or later."""

    check: Check
    row: ParentCheck | None
    words: dict[str, Any]
    is_next: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One student as the page shows them."""

    child: Child
    told: Told
    checks: list[Checked]
    decisions: list[tuple[ParentDecision, str, str]]
    attempts: list[tuple[ParentAttempt, dict[str, Any]]]

    @property
    def name(self) -> str:
        return str(self.child.involved.name)

    @property
    def standing(self) -> Standing:
        return self.told.standing

    @property
    def tone(self) -> str:
        return "bad" if self.told.late else TONES[self.told.standing]

    @property
    def is_held(self) -> bool:
        return bool(self.told.held)

    @property
    def held(self) -> list[str]:
        return [str(one.label) for one in self.told.held]

    @property
    def has_list(self) -> bool:
        return any(one.is_next or one.row for one in self.checks)


def lines_of(case: Case, at: datetime) -> list[Line]:
    """Every student whose parents are to hear, with all that was done; the same queries for one as for ten."""
    checks: dict[int, dict[str, ParentCheck]] = defaultdict(dict)
    for check in case.parent_checks.select_related("by").order_by("pk"):
        checks[check.involved_id][check.check_done] = check
    decisions: dict[int, list[ParentDecision]] = defaultdict(list)
    for decision in case.parent_decisions.select_related("by").order_by("-pk"):
        decisions[decision.involved_id].append(decision)
    attempts: dict[int, list[ParentAttempt]] = defaultdict(list)
    for attempt in case.parent_attempts.select_related("by").order_by("-at", "-pk"):
        attempts[attempt.involved_id].append(attempt)
    found = []
    for child in children_of(case, timezone.localdate(at)):
        stands = told(child.facts, at)
        done = {one: row for key in child.rows for one, row in checks[key].items()}
        found.append(
            Line(
                child=child,
                told=stands,
                checks=_checked(done, stands.next_check),
                decisions=[
                    (one, str(Telling(one.telling).label), one.words()["reason"])
                    for one in _of(child, decisions)
                ],
                attempts=[(one, one.words()) for one in _of(child, attempts)],
            )
        )
    return found


T = TypeVar("T", bound=Model)


def _of(child: Child, rows: Mapping[int, list[T]]) -> list[T]:
    """What was done for one student, the newest first."""
    theirs = [one for key in child.rows for one in rows.get(key, [])]
    return sorted(theirs, key=lambda one: -one.pk)


def _checked(done: Mapping[str, ParentCheck], next_one: Check | None) -> list[Checked]:
    if not done and next_one is None:
        return []
    return [
        Checked(one, row, row.words() if row else {}, one == next_one)
        for one in CHECKS
        for row in [done.get(str(one))]
    ]


def late_of(case: Case, at: datetime) -> list[datetime]:
    """The moments that were missed, for the watch."""
    return sorted({one.due_at for one in stands_of(case, at) if one.late and one.due_at})


def stands_of(case: Case, at: datetime) -> list[Told]:
    """Where it stands with each student; while none is known, with whoever it will turn out to be."""
    found = [told(child.facts, at) for child in children_of(case, timezone.localdate(at))]
    unknown = None if found else nobody_yet(case, at)
    return [unknown] if unknown else found


def nobody_yet(case: Case, at: datetime) -> Told | None:
    """Where it stands in a report of bullying in which no student is known yet: somebody must find out whose parents
    are to hear, or be put in charge, within the same day. None for what a machine may have sent.
    """
    aside = Suspicion.objects.standing().filter(case=case)
    if case.concern != Concern.ONLINE_BULLYING or aside.exists():
        return None
    return told(facts_of_nobody(case), at)


def _section(case: Case, user: User) -> Mapping[str, Any]:
    at = timezone.now()
    stands = [(child, told(child.facts, at)) for child in children_of(case, timezone.localdate(at))]
    return {
        "lines": [
            {
                "name": str(child.student),
                "label": one.standing.label,
                "tone": "bad" if one.late else TONES[one.standing],
                "late": one.late,
                "due_at": one.due_at,
            }
            for child, one in stands
        ],
        "may_name": bool(may_lead(Actor(ActorKind.USER, str(user.pk)), case)),
        "takes_students": bool(takes_students(case)),
        "nobody_yet": None if stands else nobody_yet(case, at),
        "charge": standing_charge(case),
    }


def _task(case: Case, at: datetime) -> Task | None:
    """The step among those that a beginner is shown; none where no parent is to hear of it."""
    found = [told(child.facts, at) for child in children_of(case, timezone.localdate(at))]
    unknown = None if found else nobody_yet(case, at)
    if unknown and unknown.standing != Standing.TO_CHARGE and takes_students(case):
        return Task(
            "parents",
            _("Find out whose parents are to hear"),
            _("Say which student it happened to, and who of the students did it. Their parents are to be told within 24 hours."),
            "parents",
            done=False,
            due=unknown.due_at,
            late=unknown.late,
            door="incidents:case_students",
        )  # fmt: skip
    stands = [unknown] if unknown else found
    if not stands:
        return None
    due = min((one.due_at for one in stands if one.due_at), default=None)
    return Task(
        "parents",
        _("Tell the parents"),
        _("Only about their own child, and nothing of the report itself. Write down each attempt. Where a person decides first, put somebody in charge."),
        "parents",
        done=not any(one.standing in OPEN for one in stands),
        due=due,
        late=any(one.late for one in stands),
    )  # fmt: skip


def _in_the_way(case: Case, outcome: Outcome) -> Iterable[Reason]:
    """No case ends as looked into while parents wait for a call, or for a decision about it."""
    at = timezone.now()
    stands = (told(child.facts, at) for child in children_of(case, timezone.localdate(at)))
    waits = outcome != Outcome.REFERRED and any(one.standing in OPEN for one in stands)
    return [STILL_OPEN] if waits else []


next_steps.register("parents", 20, _task)
closing.register("parents", _in_the_way)
deeds.register("person.student_named", _("Said which student it is"))
deeds.register("person.student_ended", _("Took back which student it is"))
deeds.register("case.parents_charged", _("Put in charge of telling parents"))
deeds.register("case.parents_checked", _("A step of the list before parents hear was done"))
deeds.register("case.parents_decided", _("Decided about telling parents"))
deeds.register("case.parents_tried", _("Tried to reach a parent"))
case_sections.register(
    _("Parents"), "incidents/parents/_section.html", _section, 40, aside=True, anchor="parents"
)
