"""Group texts the coach has taken, a bulk list that was made, and a family that took its permission back."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from accounts.models import User
from consents.actions import exports, threads
from consents.actions.threads import Wish
from consents.actions.withdrawals import withdraw
from consents.models import Activity, Ask
from consents.reports.thread_sheets import listed, threads_now
from consents.reports.versions import current_version
from consents.terms import AnswerDecision
from consents.terms.threads import HandOutForm
from core.actor import Actor
from cps_comms.demo import story

CLOSINGS = story.Request(
    "bulk_alerts",
    "Grade 12 text alerts",
    "Early dismissals, closings and schedule changes.",
    "12",
    6,
    "Lakeshore Alerts",
)
SAID_YES = 4


def tell(people: Mapping[str, User]) -> None:
    """After the story: the soccer team's threads, and the alerts of grade 12."""
    by = {who: story.actor(user) for who, user in people.items()}
    _soccer(people["coach"], by["coach"])
    version = story.ask(CLOSINGS, by=by["clerk"], adults=[people["clerk"], people["coach"]])
    story.approve(version, by=by["principal"])
    families = story.families(version)
    for asks in families[:SAID_YES]:
        story.answer(asks, (AnswerDecision.GRANTED,) * len(asks))
    _list(version.activity, by["clerk"])
    first: Ask = families[0][0]
    withdraw(first, language="en")


def _soccer(coach: User, by: Actor) -> None:
    activity = Activity.objects.get(versions__name=story.SOCCER.name)
    version = current_version(activity)
    if version is None:
        return
    students = list(listed(activity, version).values_list("pk", flat=True))
    found = threads_now(activity, coach.staff, students, timezone.now())
    whole = [key for key, one in found.items() if one.covered]
    if whole:
        threads.hand_out(activity, Wish(whole, HandOutForm.PRINT), by=by)


def _list(activity: Activity, by: Actor) -> None:
    exports.make(exports.start(activity, "generic", by=by), by=Actor.job(exports.TASK))
