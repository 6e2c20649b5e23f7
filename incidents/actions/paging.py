"""Somebody may be in danger: people on duty are called, one after the other, day and night, until anybody acts (I1, I2)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from accounts.models import User
from core.actor import Actor, ActorKind
from incidents.actions.steps import step
from incidents.actions.telling import WAITS, tell
from incidents.facts.readers import readers_of, reads
from incidents.models import Case, CaseOffice, Paging
from incidents.policy.clocks import Promise
from incidents.reports.clocks import timed, timed_one
from incidents.reports.offices import on_duty
from incidents.terms import OfficeCode, Priority
from notices.models import DeliveryEvent, Notice
from notices.posting import post
from notices.terms import Channel, NoticeState, Outcome

BY: Final = Actor.job("incidents.watch_danger")
# So long one has to act before the next one is called.
NEXT_AFTER: Final = timedelta(minutes=5)
logger = logging.getLogger(__name__)


def watch_danger(at: datetime) -> int:
    """Look at every open case of danger; returns how many calls went out."""
    cases = Case.objects.open().filter(priority=Priority.LIFE_SAFETY).select_related("school")
    return sum(call(one.case, at) for one in timed(cases.order_by("pk"), at))


@transaction.atomic
def call(case: Case, at: datetime) -> int:
    """Call whoever is next in each office that has the case, where nobody acted yet; how many calls went out."""
    case = Case.objects.select_for_update(of=("self",)).select_related("school").get(pk=case.pk)
    clock = timed_one(case, at).clock(Promise.DANGER)
    if clock is None or not clock.runs:
        return 0
    held = CaseOffice.objects.filter(case=case, ended_at=None).order_by("office")
    return sum(_call_next(case, OfficeCode(one.office), clock.since, at) for one in held)


def _call_next(case: Case, office: OfficeCode, since: datetime, at: datetime) -> bool:
    made = case.pagings.filter(office=office, danger_from=since).order_by("number")
    last = made.select_related("notice").last()
    failed = last is not None and has_failed(last.notice)
    if failed and last is not None:
        _alarm(case, last)
    if last is not None and not failed and at - last.at < NEXT_AFTER:
        return False
    called = {(one.notice.channel, one.notice.address) for one in made.select_related("notice")}
    wanted = next((one for one in _calls(case, office, at) if one[1:] not in called), None)
    if wanted is None:
        return False
    user, channel, address = wanted
    number = (last.number if last else 0) + 1
    notice = post(
        WAITS,
        channel=channel,
        address=address,
        recipient=Actor(ActorKind.USER, str(user.pk)),
        language=settings.LANGUAGE_CODE,
        facts={"case": case.code},
        key=f"{WAITS}:{case.code}:page:{since.isoformat()}:{office}:{number}",
    )
    Paging.objects.create(
        case=case, office=office, danger_from=since, number=number, notice=notice, at=at
    )
    step(case, "case.paged", by=BY, to=user.pk, number=number)
    return True


def _calls(case: Case, office: OfficeCode, at: datetime) -> Iterator[tuple[User, Channel, str]]:
    """Whom to call, in order, and where: a text to whoever has a number on duty, else an e-mail; never who is kept out."""
    for one in on_duty(office, at):
        if reads(one.user, case):
            if one.phone:
                yield one.user, Channel.SMS, one.phone
            else:
                yield one.user, Channel.EMAIL, one.email


def has_failed(notice: Notice) -> bool:
    """Whether the call will reach nobody: it could not leave, or it came back."""
    if notice.state in {NoticeState.FAILED, NoticeState.UNWANTED, NoticeState.HELD}:
        return True
    return DeliveryEvent.objects.filter(notice=notice, outcome=Outcome.BOUNCED).exists()


def _alarm(case: Case, failed: Paging) -> None:
    """A call that cannot be delivered alarms everybody who reads the case, once."""
    if case.steps.filter(deed="case.page_failed", facts__paging=failed.pk).exists():
        return
    step(case, "case.page_failed", by=BY, paging=failed.pk)
    # Without the case's code: who reads this log may be whom it is about.
    logger.error("a call about danger could not be delivered")
    tell(case, f"page_failed:{failed.pk}", readers_of(case))
