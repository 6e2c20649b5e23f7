"""A school asks ITS about a tool (P6): answered at once where the district has decided, else by a person, never by silence."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from platforms.access import consults as access
from platforms.access.roles import acting_user
from platforms.actions import consult_telling as telling
from platforms.models import (
    Consult,
    ConsultAnswer,
    ConsultMessage,
    ConsultStep,
    Platform,
    StatusEvent,
)
from platforms.policy.consults import MOST, at_once, code_of, fits
from platforms.reports.consults import standing_of
from platforms.terms.consults import ConsultMove, ConsultStage
from platforms.workflow.consults import CONSULT
from schools.models import School
from trail.recording import record

RULE: Final = Actor.job("platforms.consults")
NO_STANDING: Final = Reason(
    "no_standing",
    "P6",
    _("Yes can be said only to a tool that is approved for this use today. Review it first."),
)
OTHER_PEOPLE: Final = Reason(
    "other_people", "P2", _("The review was not about these people. Say in the catalogue who uses the tool first.")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a school wants to know."""

    name: str
    use: str
    audiences: Sequence[str]
    why: str
    platform: Platform | None = None
    school: School | None = None
    grades: Sequence[str] = ()
    students: int | None = None
    needed_on: date | None = None
    buys: bool = False
    price: str = ""
    link: str = ""


@transaction.atomic
def ask(asked: Asked, *, by: Actor) -> Consult:
    """Keep the question; answer it at once where a standing decision does."""
    access.may_ask(by).require()
    now = timezone.now()
    consult = Consult.objects.create(
        asked_by=acting_user(by),
        asked_at=now,
        waits_since=now,
        **{
            name: getattr(asked, name)
            for name in ("name", "use", "why", "platform", "school", "students", "needed_on", "buys", "price", "link")
        },
        audiences=list(asked.audiences),
        grades=list(asked.grades),
    )  # fmt: skip
    _step(consult, ConsultMove.ASK, by=by)
    _settle(consult)
    return consult


@transaction.atomic
def take(consult: Consult, *, by: Actor) -> Consult:
    """Say that one looks at it; somebody else may go on."""
    access.may_take(by).require()
    consult = _locked(consult)
    _move(consult, ConsultMove.TAKE, by=by)
    consult.owner = acting_user(by)
    consult.save(update_fields=["owner"])
    return consult


@transaction.atomic
def name_platform(consult: Consult, platform: Platform, *, by: Actor) -> Consult:
    """Say which tool is meant. Where that one is decided, the request is answered with it."""
    access.may_take(by).require()
    consult = _locked(consult)
    _move(consult, ConsultMove.NAME, by=by, note=platform.name)
    consult.platform = platform
    consult.save(update_fields=["platform"])
    _settle(consult)
    return consult


@transaction.atomic
def answer(
    consult: Consult, *, by: Actor, allowed: bool, reason: str, conditions: str = ""
) -> ConsultAnswer:
    """A reviewer's answer. A yes rests on an approval for the use; a no always has a reason."""
    consult = _locked(consult)
    access.may_answer(by, consult).require()
    platform, stand, tags = standing_of(consult, timezone.now())
    if allowed:
        Decision.unless(
            (platform is not None and stand.approves(consult.use), NO_STANDING),
            (fits(consult.audiences, tags), OTHER_PEOPLE),
        ).require()
    return _answer(consult, platform, allowed=allowed, reason=reason, conditions=conditions, by=by)


@transaction.atomic
def say(consult: Consult, text: str, *, by: Actor) -> ConsultMessage:
    """A message between the asker and ITS; the other side is told."""
    access.may_speak(by, consult).require()
    message = ConsultMessage.objects.create(consult=consult, by=acting_user(by), text=text)
    record("consult.said", message, by=by, topic=consult)
    telling.message(message)
    return message


@transaction.atomic
def withdraw(consult: Consult, *, by: Actor, note: str = "") -> Consult:
    consult = _locked(consult)
    access.may_withdraw(by, consult).require()
    _move(consult, ConsultMove.WITHDRAW, by=by, note=note)
    return consult


@transaction.atomic
def reopen(consult: Consult, *, by: Actor, note: str) -> Consult:
    """Ask again: a code given before no longer counts, and a person looks, whatever stands."""
    consult = _locked(consult)
    access.may_speak(by, consult).require()
    _move(consult, ConsultMove.REOPEN, by=by, note=note)
    consult.waits_since, consult.owner = timezone.now(), None
    consult.save(update_fields=["waits_since", "owner"])
    return consult


@transaction.atomic
def answer_waiting(event_id: int) -> int:
    """A platform's status changed: answer every request that waited for it, where it decides them."""
    event = StatusEvent.objects.select_related("platform").get(pk=event_id)
    meant = [event.platform_id, *event.platform.merged.values_list("pk", flat=True)]
    waiting = Consult.objects.waiting().filter(platform__in=meant).order_by("pk")
    return sum(_settle(consult) for consult in waiting.select_for_update(of=("self",)))


def _settle(consult: Consult) -> bool:
    """Answer by what stands, where it answers."""
    platform, stand, tags = standing_of(consult, timezone.now())
    allowed = None if platform is None else at_once(stand, consult.use, consult.audiences, tags)
    if allowed is None:
        return False
    _answer(consult, platform, allowed=allowed, reason="", conditions="", by=None)
    return True


def _answer(
    consult: Consult,
    platform: Platform | None,
    *,
    allowed: bool,
    reason: str,
    conditions: str,
    by: Actor | None,
) -> ConsultAnswer:
    _move(consult, ConsultMove.ANSWER, by=by, note=reason)
    made = ConsultAnswer.objects.create(
        consult=consult,
        asker_id=consult.asked_by_id,
        allowed=allowed,
        reason=reason,
        conditions=conditions,
        platform=platform,
        event=platform.standing(timezone.now()) if platform else None,
        code=_new_code() if allowed else None,
        by=acting_user(by) if by else None,
    )
    record("consult.answered", made, by=by or RULE, topic=consult, allowed=allowed)
    telling.answered(made)
    return made


def _new_code() -> str:
    """One nobody has: unguessable enough that a buyer cannot make one up."""
    while True:
        code = code_of(secrets.randbelow(MOST))
        if not ConsultAnswer.objects.filter(code=code).exists():
            return code


def _locked(consult: Consult) -> Consult:
    rows = Consult.objects.select_for_update(of=("self",)).select_related("platform__merged_into")
    return rows.get(pk=consult.pk)


def _move(consult: Consult, what: ConsultMove, *, by: Actor | None, note: str = "") -> None:
    consult.stage = CONSULT.next(ConsultStage(consult.stage), what)
    consult.save(update_fields=["stage"])
    _step(consult, what, by=by, note=note)


def _step(consult: Consult, what: ConsultMove, *, by: Actor | None, note: str = "") -> None:
    user = acting_user(by) if by else None
    step = ConsultStep.objects.create(
        consult=consult, move=what, stage=consult.stage, by=user, note=note
    )
    record(f"consult.{what.value}", consult, by=by or RULE, topic=consult, step=step.pk)
