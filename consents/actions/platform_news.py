"""Tell those concerned what the platform registry decided: the adults who text over it, and their principals (P4).

No text waits for this: a verdict reads the registry at every question. Here people hear of it, once. Each event
is read once (`PlatformNews`), several events of one platform together, so that what came and went is no news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from consents.models import ActivityVersion, PlatformNews
from consents.reports import platforms as reports
from consents.reports.platforms import CHANGED, Shift
from core.actor import Actor, ActorKind
from notices import posting
from notices.terms import Channel
from platforms.models import Platform
from trail.recording import record

JOB: Final = "consents.read_platforms"
ENDING: Final = "consents/platform_ending"


def read_events(at: datetime, *, by: Actor) -> int:
    """Read what is unread, each platform in a transaction of its own; returns how many people were told."""
    events = reports.unread(at)
    used = ActivityVersion.objects.filter(asked_at__isnull=False, platform__isnull=False)
    nobody = events.exclude(platform__in=used.values("platform"))
    PlatformNews.objects.bulk_create(
        (PlatformNews(event_id=key, at=at) for key in nobody.values_list("pk", flat=True)),
        ignore_conflicts=True,
        batch_size=500,
    )
    platforms = reports.unread(at).order_by("platform").values_list("platform", flat=True)
    return sum(_read(platform, at, by) for platform in list(platforms.distinct()))


@transaction.atomic
def announce_ends(at: datetime) -> int:
    """Thirty days ahead: an approval, or a use that two people kept, ends before the activity does.

    To principals and to those who asked; each person once an event's last day, whoever asks again.
    """
    on = timezone.localdate(at)
    found: dict[tuple[date, int], list[ActivityVersion]] = defaultdict(list)
    for version, until in reports.outlasting(at, on):
        found[until, version.platform_id or 0].append(version)
    drafts = [
        _draft(
            ENDING, user, {"platform": platform, "until": until.isoformat()}, f"{platform}:{until}"
        )
        for (until, platform), versions in sorted(found.items())
        for user in reports.in_charge(versions, on)
    ]
    return len(posting.post_all(drafts))


@transaction.atomic
def _read(platform_id: int, at: datetime, by: Actor) -> int:
    platform = Platform.objects.select_for_update().get(pk=platform_id)
    events = list(reports.unread(at).filter(platform=platform))
    if not events:
        # Somebody else read them while we waited.
        return 0
    found, on = reports.shift(events), timezone.localdate(at)
    concerned = [
        version
        for version in reports.live_versions([platform.pk], on)
        if found.turn(version.activity.kind.code, on)
    ]
    people = reports.concerned(concerned, on)
    posting.post_all(_drafts(people, found))
    PlatformNews.objects.bulk_create(
        PlatformNews(
            event=event,
            at=at,
            activities=len(concerned) if event == events[-1] else 0,
            people=len(people) if event == events[-1] else 0,
        )
        for event in events
    )
    if people:
        record(
            "platform.told", events[-1], by=by, topic=platform,
            activities=len(concerned), people=len(people),
        )  # fmt: skip
    return len(people)


def _drafts(people: Collection[User], found: Shift) -> Iterator[posting.Draft]:
    facts: dict[str, posting.Fact] = {
        "event": found.after.pk,
        "before": found.before.pk if found.before else None,
        "was_on": found.was_on.isoformat(),
    }
    for user in people:
        yield _draft(CHANGED, user, facts, str(found.after.pk))


def _draft(kind: str, user: User, facts: Mapping[str, posting.Fact], about: str) -> posting.Draft:
    return posting.Draft(
        kind=kind,
        channel=Channel.EMAIL,
        address=user.email,
        recipient=Actor(ActorKind.USER, str(user.pk), user.name),
        language="en",
        facts=facts,
        key=f"{kind}:{about}:{user.pk}",
    )
