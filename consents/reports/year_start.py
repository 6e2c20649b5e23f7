"""How far the year's forms are (T9): each school in one state, who of it is new, whom a form would name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import Count as CountOf
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from consents.models import (
    ActivityVersion,
    Answer,
    Approval,
    Ask,
    ExceptionKind,
    SchoolStart,
    VersionStudent,
)
from consents.reports.boards import TONES
from consents.reports.readiness import platform_is_approved
from consents.terms import Skipped, Stage
from platforms.models import Platform
from schools.calendar import local_day
from schools.models import RoleAssignment, School, SchoolYear, Staff, Student
from schools.terms import SCHOOL_ROLES, Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KIND = "bulk_alerts"
NOT_PREPARED, QUEUED, SKIPPED = "not_prepared", "queued", "skipped"
LABELS: dict[str, str | _StrPromise] = {
    NOT_PREPARED: _("Not prepared"),
    QUEUED: _("Being prepared"),
    SKIPPED: _("Skipped"),
    Stage.ASKED: _("Waits for the principal"),
    Stage.QUESTIONED: _("The principal has a question"),
    Stage.APPROVED: _("Approved: families asked"),
    Stage.DENIED: _("The principal said no"),
    Stage.REVOKED: _("Taken back by the principal"),
    Stage.RETRACTED: _("Taken back by who prepared it"),
}
STATE_TONES: dict[str, str] = {
    NOT_PREPARED: "neutral",
    QUEUED: "info",
    SKIPPED: "bad",
    **{stage.value: tone for stage, tone in TONES.items()},
}
# What a person does about a school that was skipped.
WAY_OUT: dict[str, str | _StrPromise] = {
    Skipped.NO_YEAR: _(
        "An administrator enters the school year, then the school is prepared again."
    ),
    Skipped.NO_STUDENTS: _("The office puts families' contacts right, then it is prepared again."),
    Skipped.NO_PLATFORM: _("Choose a platform that is approved for alerts, and prepare it again."),
    Skipped.NO_SENDER: _(
        "Give somebody of the school the role of aide or administrator; then prepare it again."
    ),
}
# Not the clerks: who is named on a family's form keeps out of its records and answers (T2a), and every family is
# on this one.
SENDERS = (Role.ADMINISTRATOR, Role.AIDE)


@dataclass(frozen=True, slots=True)
class Count:
    """How many schools are in one state."""

    state: str
    number: int

    @property
    def label(self) -> str:
        return str(LABELS[self.state])


@dataclass(frozen=True, slots=True)
class Progress:
    """One school's row."""

    school: School
    state: str
    start: SchoolStart | None
    approval: Approval | None
    families: int = 0
    answered: int = 0
    newcomers: int = 0

    @property
    def label(self) -> str:
        return str(LABELS[self.state])

    @property
    def tone(self) -> str:
        return STATE_TONES[self.state]

    @property
    def why(self) -> str:
        return str(Skipped(self.start.skipped).label) if self.start and self.start.skipped else ""

    @property
    def way_out(self) -> str:
        return str(WAY_OUT[self.start.skipped]) if self.start and self.start.skipped else ""

    @property
    def percent(self) -> int:
        return 100 * self.answered // self.families if self.families else 0


def schools_with_state(
    schools: QuerySet[School], kind: ExceptionKind, at: datetime
) -> QuerySet[School]:
    """Open schools, each with `start_pk` and the `state` of this year's form."""
    newest = SchoolStart.objects.filter(
        Q(year__in=current_years(at)) | Q(year__isnull=True), school=OuterRef("pk"), kind=kind
    ).order_by("-pk")
    stage = (
        Approval.objects.filter(
            version__activity=OuterRef("start_activity"),
            school=OuterRef("pk"),
            version__asked_at__isnull=False,
        )
        .exclude(stage=Stage.RETRACTED, version__number__gt=1)
        .order_by("-version__number")
    )
    return (
        schools.filter(closed_on__isnull=True)
        .annotate(
            start_pk=Subquery(newest.values("pk")[:1]),
            start_activity=Subquery(newest.values("activity")[:1]),
            start_skipped=Subquery(newest.values("skipped")[:1]),
        )
        .annotate(
            state=Case(
                When(start_pk__isnull=True, then=Value(NOT_PREPARED)),
                When(~Q(start_skipped=""), then=Value(SKIPPED)),
                When(start_activity__isnull=True, then=Value(QUEUED)),
                default=Coalesce(Subquery(stage.values("stage")[:1]), Value(Stage.RETRACTED.value)),
                output_field=CharField(),
            )
        )
    )


def counts(schools: QuerySet[School]) -> list[Count]:
    """How many of these (of `schools_with_state`) are in each state, in the order of the way."""
    rows: Any = schools.order_by()
    found: dict[str, int] = dict(rows.values_list("state").annotate(number=CountOf("pk")))
    return [Count(state, found[state]) for state in LABELS if found.get(state)]


def progress(schools: Collection[School]) -> list[Progress]:
    """The rows of one page, in a constant number of queries."""
    keys = {one.start_pk for one in schools if one.start_pk}  # type: ignore[attr-defined]  # annotated
    starts = SchoolStart.objects.select_related("start__by").in_bulk(keys)
    by_activity = {row.activity_id: row for row in starts.values() if row.activity_id}
    approvals = {
        (row.version.activity_id, row.school_id): row
        for row in Approval.objects.filter(
            version__activity__in=by_activity, version__asked_at__isnull=False
        )
        .select_related("version")
        .order_by("version__number")
    }
    asked = _families(Ask.objects.filter(version__activity__in=by_activity))
    answered = _families(Answer.objects.filter(version__activity__in=by_activity))
    new = _newcomers(by_activity.values())
    rows = []
    for school in schools:
        start = starts.get(school.start_pk)  # type: ignore[attr-defined]  # annotated
        activity = start.activity_id if start else None
        rows.append(
            Progress(
                school=school,
                state=school.state,  # type: ignore[attr-defined]  # annotated
                start=start,
                approval=approvals.get((activity or 0, school.pk)),
                families=asked.get(activity, 0),
                answered=answered.get(activity, 0),
                newcomers=new.get(school.pk, 0),
            )
        )
    return rows


def current_years(at: datetime) -> list[int]:
    """The school years that hold the moment, of every calendar."""
    return [
        year.pk
        for year in SchoolYear.objects.all()
        if year.starts_on <= local_day(at, year.timezone) <= year.ends_on
    ]


def platform_for(row: SchoolStart, at: datetime) -> Platform | None:
    """The platform the school used last, else the one that was chosen; the first that is approved today (T3)."""
    last = (
        ActivityVersion.objects.filter(
            activity__school=row.school,
            activity__kind=row.kind,
            platform__isnull=False,
            approvals__school=row.school,
            approvals__stage=Stage.APPROVED,
        )
        .select_related("platform")
        .order_by("-pk")
        .first()
    )
    day = local_day(at, row.year.timezone) if row.year else at.date()
    for platform in (last.platform if last else None, row.start.platform):
        if platform is not None and platform_is_approved(platform, row.kind, at, day):
            return platform
    return None


def senders_of(school: School) -> list[Staff]:
    """Who sends a school's alerts: administrators and aides. Never its principal, who decides, nor its clerks."""
    held = RoleAssignment.objects.current().filter(school=school)
    principals = held.filter(role=Role.PRINCIPAL).values("user")
    return list(
        Staff.objects.filter(
            user__in=held.filter(role__in=SENDERS).values("user"),
            user__is_active=True,
            left_on__isnull=True,
        )
        .exclude(user__in=principals)
        .select_related("user")
        .order_by("user__name", "pk")
    )


def choosable_senders(school: School) -> QuerySet[Staff]:
    """Whom a principal may name instead: who works at the school, but no principal and none of its clerks.

    Whoever is on a form of every family keeps out of all their records and answers, which the clerks keep (T2a).
    """
    held = RoleAssignment.objects.current().filter(school=school)
    kept_out = held.filter(role__in=(Role.PRINCIPAL, Role.CLERK))
    return Staff.objects.filter(
        user__in=held.filter(role__in=SCHOOL_ROLES).values("user"),
        user__is_active=True,
        left_on__isnull=True,
    ).exclude(user__in=kept_out.values("user"))


def students_of(school: School) -> list[Student]:
    """Everybody enrolled at the school now."""
    return list(Student.objects.enrolled().filter(school=school).order_by("pk"))


def newcomers_of(row: SchoolStart) -> list[Student]:
    """Who has enrolled since the form was last asked for, and is not on it."""
    listed = VersionStudent.objects.filter(
        version__activity=row.activity_id, version__asked_at__isnull=False
    )
    enrolled = Student.objects.enrolled().filter(school=row.school_id)
    return list(enrolled.exclude(pk__in=listed.values("student")).order_by("pk"))


def _newcomers(rows: Collection[SchoolStart]) -> dict[int, int]:
    schools = [row.school_id for row in rows]
    activities = [row.activity_id for row in rows]
    listed = VersionStudent.objects.filter(
        version__activity__in=activities,
        version__asked_at__isnull=False,
        version__activity__school=OuterRef("school"),
    )
    enrolled = Student.objects.enrolled().filter(school__in=schools)
    missing = enrolled.exclude(pk__in=listed.values("student"))
    return dict(missing.order_by().values_list("school").annotate(number=CountOf("pk")))


def _families(rows: QuerySet[Ask] | QuerySet[Answer]) -> dict[int | None, int]:
    found = rows.order_by().values_list(F("version__activity"))
    return dict(found.annotate(number=CountOf("guardian", distinct=True)))
