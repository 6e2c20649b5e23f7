"""Ask to text students, one saved step at a time: what and why, who texts, (students), check and send."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.access import activities as access
from consents.access.approvals import approvers, by_office
from consents.actions import activities as actions
from consents.forms.activities import PlanForm, RedraftForm, StartForm
from consents.models import ActivityVersion
from consents.reports.kinds import explained, platform_rows
from consents.reports.readiness import coverage_of, may_send
from consents.reports.versions import channel_words, difference, version_before
from consents.views.finding import activity_or_404, draft_or_404
from core.http import SignedInRequest, actor_of
from schools.calendar import local_day, year_at
from schools.models import RoleAssignment, School, SchoolYear, Staff
from schools.roles import principals_of
from schools.terms import SCHOOL_ROLES, VOLUNTEER_ROLES

MOST_STAFF = 40


@require_http_methods(["GET", "HEAD", "POST"])
def start_activity(request: SignedInRequest) -> HttpResponse:
    """Step 1 of a new request. Somebody of several schools chooses the school first."""
    at = timezone.now()
    schools = access.schools_to_ask_for(actor_of(request))
    school = _chosen(schools, request.GET.get("school", ""))
    if school is None:
        return render(request, "consents/activities/choose_school.html", {"schools": schools})
    year = year_at(school, at)
    if year is None:
        return render(request, "consents/activities/no_year.html", {"school": school})
    cards = explained(at)
    usable = [one for one in cards if access.may_choose(one.rule)]
    form = StartForm(request.POST or None, kinds=usable, **_frame(year))
    if request.method == "POST" and form.is_valid():
        version = actions.draft(
            school, form.cleaned_data["kind"], by=actor_of(request), plan=form.plan()
        )
        return redirect("edit_adults", version.activity_id)
    context = {
        "school": school,
        "unusable": [(one, access.may_choose(one.rule)) for one in cards if one not in usable],
        "schools": schools,
    }
    return _plan_page(request, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step 1 of a draft."""
    version = draft_or_404(request, pk)
    form = RedraftForm(request.POST or None, version=version, **_frame(version.activity.year))
    if request.method == "POST" and form.is_valid():
        actions.redraft(version, by=actor_of(request), plan=form.plan())
        return redirect("edit_adults", pk)
    context = {"version": version, "school": version.activity.school}
    return _plan_page(request, form, context)


@require_safe
def edit_adults(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step 2: the adults who would text."""
    version = draft_or_404(request, pk)
    named = version.adults.select_related("user").order_by("version_rows__pk")
    query = request.GET.get("q", "").strip()
    found = _staff_for(version, query).exclude(pk__in=named.values("pk"))
    context = {
        "version": version,
        "named": list(dict.fromkeys(named)),
        "found": found[:MOST_STAFF],
        "more": found.count() > MOST_STAFF,
        "query": query,
    }
    return render(request, "consents/activities/adults.html", context)


@require_POST
def change_adults(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put one adult in, or take one out."""
    version = draft_or_404(request, pk)
    by = actor_of(request)
    if wanted := _one_staff(version, request.POST.get("add", "")):
        actions.name_adults(version, [wanted], by=by)
        messages.success(request, _("%(name)s is named.") % {"name": wanted})
    elif gone := _one_staff(version, request.POST.get("remove", "")):
        actions.unname_adults(version, [gone], by=by)
        messages.success(request, _("%(name)s is no longer named.") % {"name": gone})
    return redirect("edit_adults", pk)


@require_safe
def check_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step 4: everything once more, what is missing, and who decides."""
    version = draft_or_404(request, pk)
    return render(request, "consents/activities/check.html", _check_context(version))


@require_POST
def send_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """To the principal."""
    version = draft_or_404(request, pk)
    ready = may_send(version, timezone.now())
    if not ready:
        context = _check_context(version)
        return render(request, "consents/activities/check.html", context, status=422)
    actions.ask(version, by=actor_of(request))
    messages.success(request, _("Sent. Nobody is asked until the principal has decided."))
    return redirect("activity", pk)


@require_POST
def discard_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    version = draft_or_404(request, pk)
    actions.retract(version, by=actor_of(request))
    messages.success(request, _("The draft is discarded."))
    sent = version.activity.versions.filter(asked_at__isnull=False).exists()
    return redirect("activity", pk) if sent else redirect("activities")


@require_POST
def retract_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back what nobody has decided yet."""
    activity = activity_or_404(request, pk)
    version = activity.versions.filter(asked_at__isnull=False).order_by("-number")[0]
    actions.retract(version, by=actor_of(request))
    messages.success(request, _("Taken back. Nobody was asked."))
    return redirect("activity", pk)


@require_POST
def widen_activity(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new version, begun from what stands."""
    activity = activity_or_404(request, pk)
    version = actions.widen(activity, by=actor_of(request))
    messages.info(request, _("This is a new request. What stands now goes on until it is decided."))
    return redirect("edit_plan", version.activity_id)


def _chosen(schools: list[School], wanted: str) -> School | None:
    if len(schools) == 1:
        return schools[0]
    return next((school for school in schools if str(school.pk) == wanted), None)


def _frame(year: SchoolYear) -> dict[str, Any]:
    at = timezone.now()
    today = local_day(at, year.timezone)
    return {"year": year, "platforms": platform_rows(at, today), "today": today}


def _plan_page(request: SignedInRequest, form: PlanForm, context: dict[str, Any]) -> HttpResponse:
    at = timezone.now()
    today = local_day(at, form.year.timezone)
    context |= {"form": form, "platforms": platform_rows(at, today)}
    status = 422 if form.is_bound else 200
    return render(request, "consents/activities/plan.html", context, status=status)


def _check_context(version: ActivityVersion) -> dict[str, Any]:
    at = timezone.now()
    before = version_before(version)
    found = coverage_of(version, at)
    host = version.approvals.select_related("school", "version__activity").get(
        school=version.activity.school
    )
    return {
        "version": version,
        "channel": channel_words(version),
        "adults": version.adults.select_related("user"),
        "coverage": found,
        "ready": may_send(version, at),
        "before": before,
        "changes": difference(before, version) if before else [],
        "approvers": approvers(host),
        "by_office": by_office(host),
        "elsewhere": [
            (school, count, principals_of(school)) for school, count in found.other_schools
        ],
        "summary": ngettext("%(count)d student", "%(count)d students", len(found.rows))
        % {"count": len(found.rows)},
    }


def _staff_for(version: ActivityVersion, query: str) -> QuerySet[Staff]:
    """Who may be named: the school's people, and who helps there; for a program its own staff alone (T4)."""
    found = Staff.objects.filter(user__is_active=True, left_on__isnull=True)
    program = version.activity.program
    if program is None:
        here = RoleAssignment.objects.current().filter(
            school=version.activity.school, role__in=[*SCHOOL_ROLES, *VOLUNTEER_ROLES]
        )
        found = found.filter(user__in=here.values("user"))
    else:
        working = program.staff_rows.filter(ended_at__isnull=True)
        found = found.filter(pk__in=working.values("staff"))
    for word in query.split():
        found = found.filter(user__name__icontains=word)
    return found.select_related("user").order_by("user__name", "pk")


def _one_staff(version: ActivityVersion, key: str) -> Staff | None:
    """Somebody of the school, or already named."""
    if not key.isdecimal():
        return None
    named = version.adults.filter(pk=key).first()
    return named or _staff_for(version, "").filter(pk=key).first()
