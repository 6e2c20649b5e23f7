"""A case's rows as the facts that routing asks for, as of now."""

from __future__ import annotations

from collections.abc import Iterable

from incidents.models import Case, Involved
from incidents.policy import Leadership, Reporter, RoutingFacts
from incidents.terms import Concern, Part, Post, Priority, ReporterRole
from schools.models import Delegation, RoleAssignment, School
from schools.roles import chiefs_of, principals_of
from schools.terms import Role


def routing_facts(
    case: Case, *, concern: Concern, priority: Priority, parent_safe: bool
) -> RoutingFacts:
    """The facts of the case, with whom its people are now: roles and delegates are read anew each time."""
    rows = [(row, row.words()) for row in case.involved.filter(ended_at=None)]
    accused = [(row, words) for row, words in rows if row.part == Part.ACCUSED]
    kept = [(row, words) for row, words in rows if row.part in {Part.KEEP_FROM, Part.RECUSED}]
    adults = [(row, words) for row, words in accused if row.is_adult is not False]
    named = _users(accused)
    keep_from = _users(kept) | _posts(case.school, (row for row, _ in kept))
    reporters = _users([one for one in rows if one[0].part == Part.REPORTER])
    return RoutingFacts(
        concern=concern,
        danger_now=priority == Priority.LIFE_SAFETY,
        parent_safe=parent_safe,
        reporter=Reporter(ReporterRole(case.reporter_role), next(iter(sorted(reporters)), None)),
        accused=named,
        accused_known=bool(adults) and all(row.mark for row, _words in adults),
        keep_from=keep_from,
        school=_leadership(case.school, named | keep_from),
        delegates=_delegates(named | keep_from),
    )


def _users(rows: Iterable[tuple[Involved, dict[str, object]]]) -> frozenset[str]:
    """The ids of the accounts that rows were matched to and confirmed as."""
    return frozenset(str(words["user"]) for row, words in rows if row.mark and words.get("user"))


def _posts(school: School | None, rows: Iterable[Involved]) -> frozenset[str]:
    """Who holds the posts that the report is kept from."""
    posts = {row.post for row in rows if row.post}
    if school is None or not posts:
        return frozenset()
    found: set[str] = set()
    if Post.PRINCIPAL in posts:
        found |= {str(one.pk) for one in principals_of(school)}
    if Post.ADMINISTRATORS in posts:
        found |= administrators_of(school)
    return frozenset(found)


def administrators_of(school: School) -> set[str]:
    held = RoleAssignment.objects.current().filter(
        school=school, role=Role.ADMINISTRATOR, user__is_active=True
    )
    return {str(one) for one in held.values_list("user", flat=True)}


def _leadership(school: School | None, out: frozenset[str]) -> Leadership | None:
    """Who leads the school. Where it has several principals, one who is kept out stands for all of them."""
    if school is None:
        return None
    principals = [str(one.pk) for one in principals_of(school)]
    chiefs = [str(one.pk) for one in chiefs_of(school)]
    first = next((one for one in principals if one in out), next(iter(principals), None))
    others = frozenset(one for one in principals if one != first)
    return Leadership(
        principal=first,
        administrators=frozenset(administrators_of(school)) | others,
        network_chief=next((one for one in chiefs if one not in out), next(iter(chiefs), None)),
    )


def _delegates(people: frozenset[str]) -> dict[str, frozenset[str]]:
    """Who acts for each of the people today, at any school."""
    found: dict[str, set[str]] = {}
    rows = Delegation.objects.current().filter(principal__in=[int(one) for one in people])
    for principal, delegate in rows.values_list("principal", "delegate"):
        found.setdefault(str(principal), set()).add(str(delegate))
    return {one: frozenset(acts) for one, acts in found.items()}
