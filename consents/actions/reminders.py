"""Remind families who have not answered: by the calendar, a few times, and by a person who asks for it.

A reminder is a reason for the guardian's message of a day; it is never a message of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models.functions import TruncDate
from django.utils import timezone

from consents import standing
from consents.access import messages as access
from consents.access.activities import acting_user
from consents.actions import day_messages
from consents.actions.day_messages import Wanted
from consents.models import ActivityVersion, Ask, MessageRule, Reminder
from consents.policy.messages import Numbers, answer_by, is_quiet, slot_on
from consents.reports.reminding import Line, by_hand_on, due_slot, lines
from consents.terms import Stage
from core.actor import Actor
from trail.recording import record


@transaction.atomic
def remind_by_hand(
    version: ActivityVersion, *, by: Actor, students: Collection[int] | None = None
) -> list[Line]:
    """Remind whoever is silent (about these students, else all); each takes the next automatic one's place.

    Gives a line for everybody asked, with why they were not reminded where they were not.
    """
    access.may_remind(by, version.activity).require()
    ActivityVersion.objects.select_for_update().get(pk=version.pk)
    at, user = timezone.now(), acting_user(by)
    found = lines(version, at, students=students)
    slot = by_hand_on(standing.today_at(version, at))
    wanted = {line: slot for line in found if line.would_be}
    made = _write(version, wanted, at, user_id=user.pk)
    if made:
        record("families.reminded", version, by=by, topic=version.activity, asks=made, slot="hand")
    return found


def remind_due(at: datetime, *, by: Actor) -> int:
    """Every automatic reminder that is due now, form by form; safe to call again. Returns how many."""
    numbers = MessageRule.objects.numbers(at)
    return sum(_remind(version, numbers, at, by) for version in _with_silent(at, numbers))


@transaction.atomic
def _remind(version: ActivityVersion, numbers: Numbers, at: datetime, by: Actor) -> int:
    ActivityVersion.objects.select_for_update().get(pk=version.pk)
    wanted = {
        line: slot
        for line in lines(version, at)
        if line.would_be and (slot := due_slot(line, numbers, at))
    }
    made = _write(version, wanted, at, user_id=None)
    if made:
        slots = ",".join(sorted(set(wanted.values())))
        record("families.reminded", version, by=by, topic=version.activity, asks=made, slot=slots)
    return made


def _write(
    version: ActivityVersion, wanted: dict[Line, str], at: datetime, *, user_id: int | None
) -> int:
    activity = version.activity
    told = day_messages.tell(
        (Wanted(line.person_id, activity.school, activity.year) for line in wanted), at
    )
    rows = [
        Reminder(ask=line.ask, slot=slot, by_id=user_id, at=at, message=told[line.person_id])
        for line, slot in wanted.items()
        if line.person_id in told
    ]
    Reminder.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _with_silent(at: datetime, numbers: Numbers) -> list[ActivityVersion]:
    """Versions with an ask whose reminder falls due today, outside the quiet hours of where they are."""
    found = ActivityVersion.objects.filter(
        approvals__stage=Stage.APPROVED,
        activity__year__ends_on__gte=at.date(),
        ends_on__gte=at.date(),
    ).select_related("activity__school", "activity__year", "rule")
    return [
        version
        for version in found.distinct().order_by("pk").iterator()
        if _is_on(version, at, numbers)
    ]  # fmt: skip


def _is_on(version: ActivityVersion, at: datetime, numbers: Numbers) -> bool:
    zone = ZoneInfo(version.activity.year.timezone)
    local = at.astimezone(zone)
    if is_quiet(local.time(), numbers):
        return False
    silent = Ask.objects.filter(version=version, answers__isnull=True)
    days = silent.values_list(TruncDate("created_at", tzinfo=zone), flat=True).distinct().order_by()
    return any(
        slot_on(
            local.date(),
            asked_on=day,
            due=answer_by(day, starts_on=version.starts_on, ends_on=version.ends_on, numbers=numbers),
            days=numbers.remind_days,
        )
        is not None
        for day in days
    )  # fmt: skip
