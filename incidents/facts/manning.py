"""Whether an office has anybody who can read a case."""

from __future__ import annotations

from core.marks import mark_of_user
from incidents.facts.staffing import Staffing, acted_for_by
from incidents.models import Case, NameFit
from incidents.terms import KEPT_OUT, OfficeCode, Part, Post
from schools.models import RoleAssignment
from schools.terms import Role

ROLE_AT_POST = {Post.PRINCIPAL: Role.PRINCIPAL, Post.ADMINISTRATORS: Role.ADMINISTRATOR}


def readers_in_offices(case: Case) -> dict[OfficeCode, list[str]]:
    """Who of each office that has people could read the case now, whether it has it or not; in a fixed number of queries.

    The same question as `Case.objects.visible_to`, asked the other way round.
    """
    seats = Staffing.of([]).seats
    everybody = {one.id for people in seats.values() for one in people}
    acting = acted_for_by(everybody)
    out, own = _closed_marks(case)
    posted = _at_posts(case)
    return {
        office: [
            one.id
            for one in people
            if mark_of_user(one.id) not in own
            and not any(
                mark_of_user(who) in out or who in posted
                for who in {one.id, *acting.get(one.id, ())}
            )
        ]
        for office, people in seats.items()
        if people
    }


def _closed_marks(case: Case) -> tuple[set[str], set[str]]:
    """The marks of those kept out, and of who reported it."""
    rows = list(case.involved.filter(ended_at=None).values_list("pk", "part", "mark", "settled"))
    out = {mark for _pk, part, mark, _settled in rows if mark and part in KEPT_OUT}
    own = {mark for _pk, part, mark, _settled in rows if mark and part == Part.REPORTER}
    open_names = [
        pk for pk, part, mark, settled in rows if part in KEPT_OUT and not mark and not settled
    ]
    fits = NameFit.objects.filter(involved__in=open_names).values_list("mark", flat=True)
    return out | set(fits), own


def _at_posts(case: Case) -> set[str]:
    posts = case.involved.filter(ended_at=None, part__in=KEPT_OUT).exclude(post="")
    roles = [ROLE_AT_POST[Post(one)] for one in posts.values_list("post", flat=True)]
    if not roles or case.school_id is None:
        return set()
    held = RoleAssignment.objects.current().filter(school=case.school_id, role__in=roles)
    return {str(one) for one in held.values_list("user", flat=True)}
