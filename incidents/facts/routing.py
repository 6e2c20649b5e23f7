"""A case's rows as the facts that routing asks for, as of now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import prefetch_related_objects

from incidents.facts.staffing import Leaders, Somebody, Staffing, delegates_of
from incidents.models import Case, Involved
from incidents.policy import Leadership, Reporter, RoutingFacts
from incidents.policy.names import could_be, is_whole_name, posts_in
from incidents.terms import KEPT_OUT, Concern, Part, Post, Priority, ReporterRole

Words = Mapping[str, Any]
# What the facts of a case are read from.
FOR_ROUTING: Final = ("school", "kept_key", "involved", "recipients__user")


@dataclass(frozen=True, slots=True)
class Told:
    """What a case says of its people: the rows that stand, each with its words."""

    case: Case
    rows: list[tuple[Involved, Words]]

    def of(self, *parts: Part) -> list[tuple[Involved, Words]]:
        return [(row, words) for row, words in self.rows if row.part in parts]

    @property
    def open_names(self) -> list[tuple[Involved, Words]]:
        """People to be kept out who are only described: nobody has settled yet who they are."""
        return [(row, words) for row, words in self.of(*KEPT_OUT) if is_open(row)]


def is_open(row: Involved) -> bool:
    """Whether who is meant is not known yet: by an account, or as somebody without one."""
    return not row.mark and not row.settled and not row.post


def told_of(case: Case) -> Told:
    """The people of the case; `core.vault.Sealed` where a row was tampered with."""
    return Told(case, [(row, row.words()) for row in standing(case)])


def standing(case: Case) -> list[Involved]:
    """The rows that stand, whose case is the very object given (its key is read once)."""
    rows = [row for row in case.involved.all() if row.ended_at is None]
    for row in rows:
        row.case = case
    return rows


def fits_of(told: Told, leaders: Leaders, others: Iterable[Somebody]) -> dict[int, set[str]]:
    """Whose name each open name could be, by the row's key: of leaders widely, of everybody else by the whole name.

    `others` are those of the offices and whoever was brought in.
    """
    others = list(others)
    found: dict[int, set[str]] = {}
    for row, words in told.open_names:
        typed = _typed(words)
        posts = posts_in(" ".join((*typed, str(words.get("role") or ""))))
        # Students go by their first names, which leaders share; what is said to be a student is one.
        like = is_whole_name if row.is_adult is False else could_be
        fit = {one.id for one in leaders.all if any(like(said, one.name) for said in typed)}
        fit |= {one.id for one in others if any(is_whole_name(said, one.name) for said in typed)}
        found[row.pk] = fit | _at_posts(posts, leaders)
    return found


def _typed(words: Words) -> list[str]:
    """What was typed as the name; a role is read only for the posts it names."""
    return [said for said in (str(words.get("name") or ""),) if said]


def _at_posts(posts: Iterable[Post | str], leaders: Leaders) -> set[str]:
    wanted = set(posts)
    found = leaders.principals if Post.PRINCIPAL in wanted else []
    below = leaders.administrators if Post.ADMINISTRATORS in wanted else []
    return {one.id for one in (*found, *below)}


def facts_of(  # noqa: PLR0913 -- what routing rests on has this many sides
    told: Told,
    leaders: Leaders,
    fits: Mapping[int, set[str]],
    delegates: Mapping[str, frozenset[str]],
    *,
    concern: Concern,
    priority: Priority,
    parent_safe: bool,
) -> RoutingFacts:
    """The facts of the case. `delegates`: who acts for people, at least for those kept out."""
    accused = _users(told.of(Part.ACCUSED))
    keep_from = _kept_from(told, leaders, fits)
    reporters = sorted(_users(told.of(Part.REPORTER)))
    out = accused | keep_from
    acting = {one: delegates[one] for one in sorted(out) if delegates.get(one)}
    return RoutingFacts(
        concern=concern,
        danger_now=priority == Priority.LIFE_SAFETY,
        parent_safe=parent_safe,
        reporter=Reporter(ReporterRole(told.case.reporter_role), next(iter(reporters), None)),
        accused=accused,
        accused_known=_is_known(told),
        keep_from=keep_from,
        school=_leadership(leaders, out, out.union(*acting.values())) if told.case.school else None,
        delegates=acting,
    )


def named_in(told: Told, leaders: Leaders, fits: Mapping[int, set[str]]) -> frozenset[str]:
    """Everybody whose delegates are kept out as well."""
    return _users(told.of(Part.ACCUSED)) | _kept_from(told, leaders, fits)


def _kept_from(told: Told, leaders: Leaders, fits: Mapping[int, set[str]]) -> frozenset[str]:
    """Whom the reporter, or they themselves, keep out; whoever holds a post named; whose name could be meant."""
    kept = told.of(Part.KEEP_FROM, Part.RECUSED)
    posts = {row.post for row, _words in told.of(*KEPT_OUT) if row.post}
    return _users(kept).union(_at_posts(posts, leaders), *fits.values())


def _is_known(told: Told) -> bool:
    """Whether every adult the report is about was matched. Somebody outside the district is no reader, nor unknown."""
    adults = [row for row, _words in told.of(Part.ACCUSED) if row.is_adult is not False]
    settled = [row for row in adults if row.mark or row.settled]
    return len(settled) == len(adults) and any(row.mark for row in settled)


def _users(rows: Iterable[tuple[Involved, Words]]) -> frozenset[str]:
    """The ids of the accounts that rows were matched to and confirmed as."""
    return frozenset(str(words["user"]) for row, words in rows if row.mark and words.get("user"))


def _leadership(leaders: Leaders, out: frozenset[str], kept_out: frozenset[str]) -> Leadership:
    """Who leads the school. Where it has several principals, one who is named stands for all of them; of
    several chiefs, one who may read it."""
    principals = [one.id for one in leaders.principals]
    chiefs = [one.id for one in leaders.chiefs]
    first = next((one for one in principals if one in out), next(iter(principals), None))
    return Leadership(
        principal=first,
        administrators=frozenset(
            [*(one.id for one in leaders.administrators), *(p for p in principals if p != first)]
        ),
        network_chief=next(
            (one for one in chiefs if one not in kept_out), next(iter(chiefs), None)
        ),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything a routing of the case rests on."""

    facts: RoutingFacts
    fits: dict[int, set[str]]
    staffing: Staffing


def routing_facts(
    case: Case, *, concern: Concern, priority: Priority, parent_safe: bool
) -> Standing:
    """The facts of one case, with whom its people are now: roles and delegates are read anew each time."""
    prefetch_related_objects([case], *FOR_ROUTING)
    told, staffing = told_of(case), Staffing.of([case.school])
    leaders = staffing.leaders_of(case.school)
    fits = fits_of(told, leaders, others_of(case, staffing)) if told.open_names else {}
    facts = facts_of(
        told, leaders, fits, delegates_of(named_in(told, leaders, fits)),
        concern=concern, priority=priority, parent_safe=parent_safe,
    )  # fmt: skip
    return Standing(facts, fits, staffing)


def others_of(case: Case, staffing: Staffing) -> list[Somebody]:
    """Who else could read the case: those of the offices, and whoever was brought in."""
    brought = [
        Somebody(str(one.user_id), one.user.name)
        for one in case.recipients.all()
        if one.ended_at is None
    ]
    return [*brought, *(one for seats in staffing.seats.values() for one in seats)]
