"""Activities that run over a platform, and what an event of the registry means for them (T3, P4). Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents import standing
from consents.models import ActivityVersion, Approval, Narrowing, VersionAdult, VersionStudent
from consents.terms import Narrowed, Stage
from notices.models import Notice
from platforms.consequences import Consequence
from platforms.models import StatusEvent
from platforms.reports.standing import standing_events
from platforms.terms import FLAGGED
from schools.models import RoleAssignment
from schools.terms import Role

# The notice that tells of an event: the event and the user are in its key, so nobody has it twice.
CHANGED: Final = "consents/platform_changed"
# An end is announced this long ahead to those whose activities outlast it.
AHEAD = timedelta(days=30)


class Turn(TextChoices):
    """What an event of the registry means for an activity's use of the platform."""

    STOPPED = "stopped", _("may no longer be used")
    KEPT = "kept", _("may be used until the off date")
    BACK = "back", _("may be used again")


@dataclass(frozen=True, slots=True)
class Shift:
    """How a platform stood when this was last told of, and how it stands by the event."""

    before: StatusEvent | None
    after: StatusEvent
    # The day on which `before` ended.
    was_on: date

    def turn(self, use: str, on: date) -> Turn | None:
        """What it means for the exception on the day; None: nothing became different."""
        before, after = self.before, self.after
        was = before is not None and before.is_approved_for(use, self.was_on)
        may = after.is_approved_for(use, on)
        if was != may:
            return Turn.BACK if may else Turn.STOPPED
        kept = may and after.status in FLAGGED
        if kept and before and (before.status, before.until) != (after.status, after.until):
            return Turn.KEPT
        return None


def live_versions(
    platforms: Collection[int], on: date, among: QuerySet[ActivityVersion] | None = None
) -> list[ActivityVersion]:
    """The versions in force that run over one of the platforms and whose last day is not over.

    In force is the newest one that the activity's own school approved. The same few queries for one as for all.
    """
    approved = Approval.objects.filter(stage=Stage.APPROVED, school=OuterRef("activity__school"))
    newer = approved.filter(
        version__activity=OuterRef("activity"), version__number__gt=OuterRef("number")
    )
    rows = ActivityVersion.objects.all() if among is None else among
    found = (
        rows.filter(
            Exists(approved.filter(version=OuterRef("pk"))),
            ~Exists(newer),
            platform__in=platforms,
            ends_on__gte=on,
            activity__year__ends_on__gte=on,
        )
        .select_related("activity__school", "activity__kind", "activity__asked_by", "platform")
        .prefetch_related("approvals", "activity__narrowings", "adult_rows__staff__user")
        .order_by("name", "pk")
    )
    return [one for one in found if standing.ends_on_of(one) >= on]


def concerned(versions: Iterable[ActivityVersion], on: date) -> dict[User, list[ActivityVersion]]:
    """Each adult who texts for one of the versions and each principal who allowed it, with theirs (P4)."""
    versions = list(versions)
    adults = (
        (staff.user, version) for version in versions for staff in standing.adults_of(version)
    )
    return _gathered([*adults, *_heads(versions, on)])


def in_charge(versions: Iterable[ActivityVersion], on: date) -> dict[User, list[ActivityVersion]]:
    """Those who can have the channel changed: the principals who allowed it, and whoever asked."""
    versions = list(versions)
    askers = ((version.activity.asked_by, version) for version in versions)
    return _gathered([*askers, *_heads(versions, on)])


def of_person(user: User, on: date) -> QuerySet[ActivityVersion]:
    """Versions that name the user, that a school of the user's allowed, or that the user asked for."""
    schools = RoleAssignment.objects.current(on).filter(user=user, role=Role.PRINCIPAL)
    allowed = Approval.objects.filter(stage=Stage.APPROVED, school__in=schools.values("school"))
    named = VersionAdult.objects.filter(staff__user=user)
    return ActivityVersion.objects.filter(
        Q(pk__in=named.values("version"))
        | Q(pk__in=allowed.values("version"))
        | Q(activity__asked_by=user)
    )


def unread(at: datetime) -> QuerySet[StatusEvent]:
    """The registry's events that were not read here yet, in the order in which they took effect."""
    found = StatusEvent.objects.filter(consents_news__isnull=True, effective_at__lte=at)
    return found.order_by("effective_at", "pk")


def shift(events: list[StatusEvent]) -> Shift:
    """What these events of one platform, all unread and in their order, come to together."""
    first, last = events[0], events[-1]
    earlier = StatusEvent.objects.filter(
        platform=first.platform_id, effective_at__lte=first.effective_at
    ).exclude(pk__in=[one.pk for one in events])
    before = earlier.order_by("-effective_at", "-pk").first()
    return Shift(before, last, timezone.localdate(first.effective_at))


def told_of(event_id: int, user_id: int, at: datetime) -> bool:
    """Whether the user was told of the event because of activities that run over the platform, or will be when it is read."""
    event = StatusEvent.objects.get(pk=event_id)
    events = list(unread(at).filter(platform=event.platform_id))
    if event not in events:
        return Notice.objects.filter(key=f"{CHANGED}:{event.pk}:{user_id}").exists()
    found, on = shift(events), timezone.localdate(at)
    mine = of_person(User.objects.get(pk=user_id), on)
    versions = [
        version
        for version in live_versions([event.platform_id], on, mine)
        if found.turn(version.activity.kind.code, on)
    ]
    return any(user.pk == user_id for user in concerned(versions, on))


def silenced(platform_id: int, at: datetime) -> list[Consequence]:
    """What would stop, were the platform flagged now: activities that may use it, with their people and schools."""
    on = timezone.localdate(at)
    event = standing_events(at, [platform_id]).get(platform_id)
    versions = [
        version
        for version in live_versions([platform_id], on)
        if event is not None and event.is_approved_for(version.activity.kind.code, on)
    ]
    adults = {staff.pk for version in versions for staff in standing.adults_of(version)}
    off = Narrowing.objects.filter(
        what=Narrowed.STUDENT,
        activity=OuterRef("version__activity"),
        student=OuterRef("student"),
        up_to_version__gte=OuterRef("version__number"),
    )
    listed = VersionStudent.objects.filter(~Exists(off), version__in=versions)
    students = listed.order_by().values("student").distinct().count()
    schools = {version.activity.school_id for version in versions}
    return [
        Consequence(
            code="activities", label=_("Activities that text through it"), count=len(versions)
        ),
        Consequence(code="adults", label=_("Adults who text in them"), count=len(adults)),
        Consequence(code="activity_students", label=_("Students listed in them"), count=students),
        Consequence(
            code="activity_schools", label=_("Schools with such an activity"), count=len(schools)
        ),
    ]


def outlasting(
    at: datetime, on: date, among: QuerySet[ActivityVersion] | None = None
) -> list[tuple[ActivityVersion, date]]:
    """Activities that go on after their platform may be used, where that ends within `AHEAD`; with its last day."""
    ending = {
        key: event
        for key, event in standing_events(at).items()
        if event.until is not None and on <= event.until <= on + AHEAD
    }
    found = []
    for version in live_versions(list(ending), on, among):
        event = ending[version.platform_id or 0]
        usable = event.is_approved_for(version.activity.kind.code, on)
        if usable and event.until and standing.ends_on_of(version) > event.until:
            found.append((version, event.until))
    return found


def _gathered(pairs: Iterable[tuple[User, ActivityVersion]]) -> dict[User, list[ActivityVersion]]:
    """By person with an open account, in the order of their keys; each version once."""
    found: dict[User, dict[int, ActivityVersion]] = defaultdict(dict)
    for user, version in pairs:
        if user.is_active:
            found[user][version.pk] = version
    return {user: list(found[user].values()) for user in sorted(found, key=lambda one: one.pk)}


def _heads(versions: list[ActivityVersion], on: date) -> Iterator[tuple[User, ActivityVersion]]:
    """The principals of the schools that allowed each. They learn nothing of a program (T4)."""
    allowed = [
        (row.school_id, version)
        for version in versions
        for row in version.approvals.all()
        if row.stage == Stage.APPROVED and version.activity.program_id is None
    ]
    held = RoleAssignment.objects.current(on).filter(
        role=Role.PRINCIPAL, school__in={school for school, _version in allowed}
    )
    heads: dict[int | None, list[User]] = defaultdict(list)
    for row in held.select_related("user").order_by("pk"):
        heads[row.school_id].append(row.user)
    for school, version in allowed:
        for user in heads[school]:
            yield user, version
