"""One message a guardian a day about forms that wait: all children, activities and schools together.

What it says is worked out when it leaves, so whatever is asked before then is in it; nothing leaves when
nothing waits any more. Codes, receipts and the end of a permission are no such messages.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from consents import links
from consents.models import DayMessage, Invitation, MessageRule
from consents.policy.messages import Numbers, leaves_at, morning
from core.actor import Actor, ActorKind
from notices import contacts, posting
from notices.models import Notice
from notices.terms import NoticeState
from schools.models import Guardian, School, SchoolYear

KIND = "consents/asked"
BATCH = 500
# How long a link lives that was asked for when no school year is on.
SHORT_STAY = timedelta(days=30)
# A link with less time left than this is replaced by a new one.
LAST_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A guardian whom a form waits for, and the school and year their link would be of."""

    guardian_id: int
    school: School
    year: SchoolYear | None


@transaction.atomic
def tell(wanted: Iterable[Wanted], at: datetime) -> dict[int, DayMessage]:
    """See that each guardian has a message that has not left yet; gives it, for those who can be reached.

    The first of a day leaves at once, or when the quiet hours end; after that the next day's waits for
    the morning. In batches, each with the same number of queries.
    """
    each = {one.guardian_id: one for one in wanted}
    found: dict[int, DayMessage] = {}
    ids = sorted(each)
    for start in range(0, len(ids), BATCH):
        found |= _tell([each[guardian_id] for guardian_id in ids[start : start + BATCH]], at)
    return found


def invite_all(wanted: Collection[Wanted], at: datetime) -> dict[int, Invitation]:
    """Each guardian's living link for the school, or a new one until the year's last consent day."""
    living = (
        Invitation.objects.live(at)
        .filter(guardian__in=[one.guardian_id for one in wanted], expires_at__gt=at + LAST_DAY)
        .select_related("guardian")
    )
    newest = {(row.guardian_id, row.school_id): row for row in living.order_by("pk")}
    outlived = links.outlived(newest.values())
    found, new = {}, []
    for one in wanted:
        row = newest.get((one.guardian_id, one.school.pk))
        if row is None or row.pk in outlived:
            row = _invitation(one, at)
            new.append(row)
        found[one.guardian_id] = row
    Invitation.objects.bulk_create(new, batch_size=BATCH)
    return found


def _tell(wanted: list[Wanted], at: datetime) -> dict[int, DayMessage]:
    ids = [one.guardian_id for one in wanted]
    # In one order, so that two of us never wait for each other.
    locked = Guardian.objects.select_for_update().filter(pk__in=ids, ended_at__isnull=True)
    guardians = {guardian.pk: guardian for guardian in locked.order_by("pk")}
    since = at.date() - timedelta(days=2)
    stand = DayMessage.objects.filter(guardian__in=guardians, day__gte=since)
    days: dict[int, set[date]] = defaultdict(set)
    for row in stand:
        days[row.guardian_id].add(row.day)
    reached = {
        guardian_id: reach
        for guardian_id, reach in contacts.reaches(guardians.values()).items()
        if reach is not None
    }
    found = _unsent(reached, since)
    open_now = [one for one in wanted if one.guardian_id in reached.keys() - found.keys()]
    return found | _post(open_now, guardians, reached, days, at) if open_now else found


def _unsent(reached: dict[int, contacts.Reach], since: date) -> dict[int, DayMessage]:
    """Messages to the contact of now that no worker has taken up: what is asked now will be in them.

    Their notices are held until we are done, so none is worded without what we write.
    """
    waiting = Notice.objects.select_for_update(of=("self",)).filter(
        day_message__guardian__in=reached,
        day_message__day__gte=since,
        state=NoticeState.WAITING,
        attempts=0,
    )
    addresses = dict(waiting.values_list("pk", "address"))
    rows = DayMessage.objects.filter(notice__in=addresses).order_by("day")
    return {
        row.guardian_id: row
        for row in rows
        if addresses[row.notice_id] == reached[row.guardian_id].address
    }


def _post(
    wanted: list[Wanted],
    guardians: dict[int, Guardian],
    reached: dict[int, contacts.Reach],
    days: dict[int, set[date]],
    at: datetime,
) -> dict[int, DayMessage]:
    numbers = MessageRule.objects.numbers(at)
    when = {one.guardian_id: _slot(one, days[one.guardian_id], at, numbers) for one in wanted}
    invitations = invite_all(wanted, at)
    drafts = {
        one.guardian_id: _draft(
            guardians[one.guardian_id],
            reached[one.guardian_id],
            invitations[one.guardian_id],
            when[one.guardian_id],
            at,
        )
        for one in wanted
    }
    notices = {notice.key: notice for notice in posting.post_all(drafts.values())}
    rows = [
        DayMessage(
            guardian_id=guardian_id, day=when[guardian_id][0], notice=notices[draft.key], created_at=at
        )
        for guardian_id, draft in drafts.items()
        if draft.key in notices
    ]  # fmt: skip
    DayMessage.objects.bulk_create(rows, batch_size=BATCH)
    return {row.guardian_id: row for row in rows}


def _slot(one: Wanted, taken: set[date], at: datetime, numbers: Numbers) -> tuple[date, datetime]:
    """The local day of the next message, and the moment it may leave at."""
    zone = ZoneInfo(one.year.timezone if one.year else "America/Chicago")
    leaves = leaves_at(at, zone, numbers)
    day = leaves.astimezone(zone).date()
    if day not in taken:
        return day, leaves
    return _next_free(day, taken, zone, numbers)


def _next_free(
    day: date, taken: set[date], zone: ZoneInfo, numbers: Numbers
) -> tuple[date, datetime]:
    free = next(one for one in _days_after(day) if one not in taken)
    return free, morning(free, zone, numbers)


def _days_after(day: date) -> Iterator[date]:
    while True:
        day += timedelta(days=1)
        yield day


def _draft(
    guardian: Guardian,
    reach: contacts.Reach,
    invitation: Invitation,
    when: tuple[date, datetime],
    at: datetime,
) -> posting.Draft:
    day, leaves = when
    return posting.Draft(
        kind=KIND,
        channel=reach.channel,
        address=reach.address,
        recipient=Actor(ActorKind.GUARDIAN, str(guardian.pk)),
        language=guardian.language,
        facts={"invitation": invitation.pk, "day": day.isoformat()},
        key=f"asked:{guardian.pk}:{day.isoformat()}",
        not_before=leaves if leaves > at else None,
    )


def _invitation(one: Wanted, at: datetime) -> Invitation:
    ends = _midnight_after(one.year) if one.year else at
    return Invitation(
        guardian_id=one.guardian_id,
        school=one.school,
        nonce=secrets.token_hex(16),
        created_at=at,
        expires_at=max(ends, at + SHORT_STAY),
    )


def _midnight_after(year: SchoolYear) -> datetime:
    """The local midnight at which the year's last consent day is over."""
    after = year.ends_on + timedelta(days=1)
    return datetime.combine(after, time.min, tzinfo=ZoneInfo(year.timezone))
