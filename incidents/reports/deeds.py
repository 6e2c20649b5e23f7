"""What a case's steps are called in its history, and who reads them there. Reads only.

Each subject names its own deeds. A deed that nobody named is read by the offices alone: a history tells a school
nothing by accident.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import ActorKind
from incidents.models import Case, CaseStep
from incidents.terms.desk import ActionKind, Outcome

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST: Final = 40
WHO: Final = {
    ActorKind.REPORTER: _("Who reported it"),
    ActorKind.ANYONE: _("Who reported it"),
    ActorKind.JOB: _("By itself"),
    ActorKind.COMMAND: _("At the server"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A deed's words, and whether schools read it too."""

    words: str | _StrPromise
    offices_only: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history."""

    what: str
    who: str
    at: datetime
    more: str = ""


_deeds: dict[str, Named] = {}


def register(deed: str, words: str | _StrPromise, *, offices_only: bool = False) -> None:
    """Name a deed ("case.acted"); a second call for the same deed replaces the first."""
    _deeds[deed] = Named(words, offices_only)


def history(case: Case, *, for_office: bool, most: int | None = MOST) -> list[Event]:
    """What happened, newest first; a school's readers see what is named for them."""
    steps = CaseStep.objects.filter(case=case).select_related("user").order_by("-at", "-pk")
    if not for_office:
        steps = steps.filter(
            deed__in=[deed for deed, one in _deeds.items() if not one.offices_only]
        )
    found = list(steps if most is None else steps[:most])
    names = _names_in(found)
    return [_event(one, names) for one in found]


def _event(step: CaseStep, names: dict[int, str]) -> Event:
    named = _deeds.get(step.deed)
    words = str(named.words) if named else step.deed.removeprefix("case.").replace("_", " ")
    who = step.user.name if step.user else str(WHO.get(ActorKind(step.by_kind), ""))
    return Event(words, who, step.at, _more(step.facts, names))


def _more(facts: dict[str, Any], names: dict[int, str]) -> str:
    """What the step's own facts add: the kind of action, to whom it was handed, how it ended."""
    if facts.get("kind") in ActionKind.values:
        return str(ActionKind(facts["kind"]).label)
    if facts.get("outcome") in Outcome.values:
        return str(Outcome(facts["outcome"]).label)
    return names.get(facts.get("to") or 0, "")


def _names_in(steps: Iterable[CaseStep]) -> dict[int, str]:
    """The names of people that steps were done towards, in one query."""
    keys = {one.facts["to"] for one in steps if isinstance(one.facts.get("to"), int)}
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "name"))


register("case.received", _("Report received"))
register("case.routed", _("Sent to those who read it"))
register("case.acknowledged", _("Acknowledged"))
register("case.assigned", _("Handed to"))
register("case.unassigned", _("Nobody works on it any more: whoever did no longer reads it"))
register("case.acted", _("Something was done"))
register("case.noted", _("Note written"))
register("case.read", _("Story opened"))
register("case.reporter_revealed", _("Shown who reported it"), offices_only=True)
register("case.wrote_to_reporter", _("Written to who reported it"))
register("case.reporter_wrote", _("Who reported it wrote"))
register("case.reporter_visited", _("Who reported it came back"))
register("case.silence", _("Not answered in time: the next one was told"))
register("case.paged", _("Somebody on duty was called"))
register("case.page_failed", _("A call to somebody on duty could not be delivered"))
register("case.closed", _("Closed"))
register("case.reopened", _("Opened again"))
