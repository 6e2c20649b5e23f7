"""A guardian's link: derived from the invitation and a key, never stored.

Whoever holds the database but not LINK_KEY cannot make a link; whoever has seen one link cannot make another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from consents.models import Invitation
from schools import signing
from schools.models import Change, Student
from schools.terms import LinkSource
from trail.models import name_of

TOKEN = re.compile(r"(?P<id>[1-9][0-9]{0,17})\.(?P<mark>[A-Za-z0-9_-]{24})", re.ASCII)
MARK_BYTES = 18


def token_of(invitation: Invitation) -> str:
    """The invitation's token: its id and its mark."""
    return f"{invitation.pk}.{_mark(invitation)}"


def address_of(invitation: Invitation) -> str:
    """The whole address, as a message shows it."""
    path = reverse("guardian", args=[token_of(invitation)])
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def invitation_of(token: str, at: datetime | None = None) -> Invitation | None:
    """The live invitation the token belongs to; None when it is mistyped, forged, revoked or over."""
    invitation = _genuine(token)
    if (
        invitation is None
        or invitation.revoked_at
        or invitation.expires_at <= (at or timezone.now())
    ):
        return None
    return None if is_outlived(invitation) else _of_person(invitation)


def ended_invitation_of(token: str) -> Invitation | None:
    """The invitation of a link that was ours and is over; None for a living one, and for any other words."""
    return None if invitation_of(token) else _genuine(token)


def _genuine(token: str) -> Invitation | None:
    """The invitation whose mark the token carries, living or not."""
    found = TOKEN.fullmatch(token)
    if found is None:
        return None
    invitation = (
        Invitation.objects.select_related("guardian__merged_into", "guardian__self_of", "school")
        .filter(pk=int(found["id"]))
        .first()
    )
    fits = invitation is not None and hmac.compare_digest(_mark(invitation), found["mark"])
    return invitation if fits else None


def _of_person(invitation: Invitation) -> Invitation | None:
    """The link as the person's now: of the kept row where one person stood twice, while a contact is the same.

    Over for who left, who is kept away from their students, and a student whose district address is another.
    """
    guardian = signing.person_of(invitation.guardian)
    if guardian != invitation.guardian and not (
        guardian.has_contact(invitation.guardian.email)
        or guardian.has_contact(invitation.guardian.phone)
    ):
        return None
    own = guardian.self_of
    moved = own is not None and _address_of(own).casefold() != guardian.email.casefold()
    if guardian.ended_at or moved or signing.is_shut_out(guardian):
        return None
    invitation.guardian = guardian
    return invitation


def _address_of(student: Student) -> str:
    return signing.own_address(student, signing.district())


def is_outlived(invitation: Invitation) -> bool:
    """Whether staff have since replaced the guardian's contact: the old one holds this link."""
    return bool(outlived([invitation]))


def outlived(invitations: Collection[Invitation]) -> set[int]:
    """The keys of those invitations that are; one query however many there are."""
    rows: dict[str, list[Invitation]] = defaultdict(list)
    for row in invitations:
        rows[name_of(row.guardian)].append(row)
    changes = Change.objects.filter(
        subject__in=list(rows), field__in=["email", "phone"], source=LinkSource.PERSON
    ).exclude(before="")
    return {
        row.pk
        for subject, at in changes.values_list("subject", "at")
        for row in rows[subject]
        if at > row.created_at
    }


def digits_of(nonce: str) -> str:
    """The six digits of a one-time code."""
    return f"{int.from_bytes(_hmac(f'code|{nonce}')[:8], 'big') % 1_000_000:06d}"


def derived_nonce(*parts: str | int) -> str:
    """A nonce that can be worked out again from its parts, by us alone."""
    return _hmac("nonce|" + "|".join(map(str, parts))).hex()[:32]


def _mark(invitation: Invitation) -> str:
    digest = _hmac(f"link|{invitation.pk}|{invitation.nonce}")
    return base64.urlsafe_b64encode(digest[:MARK_BYTES]).decode()


def _hmac(words: str) -> bytes:
    return hmac.new(settings.LINK_KEY.encode(), words.encode(), hashlib.sha256).digest()
