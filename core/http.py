"""Requests as our pages know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import HttpRequest, QueryDict

from core.actor import Actor, ActorKind

if TYPE_CHECKING:
    from accounts.models import User


class SignedInRequest(HttpRequest):
    user: User


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in user as an Actor; only for pages behind sign-in."""
    user = request.user
    return Actor(ActorKind.USER, str(user.pk), str(user))


def client_address(request: HttpRequest) -> str:
    """The visitor's address as the web server saw it (a trusted proxy sets REMOTE_ADDR)."""
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


# Every database of ours can compare with it; a longer number breaks some.
LONGEST_KEY: Final = 18
GREATEST_KEY: Final = 10**LONGEST_KEY - 1


def is_key(value: str) -> bool:
    """Whether the words can be a row's key."""
    return value.isascii() and value.isdecimal() and len(value) <= LONGEST_KEY


def key_in(asked: QueryDict, name: str) -> int | None:
    """The key a query names; None where there is none or it cannot be one."""
    value = asked.get(name) or ""
    return int(value) if is_key(value) else None
