"""The queue of the case desk: the cases a reader may see, each with what it waits for, what is due first on top. Reads only.

What is due is worked out, never stored, so a list of open cases is put in order in memory: a district has some hundred.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from core.http import is_key
from incidents.models import Case, CaseMessage, Recipient, Suspicion, offices_of
from incidents.models.cases import SIGNS
from incidents.policy.clocks import Clock, Promise
from incidents.reports.clocks import NAMES, Timed, timed
from incidents.terms import Concern, Priority, Stage, Voice
from schools.models import RoleAssignment, School
from schools.terms import Role

# Whoever holds one of these at a school or network can be sent a report; a desk that is empty tells nothing.
LEADERS: Final = (Role.PRINCIPAL, Role.ADMINISTRATOR, Role.CHIEF)
TABS: Final = ("waiting", "open", "aside", "closed")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the queue."""

    case: Case
    timed: Timed
    # The reporter wrote last, and nobody answered.
    unanswered: bool
    assigned: User | None

    @property
    def is_aside(self) -> bool:
        """It came as machines send reports, and nobody has said that a person wrote it."""
        return bool(getattr(self.case, "is_aside", False))

    @property
    def due(self) -> Clock | None:
        return self.timed.next

    @property
    def what(self) -> str:
        return str(NAMES[self.due.promise]) if self.due else ""

    @property
    def is_urgent(self) -> bool:
        return self.case.priority == Priority.LIFE_SAFETY and self.case.stage != Stage.CLOSED

    @property
    def is_late(self) -> bool:
        return bool(self.timed.late)

    def waits_for(self, user: User) -> bool:
        """Whether the reader is wanted: it is theirs or nobody's, or it is late, and something is owed."""
        if self.is_aside and not self.is_late:
            return False
        mine = self.assigned is None or self.assigned == user or self.is_late
        first = any(one.runs and one.promise != Promise.UPDATE for one in self.timed.clocks)
        return mine and (first or self.unanswered or self.is_late)


def has_desk(user: User) -> bool:
    """Whether there is a desk for the reader: by office or post, or by a case they were brought into.

    Leaders of schools always have one, so that an empty desk says nothing of reports they are kept out of.
    """
    if offices_of(user):
        return True
    held = RoleAssignment.objects.current().filter(user=user, role__in=LEADERS)
    return held.exists() or was_brought_in(user)


def was_brought_in(user: User) -> bool:
    """Whether the reader, whoever they are, was given a case; for nearly everybody this is one question."""
    given = Recipient.objects.filter(user=user, ended_at=None)
    return given.exists() and Case.objects.visible_to(user).exists()


def cases_for(user: User) -> QuerySet[Case]:
    """The cases the reader may see, with what a line of the list names."""
    aside = Suspicion.objects.standing().filter(case=OuterRef("pk"))
    rows = Case.objects.visible_to(user).select_related("school", "assigned_to")
    return rows.annotate(is_aside=Exists(aside))


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """A page of closed cases, as lines."""

    rows: list[Row]
    next_url: str
    previous_url: str


def closed_rows(cases: list[Case]) -> list[Row]:
    """Closed cases as lines, in the order given; nothing is due."""
    by_key = {row.timed.case.pk: row for row in _rows(timed(cases, timezone.now()))}
    return [by_key[one.pk] for one in cases]


def numbers(rows: list[Row], user: User) -> dict[str, int]:
    """What the head of the desk counts, of the cases that this reader sees."""
    return {
        "waiting": sum(row.waits_for(user) for row in rows),
        "open": sum(not row.is_aside for row in rows),
        "aside": sum(row.is_aside for row in rows),
        "late": sum(row.is_late for row in rows),
        "urgent": sum(row.is_urgent for row in rows),
        "mine": sum(row.assigned == user for row in rows),
    }


def waiting_for(user: User, at: datetime) -> int:
    """How many cases want the reader's hand now."""
    return sum(
        row.waits_for(user) for row in rows_of(cases_for(user).exclude(stage=Stage.CLOSED), at)
    )


def rows_of(cases: QuerySet[Case], at: datetime) -> list[Row]:
    """The cases as lines: danger first, then what is due first. A fixed number of queries."""
    return sorted(_rows(timed(cases, at)), key=_place)


def _rows(found: list[Timed]) -> list[Row]:
    last = _last_words([one.case.pk for one in found])
    return [_row(one, last.get(one.case.pk, {})) for one in found]


def _row(one: Timed, last: Mapping[str, datetime]) -> Row:
    theirs, ours = last.get(Voice.REPORTER), last.get(Voice.STAFF)
    unanswered = theirs is not None and (ours is None or ours < theirs)
    return Row(one.case, one, unanswered, one.case.assigned_to)


def _place(row: Row) -> tuple[bool, bool, datetime, str]:
    owed = row.due.due if row.due else row.case.received_at
    return (not row.is_urgent, row.due is None, owed, row.case.code)


def _last_words(keys: list[int]) -> dict[int, dict[str, datetime]]:
    found: dict[int, dict[str, datetime]] = {}
    rows = CaseMessage.objects.filter(case__in=keys).values("case", "voice")
    for one in rows.annotate(last=Max("at")):
        found.setdefault(one["case"], {})[one["voice"]] = one["last"]
    return found


def narrowed(cases: QuerySet[Case], asked: Mapping[str, str], user: User) -> QuerySet[Case]:
    """The cases that a search and the filters leave. What is no choice is passed over."""
    if query := code_typed(asked.get("q", "")):
        cases = cases.filter(code__startswith=query)
    if asked.get("concern") in Concern.values:
        cases = cases.filter(concern=asked["concern"])
    if asked.get("stage") in Stage.values:
        cases = cases.filter(stage=asked["stage"])
    school = asked.get("school", "")
    if is_key(school):
        cases = cases.filter(school=int(school))
    assigned = {"me": Q(assigned_to=user), "nobody": Q(assigned_to=None)}.get(
        asked.get("assigned", "")
    )
    return cases if assigned is None else cases.filter(assigned)


def code_typed(typed: str) -> str:
    """A code, or its beginning, as it is kept: large letters, the line in the middle; of anything else what is left."""
    signs = "".join(sign for sign in typed.upper() if sign in SIGNS)[:8]
    if typed.strip() and not signs:
        return "-"
    return signs if len(signs) <= 4 else f"{signs[:4]}-{signs[4:]}"


def schools_of(user: User) -> QuerySet[School]:
    """The schools that the reader's cases are at."""
    return School.objects.filter(pk__in=Case.objects.visible_to(user).values("school"))
