"""Who the browser has proved to be: kept in the server's session, for one guardian, half an hour idle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from consents.models import OneTimeCode
from schools.models import Guardian

IDLE = timedelta(minutes=30)
# The session is written once a minute at most, not with every page.
STEP = timedelta(minutes=1)
PROOF, HALF = "guardian_proof", "guardian_code"


@dataclass(frozen=True, slots=True)
class Proof:
    """A guardian proved in this session, and how; `facts` go with every signature."""

    guardian_id: int
    facts: dict[str, Any]


def begin_half(request: HttpRequest, code: OneTimeCode) -> None:
    """The code was right, a child's birth date is still asked."""
    request.session[HALF] = {"guardian": code.guardian_id, "code": code.pk}


def half(request: HttpRequest, guardian: Guardian) -> OneTimeCode | None:
    """The code typed back a moment ago, while the birth date is still asked."""
    kept = request.session.get(HALF)
    if not kept or kept["guardian"] != guardian.pk:
        return None
    since = timezone.now() - IDLE
    codes = OneTimeCode.objects.select_related("guardian")
    code = codes.filter(pk=kept["code"], used_at__gt=since, proved_at__isnull=True).first()
    return code if code is not None and guardian.has_contact(code.address) else None


def begin(
    request: HttpRequest,
    code: OneTimeCode,
    *,
    birth_date_asked: bool,
    verified_before: datetime | None,
) -> None:
    """The guardian is proved: a new session key, bound to this guardian alone."""
    request.session.cycle_key()
    request.session.pop(HALF, None)
    request.session[PROOF] = {
        "guardian": code.guardian_id,
        "address": code.address,
        "seen": timezone.now().isoformat(),
        "facts": {
            "channel": str(code.channel),
            "code_id": code.pk,
            "proved_at": code.proved_at.isoformat() if code.proved_at else None,
            "birth_date_asked": birth_date_asked,
            "contact_verified_at": verified_before.isoformat() if verified_before else None,
        },
    }


def current(request: HttpRequest, guardian: Guardian) -> Proof | None:
    """The standing proof of this very guardian; None when there is none or it lay idle too long.

    Whoever was proved by a contact that is no longer the guardian's is nobody from then on.
    """
    kept = request.session.get(PROOF)
    if not kept or kept["guardian"] != guardian.pk:
        return None
    now, seen = timezone.now(), datetime.fromisoformat(kept["seen"])
    theirs = guardian.disputed_at is None and guardian.has_contact(kept.get("address", ""))
    if now - seen > IDLE or not theirs:
        end(request)
        return None
    if now - seen > STEP:
        request.session[PROOF] = kept | {"seen": now.isoformat()}
    return Proof(guardian.pk, kept["facts"])


def end(request: HttpRequest) -> None:
    """Forget who it was, on a shared phone for instance."""
    request.session.pop(PROOF, None)
    request.session.pop(HALF, None)
