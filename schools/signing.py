"""Who may sign for a student at a moment, who is kept away, and by what rule: the one place that says so.

`GuardianLink.objects.with_authority()` is the same answer as a query, for now or a past moment as known then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from schools.calendar import local_day, zone_of
from schools.models import (
    ContactBlock,
    ContactMerge,
    District,
    Guardian,
    GuardianLink,
    SigningBranch,
    Student,
)
from schools.terms import Authority, Branch, Signs


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rule sheet of one student at a moment: by which branch, who may sign, who must not be contacted."""

    branch: Branch = Branch.GUARDIANS
    signs: Signs = Signs.GUARDIANS
    may_sign: frozenset[int] = frozenset()
    blocked: frozenset[int] = frozenset()

    @property
    def student_signs(self) -> bool:
        """A minor who signs for themself; from 18 on everybody does, whatever this says."""
        return self.signs == Signs.STUDENT


class Dated(Protocol):
    at: datetime
    recorded_at: datetime


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class Papers:
    """The rows a set of students' sheets are read from, each list in the order in which it was recorded."""

    links: dict[int, list[GuardianLink]] = field(default_factory=lambda: defaultdict(list))
    branches: dict[int, list[SigningBranch]] = field(default_factory=lambda: defaultdict(list))
    blocks: dict[int, list[ContactBlock]] = field(default_factory=lambda: defaultdict(list))
    merges: tuple[ContactMerge, ...] = ()

    def person(self, guardian_id: int, known_at: datetime) -> int:
        """The row that speaks for a contact, as far as was known: the kept one of a merge not undone."""
        for merge in self.merges:
            if merge.dropped_id == guardian_id and is_known(merge, known_at):
                return merge.kept_id
        return guardian_id


def with_papers(students: QuerySet[Student]) -> QuerySet[Student]:
    """Students marked with whether anything but plain links speaks about who signs for them."""
    theirs = GuardianLink.objects.filter(student=OuterRef(OuterRef("pk"))).values("guardian")
    merges = ContactMerge.objects.filter(Q(dropped__in=theirs) | Q(kept__in=theirs))
    return students.annotate(
        has_branch=Exists(SigningBranch.objects.filter(student=OuterRef("pk"))),
        has_block=Exists(ContactBlock.objects.filter(student=OuterRef("pk"))),
        has_merge=Exists(merges),
    )


def papers(students: Collection[Student]) -> Papers:
    """The rows about students of `with_papers`: one query, and one more for each kind of paper among them."""
    keys = [student.pk for student in students]
    merged = _marked(students, "has_merge")
    found = Papers(merges=tuple(_merges(merged)) if merged else ())
    links = GuardianLink.objects.filter(student__in=keys).select_related("guardian")
    for link in links.order_by("pk"):
        found.links[link.student_id].append(link)
    if branched := _marked(students, "has_branch"):
        for branch in SigningBranch.objects.filter(student__in=branched).order_by("pk"):
            found.branches[branch.student_id].append(branch)
    if blocked := _marked(students, "has_block"):
        for block in ContactBlock.objects.filter(student__in=blocked).order_by("pk"):
            found.blocks[block.student_id].append(block)
    return found


def _marked(students: Collection[Student], mark: str) -> list[int]:
    """Those with the mark of `with_papers`; an unmarked student may have any paper."""
    return [student.pk for student in students if getattr(student, mark, True)]


def is_known(merge: ContactMerge, known_at: datetime) -> bool:
    """Whether at that moment the two rows were known to be one person."""
    undone = getattr(merge, "unmerge", None)
    return merge.recorded_at <= known_at and (undone is None or undone.recorded_at > known_at)


def sheet(rows: Papers, student: int, *, at: datetime, known_at: datetime) -> Sheet:
    """T1: who could sign at `at`, by what was known at `known_at`.

    Links have one time only; branches and blocks hold from their own day, once they were recorded.
    """
    standing = _standing(rows.branches[student], at, known_at)
    branch = standing[-1] if standing else None
    words = {row.guardian_id: row for row in _standing(rows.blocks[student], at, known_at)}
    blocked = frozenset(key for key, row in words.items() if row.is_blocked)
    by = min(at, known_at)
    with_authority = {
        link.guardian_id
        for link in rows.links[student]
        if link.authority == Authority.YES and _stood(rows, link, by, known_at)
    }
    signs = Signs(branch.signs) if branch else Signs.GUARDIANS
    may_sign = _of_branch(signs, with_authority - blocked, branch)
    return Sheet(
        branch=Branch(branch.branch) if branch else Branch.GUARDIANS,
        signs=signs,
        may_sign=frozenset(rows.person(one, known_at) for one in may_sign),
        blocked=blocked,
    )


def sheets(
    students: Collection[int], at: datetime | None = None, known_at: datetime | None = None
) -> dict[int, Sheet]:
    """The sheets of many students, now by default, in a constant number of queries."""
    now = timezone.now()
    rows = papers(list(with_papers(Student.objects.filter(pk__in=students))))
    return {one: sheet(rows, one, at=at or now, known_at=known_at or now) for one in students}


def signs_alone(student: Student) -> bool:
    """Whether the student answers for themself now: 18 or over at their school's midnight, or by their branch."""
    now = timezone.now()
    day = local_day(now, str(zone_of(student.school, now)))
    return bool(who_sign_alone([student], day))


def district() -> District:
    """Whose mailboxes prove a student; a district without a name while none is entered."""
    return District.objects.order_by("pk").first() or District()


def own_address(student: Student, of: District) -> str:
    """Where a student who signs alone is asked and proved: the district's address, never a personal one.

    A roster's address may be a parent's, who would then sign in the student's place (FERPA).
    """
    return student.email if of.owns_address(student.email) else ""


def who_sign_alone(students: Iterable[Student], on: date) -> set[int]:
    """The keys of those who answer for themselves on this local day, in one query."""
    given = list(students)
    adults = {one.pk for one in given if one.is_adult(on)}
    now = timezone.now()
    rows = SigningBranch.objects.filter(student__in=given, at__lte=now, recorded_at__lte=now)
    newest = dict(rows.order_by("pk").values_list("student", "signs"))
    return adults | {key for key, signs in newest.items() if signs == Signs.STUDENT}


def person_of(guardian: Guardian) -> Guardian:
    """The row that speaks for this contact now."""
    return guardian.merged_into or guardian


def rows_of(guardian: Guardian) -> list[int]:
    """Every row of the same person, the speaking one first: their asks and answers are all theirs."""
    root = guardian.merged_into_id or guardian.pk
    return [root, *Guardian.objects.filter(merged_into=root).values_list("pk", flat=True)]


def is_shut_out(guardian: Guardian) -> bool:
    """Kept away from a student and may sign for no other: links, codes and pages of theirs are over."""
    blocked = ContactBlock.objects.standing().filter(guardian=guardian)
    return blocked.exists() and not GuardianLink.objects.with_authority().filter(guardian=guardian).exists()  # fmt: skip


def shut_out_of(guardian: Guardian, student: Student) -> bool:
    """Whether this contact is kept away from this student now."""
    return ContactBlock.objects.standing().filter(guardian=guardian, student=student).exists()


def _standing(rows: Sequence[D], at: datetime, known_at: datetime) -> list[D]:
    return [row for row in rows if row.at <= at and row.recorded_at <= known_at]


def _of_branch(signs: Signs, able: set[int], branch: SigningBranch | None) -> set[int]:
    if signs == Signs.GUARDIANS:
        return able
    named = {branch.signer_id} if branch is not None and signs == Signs.NAMED else set()
    return able & {one for one in named if one is not None}


def _stood(rows: Papers, link: GuardianLink, by: datetime, known_at: datetime) -> bool:
    """Whether the link stood; a link moved by a merge that was undone since stood where it was before."""
    ended_at = link.ended_at
    for merge in rows.merges:
        undone = getattr(merge, "unmerge", None)
        if undone is None or undone.recorded_at > known_at:
            continue
        for move in merge.moved:
            if move["made"] == link.pk:
                return False
            if move["ended"] == link.pk:
                ended_at = undone.recorded_at
    guardian_ended = link.guardian.ended_at
    return (
        link.recorded_at <= by
        and (ended_at is None or ended_at > by)
        and (guardian_ended is None or guardian_ended > by)
    )


def _merges(students: Collection[int]) -> QuerySet[ContactMerge]:
    theirs = GuardianLink.objects.filter(student__in=students).values("guardian")
    return (
        ContactMerge.objects.filter(Q(dropped__in=theirs) | Q(kept__in=theirs))
        .select_related("unmerge")
        .order_by("-pk")
    )
