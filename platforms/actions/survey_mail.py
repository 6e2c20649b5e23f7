"""Ask the schools of a survey, and remind those that have not answered: by the calendar and by hand (P1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.actor import Actor, ActorKind
from core.workflow import IllegalMove
from notices import posting
from notices.posting import Draft
from notices.terms import Channel
from platforms.access.roles import acting_user
from platforms.access.surveys import may_run
from platforms.models import Survey, SurveyedSchool, SurveyMailing
from platforms.policy.surveys import may_remind_now, reminder_due
from platforms.reports.surveys import Reached, readers_of, written_to
from platforms.terms.surveys import Mailing, SurveyMove, SurveyStage, SurveyTime
from trail.recording import record

LANGUAGE = "en"


def run_all(at: datetime, *, by: Actor) -> int:
    """Ask and remind whoever is due, survey by survey; safe to call again. Returns how many schools."""
    today = timezone.localdate(at)
    running = Survey.objects.filter(
        stage=SurveyStage.STARTED, opens_on__lte=today, closes_on__gte=today
    )
    return sum(run(survey, at, by=by) for survey in running.order_by("pk"))


@transaction.atomic
def run(survey: Survey, at: datetime, *, by: Actor) -> int:
    """Ask who was not asked yet; remind who is due. Nothing before the first day or after the last."""
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    today = timezone.localdate(at)
    if survey.time(today) != SurveyTime.OPEN:
        return 0
    silent = list(_silent(survey))
    reached = written_to(silent)
    new = [one for one in silent if one.pk not in reached]
    due = [
        one
        for one in silent
        if (so_far := reached.get(one.pk))
        and reminder_due(
            survey.closes_on, asked_on=so_far.asked_on, reminded_on=so_far.reminded_on, on=today
        )
        is not None
        and so_far.last_on < today
    ]
    _send(survey, new, Mailing.ASKED, at, user=None, by=by)
    _send(survey, due, Mailing.REMINDED, at, user=None, by=by)
    return len(new) + len(due)


@transaction.atomic
def remind_by_hand(
    survey: Survey, *, by: Actor, only: Collection[int] | None = None
) -> tuple[int, int]:
    """Remind the schools that have not answered (else only these): how many were, and how many had enough."""
    may_run(by).require()
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    at = timezone.now()
    today = timezone.localdate(at)
    if survey.time(today) != SurveyTime.OPEN:
        raise IllegalMove(survey.time(today), SurveyMove.START)
    silent = [one for one in _silent(survey) if only is None or one.pk in only]
    reached = written_to(silent)
    wanted = [one for one in silent if _may(reached.get(one.pk), at)]
    _send(survey, wanted, Mailing.REMINDED, at, user=acting_user(by), by=by)
    return len(wanted), len(silent) - len(wanted)


def _may(so_far: Reached | None, at: datetime) -> bool:
    return so_far is not None and may_remind_now(
        asked_on=so_far.asked_on, reminded_on=so_far.reminded_on, on=timezone.localdate(at)
    )


def _silent(survey: Survey) -> Iterable[SurveyedSchool]:
    return (
        SurveyedSchool.objects.filter(survey=survey, school__closed_on__isnull=True)
        .filter(answers__isnull=True)
        .select_related("school")
        .order_by("pk")
    )


def _send(
    survey: Survey,
    schools: list[SurveyedSchool],
    kind: Mailing,
    at: datetime,
    *,
    user: User | None,
    by: Actor,
) -> None:
    if not schools:
        return
    today, readers = timezone.localdate(at), readers_of(schools)
    posting.post_all(
        Draft(
            kind=f"platforms/survey_{kind}",
            channel=Channel.EMAIL,
            address=reader.email,
            recipient=Actor(ActorKind.USER, str(reader.pk))
            if reader.pk
            else Actor(ActorKind.ANYONE, ""),
            language=LANGUAGE,
            facts={"surveyed": one.pk},
            key=f"survey_{kind}:{one.pk}:{today}:{reader.pk or 0}",
        )
        for one in schools
        for reader in readers[one.pk]
    )
    SurveyMailing.objects.bulk_create(
        [
            SurveyMailing(
                surveyed=one, kind=kind, on=today, people=len(readers[one.pk]), by=user, at=at
            )
            for one in schools
        ],
        batch_size=500,
    )
    record(f"survey.{kind}", survey, by=by, schools=len(schools))
