"""A guardian takes a permission back: at once, for every version, and every named adult hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from consents.access import answers as access
from consents.actions.answers import ask_in_full
from consents.actions.codes import actor_for
from consents.actions.news_queue import look_again
from consents.actions.telling import tell_adults
from consents.models import Answer, Ask, Withdrawal
from consents.terms import Route
from core.actor import Actor
from notices import posting
from schools import signing
from schools.models import Guardian
from trail.recording import record


@transaction.atomic
def withdraw(
    ask: Ask, *, language: str, route: Route = Route.ONLINE, by: Actor | None = None
) -> list[Withdrawal]:
    """End every grant of this guardian for the student and activity, now (TCPA: at once).

    `by` is whoever writes it down where that is not the guardian.
    Raises `Refused` when nothing stands. Tells the guardian and every adult any of those grants named.
    """
    Guardian.objects.select_for_update().get(pk=ask.guardian_id)
    ask, at = ask_in_full(ask.pk), timezone.now()
    guardian = signing.person_of(ask.guardian)
    access.may_withdraw(ask, at).require()
    rows = end_grants(access.live_grants(ask), by=by or actor_for(guardian), at=at, route=route)
    _tell_guardian(rows[-1], guardian, actor_for(guardian), language)
    return rows


def end_grants(
    grants: Sequence[Answer], *, by: Actor, at: datetime, route: Route
) -> list[Withdrawal]:
    """Write that grants of one student and activity end at `at`, and tell every adult any of them named.

    Inside the caller's transaction, which has asked whether `by` may.
    """
    rows = [
        Withdrawal.objects.create(
            answer=grant, at=at, recorded_at=at, route=route,
            actor_kind=str(by.kind), actor_id=by.id,
        )
        for grant in grants
    ]  # fmt: skip
    for row in rows:
        record(
            "answer.withdrawn", row.answer, by=by, topic=row.answer.version.activity,
            student=row.answer.student_id, version=row.answer.version_id, route=str(route),
        )  # fmt: skip
    tell_adults("consents/withdrawn_staff", grants, key=f"withdrawn-staff:{rows[-1].pk}")
    look_again(grants[-1].version.activity_id, grants[-1].student_id)
    return rows


def _tell_guardian(row: Withdrawal, guardian: Guardian, by: Actor, language: str) -> None:
    reach = posting.reach(guardian)
    if reach is None:
        return
    posting.post(
        "consents/withdrawn_guardian",
        channel=reach.channel,
        address=reach.address,
        recipient=by,
        language=language,
        facts={"answer": row.answer_id},
        key=f"withdrawn-guardian:{row.pk}",
    )
