"""Messages about signing in leave like every other: as notices, worded at delivery.

The link's key is worked out from the person's row when the message is rendered; no row holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from core.actor import Actor, ActorKind
from notices import posting
from notices.models import Notice
from notices.terms import Channel

PASSWORD_RESET = "accounts/password_reset"  # noqa: S105 -- the name of a message
# allauth's names of the messages we send; it has others for sign-up and outside accounts.
KINDS = {"account/email/password_reset_key": PASSWORD_RESET}


class AccountAdapter(DefaultAccountAdapter):
    """How signing in works here: no sign-up, no outside accounts, mail through the notices."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from the roster or from an administrator, never from a form."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        kind = KINDS[template_prefix]
        user: User = context["user"]
        posting.post(
            kind,
            channel=Channel.EMAIL,
            address=email,
            recipient=Actor(ActorKind.USER, str(user.pk)),
            language=translation.get_language() or settings.LANGUAGE_CODE,
            facts={"user": user.pk},
            key=f"{kind}:{user.pk}:{timezone.now().isoformat()}",
        )


def password_reset_words(notice: Notice) -> Mapping[str, Any] | None:
    """The one-use link; None when the person has left meanwhile."""
    user = User.objects.filter(pk=notice.facts["user"], is_active=True).first()
    if user is None:
        return None
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": PASSWORD_RESET_TOKEN_GENERATOR().make_token(user),
        },
    )
    return {"name": user.name, "link": settings.SITE_URL.rstrip("/") + path}
