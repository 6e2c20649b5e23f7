"""Who hears what about a consult (P6): the asker of answers and messages, ITS of messages, reviewers of what waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.actor import Actor, ActorKind
from core.jobs import once
from notices.posting import Draft, post_all
from notices.terms import Channel
from platforms.access.roles import DECIDERS
from platforms.models import Consult, ConsultAnswer, ConsultMessage, ConsultReminder
from platforms.reports.consults import consult_days, weekdays_between
from schools.models import RoleAssignment
from trail.recording import entry, record_all

Facts = Mapping[str, str | int | bool | None]
BY: Final = Actor.job("platforms.watch_consults")


def answered(answer: ConsultAnswer) -> None:
    """To the asker, at once: also of what was answered while they looked on, so that the code is kept."""
    facts = {"consult": answer.consult_id, "answer": answer.pk}
    post_all([_to(answer.consult.asked_by, "platforms/consult_answered", facts, f"{answer.pk}")])


def message(written: ConsultMessage) -> None:
    """To the other side: the asker, or whoever looks at it (the reviewers while nobody does)."""
    consult = written.consult
    facts = {"consult": consult.pk, "message": written.pk}
    if written.by_id == consult.asked_by_id:
        readers = [consult.owner] if consult.owner else _reviewers()
    else:
        readers = [consult.asked_by]
    kind = "platforms/consult_message"
    post_all(
        _to(one, kind, facts, f"{written.pk}:{one.pk}")
        for one in readers
        if one.pk != written.by_id
    )


def watch() -> bool:
    """Once a day: a day that was missed is made up for by the next."""
    today = timezone.localdate()
    return once("platforms.watch_consults", today.isoformat(), lambda: watch_on(today))


@transaction.atomic
def watch_on(day: date) -> dict[str, int]:
    """Tell the reviewers of requests that wait too long, once for every so many school days. Nothing is rejected."""
    each = max(1, consult_days())
    due = [
        ConsultReminder(consult=consult, waits_since=consult.waits_since, number=number)
        for consult in Consult.objects.waiting().order_by("pk")
        if (number := weekdays_between(timezone.localdate(consult.waits_since), day) // each)
    ]
    told = ConsultReminder.objects.filter(consult__in=[one.consult_id for one in due])
    known = set(told.values_list("consult", "waits_since", "number"))
    new = [one for one in due if (one.consult_id, one.waits_since, one.number) not in known]
    ConsultReminder.objects.bulk_create(new)
    record_all(
        entry("consult.waits", one.consult, by=BY, topic=one.consult, number=one.number)
        for one in new
    )
    reviewers = _reviewers() if new else []
    post_all(
        _to(
            reader,
            "platforms/consult_waits",
            {"consult": one.consult_id, "number": one.number},
            f"{one.consult_id}:{one.waits_since.isoformat()}:{one.number}:{reader.pk}",
        )
        for one in new
        for reader in reviewers
    )
    return {"consults": len(new)}


def _reviewers() -> list[User]:
    held = RoleAssignment.objects.current().filter(role__in=DECIDERS).values("user")
    return list(User.objects.filter(pk__in=held, is_active=True).order_by("pk"))


def _to(user: User, kind: str, facts: Facts, key: str) -> Draft:
    return Draft(
        kind=kind,
        channel=Channel.EMAIL,
        address=user.email,
        recipient=Actor(ActorKind.USER, str(user.pk), user.name),
        language="",
        facts=facts,
        key=f"{kind}:{key}",
    )
