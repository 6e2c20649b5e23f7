"""One thing done to many students of a board: seen first, then done, then told row by row."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.access.boards import students_seen
from consents.actions import boards as actions
from consents.forms.boards import BulkForm
from consents.models import Activity, ActivityVersion
from consents.reports.bulk import told
from consents.terms import BulkAct
from consents.views.boards import board_or_404, may_do
from core.http import SignedInRequest, actor_of, is_key
from core.paging import page_of_list
from schools.models import Student


@require_POST
def bulk_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whom it would touch. Nothing is done yet."""
    activity, version = board_or_404(request, pk)
    form = BulkForm(request.POST)
    picked = _picked(request, activity, version)
    if not form.is_valid() or not picked:
        messages.info(request, _("Tick the students first."))
        return redirect("activity_board", pk)
    act = BulkAct(form.cleaned_data["act"])
    may_do(request, activity, act).require()
    context: dict[str, Any] = {
        "activity": activity,
        "version": version,
        "act": act,
        "picked": picked,
        "key": secrets.token_hex(16),
    }
    return render(request, "consents/boards/bulk_preview.html", context)


@require_POST
def bulk_do(request: SignedInRequest, pk: int) -> HttpResponse:
    """Done, each student by themself; the report says what became of each."""
    activity, version = board_or_404(request, pk)
    form = BulkForm(request.POST)
    picked = _picked(request, activity, version)
    if not form.is_valid() or not picked or not form.cleaned_data["key"]:
        messages.info(request, _("Tick the students first."))
        return redirect("activity_board", pk)
    act = BulkAct(form.cleaned_data["act"])
    may_do(request, activity, act).require()
    run = actions.do_to_many(
        activity, act, picked, by=actor_of(request), form_key=form.cleaned_data["key"]
    )
    return redirect("bulk_run", pk, run.pk)


@require_safe
def bulk_run(request: SignedInRequest, pk: int, run_pk: int) -> HttpResponse:
    """What became of each row; it stays, so that what failed can be mended later."""
    activity, version = board_or_404(request, pk)
    run = get_object_or_404(activity.bulk_runs.select_related("by"), pk=run_pk)
    seen = {student.pk: student for student in students_seen(request.user, activity, version)}
    report = told(run, seen)
    context = {
        "activity": activity,
        "version": version,
        "run": run,
        "report": report,
        "page": page_of_list(report.rows, key=lambda row: row.student.pk, asked=request.GET),
    }
    return render(request, "consents/boards/bulk_run.html", context)


def _picked(
    request: SignedInRequest, activity: Activity, version: ActivityVersion
) -> list[Student]:
    """The ticked students among those the reader sees; what was made up is left out."""
    wanted = {int(key) for key in request.POST.getlist("student") if is_key(key)}
    return [one for one in students_seen(request.user, activity, version) if one.pk in wanted]
