"""May I text? First how, then who, for what and when; a plain GET page that can be kept and shared by its ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consents.access.verdicts import activities_in_reach, may_ask_for, students_in_reach
from consents.actions import verdicts as actions
from consents.facts.question import Question
from consents.forms.verdict import TextForm
from consents.models import Activity
from consents.reports import may_i_text as report
from consents.reports.next_steps import Line, isolated, lines
from consents.reports.platform_standing import OnPlatform, on_platform
from consents.terms import Relationship
from consents.verdicts import Judged
from core.http import SignedInRequest, actor_of
from schools.calendar import zone_of
from schools.models import Staff, Student

DISTRICT, TEXT, NEVER = "district", "text", "never"
HOWS = (DISTRICT, TEXT, NEVER)


@dataclass(frozen=True, slots=True)
class Told:
    """One verdict as the page shows it: by what was known when, with its reasons and their next steps."""

    judged: Judged
    lines: list[Line]
    members: list[str]
    platform: OnPlatform | None = None

    @property
    def family(self) -> Relationship | None:
        return self.judged.family

    @property
    def allowed(self) -> bool:
        return self.judged.verdict.allowed


@dataclass(slots=True)
class Asked:
    """The question so far: what can be chosen, and what was."""

    student: Student
    adults: list[Staff]
    offered: list[report.Offered]
    form: TextForm
    told: list[Told] = field(default_factory=list)


@require_safe
def may_i_text(request: SignedInRequest) -> HttpResponse:
    how = request.GET.get("how", "")
    if how not in HOWS:
        return render(request, "consents/verdict/how.html")
    if how != TEXT:
        return render(request, "consents/verdict/always.html", {"how": how})
    if not request.GET.get("student"):
        return _find_student(request)
    return _answer(request)


def _find_student(request: SignedInRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    found = report.students_found(request.user, words)
    context = {
        "words": words,
        "students": found[: report.MOST_STUDENTS],
        "more": len(found) > report.MOST_STUDENTS,
    }
    return render(request, "consents/verdict/student.html", context)


def _answer(request: SignedInRequest) -> HttpResponse:
    asked = _asked(request)
    context: dict[str, Any] = {"asked": asked, "form": asked.form, "student": asked.student}
    if not asked.form.is_valid():
        status = 422 if asked.form.is_bound else 200
        return render(request, "consents/verdict/answer.html", context, status=status)
    adult = next(one for one in asked.adults if str(one.pk) == asked.form.cleaned_data["adult"])
    context["adult"] = adult
    context["heading"] = _("{adult} to {student}").format(
        adult=isolated(adult.user.name), student=isolated(asked.student)
    )
    chosen = asked.form.cleaned_data["activity"]
    if chosen == report.NO_ACTIVITY:
        actions.ask_without_activity(adult, asked.student, by=actor_of(request))
        return render(request, "consents/verdict/no_activity.html", context)
    activity = get_object_or_404(
        activities_in_reach(request.user).select_related("school", "year"), pk=chosen
    )
    asked.told = _told(request, asked, adult, activity)
    now, then = asked.told[-1], asked.told[0]
    context |= {
        "activity": activity,
        "now": now,
        "then": then if len(asked.told) > 1 else None,
        "differ": then.judged.verdict != now.judged.verdict,
        "birthday": _eighteenth(now.judged, asked.student),
    }
    return render(request, "consents/verdict/answer.html", context)


def _asked(request: SignedInRequest) -> Asked:
    student = get_object_or_404(
        students_in_reach(request.user).select_related("school"), pk=_key(request, "student")
    )
    adults = report.adults_offered(request.user, student)
    adults += _adult_by_address(request, adults)
    adult = next((one for one in adults if str(one.pk) == request.GET.get("adult")), None)
    adult = adult or (adults[0] if adults else None)
    offered = report.activities_offered(request.user, student, adult)
    given = request.GET.copy()
    if adult is not None:
        given.setdefault("adult", str(adult.pk))
    _choose_activity(given, offered)
    # Before an activity is chosen nothing is wrong with the form yet.
    ready = given.get("activity") or "on" in given
    form = TextForm(
        given if ready else None,
        initial=given.dict(),
        adults=[(str(one.pk), one.user.name) for one in adults],
        activities=report.grouped(offered),
        members=report.thread_choices(student, adult),
        zone=zone_of(student.school, timezone.now()),
    )
    return Asked(student, adults, offered, form)


def _choose_activity(given: Any, offered: list[report.Offered]) -> None:
    """The one activity that names both needs no choosing; that none does is an answer too."""
    both = [one for one in offered if one.names_student and one.names_adult]
    if given.get("activity"):
        return
    if len(both) == 1:
        given["activity"] = str(both[0].activity.pk)
    elif not both:
        given["activity"] = report.NO_ACTIVITY


def _adult_by_address(request: SignedInRequest, offered: list[Staff]) -> list[Staff]:
    """An adult named by a kept address who is not on offer; `Refused` when not for this reader to ask about."""
    key = request.GET.get("adult", "")
    if not key or key in {str(one.pk) for one in offered}:
        return []
    staff = get_object_or_404(Staff.objects.select_related("user"), pk=_key(request, "adult"))
    activity = None
    if request.GET.get("activity", "").isdecimal():
        activity = activities_in_reach(request.user).filter(pk=_key(request, "activity")).first()
    may_ask_for(request.user, staff, activity).require()
    return [staff]


def _told(request: SignedInRequest, asked: Asked, adult: Staff, activity: Activity) -> list[Told]:
    """By what is known now; for a past moment first by what was known then."""
    now = timezone.now()
    at = asked.form.moment() or now
    known: list[datetime] = [at, now] if at < now else [now]
    questions = [
        Question(
            staff_id=adult.pk,
            student_id=asked.student.pk,
            activity_id=activity.pk,
            at=at,
            known_at=moment,
            thread=asked.form.members(),
        )
        for moment in known
    ]
    return [
        _in_words(judged, asked.student, adult, activity)
        for judged in actions.ask(questions, by=actor_of(request))
    ]


def _in_words(judged: Judged, student: Student, adult: Staff, activity: Activity) -> Told:
    people = report.people_of(judged, student, adult, activity)
    return Told(
        judged,
        lines(judged, people),
        report.members_named(judged, people),
        on_platform(judged.version, judged.question.at),
    )


def _eighteenth(judged: Judged, student: Student) -> bool:
    """Whether the student comes of age before the yes ends: a guardian's word ends that day."""
    until = judged.verdict.until
    return until is not None and not judged.facts.student.adult and student.is_adult(until)


def _key(request: SignedInRequest, name: str) -> int:
    value = request.GET.get(name, "")
    if not (value.isascii() and value.isdecimal() and len(value) <= 18):
        raise Http404(_("No such id."))
    return int(value)
