"""What a report says, question by question, in words: before it is sent to who wrote it, afterwards to who reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from incidents.policy.speak_up import Answers
from incidents.reports.choices import platform_name, school_name
from incidents.terms import AboutWhom, ReporterRole, Safe
from incidents.terms.speak_up import Bare, Kept, Kind, Level, Step
from incidents.wording import pages

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Given = Mapping[str, Any]
BARE: Final[Mapping[str, Any]] = {
    Bare.NO: _("Nothing shows somebody under 18 without clothes"),
    Bare.YES: _("Something shows somebody under 18 without clothes"),
    Bare.UNSURE: _("Not sure whether something shows somebody under 18 without clothes"),
    Bare.NOTHING: Bare.NOTHING.label,
}


@dataclass(frozen=True, slots=True)
class Told:
    """One question of the page, and the answer in lines; none where it was left out."""

    step: Step
    question: _StrPromise
    lines: list[str]


def told(answers: Answers, steps: Iterable[Step], level: Level = Level.OLDER) -> list[Told]:
    """Every question of these pages with its answer."""
    role = answers.get(Step.YOU, {}).get("role", "")
    return [
        Told(
            step,
            pages.page(pages.name_of(step, role), level)["title"],
            _LINES[step](answers.get(step, {})),
        )
        for step in steps
        if step in _LINES
    ]


def _typed(*names: str) -> Callable[[Given], list[str]]:
    return lambda given: [str(given[name]) for name in names if given.get(name)]


def _labels(name: str, choices: Any) -> Callable[[Given], list[str]]:
    return lambda given: [str(choices(one).label) for one in given.get(name, ())]


def _label(name: str, choices: Any) -> Callable[[Given], list[str]]:
    return lambda given: [str(choices(given[name]).label)] if given.get(name) else []


def _people(given: Given) -> list[str]:
    return [
        " · ".join(
            part
            for part in (
                row.get("name", ""),
                str(Kind(row["kind"]).label) if row.get("kind") else "",
                row.get("handle", ""),
            )
            if part
        )
        for row in given.get("people", ())
    ]


def _where(given: Given) -> list[str]:
    found = platform_name(given.get("platform"))
    return [one for one in (found or given.get("typed", ""),) if one]


def _school(given: Given) -> list[str]:
    found = school_name(given.get("school"))
    return [one for one in (found or given.get("typed", ""),) if one]


def _have(given: Given) -> list[str]:
    """The answer stands under another question than it was given to, so it is said whole."""
    return [str(BARE[given["bare"]])] if given.get("bare") else []


def _keep(given: Given) -> list[str]:
    return [*_labels("who", Kept)(given), *given.get("names", ())]


_LINES: Final[dict[Step, Callable[[Given], list[str]]]] = {
    Step.NOW: _typed("said", "place"),
    Step.SAID: _typed("said"),
    Step.ABOUT: _labels("about", AboutWhom),
    Step.PEOPLE: _people,
    Step.WHERE: _where,
    Step.SCHOOL: _school,
    Step.HAVE: _have,
    Step.KEEP: _keep,
    Step.YOU: _label("role", ReporterRole),
    Step.HOME: _label("safe", Safe),
    Step.TRUSTED: _typed("name", "role"),
    Step.REACH: _typed("name", "phone", "email"),
}
