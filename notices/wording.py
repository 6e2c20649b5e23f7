"""The words of a notice, drawn in its reader's language at the moment they are wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from core.context import SITE_NAME
from notices import kinds
from notices.models import Notice
from notices.terms import Channel
from schools.models import District

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDERS = {Channel.EMAIL: "emails", Channel.SMS: "sms"}
SUBJECT = re.compile(r"\ASubject:(?P<subject>[^\n]*)\n", re.IGNORECASE)


class NoSubject(ValueError):
    """An e-mail's template must begin with a line "Subject: …"."""


@dataclass(frozen=True, slots=True)
class Message:
    """What the reader will read. A text has no subject."""

    subject: str
    body: str
    language: str


def worded(notice: Notice) -> Message | None:
    """The notice as its reader will see it, or None when it is no longer wanted."""
    language = notice.language or settings.LANGUAGE_CODE
    with translation.override(language):
        words = kinds.words_of(notice.kind)(notice)
        if words is None:
            return None
        context = {**_everywhere(), **words}
        channel = Channel(notice.channel)
        text = _drawn(template_of(notice.kind, channel), context)
        if channel == Channel.SMS:
            return Message("", " ".join(text.split()), language)
        footer = "" if kinds.is_bare(notice.kind) else _drawn("emails/_footer.txt", context)
        return _email(text, footer, language)


def drawn_words(kind: str, channel: Channel, words: Mapping[str, Any]) -> str:
    """The words of a kind in the language that holds now, without subject and footer: to print, or to keep."""
    text = _drawn(template_of(kind, channel), {**_everywhere(), **words})
    if channel == Channel.SMS:
        return " ".join(text.split())
    found = SUBJECT.match(text.lstrip())
    return _spaced(text.lstrip()[found.end() if found else 0 :])


def template_of(kind: str, channel: Channel) -> str:
    return f"{FOLDERS[channel]}/{kind}.txt"


def _everywhere() -> dict[str, Any]:
    """What every template may name besides the words of its kind."""
    district = District.objects.order_by("pk").first()
    return {
        "site_name": SITE_NAME,
        "site_url": settings.SITE_URL.rstrip("/"),
        "district_name": district.name if district else SITE_NAME,
    }


def _drawn(template: str, context: Mapping[str, Any]) -> str:
    """Plain text: an apostrophe in a name stays one."""
    drawn: str = get_template(template).template.render(Context(context, autoescape=False))  # type: ignore[attr-defined]
    return drawn


def _email(text: str, footer: str, language: str) -> Message:
    found = SUBJECT.match(text.lstrip())
    if found is None or not found["subject"].strip():
        raise NoSubject
    body = _spaced(text.lstrip()[found.end() :])
    ending = f"\n\n-- \n{_spaced(footer)}\n" if footer else "\n"
    return Message(" ".join(found["subject"].split()), f"{body}{ending}", language)


def _spaced(text: str) -> str:
    """No spaces at the ends of lines, and one empty line at most between paragraphs."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines)
