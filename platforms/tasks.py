"""Doors that work after the request comes in by."""

from celery import shared_task

from platforms.actions import papers, plan_watch


@shared_task(name="platforms.watch_rooms")
def watch_rooms() -> None:
    plan_watch.watch()


@shared_task(name="platforms.draw_decision")
def draw_decision(decision_id: int) -> None:
    papers.draw_decision(decision_id)
