"""A survey of schools (P1): written, started, its last day moved, thrown away; a school's link made anew."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import outbox
from core.actor import Actor
from core.decision import Decision, Reason
from core.workflow import IllegalMove
from platforms.access.roles import acting_user
from platforms.access.surveys import may_run
from platforms.models import Survey, SurveyedSchool, SurveyStep
from platforms.reports.surveys import schools_in
from platforms.terms.surveys import SurveyMove, SurveyScope, SurveyStage
from platforms.workflow.surveys import SURVEY
from trail.recording import record

NOBODY_ASKED: Final = Reason("nobody_asked", "P1", _("No open school fits what was chosen."))
OVER_ALREADY: Final = Reason(
    "over_already", "P1", _("The last day has passed: choose a later one before you start.")
)
ENDS_BEFORE: Final = Reason("ends_before", "P1", _("The last day comes before the first one."))
IN_THE_PAST: Final = Reason(
    "in_the_past", "P1", _("A new last day is today or later: what was open stays so.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What ITS writes about a survey. `chosen`: kinds, networks or schools, as the scope says."""

    title: str
    purpose: str
    opens_on: date
    closes_on: date
    scope: SurveyScope = SurveyScope.ALL
    chosen: Sequence[str] = ()


@transaction.atomic
def begin(written: Written, *, by: Actor) -> Survey:
    """A new survey, as a draft: nobody is asked."""
    may_run(by).require()
    survey = Survey(created_by=acting_user(by))
    _write(survey, written)
    record("survey.begun", survey, by=by)
    return survey


@transaction.atomic
def write(survey: Survey, written: Written, *, by: Actor) -> Survey:
    """Change a draft; what was started is not rewritten."""
    may_run(by).require()
    survey = _locked(survey)
    SURVEY.next(SurveyStage(survey.stage), SurveyMove.WRITE)
    _write(survey, written)
    record("survey.written", survey, by=by)
    return survey


@transaction.atomic
def start(survey: Survey, *, by: Actor) -> int:
    """Settle who is asked, and ask on the first day; at once where that is today. Returns how many schools."""
    may_run(by).require()
    survey = _locked(survey)
    SURVEY.next(SurveyStage(survey.stage), SurveyMove.START)
    schools = list(schools_in(SurveyScope(survey.scope), survey.chosen))
    Decision.unless(
        (schools, NOBODY_ASKED), (survey.closes_on >= timezone.localdate(), OVER_ALREADY)
    ).require()
    SurveyedSchool.objects.bulk_create(
        [
            SurveyedSchool(survey=survey, school=school, nonce=secrets.token_hex(16))
            for school in schools
        ],
        batch_size=500,
    )
    _move(survey, SurveyMove.START, by=by, schools=len(schools))
    outbox.later(
        "platforms.run_survey", survey.pk, key=f"platforms.run_survey:{survey.pk}:{survey.opens_on}"
    )
    return len(schools)


@transaction.atomic
def move_end(survey: Survey, closes_on: date, *, note: str, by: Actor) -> Survey:
    """Another last day, from today on; also of a survey that is over. Links work again while it is open."""
    may_run(by).require()
    survey = _locked(survey)
    SURVEY.next(SurveyStage(survey.stage), SurveyMove.MOVE_END)
    Decision.unless(
        (closes_on >= survey.opens_on, ENDS_BEFORE),
        (closes_on >= timezone.localdate(), IN_THE_PAST),
    ).require()
    survey.closes_on = closes_on
    _move(survey, SurveyMove.MOVE_END, by=by, note=note)
    return survey


@transaction.atomic
def discard(survey: Survey, *, by: Actor) -> Survey:
    """Throw a draft away."""
    may_run(by).require()
    survey = _locked(survey)
    _move(survey, SurveyMove.DISCARD, by=by)
    return survey


@transaction.atomic
def renew_link(surveyed: SurveyedSchool, *, by: Actor) -> SurveyedSchool:
    """A new link for the school; the old one opens nothing from now on. What was written stays."""
    may_run(by).require()
    surveyed = SurveyedSchool.objects.select_for_update().get(pk=surveyed.pk)
    if surveyed.survey.stage != SurveyStage.STARTED:
        raise IllegalMove(surveyed.survey.stage, SurveyMove.START)
    surveyed.nonce = secrets.token_hex(16)
    surveyed.save(update_fields=["nonce"])
    record("survey.link_renewed", surveyed, by=by, topic=surveyed.survey)
    return surveyed


def _write(survey: Survey, written: Written) -> None:
    Decision.unless((written.closes_on >= written.opens_on, ENDS_BEFORE)).require()
    survey.title, survey.purpose = written.title, written.purpose
    survey.opens_on, survey.closes_on = written.opens_on, written.closes_on
    survey.scope, survey.chosen = written.scope, list(written.chosen)
    survey.save()


def _locked(survey: Survey) -> Survey:
    return Survey.objects.select_for_update().get(pk=survey.pk)


def _move(
    survey: Survey, move: SurveyMove, *, by: Actor, note: str = "", schools: int | None = None
) -> None:
    survey.stage = SURVEY.next(SurveyStage(survey.stage), move)
    survey.save(update_fields=["stage", "closes_on"])
    SurveyStep.objects.create(
        survey=survey,
        move=move,
        opens_on=survey.opens_on,
        closes_on=survey.closes_on,
        note=note,
        by=acting_user(by),
    )
    record(
        f"survey.{move.value}",
        survey,
        by=by,
        schools=schools,
        closes_on=survey.closes_on.isoformat(),
    )
