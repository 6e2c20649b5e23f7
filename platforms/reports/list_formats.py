"""The public list for programs: JSON, CSV and Atom, each with the same rows in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.sheets import Cell, csv_lines
from platforms.reports.list_filters import Filters
from platforms.reports.public_list import Row, Snapshot
from platforms.reports.standing import LAPSED

FIELDS: Final = (
    "slug", "name", "vendor", "summary", "status", "status_label", "flagged", "lapsed", "since", "until", "every_use",
    "uses", "conditions", "reason", "audiences", "alternatives", "updated", "url",
)  # fmt: skip


def address(name: str, *args: str) -> str:
    """A whole address of ours, the same whoever asks."""
    return str(settings.SITE_URL).rstrip("/") + reverse(f"platforms:{name}", args=args)


def label_of(row: Row) -> str:
    """The status in a word or two."""
    return str(LAPSED if row.stand.lapsed else row.status.label)


def told(row: Row) -> dict[str, Any]:
    """A row as every format for programs has it."""
    return {
        "slug": row.slug,
        "name": row.name,
        "vendor": row.vendor,
        "summary": row.summary,
        "status": row.status.value,
        "status_label": label_of(row),
        "flagged": row.flagged,
        "lapsed": row.stand.lapsed,
        "since": row.since.isoformat(),
        "until": row.stand.until and row.stand.until.isoformat(),
        "every_use": row.every_use,
        "uses": list(row.uses),
        "conditions": row.conditions,
        "reason": row.reason,
        "audiences": list(row.audiences),
        "alternatives": row.alternatives,
        "updated": row.changed_at.isoformat(),
        "url": address("public_platform", row.slug),
    }


def as_json(found: Snapshot, rows: Sequence[Row], filters: Filters) -> dict[str, Any]:
    """The whole list, or what the filters leave of it. The API answers with the same."""
    return {
        "as_of": found.as_of.isoformat(),
        "total": len(rows),
        "filters": filters.asked,
        "platforms": [told(row) for row in rows],
    }


def as_csv(rows: Iterable[Row]) -> str:
    """One line a platform; lists are joined with "; ". Words are never taken for a formula."""
    return "".join(
        csv_lines(FIELDS, ([_cell(value) for value in told(row).values()] for row in rows))
    )


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, list) else value


def as_atom(found: Snapshot, rows: Sequence[Row]) -> str:
    """One entry a platform, named by its standing status: a change is a new entry to whoever follows."""
    feed = _Feed(
        title=_("Acceptable platforms"),
        link=address("public_list"),
        description=_("Which messaging tools school staff may use, and which they may not."),
        language=get_language() or settings.LANGUAGE_CODE,
        feed_url=address("public_list_atom"),
        feed_guid=_tag("list"),
    )
    feed.as_of = found.as_of
    for row in rows:
        feed.add_item(
            title=f"{row.name}: {label_of(row)}",
            link=address("public_platform", row.slug),
            description="\n".join(filter(None, [row.reason, row.conditions])) or label_of(row),
            unique_id=_tag(f"{row.pk}:{row.event}" + (":lapsed" if row.stand.lapsed else "")),
            updateddate=row.changed_at,
            pubdate=row.changed_at,
            author_name=row.vendor,
            categories=[row.status.value],
        )
    out = StringIO()
    feed.write(out, "utf-8")
    return out.getvalue()


def _tag(name: str) -> str:
    """An id that stays the same for ever (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:platforms:{name}"


class _Feed(Atom1Feed):
    """Atom whose own moment is the snapshot's, also while it is empty."""

    as_of: datetime

    def latest_post_date(self) -> datetime:
        return self.as_of
