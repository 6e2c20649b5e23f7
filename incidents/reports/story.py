"""What was reported, as those who work on it read it: inert words, links made harmless, names apart. Reads only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from core.vault import Sealed
from incidents.models import Account, Case, Destroyed
from incidents.policy.speak_up import FORM, Answers
from incidents.reports.told import told as answered
from incidents.terms import AboutWhom, Part, Post
from incidents.terms.speak_up import Step
from platforms.models import Platform

# Whom a school's readers see named: not who reported it, whom it is kept from, or whom the reporter trusts.
FOR_SCHOOLS: Final = (Part.ACCUSED, Part.HURT, Part.WITNESS)
# Of the other answers these are read with the story; the rest have places of their own.
ALSO: Final = (Step.SCHOOL, Step.HAVE, Step.HOME)
SCHEMES: Final = re.compile(r"(?i)\b(h)tt(ps?)(:)//")
HOSTS: Final = re.compile(r"(?i)\b([a-z0-9-]+)\.(?=(?:[a-z0-9-]+\.)*[a-z]{2,24}\b)")
AT: Final = re.compile(r"(?<=\w)@(?=\w)")


@dataclass(frozen=True, slots=True)
class Story:
    """One report: the reporter's words, what they added later, and whom they named."""

    said: str
    added: list[tuple[datetime, str]]
    about: list[str]
    platform: str
    people: list[dict[str, Any]]
    # What else was answered that bears on the work: question and answer.
    answers: list[tuple[str, str]]


def story_of(case: Case, *, for_office: bool) -> Story:
    """The story of the case. `core.vault.Sealed` where its words were tampered with."""
    rows = list(case.accounts.exclude(kind=Account.Kind.CONTACT).order_by("pk"))
    told: dict[str, Any] = next(
        (one.words() for one in rows if one.kind == Account.Kind.REPORT), {}
    )
    about = [AboutWhom(one).label for one in told.get("about", []) if one in AboutWhom.values]
    return Story(
        said=defanged(told.get("said", "")),
        added=[(one.at, defanged(_text_of(one))) for one in rows if one.kind == Account.Kind.ADDED],
        about=[str(one) for one in about],
        platform=_platform(told),
        people=_people(case, for_office=for_office),
        answers=_answers(told),
    )


def answers_of(case: Case) -> Answers:
    """Every answer given on the public pages; none of a report taken elsewhere, or of one that opens no more."""
    first = case.accounts.filter(kind=Account.Kind.REPORT).order_by("pk").first()
    try:
        told = first.words() if first else {}
    except (Sealed, Destroyed):
        return {}
    found: Answers = told.get("answers", {}) if told.get("form") == FORM else {}
    return found


def _answers(account: dict[str, Any]) -> list[tuple[str, str]]:
    """The school as it was found or typed, what there is to show, whether home is safe; of the public pages alone."""
    if account.get("form") != FORM:
        return []
    found = answered(account.get("answers", {}), ALSO)
    return [(str(one.question), defanged(", ".join(one.lines))) for one in found if one.lines]


def defanged(text: str) -> str:
    """The words with every address broken, so that nobody follows one by a slip: hxxps://site[.]example (X5)."""
    plain = SCHEMES.sub(lambda found: f"{found[1]}xx{found[2]}{found[3]}//", text)
    return AT.sub("[@]", HOSTS.sub(r"\1[.]", plain))


def _text_of(account: Account) -> str:
    words = account.words()
    return str(words.get("text") or words.get("said") or "")


def _platform(told: dict[str, Any]) -> str:
    named = Platform.objects.filter(pk=told["platform"]).first() if told.get("platform") else None
    return named.name if named else defanged(str(told.get("platform_name") or ""))


def _people(case: Case, *, for_office: bool) -> list[dict[str, Any]]:
    """Who is named, and as what; whoever reported it stands apart, in no list."""
    parts = [one for one in Part if one != Part.REPORTER] if for_office else FOR_SCHOOLS
    rows = case.involved.filter(part__in=parts, ended_at=None).order_by("pk")
    return [
        {
            "part": Part(one.part).label,
            "post": Post(one.post).label if one.post else "",
            "known": bool(one.mark),
            **{key: value for key, value in one.words().items() if key in {"name", "role", "note"}},
        }
        for one in rows
    ]
