"""What people do on a board: keep a filter, take the table along, do one thing to many students."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from django.db import transaction

from consents.access import activities as activity_access
from consents.access import boards as access
from consents.actions import narrowing, reminders
from consents.models import Activity, BulkRun, SavedFilter
from consents.reports.activity_board import Wanted
from consents.reports.reminding import Line
from consents.reports.versions import current_version
from consents.terms import BulkAct, Outcome, Unreminded
from core.actor import Actor
from core.decision import Refused
from core.workflow import IllegalMove
from schools.models import Student
from trail.recording import record

logger = logging.getLogger(__name__)


@transaction.atomic
def keep_filter(activity: Activity, name: str, wanted: Wanted, *, by: Actor) -> SavedFilter:
    """The way the actor looks at the board, under a name; a name there was means this from now on."""
    owner = activity_access.acting_user(by)
    row, made = SavedFilter.objects.update_or_create(
        owner=owner,
        activity=activity,
        name=name,
        defaults={"state": wanted.state or "", "words": wanted.words},
    )
    record("filter.kept", row, by=by, topic=activity, made=made, state=str(wanted.state or ""))
    return row


@transaction.atomic
def drop_filter(saved: SavedFilter, *, by: Actor) -> None:
    """Forget a filter; it was nothing but a way of looking."""
    access.may_drop(activity_access.acting_user(by), saved).require()
    record("filter.dropped", saved, by=by, topic=saved.activity)
    saved.delete()


@transaction.atomic
def take_along(
    activity: Activity, wanted: Wanted, *, rows: int, file_format: str, by: Actor
) -> None:
    """The table leaves the register as a file: who took it, what they looked for, how many rows."""
    activity_access.acting_user(by)
    record(
        "board.exported", activity, by=by, topic=activity,
        format=file_format, state=str(wanted.state or ""), searched=bool(wanted.words), rows=rows,
    )  # fmt: skip


def do_to_many(
    activity: Activity, act: BulkAct, students: Sequence[Student], *, by: Actor, form_key: str
) -> BulkRun:
    """Do one thing to each student; what failed is said, the rest is done.

    The same preview sent twice is one run. Cut off in the middle, it can be asked for again: what was done
    then says so.
    """
    user = activity_access.acting_user(by)
    before = BulkRun.objects.filter(form_key=form_key).first()
    if before:
        return before
    found = ACTS[act](activity, students, by)
    outcomes = [[student.pk, str(found[student.pk])] for student in students]
    with transaction.atomic():
        run, made = BulkRun.objects.get_or_create(
            form_key=form_key,
            defaults={"activity": activity, "act": act, "by": user, "outcomes": outcomes},
        )
        if made:
            done = sum(outcome == Outcome.DONE for _, outcome in outcomes)
            record(
                "bulk.done", run, by=by, topic=activity, act=str(act), done=done, of=len(outcomes)
            )
    return run


def _take_off(activity: Activity, students: Sequence[Student], by: Actor) -> dict[int, Outcome]:
    """Each student in a transaction of its own."""
    return {student.pk: _take_one_off(activity, student, by) for student in students}


def _take_one_off(activity: Activity, student: Student, by: Actor) -> Outcome:
    try:
        narrowing.take_off_student(activity, student, by=by)
    except Refused:
        return Outcome.REFUSED
    except IllegalMove:
        return Outcome.NOT_LISTED
    except Exception as error:  # noqa: BLE001 -- one student's trouble must not lose the others
        # The class alone: an error's words quote people's data.
        logger.error("taking off activity %s: %s", activity.pk, type(error).__name__)  # noqa: TRY400
        return Outcome.FAILED
    return Outcome.DONE


def _remind(activity: Activity, students: Sequence[Student], by: Actor) -> dict[int, Outcome]:
    """All families at once: a reminder is a reason for the day's message, never one of its own."""
    version = current_version(activity)
    keys = [student.pk for student in students]
    told = reminders.remind_by_hand(version, by=by, students=keys) if version else []
    by_student: dict[int, list[Line]] = defaultdict(list)
    for line in told:
        by_student[line.ask.student_id].append(line)
    return {key: _reminded(by_student[key]) for key in keys}


def _reminded(lines: Sequence[Line]) -> Outcome:
    """What became of one student's family, from a line for each guardian who was asked."""
    whys = {line.why for line in lines}
    if None in whys:
        return Outcome.DONE
    if whys & {Unreminded.ENOUGH, Unreminded.TODAY}:
        return Outcome.REMINDED
    return Outcome.ANSWERED if Unreminded.ANSWERED in whys else Outcome.NOBODY_TO_REMIND


ACTS: Mapping[BulkAct, Callable[[Activity, Sequence[Student], Actor], dict[int, Outcome]]] = {
    BulkAct.REMIND: _remind,
    BulkAct.TAKE_OFF: _take_off,
}
