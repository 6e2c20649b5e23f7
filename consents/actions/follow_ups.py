"""Entries of the follow-up list that answers open and close by themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from consents.models import Answer, CallBack
from consents.reports.follow_up import due_on
from consents.terms import CallBackKind, SettledBy
from consents.wording.refusals import asks_for_talk
from core.actor import Actor
from schools.models import School, Student
from trail.recording import record

OF_A_REFUSAL = (CallBackKind.REFUSAL, CallBackKind.CALL_ME)


def follow_refusal(answer: Answer, *, by: Actor, call_me: bool, phone: str) -> CallBack | None:
    """A no whose family wants a talk goes on the school's list; any other no is left in peace.

    Inside the caller's transaction. `phone` is the number given with the wish, "" for the one on file.
    """
    if not call_me and not asks_for_talk(answer.reason_code):
        return None
    kind = CallBackKind.CALL_ME if call_me else CallBackKind.REFUSAL
    return open_entry(
        answer, kind, by=by, at=answer.received_at,
        phone=phone or answer.guardian.phone,
        guardian=answer.guardian, language=answer.guardian.language or answer.language,
    )  # fmt: skip


def open_entry(
    answer: Answer, kind: CallBackKind, *, by: Actor, at: datetime, **facts: object
) -> CallBack | None:
    """One entry for the word that caused it; None when that word has opened it before."""
    school = school_of(answer)
    row, made = CallBack.objects.get_or_create(
        kind=kind,
        answer=answer,
        defaults={
            "school": school,
            "student": answer.student,
            "activity_id": answer.version.activity_id,
            "created_at": at,
            "due_on": due_on(school, at),
            **facts,
        },
    )
    if not made:
        return None
    record(
        "call_back.opened", row, by=by, topic=answer.version.activity,
        kind=str(kind), answer=answer.pk, student=answer.student_id,
    )  # fmt: skip
    return row


def school_of(answer: Answer) -> School:
    """The office that follows up: of the student's own school, else of the activity's."""
    student: Student = answer.student
    return student.school or answer.version.activity.school


def close(row: CallBack, settled_by: SettledBy, *, by: Actor, at: datetime) -> None:
    """Take an entry off the list because what it was about is no longer so."""
    row.done_at, row.settled_by = at, settled_by
    row.save(update_fields=["done_at", "settled_by"])
    record(
        "call_back.closed", row, by=by, topic=row.school, settled_by=str(settled_by), kind=row.kind
    )


def close_answered(
    activity_id: int, students: Collection[int], *, by: Actor, at: datetime
) -> list[CallBack]:
    """Entries of a no whose guardian has answered again since: the new answer settles them."""
    open_rows = list(
        CallBack.objects.select_for_update(of=("self",))
        .filter(activity=activity_id, student__in=students, kind__in=OF_A_REFUSAL, done_at=None)
        .select_related("school")
    )
    newest: dict[tuple[int, int], int] = {}
    for answer in Answer.objects.filter(
        version__activity=activity_id, student__in={row.student_id for row in open_rows}
    ).order_by("pk"):
        newest[answer.student_id, answer.guardian_id] = answer.pk
    answered = [
        row
        for row in open_rows
        if row.answer_id is not None
        and newest.get((row.student_id or 0, row.guardian_id or 0), 0) > row.answer_id
    ]
    for row in answered:
        close(row, SettledBy.NEW_ANSWER, by=by, at=at)
    return answered
