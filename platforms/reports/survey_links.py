"""A school's link to a survey: derived from its row and a key, never stored.

Whoever holds the database but not LINK_KEY cannot make a link; whoever has seen one cannot make another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

from django.conf import settings
from django.urls import reverse

from platforms.models import SurveyedSchool
from platforms.terms.surveys import SurveyStage

TOKEN = re.compile(r"(?P<id>[1-9][0-9]{0,17})\.(?P<mark>[A-Za-z0-9_-]{24})", re.ASCII)
MARK_BYTES = 18


def token_of(surveyed: SurveyedSchool) -> str:
    """The token of a school's link: the row's id and its mark."""
    return f"{surveyed.pk}.{_mark(surveyed)}"


def address_of(surveyed: SurveyedSchool) -> str:
    """The whole address, as a message shows it."""
    path = reverse("platforms:survey", args=[token_of(surveyed)])
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def surveyed_of(token: str) -> SurveyedSchool | None:
    """The school asked that the token belongs to; None when it is mistyped, forged or was replaced."""
    found = TOKEN.fullmatch(token)
    if found is None:
        return None
    surveyed = (
        SurveyedSchool.objects.select_related("survey", "school")
        .filter(pk=int(found["id"]), survey__stage=SurveyStage.STARTED)
        .first()
    )
    fits = surveyed is not None and hmac.compare_digest(_mark(surveyed), found["mark"])
    return surveyed if fits else None


def _mark(surveyed: SurveyedSchool) -> str:
    words = f"survey|{surveyed.pk}|{surveyed.nonce}"
    digest = hmac.new(settings.LINK_KEY.encode(), words.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:MARK_BYTES]).decode()
