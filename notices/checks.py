"""A kind of notice without its template would fail only when somebody waits for it; say so at the start."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from notices import kinds
from notices.terms import Channel
from notices.wording import template_of


def check(**_kwargs: Any) -> list[CheckMessage]:
    """Every registered kind can be worded for at least one channel."""
    return [
        Error(
            f"The notice {kind!r} has no template.",
            hint=f"Write templates/{template_of(kind, Channel.EMAIL)} or "
            f"templates/{template_of(kind, Channel.SMS)}.",
            id="notices.E001",
        )
        for kind in kinds.known()
        if not any(_exists(template_of(kind, channel)) for channel in Channel)
    ]


def _exists(template: str) -> bool:
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return False
    return True
