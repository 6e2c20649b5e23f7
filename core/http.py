"""Requests as our pages know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

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
