"""Whom a bulk system may send an activity's texts to now: only those whose verdict is a yes (T3, T3a)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consents import standing
from consents.models import Activity, ActivityVersion
from consents.reports.readiness import PLATFORM_NOT_APPROVED, platform_is_approved
from consents.reports.thread_sheets import listed
from consents.reports.threads import Case, Found, find
from consents.terms import Channel
from core.decision import Decision, Reason
from schools.models import Guardian, Staff, Student

NOT_OVER_A_PLATFORM: Final = Reason(
    "not_over_a_platform",
    "T3",
    _("This activity texts from phone to phone. It has group texts, and no list of recipients."),
)
NO_ADULT: Final = Reason("no_adult", "T2", _("No adult is left on this activity."))
STUDENT, GUARDIAN = "student", "guardian"
BATCH: Final = 500
ABOUT_THE_ADULT: Final = "adult_"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One telephone: the student's own, or that of a guardian who gets the same texts."""

    activity_id: int
    student: Student
    guardian: Guardian | None
    number: str
    until: date | None
    # The references of the student's guardians in the list.
    agents: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return GUARDIAN if self.guardian else STUDENT

    @property
    def reference(self) -> str:
        """Ours alone: ending this contact in the other system ends nothing else there."""
        return reference_of(self.activity_id, self.student, self.guardian)


@dataclass(slots=True)
class Batch:
    """Some students further in the list: their recipients, and why others have none."""

    recipients: list[Recipient] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    why: dict[str, str] = field(default_factory=dict)
    students: int = 0
    last: int = 0


def reference_of(activity_id: int, student: Student, guardian: Guardian | None = None) -> str:
    """What a recipient is called in other systems."""
    own = f"A{activity_id}-{student.sourced_id}"
    return f"{own}-G{guardian.pk}" if guardian else own


def may_export(activity: Activity, version: ActivityVersion, at: datetime) -> Decision:
    """Whether there is a list at all; where not, none of it is given (T3)."""
    if version.channel != Channel.PLATFORM or version.platform is None:
        return Decision((NOT_OVER_A_PLATFORM,))
    today = standing.today_at(version, at)
    return Decision.unless(
        (platform_is_approved(version.platform, activity.kind, at, today), PLATFORM_NOT_APPROVED),
        (standing.adults_of(version), NO_ADULT),
    )


def sender(activity: Activity, version: ActivityVersion, at: datetime) -> Staff | None:
    """The first named adult who may text at all today, else the first."""
    adults = standing.adults_of(version)
    student = listed(activity, version).values_list("pk", flat=True).order_by("pk").first()
    if not adults or student is None:
        return next(iter(adults), None)
    found = find([Case(one.pk, activity.pk, student) for one in adults], at)
    able = [
        adult
        for adult, one in zip(adults, found.values(), strict=True)
        if not any(code.startswith(ABOUT_THE_ADULT) for code in one.base.verdict.codes)
    ]
    return next(iter(able), adults[0])


def batch(
    activity: Activity,
    version: ActivityVersion,
    adult: Staff,
    at: datetime,
    *,
    after: int = 0,
    size: int = BATCH,
) -> Batch:
    """The recipients of the next students by key, in the same number of queries for 1 and for `size`."""
    students = _next(listed(activity, version), after, size)
    found = find([Case(adult.pk, activity.pk, one.pk) for one in students], at)
    made = Batch(students=len(students), last=students[-1].pk if students else after)
    for student in students:
        one = found[Case(adult.pk, activity.pk, student.pk)]
        if one.covered:
            made.recipients += _of(activity, student, one)
        else:
            code = one.reasons[0].code
            made.left_out[code] += 1
            made.why[reference_of(activity.pk, student)] = code
    return made


def batches(
    activity: Activity, version: ActivityVersion, adult: Staff, at: datetime
) -> Iterator[Batch]:
    """The whole list, batch after batch."""
    after = 0
    while (found := batch(activity, version, adult, at, after=after)).students:
        yield found
        after = found.last


def _next(students: QuerySet[Student], after: int, size: int) -> list[Student]:
    return list(students.filter(pk__gt=after).order_by("pk")[:size])


def _of(activity: Activity, student: Student, found: Found) -> Sequence[Recipient]:
    """The student first, then each guardian on it."""
    guardians = [leg for leg in found.legs if leg.guardian]
    agents = tuple(reference_of(activity.pk, student, leg.guardian) for leg in guardians)
    own = next(leg for leg in found.legs if leg.guardian is None)
    return [
        Recipient(activity.pk, student, None, own.number, found.until, agents),
        *(
            Recipient(activity.pk, student, leg.guardian, leg.number, found.until)
            for leg in guardians
        ),
    ]
