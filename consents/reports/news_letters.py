"""What the notices about changes say, worked out when they leave. None: no longer wanted. No child is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consents import links
from consents.access.answers import has_authority
from consents.access.others import may_object
from consents.models import (
    Activity,
    Answer,
    CallBack,
    Invitation,
    OtherTold,
    VerdictChange,
)
from consents.reports.guardian_letters import link_of, reaches
from consents.terms import GuardianOnThread, Reason
from notices.models import Notice
from schools.models import Guardian, SpeakUpLine, Staff, Student

Words = dict[str, Any]


class Cause(TextChoices):
    """Why texts stopped, in a family's words. Whatever is not here is "something changed"."""

    STUDENT_NOT_ENROLLED = Reason.STUDENT_NOT_ENROLLED.value, _("Your child left the school.")
    NOT_APPROVED = (
        Reason.NOT_APPROVED.value,
        _("Your child is at another school now. Its principal has not allowed it."),
    )
    APPROVAL_REVOKED = Reason.APPROVAL_REVOKED.value, _("The principal does not allow it any more.")
    ADULT_NOT_ACTIVE = (
        Reason.ADULT_NOT_ACTIVE.value,
        _("The adult does not work for the school now."),
    )
    ADULT_NOT_DESIGNATED = (
        Reason.ADULT_NOT_DESIGNATED.value,
        _("The adult was taken off the form."),
    )
    PLATFORM_NOT_APPROVED = (
        Reason.PLATFORM_NOT_APPROVED.value,
        _("The app for the texts is not allowed now."),
    )
    NOT_THIS_ACTIVITY = Reason.NOT_THIS_ACTIVITY.value, _("The activity is over for your child.")
    GRADE_NOT_COVERED = (
        Reason.GRADE_NOT_COVERED.value,
        _("The form is not for your child's grade."),
    )


@dataclass(frozen=True, slots=True)
class Texting:
    """One activity a student hears about: its neutral name, its school, and the adults."""

    name: str
    school: str
    adults: tuple[str, ...]
    # A guardian and the adult's district address are in every text (T2b); else a system sends to many.
    with_guardian: bool


def changes_staff(notice: Notice) -> Words | None:
    """To an adult: how many students, and the page that says which."""
    staff = Staff.objects.get(pk=notice.facts["staff"])
    rows = VerdictChange.objects.filter(staff=staff, staff_told_at=_moment(notice), allowed=False)
    if not rows.exists():
        return None
    return {
        "students": rows.order_by().values("student").distinct().count(),
        "activities": rows.order_by().values("activity").distinct().count(),
        "link": f"{settings.SITE_URL.rstrip('/')}{reverse('changes')}",
    }


def changed_guardian(notice: Notice) -> Words | None:
    """To a guardian whose yes stands: texts stopped, or one adult may not send them any more."""
    guardian = Guardian.objects.get(pk=notice.recipient_id)
    student: int = notice.facts["student"]
    if not reaches(notice, guardian) or not has_authority(guardian, student):
        return None
    activity = Activity.objects.select_related("school").get(pk=notice.facts["activity"])
    cause = notice.facts["cause"]
    return {
        **_school(activity),
        "activity_name": _name_of(activity),
        "cause": Cause(cause).label if cause in Cause.values else "",
        "others_may": bool(_allowed_now(student, [activity.pk])),
        "link": link_of(guardian) or "",
    }


def conflict(notice: Notice) -> Words | None:
    """To each guardian who has answered: what happens next, who calls and by when. Never who said what."""
    row = CallBack.objects.select_related("school", "activity").get(pk=notice.facts["call_back"])
    guardian = Guardian.objects.get(pk=notice.recipient_id)
    if row.done_at or not reaches(notice, guardian):
        return None
    if row.student_id is None or not has_authority(guardian, row.student_id):
        return None
    school, program = row.school, row.activity is not None and row.activity.program_id
    return {
        "school_name": school.name if school else "",
        "school_phone": school.phone if school else "",
        # Of a program nothing is said but that the district calls.
        "by_district": bool(program),
        "due_on": row.due_on,
        "link": link_of(guardian) or "",
    }


def other_agreed(notice: Notice) -> Words | None:
    """To a guardian who has not answered: another one agreed. Unwanted once there is nothing to object to."""
    told = OtherTold.objects.select_related(
        "guardian", "student", "year", "kind", "activity__school"
    ).get(pk=notice.facts["told"])
    invitation = (
        Invitation.objects.live(timezone.now())
        .select_related("guardian")
        .filter(pk=notice.facts["invitation"], guardian=told.guardian_id)
        .first()
    )
    if invitation is None or not reaches(notice, told.guardian):
        return None
    if not may_object(told, timezone.now()):
        return None
    path = reverse("guardian_object", args=[links.token_of(invitation), told.pk])
    return {**_school(told.activity), "link": f"{settings.SITE_URL.rstrip('/')}{path}"}


def objected(notice: Notice) -> Words | None:
    """To the contact on file: a no was given with the link of a message."""
    answer = Answer.objects.select_related("guardian", "version__activity__school").get(
        pk=notice.facts["answer"]
    )
    if not reaches(notice, answer.guardian):
        return None
    return {**_school(answer.version.activity), "link": link_of(answer.guardian) or ""}


def student_news(notice: Notice) -> Words | None:
    """To a student's district e-mail: who may text now, what has ended, who is always on it, where to speak up."""
    student = Student.objects.select_related("school").get(pk=notice.facts["student"])
    if student.email.lower() != notice.address.lower():
        return None
    told = VerdictChange.objects.filter(student=student, student_told_at=_moment(notice))
    latest = _latest(told)
    now = _allowed_now(student.pk)
    ended = [row for row in latest.values() if not row.allowed]
    if not now and not ended:
        # It has ended since; that is told by a message of its own.
        return None
    school = student.school
    return {
        "school_name": school.name if school else "",
        "school_phone": school.phone if school else "",
        "given_name": student.preferred_name or student.given_name,
        "may_text": _texting(now),
        "ended": _texting(ended),
        "lines": list(SpeakUpLine.objects.shown().exclude(phone="").order_by("pk")),
    }


def _allowed_now(student: int, activities: Iterable[int] | None = None) -> list[VerdictChange]:
    rows = VerdictChange.objects.filter(student=student)
    if activities is not None:
        rows = rows.filter(activity__in=activities)
    return [row for row in _latest(rows).values() if row.allowed]


def _latest(rows: Any) -> dict[tuple[int, int], VerdictChange]:
    """The newest row of each activity and adult."""
    found = rows.select_related("activity__school", "staff__user").order_by("number")
    return {(row.activity_id, row.staff_id): row for row in found}


def _texting(rows: Iterable[VerdictChange]) -> list[Texting]:
    """By activity, under its own neutral name; the adults in the order of their names."""
    by_activity: dict[int, list[VerdictChange]] = {}
    for row in rows:
        by_activity.setdefault(row.activity_id, []).append(row)
    return [
        Texting(
            _name_of(each[0].activity),
            each[0].activity.school.name,
            tuple(sorted(row.staff.user.name for row in each)),
            _wants_guardian(each[0].activity),
        )
        for _key, each in sorted(by_activity.items())
    ]


def _name_of(activity: Activity) -> str:
    """The name of the newest version that was asked for; never a draft's."""
    sent = activity.versions.filter(asked_at__isnull=False)
    name: str = sent.order_by("-number").values_list("name", flat=True)[0]
    return name


def _wants_guardian(activity: Activity) -> bool:
    rule = activity.latest.rule.conditions
    return rule.guardian_on_thread == GuardianOnThread.ALWAYS


def _school(activity: Activity) -> Words:
    return {"school_name": activity.school.name, "school_phone": activity.school.phone}


def _moment(notice: Notice) -> datetime:
    return datetime.fromisoformat(str(notice.facts["at"]))
