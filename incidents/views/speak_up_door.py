"""Behind what a visitor's own cookie opens: a report that is being written, and the page when nothing opens.

The cookie is the only place of the key: a session cookie for this one report's addresses, so that two tabs are two
reports. Nobody signs in here, no session begins, and nothing of the visitor is kept.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.vault import KEY_BYTES
from incidents.actions import drafts
from incidents.actions.drafts import Kept
from incidents.forms.speak_up import MOST_SAID
from incidents.forms.words import clean_words
from incidents.models import Draft
from incidents.terms.speak_up import Step
from incidents.wording import pages
from schools.lines import lines_of

P = ParamSpec("P")
SEE_OTHER: Final = 303
DANGER_LINES: Final = ("911", "988")


@dataclass(frozen=True, slots=True)
class Room:
    """A report that is being written, opened by the visitor's own cookie."""

    handle: str
    key: bytes
    kept: Kept

    def url(self, step: Step) -> str:
        return reverse("incidents:speak_up_step", args=[self.handle, step])

    def to(self, step: Step) -> HttpResponse:
        response = redirect(self.url(step))
        response.status_code = SEE_OTHER
        return response

    def change(self, change: Callable[[Kept], Kept]) -> Kept | None:
        return drafts.keep(self.handle, self.key, change, at=timezone.now())


def behind_draft(
    view: Callable[Concatenate[HttpRequest, Room, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Open the draft of the address with the key of the cookie; else the page that says what to do."""

    @wraps(view)
    @login_not_required
    def guarded(
        request: HttpRequest, handle: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        key = key_of(request, handle)
        kept = key and drafts.opened(handle, key, at=timezone.now())
        if not key or not kept:
            return closed(request)
        return view(request, Room(handle, key, kept), *args, **kwargs)

    return guarded


def key_of(request: HttpRequest, handle: str) -> bytes | None:
    """The key in the visitor's cookie for this draft."""
    word = request.COOKIES.get(_cookie(handle), "")
    try:
        key = base64.urlsafe_b64decode(word.encode("ascii") + b"==")
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def give_key(response: HttpResponse, draft: Draft, key: bytes) -> HttpResponse:
    """Hand the key over, for the draft's own addresses, until the browser closes."""
    response.set_cookie(
        _cookie(draft.handle),
        base64.urlsafe_b64encode(key).decode().rstrip("="),
        path=_path(draft.handle),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )
    return response


def take_key(response: HttpResponse, handle: str) -> HttpResponse:
    response.delete_cookie(_cookie(handle), path=_path(handle), samesite="Strict")
    return response


def closed(request: HttpRequest) -> HttpResponse:
    """Another's draft, none at all, one that is over: the same page, which says what to do.

    Whoever was just writing gets their words back, to begin again with them.
    """
    typed = clean_words(request.POST.get("said", ""))[:MOST_SAID]
    return draw(request, "closed", {"typed": typed}, status=404)


def draw(
    request: HttpRequest,
    name: str,
    facts: Mapping[str, Any],
    *,
    status: int = 200,
    level: str = "",
    leave_url: str = "",
) -> HttpResponse:
    """A page for reporters: what every one of them needs, and its own facts."""
    read_at = pages.level_of(level)
    shared = {
        "level": read_at,
        "levels": pages.levels(),
        "words": pages.lines_at(read_at),
        "danger_lines": lines_of(DANGER_LINES, timezone.now()),
        "leave_url": leave_url,
    }
    return render(request, f"incidents/speak_up/{name}.html", {**shared, **facts}, status=status)


def _cookie(handle: str) -> str:
    return f"page-{handle}"


def _path(handle: str) -> str:
    return reverse("incidents:speak_up_room", args=[handle])
