"""Families ask the school to call; the school's office settles it and says what was agreed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from consents.access import call_backs as access
from consents.actions.contacts import contact_is_right
from consents.models import CallBack
from consents.terms import CallBackKind
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
    call_back = CallBack.objects.create(
        school=school,
        guardian=guardian,
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
    call_back = CallBack.objects.select_for_update().get(pk=call_back.pk)
    access.may_settle(by, call_back).require()
    actor = Actor(ActorKind.USER, str(by.pk), by.name)
    call_back.done_at, call_back.done_by, call_back.outcome = timezone.now(), by, outcome
    call_back.save(update_fields=["done_at", "done_by", "outcome"])
    proved = contact_proved and call_back.guardian is not None
    record("call_back.settled", call_back, by=actor, topic=call_back.school, contact_proved=proved)
    if proved and call_back.guardian is not None:
        contact_is_right(call_back.guardian, by=actor)
    return call_back
