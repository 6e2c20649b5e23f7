"""Why a case is where it is: who reads it on what ground, by which rule, and who was left out (I1, I2). Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from core.marks import mark_of_user
from incidents import decide
from incidents.access.cases import may_lead
from incidents.models import Case, CaseOffice, Involved, NameFit, Recipient, Routing
from incidents.policy import Rule, route
from incidents.reports import case_sections, next_steps
from incidents.reports.next_steps import Task
from incidents.terms import KEPT_OUT, Concern, Ground, OfficeCode, OfficeGround, Part, Rerouted

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

RULES: Final[Mapping[str, _StrPromise]] = {
    Rule.NOBODY_KNOWN: _(
        "It is about an adult, or might be, and nobody has settled who that is. Until then nobody at the school reads it."
    ),
    Rule.NO_SCHOOL: _("Nobody said which school it is about, so nobody at a school reads it."),
    Rule.PRINCIPAL_KEPT_OUT: _(
        "It is about the principal, or must be kept from them. So nobody at the school reads it, and the network chief does, unless they are kept out too."
    ),
    Rule.SCHOOL: _("The principal and the administrators of the school read it, but for those kept out."),
    Rule.NOBODY_LEFT: _(
        "Nobody is left at the school who may read it, so the network chief does, unless they are kept out too."
    ),
}  # fmt: skip
CLAUSES: Final = {
    Concern.ADULT_COMMUNICATION: "I1",
    Concern.UNSURE: "I1",
    Concern.ONLINE_BULLYING: "I2",
}
OFFICE_WHY: Final[Mapping[str, _StrPromise]] = {
    OfficeGround.ROUTED: _("What the report is about is this office's work."),
    OfficeGround.SHARED: _("Another office asked for its help."),
    OfficeGround.TRANSFERRED: _("Another office handed it over."),
}
OUT_WHY: Final[Mapping[str, _StrPromise]] = {
    "accused": _("The report is about them."),
    "keep_from": _("It must be kept from them."),
    "recused": _("They stepped back."),
    "fit": _("A name that is not settled yet could be theirs."),
    "delegate": _("They act for somebody who is kept out."),
    "school": _("The whole school is left out."),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody, or an office, that reads the case."""

    name: str
    why: str | _StrPromise
    since: datetime


@dataclass(frozen=True, slots=True)
class LeftOut:
    name: str
    why: str | _StrPromise


@dataclass(frozen=True, slots=True)
class Decided:
    """One routing of the history, with what it was decided from."""

    routing: Routing
    why: str
    rule: str | _StrPromise
    clause: str
    concern: str
    by: str
    same: bool


def readers_of(case: Case) -> list[Reader]:
    """The offices, then the people whose ground still holds."""
    offices = CaseOffice.objects.filter(case=case, ended_at=None).order_by("office")
    people = Recipient.objects.filter(case=case, ended_at=None).select_related("user")
    return [
        *(
            Reader(str(OfficeCode(one.office).label), OFFICE_WHY.get(one.ground, ""), one.started_at)
            for one in offices
        ),
        *(
            Reader(one.user.name, Ground(one.ground).label, one.started_at)
            for one in people.order_by("user__name")
        ),
    ]  # fmt: skip


def left_out_of(case: Case, routing: Routing) -> list[LeftOut]:
    """Leaders who would read such a report and do not read this one, each with the nearest reason."""
    words = routing.words()
    withheld = [int(one) for one in words["answer"]["withheld_from"]]
    people = User.objects.in_bulk(withheld)
    why = _reasons(case, words["asked"])
    return [LeftOut(people[one].name, OUT_WHY[why(one)]) for one in withheld if one in people]


def _reasons(case: Case, asked: Mapping[str, Any]) -> Callable[[int], str]:
    """The nearest reason why a person is out."""
    rows = list(Involved.objects.filter(case=case, ended_at=None, part__in=KEPT_OUT))
    marks = {part: {row.mark for row in rows if row.part == part and row.mark} for part in KEPT_OUT}
    open_names = [row.pk for row in rows if not row.mark and not row.settled]
    fits = set(NameFit.objects.filter(involved__in=open_names).values_list("mark", flat=True))
    acting = {who for acts in asked["delegates"].values() for who in acts}

    def why(user: int) -> str:
        mark = mark_of_user(user)
        if mark in marks[Part.ACCUSED]:
            return "accused"
        if mark in marks[Part.RECUSED]:
            return "recused"
        if mark in fits and mark not in marks[Part.KEEP_FROM]:
            return "fit"
        if str(user) in asked["keep_from"]:
            return "keep_from"
        return "delegate" if str(user) in acting else "school"

    return why


def history_of(case: Case) -> list[Decided]:
    """Every routing, the newest first; `same`: its kept facts, decided again today, give its kept answer."""
    rows = list(case.routings.order_by("-pk"))
    names = _names(rows)
    found = []
    for row in rows:
        words = row.words()
        again = decide.written(route(decide.question(words["asked"])))
        found.append(
            Decided(
                row,
                str(Rerouted(row.why).label),
                RULES[row.rule],
                CLAUSES[Concern(row.concern)],
                str(Concern(row.concern).label),
                names.get(row.by_id, "") if row.by_kind == ActorKind.USER else "",
                again == words["answer"],
            )
        )
    return found


def _names(rows: Iterable[Routing]) -> dict[str, str]:
    ids = {int(row.by_id) for row in rows if row.by_kind == ActorKind.USER}
    return {str(user.pk): user.name for user in User.objects.filter(Q(pk__in=ids))}


def why_here(case: Case, user: User) -> dict[str, Any] | None:
    """The part on the case's page: readers for everybody who reads it, who was left out only for the offices."""
    routing = case.routings.order_by("-pk").first()
    if routing is None:
        return None
    leads = bool(may_lead(Actor(ActorKind.USER, str(user.pk)), case))
    return {
        "readers": readers_of(case),
        "rule": RULES[routing.rule],
        "clause": CLAUSES[Concern(case.concern)],
        "leads": leads,
        "left_out": left_out_of(case, routing) if leads else [],
        "open_names": _open_names(case) if leads else 0,
    }


def _open_names(case: Case) -> int:
    rows = case.involved.filter(ended_at=None, part__in=KEPT_OUT, mark="", settled="", post="")
    return rows.count()


def _task(case: Case, _at: datetime) -> Task | None:
    """While a name is open, saying who is meant stands among the office's steps."""
    if not _open_names(case):
        return None
    how = _("Until then whoever it could be is kept out. Candidates of the school stand there.")
    return Task(
        "names", _("Say who is meant"), how, "why-here", done=False, door="incidents:case_people"
    )


next_steps.register("names", next_steps.NAME, _task, led=True)
case_sections.register(
    _("Why here"), "incidents/routing/_why_here.html", why_here, 60, aside=True, anchor="why-here"
)
