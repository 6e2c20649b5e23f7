"""Tell an adult to stop using a thread, and take down that they have (T2b).

A withdrawal tells every named adult at once (`consents.actions.telling`). Whatever else makes a thread wrong (a
transfer, a flag, the calendar) is found by comparing the threads in use with what would be handed out now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from consents.access import threads as access
from consents.access.activities import acting_user
from consents.models import Activity, StopAcknowledgement, Thread, ThreadStop
from consents.reports.handed_out import Wrong, with_members, wrong_in
from consents.reports.threads import Case
from consents.terms import Reason
from core import outbox
from core.actor import Actor, ActorKind
from notices import posting
from notices.terms import Channel
from schools.models import Staff, Student
from trail.recording import entry, record, record_all

JOB = "consents.look_at_threads"
BATCH = 300
# A pause may be part of something that must stay quiet: the thread's page refuses, but nobody is written to.
QUIET = {Reason.ADULT_PAUSED.value}


def look_later(activity: Activity) -> None:
    """Compare the activity's threads as soon as what is being done now is done."""
    outbox.later(JOB, activity.pk)


def look_at_threads(activities: Collection[int] | None, *, by: Actor) -> int:
    """Compare the threads in use (of these activities, or all) with the register; returns how many stops it told."""
    threads = Thread.objects.in_use()
    if activities is not None:
        threads = threads.filter(hand_out__activity__in=activities)
    keys = list(threads.order_by("pk").values_list("pk", flat=True))
    told = 0
    for start in range(0, len(keys), BATCH):
        rows = list(with_members(Thread.objects.filter(pk__in=keys[start : start + BATCH])))
        told += _stop_wrong(wrong_in(rows, timezone.now()), by)
    return told


def stop(case: Case, reasons: Iterable[str], *, by: Actor) -> ThreadStop:
    """One adult is told to stop texting one student for one activity, now."""
    row = ThreadStop.objects.create(
        staff_id=case.staff_id,
        activity_id=case.activity_id,
        student_id=case.student_id,
        reasons=[str(one) for one in reasons],
        at=timezone.now(),
    )
    record(
        "thread.stopped", row, by=by, topic=Activity(pk=case.activity_id),
        staff=case.staff_id, student=case.student_id, reasons=row.reasons,
    )  # fmt: skip
    return row


def stop_all(found: Iterable[tuple[Case, Sequence[str]]], *, by: Actor) -> list[ThreadStop]:
    """The same for many, in the caller's transaction and the same few queries however many they are."""
    at = timezone.now()
    rows = ThreadStop.objects.bulk_create(
        [
            ThreadStop(
                staff_id=case.staff_id,
                activity_id=case.activity_id,
                student_id=case.student_id,
                reasons=list(reasons),
                at=at,
            )
            for case, reasons in found
        ],
        batch_size=500,
    )
    record_all(
        entry(
            "thread.stopped", row, by=by, topic=Activity(pk=row.activity_id),
            staff=row.staff_id, student=row.student_id, reasons=row.reasons,
        )
        for row in rows
    )  # fmt: skip
    return rows


@transaction.atomic
def acknowledge(stops: QuerySet[ThreadStop], *, by: Actor) -> int:
    """The adult says of their own that they have stopped; returns of how many. Said twice, it counts once."""
    user = acting_user(by)
    mine = access.own_stops(user).filter(pk__in=stops.values("pk"), acknowledgement__isnull=True)
    rows = list(mine.select_for_update(of=("self",)).select_related("activity"))
    made = [_acknowledged(row, by, "") for row in rows]
    return sum(made)


@transaction.atomic
def settle(row: ThreadStop, *, note: str, by: Actor) -> bool:
    """Somebody in charge found out that it has stopped, and says how (the adult has left, or was spoken with)."""
    row = (
        ThreadStop.objects.select_for_update(of=("self",))
        .select_related("activity__school", "staff")
        .get(pk=row.pk)
    )
    access.may_settle(by, row).require()
    return _acknowledged(row, by, note)


def _acknowledged(row: ThreadStop, by: Actor, note: str) -> bool:
    found, made = StopAcknowledgement.objects.get_or_create(
        stop=row, defaults={"by": acting_user(by), "note": note}
    )
    if made:
        record("thread.stop_acknowledged", row, by=by, topic=row.activity, acknowledgement=found.pk)
    return made


def _stop_wrong(wrong: dict[Thread, list[Wrong]], by: Actor) -> int:
    found: dict[int, dict[Case, Wrong]] = defaultdict(dict)
    for each in wrong.values():
        for one in each:
            if set(one.reasons) - QUIET:
                found[one.case.staff_id][one.case] = one
    return sum(_tell(staff, list(cases.values()), by) for staff, cases in found.items())


@transaction.atomic
def _tell(staff_id: int, wrong: Sequence[Wrong], by: Actor) -> int:
    """Everything one adult must stop, in one e-mail; what another worker told meanwhile is left out."""
    adult = Staff.objects.select_for_update(of=("self",)).select_related("user").get(pk=staff_id)
    using = Thread.objects.in_use().filter(hand_out__staff=adult)
    rows = [stop(one.case, one.reasons, by=by) for one in wrong if _uses(using, one.case)]
    if rows and adult.user.is_active:
        posting.post(
            "consents/thread_stopped",
            channel=Channel.EMAIL,
            address=adult.user.email,
            recipient=Actor(ActorKind.USER, str(adult.user_id)),
            language="en",
            facts={"first": rows[0].pk, "last": rows[-1].pk, "staff": adult.pk},
            key=f"thread-stopped:{rows[0].pk}",
        )
    return len(rows)


def _uses(threads: QuerySet[Thread], case: Case) -> bool:
    return threads.filter(
        hand_out__activity=case.activity_id, members__student=case.student_id
    ).exists()


def uses_thread_with(adult: Staff, activity: Activity, student: Student) -> bool:
    """Whether the adult holds a thread with the student that nobody has stopped."""
    threads = Thread.objects.in_use().filter(hand_out__staff=adult)
    return _uses(threads, Case(adult.pk, activity.pk, student.pk))
