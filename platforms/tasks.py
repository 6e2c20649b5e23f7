"""Doors that work after the request comes in by."""

from celery import shared_task
from django.utils import timezone

from core.actor import Actor
from platforms.actions import papers, plan_watch, survey_mail, survey_names
from platforms.models import Survey


@shared_task(name="platforms.watch_rooms")
def watch_rooms() -> None:
    plan_watch.watch()


@shared_task(name="platforms.draw_decision")
def draw_decision(decision_id: int) -> None:
    papers.draw_decision(decision_id)


@shared_task(name="platforms.run_survey")
def run_survey(survey_id: int) -> None:
    by = Actor.job("platforms.run_survey")
    survey_mail.run(Survey.objects.get(pk=survey_id), timezone.now(), by=by)


@shared_task(name="platforms.run_surveys")
def run_surveys() -> None:
    survey_mail.run_all(timezone.now(), by=Actor.job("platforms.run_surveys"))


@shared_task(name="platforms.match_names")
def match_names() -> None:
    survey_names.look_again(by=Actor.job("platforms.match_names"))
