"""The catalogue's own parts of a platform's page inside ITS: names, tags, agreements, breaches, history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from platforms.models import Breach, Platform, PlatformAlias
from platforms.policy.folding import fold
from platforms.reports.agreements import agreements_of
from platforms.reports.family import family_of
from platforms.reports.history import history_of
from platforms.reports.sections import register
from platforms.terms import AliasKind, Tag


def _agreements(platform: Platform, _user: User) -> Mapping[str, Any]:
    on = timezone.localdate()
    rows = agreements_of(platform).select_related("file", "platform").order_by("-starts_on", "-pk")
    return {
        "rows": [
            {
                "agreement": one,
                "last": one.last_day,
                "in_force": one.holds_on(on),
                "to_come": one.starts_on > on and one.ended_on is None,
                "may_end": one.ended_on is None and one.ends_on >= on,
            }
            for one in rows
        ]
    }


def _breaches(platform: Platform, _user: User) -> Mapping[str, Any]:
    rows = Breach.objects.standing().filter(platform__in=family_of(platform))
    return {"rows": rows.order_by("-happened_on", "-pk")}


def _names(platform: Platform, _user: User) -> Mapping[str, Any]:
    """What it is known by beside its own name, which stands above."""
    family = family_of(platform)
    rows = PlatformAlias.objects.filter(platform__in=family, ended_at__isnull=True)
    own = fold(platform.name)
    return {
        "rows": [
            {"alias": one, "of": one.platform if one.platform_id != platform.pk else None}
            for one in rows.select_related("platform").order_by("kind", "value")
            if not (
                one.platform_id == platform.pk and one.kind == AliasKind.NAME and one.value == own
            )
        ],
        "kinds": AliasKind.choices,
    }


def _tags(platform: Platform, _user: User) -> Mapping[str, Any]:
    chosen = platform.tags
    return {"tags": [(tag.value, tag.label, tag in chosen) for tag in Tag]}


def _history(platform: Platform, _user: User) -> Mapping[str, Any]:
    return {"events": history_of(family_of(platform))}


def _folder(name: str) -> str:
    return f"platforms/catalogue/_{name}.html"


register("agreements", _("Data agreements"), _folder("agreements"), _agreements, order=30)
register("breaches", _("Breaches"), _folder("breaches"), _breaches, order=40)
register("names", _("Known by"), _folder("names"), _names, order=10, aside=True)
register("tags", _("Tags"), _folder("tags"), _tags, order=20, aside=True)
register("history", _("History"), _folder("history"), _history, order=90)
