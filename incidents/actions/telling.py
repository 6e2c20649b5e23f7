"""Notices about a case. None says anything: no name, school, category, code or text, the same words for all (P2).

Before one leaves it is asked again whether its reader still reads the case (`incidents.notice_kinds`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from core.actor import Actor, ActorKind
from incidents.facts.readers import readers_of
from incidents.models import Case
from incidents.policy.returning import ping_leaves_at
from incidents.reports.contact import contact_of
from notices.posting import Draft, post, post_all
from notices.terms import Channel

WAITS = "incidents/waits"
NEWS = "incidents/news"


def tell_readers(case: Case, occasion: str, *, to_all: bool = False) -> None:
    """Say that something waits: to whom the case is assigned, else (or `to_all`) to everybody who reads it.

    `occasion` names what happened, once for each reader: "message:17".
    """
    readers = readers_of(case)
    assigned = [one for one in readers if one.pk == case.assigned_to_id]
    tell(case, occasion, readers if to_all or not assigned else assigned)


def tell(case: Case, occasion: str, people: Iterable[User]) -> None:
    """Say to these people that something waits."""
    post_all(_waits(case, user, f"{case.code}:{occasion}") for user in people)


def tell_of_aside(case: Case, day: date, people: Iterable[User]) -> None:
    """Say to these people, once a day whatever the number of cases, that something set aside waits."""
    post_all(_waits(case, user, f"aside:{day}") for user in people)


def _waits(case: Case, user: User, occasion: str) -> Draft:
    return Draft(
        kind=WAITS,
        channel=Channel.EMAIL,
        address=user.email,
        recipient=Actor(ActorKind.USER, str(user.pk)),
        language=settings.LANGUAGE_CODE,
        facts={"case": case.code},
        key=f"{WAITS}:{occasion}:{user.pk}",
    )


def ping_reporter(case: Case) -> None:
    """Let the reporter hear that there is news, where they asked for it: at an hour that tells nothing, once for all
    that was written before it. Where to is read when it leaves, and is in no row.
    """
    channel = contact_of(case).channel
    if channel is None:
        return
    leaves_at = ping_leaves_at(timezone.localtime())
    post(
        NEWS,
        channel=channel,
        address="",
        recipient=Actor(ActorKind.REPORTER, case.code),
        language=case.language,
        facts={"case": case.code, "asked": timezone.now().isoformat()},
        key=f"{NEWS}:{case.code}:{channel}:{leaves_at.isoformat()}",
        not_before=leaves_at,
    )
