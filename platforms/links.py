"""A vendor's link: worked out from the contact's row and a key, never stored.

Whoever holds the database but not LINK_KEY cannot make a link; whoever has seen one link cannot make another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from typing import Final

from django.conf import settings
from django.urls import reverse

from platforms.models import RoomContact

TOKEN: Final = re.compile(r"(?P<id>[1-9][0-9]{0,17})\.(?P<mark>[A-Za-z0-9_-]{24})", re.ASCII)
MARK_BYTES: Final = 18


def new_nonce() -> str:
    return secrets.token_hex(16)


def token_of(contact: RoomContact) -> str:
    """The contact's token: their row's id and its mark."""
    return f"{contact.pk}.{_mark(contact)}"


def address_of(contact: RoomContact) -> str:
    """The whole address, as a message shows it."""
    path = reverse("platforms:vendor_room", args=[token_of(contact)])
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def contact_of(token: str) -> RoomContact | None:
    """The contact whose mark the token carries, also where the link is over; None for any other words."""
    found = TOKEN.fullmatch(token)
    if found is None:
        return None
    contact = (
        RoomContact.objects.select_related("room__platform__vendor", "room__audit__criteria_set")
        .filter(pk=int(found["id"]))
        .first()
    )
    fits = contact is not None and hmac.compare_digest(_mark(contact), found["mark"])
    return contact if fits else None


def _mark(contact: RoomContact) -> str:
    # The first word keeps a guardian's link with the same number from opening a room.
    words = f"room|{contact.pk}|{contact.nonce}"
    digest = hmac.new(settings.LINK_KEY.encode(), words.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:MARK_BYTES]).decode()
