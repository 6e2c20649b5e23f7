"""The people in a case as its office sees them: who is settled, who is not, and who could be meant. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from accounts.models import User
from core.actor import Actor
from incidents.access.cases import may_lead
from incidents.facts.parents import TOLD_OF
from incidents.facts.routing import is_open
from incidents.models import Case, CaseReason, Involved, Unnaming
from incidents.policy.names import could_be, name_words, posts_in
from incidents.terms import KEPT_OUT, Part, Post
from incidents.terms.people import Settled
from schools.models import RoleAssignment, School, Student
from schools.terms import Role

MOST: Final = 20
ORDER: Final = (*KEPT_OUT, Part.HURT, Part.WITNESS, Part.TRUSTED)
POSTS: Final = {Post.PRINCIPAL: Role.PRINCIPAL, Post.ADMINISTRATORS: Role.ADMINISTRATOR}


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in the case."""

    row: Involved
    name: str
    role: str
    note: str
    part: str
    # Who they were settled to be, in words; empty while that is open.
    settled: str
    is_open: bool
    unnaming: Unnaming | None

    @property
    def is_unsettled(self) -> bool:
        """Whether saying who it is makes sense: not of a post that must not see it, whoever holds it."""
        kept_post = self.row.post and self.row.part == Part.KEEP_FROM
        return not (self.row.mark or self.row.settled or kept_post)

    @property
    def tone(self) -> str:
        return "wait" if self.is_open else "good"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be meant. `is_only`: nobody else of the school could."""

    user: User
    posts: str
    is_only: bool


@dataclass(frozen=True, slots=True)
class NamedStudent:
    """A student of the case, as its readers see them. `is_mine`: the reader may take it back."""

    row: Involved
    student: Student
    note: str
    is_mine: bool


def people_of(case: Case) -> list[Named]:
    """Everybody in the case but who reported it, those kept out first; a fixed number of queries."""
    rows = [row for row in case.involved.filter(ended_at=None).order_by("pk") if row.part in ORDER]
    words = {row.pk: row.words() for row in rows}
    users = User.objects.in_bulk([one["user"] for one in words.values() if one.get("user")])
    students = Student.objects.in_bulk(
        [one["student"] for one in words.values() if one.get("student")]
    )
    asked = {one.involved_id: one for one in _open_unnamings(case)}
    found = [_named(row, words[row.pk], users, students, asked.get(row.pk)) for row in rows]
    return sorted(found, key=lambda one: (ORDER.index(Part(one.row.part)), one.row.pk))


def _open_unnamings(case: Case) -> list[Unnaming]:
    return list(case.unnamings.filter(settled_at=None).select_related("asked_by"))


def _named(
    row: Involved,
    words: dict[str, Any],
    users: dict[int, User],
    students: dict[int, Student],
    asked: Unnaming | None,
) -> Named:
    user, student = users.get(words.get("user") or 0), students.get(words.get("student") or 0)
    if user is not None:
        settled = user.name
    elif student is not None:
        settled = str(student)
    else:
        settled = str(Settled(row.settled).label) if row.settled else ""
    name = words.get("name") or (str(Post(row.post).label) if row.post else "") or settled
    return Named(
        row, str(name), str(words.get("role") or ""), str(words.get("note") or ""),
        str(Part(row.part).label), settled, is_open(row) and not settled, asked,
    )  # fmt: skip


def person_of(case: Case, row: Involved) -> Named:
    return next(one for one in people_of(case) if one.row.pk == row.pk)


def candidates_for(case: Case, row: Involved) -> list[Candidate]:
    """Adults of the school, and who leads it, whose name or post fits what was said."""
    if case.school is None:
        return []
    words = row.words()
    typed = str(words.get("name") or "")
    posts = posts_in(f"{typed} {words.get('role') or ''}") | (
        {Post(row.post)} if row.post else set()
    )
    roles = {POSTS[one] for one in posts}
    by_name = bool(name_words(typed))
    held = _posts_at(case.school)
    fit = [
        user
        for user, has in held.items()
        if (could_be(typed, user.name) if by_name else bool(roles & has))
    ]
    return [Candidate(user, _written(held[user]), len(fit) == 1) for user in fit[:MOST]]


def _posts_at(school: School) -> dict[User, set[Role]]:
    rows = RoleAssignment.objects.current().filter(school=school, user__is_active=True)
    if school.network_id is not None:
        rows = rows | RoleAssignment.objects.current().filter(
            network=school.network_id, user__is_active=True
        )
    found: dict[User, set[Role]] = {}
    for one in rows.select_related("user").order_by("user__name", "user"):
        found.setdefault(one.user, set()).add(Role(one.role))
    return found


def _written(roles: set[Role]) -> str:
    return ", ".join(str(role.label) for role in Role if role in roles)


def staff_found(query: str) -> list[Candidate]:
    """Staff of the district by name: for an adult of another school or office. At least a word of three letters."""
    words = [one for one in query.split() if one]
    if max(map(len, words), default=0) < 3:
        return []
    found = User.objects.filter(is_active=True, staff__isnull=False)
    for word in words:
        found = found.filter(name__icontains=word)
    people = list(found.order_by("name", "pk")[:MOST])
    held: dict[int, set[Role]] = {one.pk: set() for one in people}
    for user, role in (
        RoleAssignment.objects.current().filter(user__in=people).values_list("user", "role")
    ):
        held[user].add(Role(role))
    return [Candidate(one, _written(held[one.pk]), is_only=False) for one in people]


def students_found(case: Case, query: str) -> list[Student]:
    """Students of the report's school, and of no other."""
    if case.school is None or not query.strip():
        return []
    found = case.school.students.enrolled().matching(query)
    return list(found.order_by("family_name", "given_name", "pk")[:MOST])


def students_named(case: Case, by: Actor) -> list[NamedStudent]:
    """The known students whom it happened to, or whom it is about; the same queries for one as for ten."""
    rows = case.involved.filter(part__in=TOLD_OF, ended_at=None).select_related("confirmed_by")
    words = [(row, row.words()) for row in rows.order_by("-part", "pk")]
    students = Student.objects.in_bulk([one["student"] for _, one in words if one.get("student")])
    leads = bool(may_lead(by, case))
    return [
        NamedStudent(
            row,
            students[one["student"]],
            str(one.get("note") or ""),
            leads or row.confirmed_by_id == by.user_id,
        )
        for row, one in words
        if one.get("student") in students
    ]


def reasons_of(case: Case, *deeds: str) -> list[tuple[CaseReason, str]]:
    """Why things were done, the newest first, each with its words."""
    rows = case.reasons.filter(deed__in=deeds).select_related("by").order_by("-pk")
    return [(row, row.words()["text"]) for row in rows]
