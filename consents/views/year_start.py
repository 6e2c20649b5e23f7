"""The beginning of the year: prepare the alerts form for every family, and see how far each school is (T9)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.access import year_start as access
from consents.actions import year_start as actions
from consents.forms.year_start import PrepareForm, SendersForm
from consents.models import Activity, ExceptionKind, SchoolStart
from consents.reports import year_start as report
from consents.reports.kinds import platform_rows
from consents.reports.year_start import QUEUED
from consents.terms import Stage
from consents.views.finding import approval_or_404
from core.http import SignedInRequest, actor_of, key_in
from core.paging import page
from platforms.models import Platform
from schools.models import School, Staff


@require_safe
def year_start(request: SignedInRequest) -> HttpResponse:
    """Every school the reader answers for, with where its form is and whose turn it is."""
    access.may_see_start(request.user).require()
    by, kind, at = actor_of(request), _kind(), timezone.now()
    every = report.schools_with_state(access.schools_in_view(request.user), kind, at)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    found = _matching(every.filter(Q(state=state)) if state in report.LABELS else every, words)
    shown = page(request, found.select_related("network"), ["name"])
    counts = report.counts(every)
    may_all = bool(access.may_prepare(by, None))
    seen = Activity.objects.visible_to(request.user).filter(school__in=shown.rows)
    context = {
        "kind": kind,
        "readable": set(seen.values_list("pk", flat=True)),
        "page": shown,
        "rows": [
            (row, may_all or bool(access.may_prepare(by, row.school)))
            for row in report.progress(shown.rows)
        ],
        "counts": counts,
        "total": sum(one.number for one in counts),
        "state": state,
        "words": words,
        "may_all": may_all,
        "unprepared": sum(
            one.number for one in counts if one.state in (report.NOT_PREPARED, report.SKIPPED)
        ),
        "is_working": any(one.state == QUEUED for one in counts),
    }
    return render(request, "consents/year_start/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def prepare_year(request: SignedInRequest) -> HttpResponse:
    """The one act: for `?school=` alone, or for every school that is not prepared yet."""
    by = actor_of(request)
    school = _school(request)
    access.may_prepare(by, school).require()
    kind, at = _kind(), timezone.now()
    form = PrepareForm(
        request.POST if request.method == "POST" else None,
        platforms=_platforms(kind),
        initial=_initial(),
    )
    schools = _unprepared(School.objects.filter(pk=school.pk) if school else School.objects.all())
    if request.method == "POST" and form.is_valid():
        start = actions.prepare(kind, schools, form.year_form(), by=by, everywhere=school is None)
        number = start.schools.count()
        messages.success(
            request,
            ngettext(
                "%(number)d school is on its way. Nobody is asked until its principal approves.",
                "%(number)d schools are on their way. No family is asked until its principal approves.",
                number,
            )
            % {"number": number},
        )
        return redirect("year_start")
    context = {"form": form, "kind": kind, "school": school, "schools": schools, "at": at}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "consents/year_start/prepare.html", context, status=status)


@require_POST
def remind_principals(request: SignedInRequest) -> HttpResponse:
    """Whose turn it is hears once more, once a day; for `?school=` alone, or for all."""
    by, school = actor_of(request), _school(request)
    access.may_prepare(by, school).require()
    waiting = SchoolStart.objects.filter(
        activity__versions__approvals__stage__in=[Stage.ASKED, Stage.QUESTIONED],
        year__in=report.current_years(timezone.now()),
    )
    rows = waiting.filter(school=school) if school else waiting
    told = sum(
        actions.remind_principal(row, by=by)
        for row in rows.select_related("school").distinct().order_by("pk")
    )
    messages.success(
        request,
        ngettext("%(told)d person was told.", "%(told)d people were told.", told) % {"told": told},
    )
    return redirect("year_start")


@require_POST
def add_newcomers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who enrolled since: a wider request to the principal, and later a form for those families alone."""
    schools = access.schools_in_view(request.user)
    row = get_object_or_404(
        SchoolStart.objects.select_related("school", "activity", "kind"), pk=pk, school__in=schools
    )
    actions.add_newcomers(row, by=actor_of(request))
    messages.success(
        request, _("Asked. The principal decides; only the new families are asked then.")
    )
    return redirect("year_start")


@require_http_methods(["GET", "HEAD", "POST"])
def name_senders(request: SignedInRequest, pk: int) -> HttpResponse:
    """Before deciding: who of the school sends."""
    found = approval_or_404(request, pk)
    access.may_name_senders(actor_of(request), found).require()
    staff = _staff(found.school, request)
    named = found.version.adults.values_list("pk", flat=True)
    form = SendersForm(
        request.POST if request.method == "POST" else None,
        staff=staff,
        initial={"senders": list(named)},
    )
    if request.method == "POST" and form.is_valid():
        actions.name_senders(found, form.cleaned_data["senders"], by=actor_of(request))
        messages.success(request, _("Saved. Families read these names on the form."))
        return redirect("approval", pk)
    context = {"form": form, "approval": found, "version": found.version}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "consents/year_start/senders.html", context, status=status)


def _kind() -> ExceptionKind:
    return get_object_or_404(ExceptionKind, code=report.KIND, is_published=True)


def _school(request: SignedInRequest) -> School | None:
    """The school the address names; 404 where the reader does not see it."""
    if "school" not in request.GET:
        return None
    schools = access.schools_in_view(request.user).filter(closed_on__isnull=True)
    return get_object_or_404(schools, pk=key_in(request.GET, "school") or 0)


def _unprepared(schools: QuerySet[School]) -> list[School]:
    """Those without a form this year: never prepared, or skipped."""
    found = report.schools_with_state(schools, _kind(), timezone.now())
    return list(found.filter(Q(state__in=[report.NOT_PREPARED, report.SKIPPED])).order_by("name"))


def _matching(found: QuerySet[School], words: str) -> QuerySet[School]:
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(number__istartswith=word))
    return found


def _platforms(kind: ExceptionKind) -> list[Platform]:
    rows = platform_rows(timezone.now(), timezone.localdate())
    return [row.platform for row in rows if kind in row.uses]


def _initial() -> dict[str, Any]:
    return {
        "name": _("School alerts by text"),
        "purpose": _("Closings, early dismissals, and changes of schedule."),
    }


def _staff(school: School, request: SignedInRequest) -> list[Staff]:
    """Whom the reader may name, less the reader."""
    found = report.choosable_senders(school)
    return list(found.exclude(user=request.user).order_by("user__name", "pk"))
