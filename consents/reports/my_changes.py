"""An adult's own changes: whom they may no longer text, or may now, since when and why. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from consents.models import ActivityVersion, VerdictChange
from consents.terms import Reason
from schools.models import Student

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Line:
    """One change, with its reasons in words and whether it is still so."""

    row: VerdictChange
    activity_name: str
    reasons: tuple[str | _StrPromise, ...]
    is_latest: bool


def of(user: User, *, begun: bool, words: str) -> QuerySet[VerdictChange]:
    """The user's changes of one kind, with the activity's name; empty for who is no staff."""
    sent = ActivityVersion.objects.filter(activity=OuterRef("activity"), asked_at__isnull=False)
    newer = VerdictChange.objects.filter(
        activity=OuterRef("activity"),
        staff=OuterRef("staff"),
        student=OuterRef("student"),
        number__gt=OuterRef("number"),
    )
    found = VerdictChange.objects.filter(staff__user=user, allowed=begun)
    if words:
        found = found.filter(student__in=Student.objects.matching(words))
    return found.select_related("student", "activity__school").annotate(
        activity_name=Subquery(sent.order_by("-number").values("name")[:1]),
        newer=Subquery(newer.values("pk")[:1]),
    )


def lines(rows: Iterable[VerdictChange]) -> list[Line]:
    return [
        Line(
            row,
            row.activity_name,  # type: ignore[attr-defined]  # annotated by `of`
            tuple(Reason(code).label for code in row.reasons if code in Reason.values),
            row.newer is None,  # type: ignore[attr-defined]
        )
        for row in rows
    ]
