"""A sign-in link that works once and not for long: how the first administrator gets in.

Nothing is stored: the link is signed over the person's password and last sign-in, so using it, signing in
otherwise, or setting a password ends it and every other link to the same account.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from core.actor import Actor, ActorKind
from trail.recording import record

SALT: Final = "accounts.entry"
LASTS: Final = timedelta(minutes=30)
BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"


class _State(PasswordResetTokenGenerator):
    """Django's own mark over what changes when somebody signs in or sets a password."""

    key_salt = SALT


STATE: Final = _State()


@transaction.atomic
def make_link(user: User, *, by: Actor) -> str:
    """The whole address of a fresh link for the user; the trail keeps that it was made, never the link."""
    token = signing.dumps([user.pk, STATE.make_token(user)], salt=SALT)
    record("entry.made", user, by=by, minutes=int(LASTS.total_seconds() // 60))
    return f"{settings.SITE_URL}{reverse('enter', args=[token])}"


def owner(token: str) -> User | None:
    """Whose link this is, if it still works."""
    try:
        key, state = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=key, is_active=True).first()
    return user if user is not None and STATE.check_token(user, state) else None


@transaction.atomic
def use(token: str) -> User | None:
    """Spend the link: of two people who press at once, one gets in."""
    user = owner(token)
    if user is None:
        return None
    spent = User.objects.filter(pk=user.pk, last_login=user.last_login)
    if not spent.update(last_login=timezone.now()):
        return None
    record("entry.used", user, by=Actor(ActorKind.USER, str(user.pk), user.name))
    return user


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; only pressing it spends the link, so that mail scanners do not."""
    user = use(token) if request.method == "POST" else owner(token)
    if user is None:
        return render(request, "accounts/link_over.html", status=410)
    if request.method == "GET":
        return render(request, "accounts/enter.html", {"person": user})
    login(request, user, backend=BACKEND)
    return redirect("home" if user.has_usable_password() else "account_set_password")
