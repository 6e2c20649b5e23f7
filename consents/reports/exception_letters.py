"""The words of the e-mails that tell administrators what changed about an exception."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from consents.models import ExceptionDraft, ExceptionKind, ExceptionPublication
from notices.models import Notice


def ruled(notice: Notice) -> dict[str, Any]:
    """A new version, or new words of the form."""
    draft = ExceptionDraft.objects.select_related("kind", "edited_by").get(pk=notice.facts["about"])
    number = draft.base.number + 1 if draft.base else 1
    rule = draft.kind.rules.filter(number=number, recorded_at__gte=draft.created_at).first()
    return {
        **_about(draft.kind),
        "version": rule.number if rule else 0,
        "valid_from": rule.valid_from if rule else None,
        "form": notice.facts["form"],
        "changes": draft.changes,
        "confirmed": rule.confirmations.count() if rule else 0,
    }


def publication(notice: Notice) -> dict[str, Any]:
    """That schools may ask for it now, or no longer."""
    row = ExceptionPublication.objects.select_related("kind", "by").get(pk=notice.facts["about"])
    return {
        **_about(row.kind),
        "is_published": row.is_published,
        "by": row.by.name if row.by else "",
    }


def _about(kind: ExceptionKind) -> dict[str, Any]:
    return {
        "exception": kind.name,
        "link": f"{settings.SITE_URL.rstrip('/')}{kind.get_absolute_url()}",
    }
