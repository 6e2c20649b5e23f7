"""Doors that work after the request comes in by."""

from celery import shared_task
from django.utils import timezone

from core.actor import Actor
from platforms.actions import (
    consult_telling,
    consults,
    endings,
    papers,
    plan_watch,
    school_news,
    survey_mail,
    survey_names,
)
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


@shared_task(name=school_news.JOB)
def tell_schools(platform_id: int) -> None:
    school_news.tell_schools(platform_id, by=Actor.job(school_news.JOB))


@shared_task(name="platforms.tell_all_schools")
def tell_all_schools() -> None:
    school_news.tell_all(by=Actor.job(school_news.JOB))


@shared_task(name=endings.JOB)
def announce_endings() -> None:
    endings.announce(timezone.localdate(), by=Actor.job(endings.JOB))


@shared_task(name="platforms.answer_consults")
def answer_consults(event_id: int) -> None:
    consults.answer_waiting(event_id)


@shared_task(name="platforms.watch_consults")
def watch_consults() -> None:
    consult_telling.watch()
