"""What the catalogue itself knows of a platform's history: names, tags, merges, agreements, breaches, statuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from accounts.models import User
from core.actor import ActorKind
from platforms.models import (
    Agreement,
    Breach,
    Platform,
    PlatformAlias,
    PlatformMerge,
    StatusEvent,
    TagChoice,
)
from platforms.reports.history import Event, register
from platforms.reports.standing import TONES
from platforms.terms import Status, Tag
from schools.models import Change

FIELDS = {
    "name": later("Name"),
    "vendor": later("Vendor"),
    "website": later("Website"),
    "summary": later("What it is"),
}


@register
def entered(platform_ids: Sequence[int]) -> Iterator[Event]:
    """The rows themselves, and what was put right in them."""
    rows = Platform.objects.filter(pk__in=platform_ids).select_related("created_by")
    for one in rows:
        yield Event(one.created_at, _("Entered in the catalogue"), _name(one.created_by), one.name)
    subjects = [f"platforms.platform:{pk}" for pk in platform_ids]
    changes = list(Change.objects.filter(subject__in=subjects))
    people = User.objects.in_bulk(
        {int(one.actor_id) for one in changes if one.actor_kind == ActorKind.USER}
    )
    for change in changes:
        what = _("%(field)s changed") % {"field": FIELDS.get(change.field, change.field)}
        who = people.get(int(change.actor_id)) if change.actor_kind == ActorKind.USER else None
        yield Event(
            change.at,
            what,
            _name(who),
            f"{change.before or _('nothing')} → {change.after or _('nothing')}",
        )


@register
def statuses(platform_ids: Sequence[int]) -> Iterator[Event]:
    """Every status, with its public reason."""
    rows = StatusEvent.objects.filter(platform__in=platform_ids[:1]).select_related("recorded_by")
    for one in rows:
        status = Status(one.status)
        why = " ".join(filter(None, [f"{one.get_cause_display()}.", one.reason]))
        yield Event(one.effective_at, str(status.label), _name(one.recorded_by), why, TONES[status])


@register
def names(platform_ids: Sequence[int]) -> Iterator[Event]:
    """Names, domains and ids, as they came and went."""
    rows = PlatformAlias.objects.filter(platform__in=platform_ids)
    for one in rows.select_related("added_by", "ended_by"):
        words = {"kind": one.get_kind_display(), "name": str(one)}
        yield Event(one.added_at, _("Known by: %(name)s (%(kind)s)") % words, _name(one.added_by))
        if one.ended_at is not None:
            ended = _("No longer known by: %(name)s (%(kind)s)") % words
            yield Event(one.ended_at, ended, _name(one.ended_by))


@register
def tags(platform_ids: Sequence[int]) -> Iterator[Event]:
    """Which tags ITS chose, each time."""
    rows = TagChoice.objects.filter(platform__in=platform_ids).select_related("by")
    for one in rows:
        chosen = ", ".join(str(tag.label) for tag in Tag if tag in one.tags)
        yield Event(one.at, _("Tags chosen"), _name(one.by), chosen or _("none"))


@register
def merges(platform_ids: Sequence[int]) -> Iterator[Event]:
    """What was put together, and taken apart again."""
    rows = PlatformMerge.objects.filter(Q(source__in=platform_ids) | Q(target__in=platform_ids))
    for one in rows.select_related("source", "target", "by", "undone_by"):
        words = {"source": one.source.name, "target": one.target.name}
        said = _("%(source)s is the same tool as %(target)s") % words
        yield Event(one.at, said, _name(one.by), one.reason, "info")
        if one.undone_at is not None:
            apart = _("%(source)s and %(target)s are two tools") % words
            yield Event(one.undone_at, apart, _name(one.undone_by), one.undone_reason, "info")


@register
def agreements(platform_ids: Sequence[int]) -> Iterator[Event]:
    """Agreements entered and ended early."""
    rows = Agreement.objects.filter(platform__in=platform_ids)
    for one in rows.select_related("entered_by", "ended_by"):
        url = reverse("platforms:catalogue_platform", args=[one.platform_id]) + "#agreements"
        said = _("Agreement entered: %(title)s") % {"title": one.title}
        yield Event(one.entered_at, said, _name(one.entered_by), tone="good", url=url)
        if one.ended_at is not None:
            over = _("Agreement ended early: %(title)s") % {"title": one.title}
            yield Event(one.ended_at, over, _name(one.ended_by), one.ended_reason, "wait", url)


@register
def breaches(platform_ids: Sequence[int]) -> Iterator[Event]:
    """Breaches entered, and entered again."""
    rows = Breach.objects.filter(platform__in=platform_ids).select_related("entered_by")
    for one in rows:
        what = _("Breach entry put right") if one.corrects_id else _("Breach entered")
        yield Event(one.entered_at, what, _name(one.entered_by), one.description, "bad")


def _name(user: User | None) -> str:
    return user.name if user else ""
