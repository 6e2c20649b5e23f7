"""A school tells its families through which channels its staff may write to students, once asked for.

Kentucky's KRS 160.145 and the Illinois bill want it within ten days of the first day of class.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from consents.access import channels as access
from consents.access import reasons
from consents.access.activities import acting_user
from consents.models import ChannelsNotice, ChannelsTold
from consents.reports.channels import channels_of, due_on, last_told, to_be_told
from core import outbox
from core.actor import Actor, ActorKind
from core.decision import Decision, Refused
from notices import contacts, posting
from notices.posting import Draft
from schools.calendar import year_at
from schools.models import Guardian, School
from trail.recording import record

KIND = "consents/channels_told"
BATCH = 500


@transaction.atomic
def tell_families(school: School, *, by: Actor, words: str, form_key: str) -> ChannelsNotice:
    """Write down what is approved now, and let it go to every family; the same preview sent twice is once."""
    access.may_tell(by, school).require()
    before = ChannelsNotice.objects.filter(form_key=form_key).first()
    if before:
        return before
    at = timezone.now()
    year = year_at(school, at)
    if year is None:
        raise Refused(Decision((reasons.NO_YEAR,)))
    found = channels_of(school, at)
    notice = ChannelsNotice.objects.create(
        school=school,
        year=year,
        platforms=list(found.platforms),
        exceptions=list(found.exceptions),
        words=words,
        due_on=due_on(year),
        by=acting_user(by),
        at=at,
        form_key=form_key,
    )
    record("channels.told", notice, by=by, topic=school, year=year.pk)
    outbox.later("consents.tell_channels", notice.pk, key=f"consents.tell_channels:{notice.pk}")
    return notice


def tell_everybody(notice_id: int) -> int:
    """Tell the guardians in batches, each in a transaction of its own; goes on where it was cut off.

    Returns how many this call told or found to be out of reach.
    """
    notice = ChannelsNotice.objects.select_related("school").get(pk=notice_id)
    told = 0
    while batch := list(
        to_be_told(notice.school).filter(pk__gt=last_told(notice)).order_by("pk")[:BATCH]
    ):
        told += _tell(notice, batch)
    return told


@transaction.atomic
def _tell(notice: ChannelsNotice, guardians: Sequence[Guardian]) -> int:
    """One batch, in a number of queries that does not grow with it."""
    known = contacts.reaches(guardians)
    posting.post_all(
        Draft(
            kind=KIND,
            channel=reach.channel,
            address=reach.address,
            recipient=Actor(ActorKind.GUARDIAN, str(guardian.pk)),
            language=guardian.language,
            facts={"notice": notice.pk},
            key=f"channels:{notice.pk}:{guardian.pk}",
        )
        for guardian in guardians
        if (reach := known[guardian.pk])
    )
    rows = [
        ChannelsTold(notice=notice, guardian=one, reached=known[one.pk] is not None)
        for one in guardians
    ]
    ChannelsTold.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
