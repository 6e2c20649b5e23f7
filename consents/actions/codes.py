"""Prove who a guardian is: a code to the contact on file, and where that is new a child's birth date."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from consents import links
from consents.access import codes as access
from consents.models import OneTimeCode
from core.actor import ANYONE, Actor, ActorKind
from notices import posting
from notices.terms import Channel
from schools.models import Guardian
from trail.recording import record


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of typing a code or a date. `code` is there when it was right."""

    code: OneTimeCode | None
    tries_left: int


def actor_for(guardian: Guardian) -> Actor:
    """The guardian as the one who acts; a student who signs for themself acts as a student."""
    if guardian.self_of_id is not None:
        return Actor(ActorKind.STUDENT, str(guardian.self_of_id), str(guardian))
    return Actor(ActorKind.GUARDIAN, str(guardian.pk), str(guardian))


@transaction.atomic
def send_code(guardian: Guardian, *, channel: Channel, language: str) -> OneTimeCode:
    """Send six digits to the contact on file; `Refused` when it is too soon or too often."""
    guardian = Guardian.objects.select_for_update().get(pk=guardian.pk)
    at = timezone.now()
    access.may_send(guardian, at).require()
    code = make_code(guardian, channel=channel, nonce=secrets.token_hex(16), at=at)
    posting.post(
        "consents/code",
        channel=channel,
        address=code.address,
        recipient=actor_for(guardian),
        language=language,
        facts={"code": code.pk},
        key=f"code:{code.pk}",
    )
    return code


def make_code(guardian: Guardian, *, channel: Channel, nonce: str, at: datetime) -> OneTimeCode:
    """The row of a code to the guardian's e-mail or phone, inside the caller's transaction."""
    code = OneTimeCode.objects.create(
        guardian=guardian,
        channel=channel,
        address=guardian.email if channel == Channel.EMAIL else guardian.phone,
        nonce=nonce,
        created_at=at,
        expires_at=at + access.LIVES,
    )
    record("code.sent", code, by=ANYONE, channel=str(channel), guardian=guardian.pk)
    return code


@transaction.atomic
def try_code(guardian: Guardian, typed: str) -> Tried:
    """Compare what was typed with the newest living code; each try counts, the right one ends it."""
    guardian = Guardian.objects.select_for_update().get(pk=guardian.pk)
    at = timezone.now()
    code = access.live_code(guardian, at)
    if code is None:
        return Tried(None, 0)
    return take(code, typed, at)


def take(code: OneTimeCode, typed: str, at: datetime) -> Tried:
    """One try at one code, compared in constant time, inside the caller's transaction."""
    code.attempts += 1
    right = is_right(code, typed)
    if right:
        code.used_at = at
    code.save(update_fields=["attempts", "used_at"])
    if not right:
        record("code.wrong", code, by=ANYONE, guardian=code.guardian_id, attempts=code.attempts)
    return Tried(code if right else None, access.TRIES - code.attempts)


def is_right(code: OneTimeCode, typed: str) -> bool:
    """Compared in constant time; spaces between the digits do not matter."""
    given = "".join(typed.split())
    return hmac.compare_digest(links.digits_of(code.nonce).encode(), given.encode())


@transaction.atomic
def try_birth_date(code: OneTimeCode, given: date) -> Tried:
    """Compare the date with the children's; five wrong ones and the school must be called."""
    guardian = Guardian.objects.select_for_update().get(pk=code.guardian_id)
    code = OneTimeCode.objects.select_related("guardian").get(pk=code.pk)
    left = access.birth_tries_left(guardian)
    if not left:
        return Tried(None, 0)
    if given in access.birth_dates(guardian):
        return Tried(code, left)
    code.birth_attempts += 1
    code.save(update_fields=["birth_attempts"])
    record("birth_date.wrong", code, by=ANYONE, guardian=guardian.pk, attempts=code.birth_attempts)
    return Tried(None, left - 1)


@transaction.atomic
def prove(code: OneTimeCode, *, birth_date_asked: bool) -> OneTimeCode:
    """Write down that the guardian was proved and that the contact is theirs (ESIGN: authenticated)."""
    at = timezone.now()
    OneTimeCode.objects.filter(pk=code.pk).update(proved_at=at)
    Guardian.objects.filter(pk=code.guardian_id).update(contact_verified_at=at)
    record(
        "guardian.proved", code, by=actor_for(code.guardian), topic=code.guardian,
        channel=code.channel, birth_date_asked=birth_date_asked,
    )  # fmt: skip
    return OneTimeCode.objects.select_related("guardian").get(pk=code.pk)
