"""Activities: the list, one activity with its families' answers, and what takes something out of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents import standing
from consents.access import activities as access
from consents.access.messages import may_remind
from consents.access.paper import may_print
from consents.actions import narrowing
from consents.forms.activities import EndForm
from consents.forms.approvals import reply_form
from consents.models import Activity, ActivityVersion, ExceptionKind, Narrowing
from consents.reports.boards import TONES, activity_list, answers_board, approval_words, stage_words
from consents.reports.history import history_of
from consents.reports.platform_standing import on_platform
from consents.reports.today import counts, today
from consents.reports.versions import channel_words, current_version
from consents.terms import Narrowed, Stage
from consents.views.finding import activity_or_404
from consents.workflow import UNDECIDED
from core.actor import Actor
from core.http import SignedInRequest, actor_of, key_in
from core.paging import page
from schools.models import SchoolYear, Staff, Student

ORDER = ["family_name", "given_name"]
PAGE = 50
# A principal's no: whoever asked reads why on the activity's own page.
AGAINST = (Stage.DENIED, Stage.REVOKED)


@require_safe
def activities(request: SignedInRequest) -> HttpResponse:
    """The reader's own activities, or all of the school; by year, exception, stage and words."""
    query = request.GET.get("q", "").strip()
    found = activity_list(request.user)
    mine = found.filter(_mine(request))
    whose = request.GET.get("whose", "")
    if whose not in {"mine", "school"}:
        # Who has asked for nothing, a principal mostly, comes to see what others asked for.
        whose = "mine" if mine.exists() else "school"
    found = mine if whose == "mine" else found
    shown = page(request, _narrowed(found, request, query), newest_first=True)
    context = {
        "page": shown,
        "rows": [(one, *stage_words(one, timezone.localdate())) for one in shown.rows],
        "whose": whose,
        "query": query,
        "filters": {name: request.GET.get(name, "") for name in ("year", "kind", "stage")},
        "narrowed": any(request.GET.get(name) for name in ("q", "year", "kind", "stage")),
        "years": SchoolYear.objects.filter(activities__isnull=False).distinct(),
        "kinds": ExceptionKind.objects.all(),
        "stages": Stage.choices,
        "may_start": bool(access.schools_to_ask_for(actor_of(request))),
    }
    return render(request, "consents/activities/activities.html", context)


@require_safe
def activity(request: SignedInRequest, pk: int) -> HttpResponse:
    """One activity; while it is only a draft, its last step."""
    found = activity_or_404(request, pk)
    version = current_version(found)
    if version is None:
        return redirect("check_request", pk)
    return _page(request, found, version)


@require_POST
def take_off_adult(request: SignedInRequest, pk: int, staff: int) -> HttpResponse:
    """From now on this adult may not text for it."""
    found = activity_or_404(request, pk)
    adult = get_object_or_404(Staff.objects.select_related("user"), pk=staff)
    narrowing.take_off_adult(found, adult, by=actor_of(request))
    messages.success(
        request, _("%(name)s is off, from now on. Every adult was told.") % {"name": adult}
    )
    return redirect("activity", pk)


@require_POST
def take_off_student(request: SignedInRequest, pk: int, student: int) -> HttpResponse:
    """From now on nobody may text this student for it."""
    found = activity_or_404(request, pk)
    gone = get_object_or_404(Student, pk=student)
    narrowing.take_off_student(found, gone, by=actor_of(request))
    messages.success(
        request, _("%(name)s is off, from now on. Every adult was told.") % {"name": gone}
    )
    return redirect("activity", pk)


@require_POST
def end_early(request: SignedInRequest, pk: int) -> HttpResponse:
    """An earlier last day."""
    found = activity_or_404(request, pk)
    version = current_version(found)
    if version is None:
        return redirect("check_request", pk)
    form = _end_form(version, request.POST)
    if not form.is_valid():
        return _page(request, found, version, end_form=form, status=422)
    narrowing.end_early(found, by=actor_of(request), **form.cleaned_data)
    messages.success(request, _("The earlier last day counts. Every adult was told."))
    return redirect("activity", pk)


def _mine(request: SignedInRequest) -> Q:
    named = ActivityVersion.objects.filter(
        adult_rows__staff__user=request.user, asked_at__isnull=False
    )
    return Q(asked_by=request.user) | Q(pk__in=named.values("activity"))


def _narrowed(
    found: QuerySet[Activity], request: SignedInRequest, query: str
) -> QuerySet[Activity]:
    year, kind = key_in(request.GET, "year"), request.GET.get("kind", "")
    for word in query.split():
        found = found.filter(Q(version_name__icontains=word) | Q(asked_by__name__icontains=word))
    if year is not None:
        found = found.filter(year=year)
    if kind:
        found = found.filter(kind__code=kind)
    if request.GET.get("stage") in Stage.values:
        found = found.filter(Q(stage_now=request.GET["stage"]))
    return found


def _page(
    request: SignedInRequest,
    found: Activity,
    version: ActivityVersion,
    *,
    end_form: EndForm | None = None,
    status: int = 200,
) -> HttpResponse:
    by = actor_of(request)
    waiting = _waiting(by, found, version)
    context = {
        "activity": found,
        "version": version,
        "channel": channel_words(version),
        "on_platform": on_platform(version, timezone.now()),
        "ends_on": standing.ends_on_of(version),
        "over": standing.ends_on_of(version) < standing.today_at(version, timezone.now()),
        "stands": version.approvals.filter(
            school=found.school, stage__in=[*UNDECIDED, Stage.APPROVED]
        ).exists(),
        "adults": _adults(request, found, version),
        "approvals": _approvals(version),
        "waiting": waiting,
        "undecided": any(not one["is_elsewhere"] for one in waiting),
        "draft": found.versions.filter(asked_by=request.user, approvals__stage=Stage.DRAFT).first(),
        "narrowings": found.narrowings.select_related("by", "staff__user", "student").order_by(
            "-pk"
        ),
        "history": history_of(found),
        "may_narrow": access.may_narrow(by, found),
        "may_widen": access.may_widen(by, found),
        "may_remind": may_remind(by, found),
        "may_print": may_print(request.user, version),
        "end_form": end_form or _end_form(version),
        "reply_form": reply_form(),
        **_board(request, found, version),
    }
    return render(request, "consents/activities/activity.html", context, status=status)


def _adults(
    request: SignedInRequest, found: Activity, version: ActivityVersion
) -> list[tuple[Staff, bool]]:
    by = actor_of(request)
    may = bool(access.may_narrow(by, found))
    return [(one, may or one.user_id == request.user.pk) for one in standing.adults_of(version)]


def _approvals(version: ActivityVersion) -> list[dict[str, Any]]:
    rows = version.approvals.select_related("school").prefetch_related("steps__by").order_by("pk")
    return [
        {
            "approval": row,
            "label": approval_words(row),
            "tone": TONES[Stage(row.stage)],
            "against": max(row.steps.all(), key=lambda step: step.pk)
            if row.stage in AGAINST
            else None,
        }
        for row in rows
    ]


def _waiting(by: Actor, found: Activity, version: ActivityVersion) -> list[dict[str, Any]]:
    """Newer requests that nobody has decided yet, with the question where one was asked."""
    rows = (
        found.versions.filter(approvals__stage__in=UNDECIDED)
        .prefetch_related("approvals__steps__by", "approvals__school")
        .distinct()
        .order_by("-number")
    )
    return [
        {
            "version": one,
            "is_newer": one.number > version.number,
            "is_elsewhere": _is_approved(one),
            "may_retract": access.may_take_back(by, one) and not _is_approved(one),
            "approvals": [
                {"approval": row, "question": list(row.steps.all())[-1]}
                for row in one.approvals.all()
                if row.stage == Stage.QUESTIONED
            ],
        }
        for one in rows
    ]


def _is_approved(version: ActivityVersion) -> bool:
    """Whether any school has said yes, so that only others are waited for."""
    return any(row.stage == Stage.APPROVED for row in version.approvals.all())


def _board(request: SignedInRequest, found: Activity, version: ActivityVersion) -> dict[str, Any]:
    """The students with their guardians' answers; those of other schools only to who asked and to their own."""
    students = version.students.select_related("school")
    adults = standing.adults_of(version)
    own = next((one for one in adults if one.user_id == request.user.pk), None)
    sees_all = request.user.pk == found.asked_by_id or own is not None
    seen = (
        students
        if sees_all
        else students.filter(pk__in=Student.objects.visible_to(request.user).values("pk"))
    )
    query = request.GET.get("q", "").strip()
    shown = page(request, seen.matching(query), ORDER, size=PAGE)
    off = set(
        Narrowing.objects.filter(
            activity=found, what=Narrowed.STUDENT, up_to_version__gte=version.number
        ).values_list("student", flat=True)
    )
    total = students.count()
    judged_for = own or next(iter(adults), None)
    listed = list(seen.values_list("pk", flat=True))
    states = today(found, judged_for, listed, timezone.now()) if judged_for else {}
    rows = answers_board(found, shown.rows, off, version.number, opt_out=version.rule.is_opt_out)
    return {
        "judged_for": judged_for,
        "counts": counts(states) if states else [],
        "page": shown,
        "board": [(row, states.get(row.student.pk)) for row in rows],
        "query": query,
        "total": total,
        "hidden": 0 if sees_all else total - seen.count(),
    }


def _end_form(version: ActivityVersion, typed: Any = None) -> EndForm:
    today = standing.today_at(version, timezone.now())
    return EndForm(typed, today=today, before=standing.ends_on_of(version))
