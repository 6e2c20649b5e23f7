"""The year's end (T7). Permissions expire by their dates whether this runs or not; this records it and tells people.

Each activity ends in a transaction of its own, once: work cut off in the middle goes on where it stopped.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from consents.actions.codes import actor_for
from consents.models import Activity, ActivityEnd
from consents.reports.lapsing import Lapse, ended_years, lapses, last_moment, with_people
from core.actor import Actor, ActorKind
from core.jobs import once
from notices import posting
from notices.terms import Channel
from schools.models import GuardianLink, SchoolYear
from trail.recording import record

JOB = "consents.record_year_end"
BATCH = 100


def record_year_end(at: datetime, *, by: Actor) -> int:
    """End every activity of every year that is over; returns how many this call ended."""
    return sum(_end_year(year, by) for year in ended_years(at))


def _end_year(year: SchoolYear, by: Actor) -> int:
    due = Activity.objects.filter(year=year, end__isnull=True).order_by("pk")
    keys = list(due.values_list("pk", flat=True))
    ended = 0
    for start in range(0, len(keys), BATCH):
        rows = with_people(Activity.objects.filter(pk__in=keys[start : start + BATCH]))
        found = lapses(list(rows.order_by("pk")), last_moment(year))
        ended += sum(end_activity(lapse, by=by) for lapse in found)
    once(JOB, f"{year.pk}:{year.ends_on}", partial(_summary, year))
    return ended


@transaction.atomic
def end_activity(lapse: Lapse, *, by: Actor) -> bool:
    """Close one activity and tell everybody whom it concerned; False when that was done before."""
    activity = Activity.objects.select_for_update().get(pk=lapse.activity.pk)
    end, made = ActivityEnd.objects.get_or_create(
        activity=activity,
        defaults={
            "ended_on": lapse.activity.year.ends_on,
            "lapsed_answers": len(lapse.permissions),
        },
    )
    if not made:
        return False
    record(
        "activity.ended", activity, by=by, topic=activity,
        ended_on=end.ended_on.isoformat(), lapsed_answers=end.lapsed_answers,
        year=activity.year_id,
    )  # fmt: skip
    if lapse.was_approved:
        _tell_staff(lapse)
        _tell_guardians(lapse)
    return True


def _tell_staff(lapse: Lapse) -> None:
    """The adults who could text, and the person who asked: stop using the thread."""
    for user in {lapse.activity.asked_by, *lapse.adults}:
        if user.is_active:
            posting.post(
                "consents/year_ended_staff",
                channel=Channel.EMAIL,
                address=user.email,
                recipient=Actor(ActorKind.USER, str(user.pk), user.name),
                language="",
                facts={"activity": lapse.activity.pk},
                key=f"year_ended:{lapse.activity.pk}:{user.pk}",
            )


def _tell_guardians(lapse: Lapse) -> None:
    """Whoever's permission ended hears of it once for a school and year, if they may still sign today."""
    year, school = lapse.activity.year, lapse.activity.school
    students = {answer.student_id for answer in lapse.permissions}
    may_sign = set(
        GuardianLink.objects.with_authority()
        .filter(student__in=students)
        .values_list("guardian_id", flat=True)
    )
    for guardian in lapse.guardians:
        reach = posting.reach(guardian)
        if reach is None or guardian.pk not in may_sign:
            continue
        posting.post(
            "consents/year_ended_guardian",
            channel=reach.channel,
            address=reach.address,
            recipient=actor_for(guardian),
            language=guardian.language,
            facts={"school": school.pk, "year": year.pk},
            key=f"year_ended:{year.pk}:{school.pk}:{guardian.pk}",
        )


def _summary(year: SchoolYear) -> dict[str, int]:
    ends = ActivityEnd.objects.filter(activity__year=year)
    return {"year": year.pk, "activities": ends.count()}
