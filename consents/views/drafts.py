"""What a guardian has chosen but not signed: ciphertext in their own browser, an hour at most, nothing here."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import zlib
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse

HOUR = 3600


def read(request: HttpRequest, ask_id: int) -> dict[str, Any]:
    """The draft for this ask; a new one, with the key of this rendering, where there is none."""
    sealed = request.COOKIES.get(_name(ask_id), "")
    try:
        packed = _box().decrypt(sealed.encode(), ttl=HOUR)
        draft: dict[str, Any] = json.loads(zlib.decompress(packed))
    except (InvalidToken, ValueError, zlib.error):
        return new(ask_id)
    return draft if draft.get("ask") == ask_id else new(ask_id)


def new(ask_id: int) -> dict[str, Any]:
    return {"ask": ask_id, "key": secrets.token_urlsafe(24)}


def mark_of(draft: dict[str, Any]) -> str:
    """What was chosen, as a mark in the page that is signed: another window may have chosen otherwise."""
    words = json.dumps(draft, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()


def keep(response: HttpResponse, draft: dict[str, Any], path: str) -> HttpResponse:
    """Send the draft back to the browser that wrote it, for these pages alone."""
    packed = zlib.compress(json.dumps(draft, ensure_ascii=False).encode())
    response.set_cookie(
        _name(draft["ask"]),
        _box().encrypt(packed).decode(),
        max_age=HOUR,
        path=path,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def drop(response: HttpResponse, ask_id: int, path: str) -> HttpResponse:
    response.delete_cookie(_name(ask_id), path=path, samesite="Lax")
    return response


def _name(ask_id: int) -> str:
    return f"draft-{ask_id}"


@cache
def _box() -> Fernet:
    digest = hashlib.sha256(f"drafts|{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
