"""Which schools a survey asks, who is written to there, and how far each is (P1). Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from platforms.models import Survey, SurveyedSchool, SurveyMailing, SurveyStep
from platforms.reports.desk import Backlog, backlog
from platforms.reports.desk import Reader as DeskReader
from platforms.terms.surveys import (
    Mailing,
    Progress,
    SurveyMove,
    SurveyScope,
    SurveyStage,
    SurveyTime,
)
from schools.models import Network, RoleAssignment, School
from schools.terms import Role, SchoolKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TONES = {
    SurveyTime.DRAFT: "neutral",
    SurveyTime.TO_COME: "info",
    SurveyTime.OPEN: "good",
    SurveyTime.CLOSED: "neutral",
    SurveyTime.DISCARDED: "neutral",
}
PROGRESS_TONES = {Progress.ANSWERED: "good", Progress.BEGUN: "info", Progress.SILENT: "wait"}
PROGRESS = {
    Progress.ANSWERED: Q(answered_at__isnull=False),
    Progress.BEGUN: Q(answered_at__isnull=True, begun_at__isnull=False),
    Progress.SILENT: Q(answered_at__isnull=True, begun_at__isnull=True),
}
STEP_WORDS: dict[SurveyMove, _StrPromise] = {
    SurveyMove.START: _("Started"),
    SurveyMove.MOVE_END: _("Another last day"),
    SurveyMove.DISCARD: _("Draft thrown away"),
}
STEP_TONES = {SurveyMove.START: "good", SurveyMove.MOVE_END: "info", SurveyMove.DISCARD: "neutral"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody at a school who is written to; the office's mailbox has no key."""

    pk: int | None
    name: str
    email: str


@dataclass(slots=True)
class Reached:
    """On which days a school was written to."""

    asked_on: date
    reminded_on: list[date] = field(default_factory=list)

    @property
    def last_on(self) -> date:
        return max([self.asked_on, *self.reminded_on])


def schools_in(scope: SurveyScope, chosen: Sequence[str]) -> QuerySet[School]:
    """The open schools that a scope means, by name."""
    found: QuerySet[School] = School.objects.open().order_by("name", "pk")
    if scope == SurveyScope.KINDS:
        return found.filter(kind__in=chosen)
    if scope == SurveyScope.NETWORKS:
        return found.filter(network__in=[int(key) for key in chosen])
    if scope == SurveyScope.NAMED:
        return found.filter(pk__in=[int(key) for key in chosen])
    return found


def readers_of(schools: Iterable[SurveyedSchool]) -> dict[int, list[Reader]]:
    """Who is written to about each: its principals, else its administrators, else the office's mailbox.

    One query however many schools there are; an empty list where there is nobody.
    """
    schools = list(schools)
    held = (
        RoleAssignment.objects.current()
        .filter(
            school__in=[one.school_id for one in schools],
            role__in=[Role.PRINCIPAL, Role.ADMINISTRATOR],
            user__is_active=True,
        )
        .select_related("user")
        .order_by("user_id")
    )
    people: dict[tuple[int | None, str], dict[int, Reader]] = defaultdict(dict)
    for row in held:
        reader = Reader(row.user_id, row.user.name, row.user.email)
        people[row.school_id, row.role][row.user_id] = reader
    return {one.pk: _readers(one.school, people) for one in schools}


def written_to(schools: Iterable[SurveyedSchool]) -> dict[int, Reached]:
    """The days on which each was written to; schools that never were are left out."""
    found: dict[int, Reached] = {}
    rows = SurveyMailing.objects.filter(surveyed__in=[one.pk for one in schools]).order_by("on")
    for surveyed, kind, on in rows.values_list("surveyed", "kind", "on"):
        if kind == Mailing.ASKED or surveyed not in found:
            found.setdefault(surveyed, Reached(on))
        else:
            found[surveyed].reminded_on.append(on)
    return found


def progress_of(survey: Survey) -> dict[str, int]:
    """How many schools are how far, and how many were asked."""
    counts = (
        SurveyedSchool.objects.filter(survey=survey)
        .with_progress()
        .aggregate(
            total=Count("pk"),
            **{str(word): Count("pk", filter=test) for word, test in PROGRESS.items()},
        )
    )
    return {name: int(count) for name, count in counts.items()}


def progress_word(surveyed: SurveyedSchool) -> Progress:
    """How far a row of `with_progress` is."""
    if getattr(surveyed, "answered_at", None) is not None:
        return Progress.ANSWERED
    begun = getattr(surveyed, "begun_at", None) is not None
    return Progress.BEGUN if begun else Progress.SILENT


def steps_of(survey: Survey) -> list[tuple[SurveyStep, _StrPromise, str]]:
    """The survey's history, newest first: the step, its words, its tone."""
    steps = survey.steps.select_related("by").order_by("-pk")
    return [
        (step, STEP_WORDS[SurveyMove(step.move)], STEP_TONES[SurveyMove(step.move)])
        for step in steps
    ]


def with_counts(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    """Each survey with how many schools it asked, and how many of them answered."""
    return surveys.annotate(
        asked_count=Count("asked", distinct=True),
        answered_count=Count("asked", filter=Q(asked__answers__isnull=False), distinct=True),
    )


def asked_in(
    survey: Survey, *, show: str = "", words: str = "", network: int | None = None
) -> QuerySet[SurveyedSchool]:
    """The schools of a survey, narrowed: how far they are, words of their name or number, their network."""
    found = SurveyedSchool.objects.filter(survey=survey).with_progress()
    if show in Progress.values:
        found = found.filter(PROGRESS[Progress(show)])
    if network is not None:
        found = found.filter(school__network=network)
    for word in words.split():
        found = found.filter(Q(school__name__icontains=word) | Q(school__number=word))
    return found.select_related("school__network")


def progress_rows(asked: list[SurveyedSchool]) -> list[dict[str, Any]]:
    """The schools as the page shows them, with the days on which each was written to; two queries."""
    reached, readers = written_to(asked), readers_of(asked)
    rows = []
    for one in asked:
        word = progress_word(one)
        rows.append(
            {
                "asked": one,
                "label": word.label,
                "tone": PROGRESS_TONES[word],
                "reached": reached.get(one.pk),
                "nobody": not readers[one.pk],
            }
        )
    return rows


def progress_by_network(survey: Survey) -> list[dict[str, Any]]:
    """How far the schools of each network are, by its name; schools of none come last."""
    counts: dict[str, Any] = {
        str(word): Count("pk", filter=test) for word, test in PROGRESS.items()
    }
    return list(
        SurveyedSchool.objects.filter(survey=survey)
        .with_progress()
        .values(key=F("school__network"), name=F("school__network__name"))
        .annotate(total=Count("pk"), **counts)
        .order_by(F("name").asc(nulls_last=True))
    )


def mailing_days(survey: Survey) -> list[dict[str, Any]]:
    """On which days the survey wrote to how many schools, why and by whom, the newest first."""
    rows = SurveyMailing.objects.filter(surveyed__survey=survey)
    found = (
        rows.values("on", "kind", "by__name").annotate(schools=Count("pk")).order_by("-on", "kind")
    )
    return [{**row, "label": Mailing(row["kind"]).label} for row in found]


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a draft would ask."""

    total: int
    # Some of the schools, by name, and those where nobody could be written to.
    some: list[School]
    nobody: list[School]
    # Asked by another survey that is open in the same days.
    twice: int


MOST_SHOWN = 10


def preview(survey: Survey) -> Preview:
    """Whom it would ask today."""
    schools = list(schools_in(SurveyScope(survey.scope), survey.chosen))
    asked = [SurveyedSchool(pk=school.pk, school=school) for school in schools]
    readers = readers_of(asked)
    others = SurveyedSchool.objects.filter(
        school__in=schools,
        survey__stage=SurveyStage.STARTED,
        survey__opens_on__lte=survey.closes_on,
        survey__closes_on__gte=survey.opens_on,
    )
    return Preview(
        len(schools),
        schools[:MOST_SHOWN],
        [school for school in schools if not readers[school.pk]],
        others.values("school").distinct().count(),
    )


def silent(reader: DeskReader) -> Backlog:
    """The schools that open surveys wait for, for the desk."""
    asked = SurveyedSchool.objects.filter(
        survey__stage=SurveyStage.STARTED,
        survey__opens_on__lte=reader.on,
        survey__closes_on__gte=reader.on,
        answers__isnull=True,
        school__closed_on__isnull=True,
    )
    return backlog(asked, "survey__opens_on")


def scope_words(survey: Survey) -> str:
    """Which schools, in words."""
    scope = SurveyScope(survey.scope)
    if scope == SurveyScope.KINDS:
        return ", ".join(str(SchoolKind(code).label) for code in survey.chosen)
    if scope == SurveyScope.NETWORKS:
        keys = [int(key) for key in survey.chosen]
        return ", ".join(
            Network.objects.filter(pk__in=keys).order_by("name").values_list("name", flat=True)
        )
    return str(scope.label)


def _readers(
    school: School, people: dict[tuple[int | None, str], dict[int, Reader]]
) -> list[Reader]:
    for role in (Role.PRINCIPAL, Role.ADMINISTRATOR):
        found = people.get((school.pk, role))
        if found:
            return list(found.values())
    return [Reader(None, school.name, school.email)] if school.email else []
