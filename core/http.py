"""Requests as our pages know them."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.http import HttpRequest, QueryDict

from core.actor import Actor, ActorKind

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_ADDRESS: Final = 45


class SignedInRequest(HttpRequest):
    user: User


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in user as an Actor; only for pages behind sign-in."""
    user = request.user
    return Actor(ActorKind.USER, str(user.pk), str(user))


def client_address(request: HttpRequest) -> str:
    """The visitor's address: what the proxy in front of us wrote down, else who connected.

    Of a forwarded list only the last entry is the proxy's; the visitor may have sent the others.
    """
    seen = str(request.META.get("REMOTE_ADDR", ""))
    told = request.headers.get("X-Forwarded-For", "") if settings.TRUST_PROXY else ""
    try:
        return str(ip_address(told.rpartition(",")[2].strip()))[:LONGEST_ADDRESS]
    except ValueError:
        return seen[:LONGEST_ADDRESS]


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
