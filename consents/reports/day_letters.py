"""What the one message of a day says: which forms wait for a guardian, of which schools, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from consents.models import DayMessage, Reminder
from consents.reports import guardian_home
from consents.reports.due import is_opt_out
from consents.reports.guardian_home import Child, FormRow
from notices.models import Notice
from schools.models import Guardian, School


@dataclass(frozen=True, slots=True)
class Waiting:
    """The forms that wait when the message leaves."""

    forms: list[FormRow]
    due: date | None
    is_reminder: bool

    @property
    def words(self) -> dict[str, Any]:
        """What the templates name. Of several schools none is named in the foot; each has its own telephone."""
        schools = {row.ask.version.activity.school for row in self.forms}
        names = sorted({school.name for school in schools})
        return {
            "school_name": ", ".join(names),
            "school_phone": _only(schools).phone if len(schools) == 1 else "",
            "form_count": sum(not row.is_told for row in self.forms),
            "told_count": sum(row.is_told for row in self.forms),
            "answer_by": self.due,
            "is_reminder": self.is_reminder,
        }


def waiting_for(guardian: Guardian, notice: Notice, at: datetime) -> Waiting:
    """Everything that waits for the guardian's word now; a form that wants none is told of once only."""
    told = _told_until(guardian, notice)
    forms = [
        row
        for child in guardian_home.children(guardian, at)
        for row in _then(child, notice)
        if not is_opt_out(row.ask) or told is None or row.ask.created_at > told
    ]
    ahead = [row.due for row in forms if row.due is not None]
    reminded = Reminder.objects.filter(message__notice=notice, ask__in=[row.ask for row in forms])
    return Waiting(forms, min(ahead, default=None), reminded.exists())


def _then(child: Child, notice: Notice) -> list[FormRow]:
    """What waits; of a message that has left and is looked at again, what waited when it did."""
    rows, left = [*child.waiting, *child.told], notice.left_at
    if left is None:
        return rows
    return [
        row
        for row in (*rows, *child.answered)
        if row.ask.created_at <= left and (row.answer is None or row.answer.signed_at >= left)
    ]


def _told_until(guardian: Guardian, notice: Notice) -> datetime | None:
    """When the message before this one was written; asks up to then were in it."""
    earlier = DayMessage.objects.filter(
        guardian=guardian, notice__lt=notice.pk, notice__left_at__isnull=False
    )
    return earlier.order_by("-notice").values_list("notice__left_at", flat=True).first()


def _only(schools: set[School]) -> School:
    return next(iter(schools))
