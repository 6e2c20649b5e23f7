"""Doors that work after the request comes in by."""

from celery import shared_task
from django.utils import timezone

from core.actor import Actor
from incidents.actions import (
    arrivals,
    counts,
    drafts,
    evidence,
    evidence_copies,
    exporting,
    following,
    mandated,
    offices,
    paging,
    parents_watch,
    patterns,
    silence,
    visits,
)


@shared_task(name="incidents.forget_drafts")
def forget_drafts() -> None:
    drafts.forget_old(timezone.now())
    evidence.forget_orphans()
    visits.forget_words()


@shared_task(name="incidents.copy_evidence")
def copy_evidence(evidence_id: int) -> None:
    evidence_copies.copy(evidence_id)


@shared_task(name="incidents.mend_evidence")
def mend_evidence() -> None:
    evidence_copies.mend(timezone.now())


@shared_task(name="incidents.watch_offices")
def watch_offices() -> None:
    offices.watch(timezone.now())


@shared_task(name=exporting.TASK)
def make_export(export_id: int) -> None:
    exporting.make(export_id)


@shared_task(name="incidents.end_exports")
def end_exports() -> None:
    exporting.end_over(timezone.now())


@shared_task(name="incidents.find_patterns")
def find_patterns(case_id: int) -> None:
    patterns.look(case_id)


@shared_task(name="incidents.follow_roles")
def follow_roles() -> None:
    following.follow_roles()


@shared_task(name="incidents.release_counts")
def release_counts() -> None:
    counts.release(timezone.now(), by=Actor.job("incidents.release_counts"))


@shared_task(name="incidents.remind_mandated")
def remind_mandated() -> None:
    mandated.remind(timezone.now())


@shared_task(name="incidents.announce")
def announce(case_id: int) -> None:
    arrivals.announce(case_id)


@shared_task(name="incidents.watch_danger")
def watch_danger() -> None:
    paging.watch_danger(timezone.now())


@shared_task(name="incidents.watch_clocks")
def watch_clocks() -> None:
    silence.let_go()
    silence.watch(timezone.now())
    silence.watch_aside(timezone.now())


@shared_task(name="incidents.watch_parents")
def watch_parents() -> None:
    parents_watch.watch(timezone.now())
