"""What staff read when the registry decided about a platform they text over, worked out when it leaves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consents.models import ActivityVersion
from consents.reports import platforms as reports
from consents.reports.platforms import Shift, Turn
from notices.models import Notice
from platforms.models import Platform, StatusEvent
from platforms.reports.standing import approved_for, standing_events

Words = dict[str, Any]
MOST_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Concerned:
    """One activity in the message: its name, where it is asked for otherwise, and what could take the place."""

    name: str
    school: str
    exception: str
    link: str
    alternatives: tuple[str, ...]


def changed(notice: Notice) -> Words | None:
    """To an adult or a principal: which activities stop, go on until a day, or go on again.

    Unwanted once the registry has said something newer, or nothing of theirs runs over the platform now.
    """
    now = timezone.now()
    on = timezone.localdate(now)
    after = StatusEvent.objects.select_related("platform").get(pk=notice.facts["event"])
    if standing_events(now, [after.platform_id])[after.platform_id].pk != after.pk:
        return None
    before = StatusEvent.objects.filter(pk=notice.facts["before"]).first()
    found = Shift(before, after, date.fromisoformat(str(notice.facts["was_on"])))
    user = User.objects.get(pk=notice.recipient_id)
    by_turn: dict[Turn, list[ActivityVersion]] = {turn: [] for turn in Turn}
    for version in _of(user, after.platform, on):
        turn = found.turn(version.activity.kind.code, on)
        if turn is not None:
            by_turn[turn].append(version)
    if not any(by_turn.values()):
        return None
    return {
        "platform": after.platform.name,
        "status": after.get_status_display(),
        "reason": after.reason,
        "until": after.until,
        **{turn.value: _lines(versions, after.platform, on) for turn, versions in by_turn.items()},
    }


def ending(notice: Notice) -> Words | None:
    """To those in charge: the last day of an approval comes before that of these activities."""
    now = timezone.now()
    on = timezone.localdate(now)
    user = User.objects.get(pk=notice.recipient_id)
    platform = Platform.objects.get(pk=notice.facts["platform"])
    until = date.fromisoformat(str(notice.facts["until"]))
    among = reports.of_person(user, on)
    versions = [
        version
        for version, last in reports.outlasting(now, on, among)
        if version.platform_id == platform.pk and last == until
    ]
    if not versions:
        return None
    return {
        "platform": platform.name,
        "until": until,
        "activities": _lines(versions, platform, on),
    }


def _of(user: User, platform: Platform, on: date) -> list[ActivityVersion]:
    """The user's activities over the platform, as an adult who texts or as a principal."""
    versions = reports.live_versions([platform.pk], on, reports.of_person(user, on))
    return reports.concerned(versions, on).get(user, [])


def _lines(versions: Iterable[ActivityVersion], platform: Platform, on: date) -> list[Concerned]:
    now = timezone.now()

    @cache
    def alternatives(use: str) -> tuple[str, ...]:
        others = [
            event.platform.name
            for event in approved_for(use, now, on)
            if event.platform_id != platform.pk
        ]
        return tuple(others[:MOST_ALTERNATIVES])

    return [
        Concerned(
            name=version.name,
            school=version.activity.school.name,
            exception=version.activity.kind.name,
            link=f"{settings.SITE_URL.rstrip('/')}{reverse('activity', args=[version.activity_id])}",
            alternatives=alternatives(version.activity.kind.code),
        )
        for version in versions
    ]
