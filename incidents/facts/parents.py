"""The students of a case, their family as the school has it, and what was done so far to tell them (I2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from consents.models import TieStep
from consents.terms import TieMove
from incidents.models import Case, Involved, ParentAttempt
from incidents.policy.parents import Decided, ParentFacts, Tried
from incidents.terms import Concern, ParentNotice, Part
from incidents.terms.parents import Check, Result, Telling
from notices import contacts
from notices.contacts import Reach
from schools.models import ContactBlock, Guardian, GuardianLink, Student

# Whose parents are told: of whom it happened to, and of the students it is about.
TOLD_OF = (Part.HURT, Part.ACCUSED)


@dataclass(frozen=True, slots=True)
class Relative:
    """A grown-up on file. `may_hear`: with authority, not kept away, and not who the report is about."""

    guardian: Guardian
    relationship: str
    may_hear: bool
    is_blocked: bool = False
    is_accused: bool = False
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A student of the case whose parents are to be told, with the facts the policy asks for."""

    involved: Involved
    student: Student
    family: tuple[Relative, ...]
    facts: ParentFacts
    # Every row that was ever chosen to be this student: what was done for them hangs on any of these.
    rows: frozenset[int] = frozenset()

    @property
    def to_tell(self) -> list[Relative]:
        return [one for one in self.family if one.may_hear]


@dataclass(slots=True)
class _Accused:
    users: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)

    def is_one(self, guardian: Guardian) -> bool:
        return _same(str(guardian)) in self.names or (
            bool(guardian.email) and _same(guardian.email) in self.emails
        )


def children_of(case: Case, on: date) -> list[Child]:
    """Each known student once; one who is both is there as who it happened to. The same queries for one as for ten."""
    every = [(row, row.words()) for row in case.involved.order_by("pk")]
    rows = [(row, words) for row, words in every if row.ended_at is None]
    chosen: dict[int, Involved] = {}
    for part in TOLD_OF:
        for row, words in rows:
            if row.part == part and words.get("student"):
                chosen.setdefault(int(words["student"]), row)
    students = Student.objects.filter(pk__in=chosen).select_related("school").in_bulk()
    accused = _accused(rows)
    families = _families(list(students.values()), accused)
    ties = _ties(accused.users, students)
    student_of = _student_of(every)
    done = _done(case, student_of)
    found = []
    for key, row in chosen.items():
        student = students.get(key)
        if student is not None:
            one = _Student(case, row, student, families[key], key in ties)
            theirs = frozenset(pk for pk, whose in student_of.items() if whose == key)
            found.append(Child(row, student, families[key], _facts(one, done, on), theirs))
    return found


def facts_of_nobody(case: Case) -> ParentFacts:
    """The same of a case in which no student is known yet: the day runs all the same."""
    done = _done(case, {})
    return ParentFacts(
        aware_at=case.aware_at,
        concern=Concern(case.concern),
        notice=done.notice,
        charged_at=done.charge.at if done.charge else None,
    )


def _accused(rows: Collection[tuple[Involved, Mapping[str, Any]]]) -> _Accused:
    """Who the report is about, by account and by the name that was typed: cautious, for nobody may be told of themself."""
    found = _Accused()
    for row, words in rows:
        if row.part == Part.ACCUSED:
            if words.get("user"):
                found.users.add(int(words["user"]))
            if words.get("name"):
                found.names.add(_same(words["name"]))
    for user in User.objects.filter(pk__in=found.users):
        found.names.add(_same(user.name))
        found.emails.add(_same(user.email))
    return found


def _families(students: Collection[Student], accused: _Accused) -> dict[int, tuple[Relative, ...]]:
    keys = [one.pk for one in students]
    links = list(
        GuardianLink.objects.current()
        .filter(student__in=keys, guardian__ended_at=None)
        .select_related("guardian")
        .order_by("guardian_id")
    )
    able = set(
        GuardianLink.objects.with_authority().filter(student__in=keys).values_list("pk", flat=True)
    )
    blocks = set(
        ContactBlock.objects.standing().filter(student__in=keys).values_list("student", "guardian")
    )
    reaches = contacts.reaches({link.guardian_id: link.guardian for link in links}.values())
    found: dict[int, list[Relative]] = defaultdict(list)
    for link in links:
        blocked = (link.student_id, link.guardian_id) in blocks
        is_accused = accused.is_one(link.guardian)
        found[link.student_id].append(
            Relative(
                guardian=link.guardian,
                relationship=link.relationship,
                may_hear=link.pk in able and not blocked and not is_accused,
                is_blocked=blocked,
                is_accused=is_accused,
                reach=reaches[link.guardian_id],
            )
        )
    return {key: tuple(found[key]) for key in keys}


def _ties(users: Collection[int], students: Collection[int]) -> set[int]:
    """Students with whom an accused adult was ever confirmed as family: to be careful costs a decision, no more."""
    if not users:
        return set()
    steps = TieStep.objects.filter(
        tie__staff__user__in=users, tie__student__in=list(students), move=TieMove.CONFIRM
    )
    return set(steps.values_list("tie__student", flat=True))


@dataclass(frozen=True, slots=True)
class _Student:
    """One student of the case; `is_tied`: an accused adult is of their family."""

    case: Case
    row: Involved
    student: Student
    family: Collection[Relative]
    is_tied: bool


@dataclass(slots=True)
class _Done:
    """What was done for the case's students so far, by student, each list in its order."""

    notice: ParentNotice
    charge: Any
    checks: dict[int, list[Any]]
    decisions: dict[int, Any]
    attempts: dict[int, list[ParentAttempt]]


def _student_of(rows: Iterable[tuple[Involved, Mapping[str, Any]]]) -> dict[int, int]:
    """By row, ended ones too, the student it was chosen to be: what was done for them stays theirs."""
    return {row.pk: int(words["student"]) for row, words in rows if words.get("student")}


def _done(case: Case, student_of: Mapping[int, int]) -> _Done:
    routing = case.routings.order_by("-pk").first()
    found = _Done(
        notice=ParentNotice(routing.parent_notice) if routing else ParentNotice.HELD,
        charge=standing_charge(case),
        checks=defaultdict(list),
        decisions={},
        attempts=defaultdict(list),
    )
    for check in case.parent_checks.order_by("pk"):
        found.checks[student_of.get(check.involved_id, 0)].append(check)
    for decision in case.parent_decisions.order_by("pk"):
        found.decisions[student_of.get(decision.involved_id, 0)] = decision
    for attempt in case.parent_attempts.order_by("at", "pk"):
        found.attempts[student_of.get(attempt.involved_id, 0)].append(attempt)
    return found


def standing_charge(case: Case) -> Any:
    """Who is in charge: the person named last, while they read the case; who became implicated is in charge of nothing."""
    charge = case.parent_charges.select_related("user").order_by("-pk").first()
    if charge is None:
        return None
    return charge if Case.objects.visible_to(charge.user).filter(pk=case.pk).exists() else None


def _facts(one: _Student, done: _Done, on: date) -> ParentFacts:
    case, key = one.case, one.student.pk
    decision = done.decisions.get(key)
    waits = [check.not_before for check in done.checks[key] if check.not_before]
    return ParentFacts(
        aware_at=case.aware_at,
        concern=Concern(case.concern),
        notice=done.notice,
        household=one.is_tied or any(relative.is_accused for relative in one.family),
        of_age=one.student.is_adult(on),
        charged_at=done.charge.at if done.charge else None,
        checks=frozenset(Check(check.check_done) for check in done.checks[key]),
        not_before=max(waits, default=None),
        decided=(
            Decided(Telling(decision.telling), decision.at, decision.until) if decision else None
        ),
        tried=tuple(Tried(tried.at, Result(tried.result)) for tried in done.attempts[key]),
    )


def _same(words: str) -> str:
    return " ".join(words.casefold().split())
