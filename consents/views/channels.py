"""Approved channels: which schools have told their families, the telling, and the public page with the same words."""

from __future__ import annotations

import secrets
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consents.access import channels as access
from consents.access.year_start import schools_in_view
from consents.actions import channels as actions
from consents.forms.channels import ChannelsForm
from consents.models import ChannelsNotice
from consents.reports import channels as report
from core.http import SignedInRequest, actor_of
from core.paging import page
from schools.calendar import year_at
from schools.models import School


@require_safe
def channels(request: SignedInRequest) -> HttpResponse:
    """The schools whose families must still be told, late ones first to be seen by chief and district."""
    access.may_see_list(request.user).require()
    at, by = timezone.now(), actor_of(request)
    schools = School.objects.filter(pk__in=schools_in_view(request.user).values("pk"))
    told, late, due = report.work_list(schools, at)
    tabs = {"late": late, "due": due, "told": told}
    state = request.GET.get("state", "")
    if state not in tabs:
        state = next((name for name, keys in tabs.items() if keys), "due")
    words = request.GET.get("q", "").strip()
    found = schools.filter(pk__in=tabs[state])
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(number__istartswith=word))
    shown = page(request, found.select_related("network"), ["name"])
    context = {
        "page": shown,
        "rows": [
            (row, bool(access.may_tell(by, row.school)) if len(shown.rows) <= 3 else False)
            for row in report.rows(shown.rows, at)
        ],
        "state": state,
        "is_late": state == "late",
        "is_due": state == "due",
        "is_told": state == "told",
        "late": len(late),
        "due": len(due),
        "told": len(told),
        "words": words,
        "days": report.DAYS,
    }
    return render(request, "consents/channels/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def tell_channels(request: SignedInRequest, pk: int) -> HttpResponse:
    """Exactly what families will read, to how many; then it leaves."""
    school = get_object_or_404(schools_in_view(request.user), pk=pk)
    by, at = actor_of(request), timezone.now()
    may = access.may_tell(by, school)
    if request.method == "POST":
        may.require()
    year = year_at(school, at)
    form = ChannelsForm(
        request.POST if request.method == "POST" else None, initial={"key": secrets.token_hex(16)}
    )
    if form.is_valid():
        typed = form.cleaned_data
        actions.tell_families(school, by=by, words=typed["words"], form_key=typed["key"])
        messages.success(request, _("The families are being told now."))
        return redirect("tell_channels", pk)
    everybody = report.to_be_told(school)
    history = list(
        ChannelsNotice.objects.filter(school=school)
        .select_related("by", "year")
        .order_by("-pk")[:20]
    )
    counts = report.reached(one.pk for one in history)
    context = {
        "school": school,
        "year": year,
        "due_on": report.due_on(year) if year else None,
        "is_late": report.is_late(year, at),
        "channels": report.channels_of(school, at),
        "form": form,
        "may": may,
        "guardians": everybody.count(),
        "unreachable": everybody.filter(
            Q(email="", phone="") | Q(disputed_at__isnull=False)
        ).count(),
        "history": [(one, *counts.get(one.pk, (0, 0))) for one in history],
        "is_told": bool(year and any(one.year_id == year.pk for one in history)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "consents/channels/tell.html", context, status=status)


@login_not_required
@require_safe
def school_channels(request: HttpRequest, pk: int) -> HttpResponse:
    """For anybody: how this school's staff may write to students. No child, no adult is named."""
    school = get_object_or_404(School.objects.open(), pk=pk)
    context = {
        "school": school,
        "school_name": school.name,
        "school_phone": school.phone,
        "channels": report.channels_of(school, timezone.now()),
    }
    return render(request, "consents/channels/school.html", context)
