"""Families ask the school to call; the school's office takes it, tries, settles it and says what was agreed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from consents.access import call_backs as access
from consents.actions.contacts import contact_is_right
from consents.models import CallAttempt, CallBack
from consents.reports.follow_up import due_on
from consents.terms import CallBackKind, CallResult
from core.actor import ANYONE, Actor, ActorKind
from schools.models import Guardian, School
from trail.recording import record


@dataclass(frozen=True, slots=True)
class CallBackWish:
    """What a family writes when it wants to be called."""

    kind: CallBackKind
    phone: str
    name: str = ""
    message: str = ""
    language: str = "en"


@transaction.atomic
def ask_for_call(school: School, wish: CallBackWish, *, guardian: Guardian | None) -> CallBack:
    """Put a wish to be called on the school's list. It changes no contact and proves nobody."""
    at = timezone.now()
    call_back = CallBack.objects.create(
        school=school,
        guardian=guardian,
        created_at=at,
        due_on=due_on(school, at),
        kind=wish.kind,
        phone=wish.phone,
        name=wish.name,
        message=wish.message,
        language=wish.language,
    )
    known = guardian.pk if guardian else None
    record(
        "call_back.asked", call_back, by=ANYONE, topic=school, kind=str(wish.kind), guardian=known
    )
    return call_back


@transaction.atomic
def settle(call_back: CallBack, *, by: User, outcome: str, contact_proved: bool) -> CallBack:
    """Record what was agreed. With `contact_proved` the office has seen that the contact is theirs:
    messages may go again, and no birth date is asked this year.
    """
    call_back = _open(call_back, by)
    actor = _actor(by)
    call_back.done_at, call_back.done_by, call_back.outcome = timezone.now(), by, outcome
    call_back.save(update_fields=["done_at", "done_by", "outcome"])
    proved = contact_proved and call_back.guardian is not None
    record("call_back.settled", call_back, by=actor, topic=call_back.school, contact_proved=proved)
    if proved and call_back.guardian is not None:
        contact_is_right(call_back.guardian, by=actor)
    return call_back


@transaction.atomic
def take(call_back: CallBack, *, by: User) -> CallBack:
    """Put one's own name on an entry, so that two of the office do not call one family."""
    call_back = _open(call_back, by)
    call_back.assigned_to = by
    call_back.save(update_fields=["assigned_to"])
    record("call_back.taken", call_back, by=_actor(by), topic=call_back.school)
    return call_back


@transaction.atomic
def let_go(call_back: CallBack, *, by: User) -> CallBack:
    """Give an entry one has taken back to the whole office."""
    call_back = _open(call_back, by)
    access.may_let_go(by, call_back).require()
    call_back.assigned_to = None
    call_back.save(update_fields=["assigned_to"])
    record("call_back.let_go", call_back, by=_actor(by), topic=call_back.school)
    return call_back


@transaction.atomic
def note_attempt(
    call_back: CallBack, *, by: User, result: CallResult, note: str = ""
) -> CallAttempt:
    """Write down one try to reach the family. It settles nothing: the entry stays until something does."""
    call_back = _open(call_back, by)
    row = CallAttempt.objects.create(call_back=call_back, by=by, result=result, note=note)
    record("call_back.tried", row, by=_actor(by), topic=call_back.school, result=str(result))
    return row


def _open(call_back: CallBack, by: User) -> CallBack:
    """The entry, locked, if it is open and the user's to work on; `Refused` otherwise."""
    call_back = CallBack.objects.select_for_update().get(pk=call_back.pk)
    access.may_settle(by, call_back).require()
    return call_back


def _actor(user: User) -> Actor:
    return Actor(ActorKind.USER, str(user.pk), user.name)
