"""The numbers where students and families can speak up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.http import SignedInRequest, actor_of
from schools import access
from schools.actions import lines
from schools.forms.lines import LineForm
from schools.lines import found_lines
from schools.models import SpeakUpLine

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_SEND)
def add_line(request: SignedInRequest) -> HttpResponse:
    """Another line."""
    by = actor_of(request)
    access.may_edit_school(by).require()
    form = LineForm(request.POST or None, initial=_draft(request.GET.get("found", "")))
    return _saved(
        request, form, lambda: lines.add_line(form.cleaned_data, by=by), _("Add a line to call")
    )


@require_http_methods(READ_OR_SEND)
def correct_line(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a line, or say that it was looked at and still holds."""
    by = actor_of(request)
    access.may_edit_school(by).require()
    line = _line(pk)
    form = LineForm(request.POST or None, instance=line)
    return _saved(
        request,
        form,
        lambda: lines.correct_line(_line(pk), form.cleaned_data, by=by),
        _("Correct or verify a line to call"),
    )


@require_POST
def end_line(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a line no more."""
    by = actor_of(request)
    access.may_edit_school(by).require()
    lines.end_line(_line(pk), by=by)
    messages.success(request, _("The line is no longer shown."))
    return redirect("schools:district")


def _draft(number: str) -> dict[str, Any]:
    """What public pages say of a line that the district has not looked at yet."""
    return next((one for one in found_lines() if str(one["number"]) == number), {})


def _line(pk: int) -> SpeakUpLine:
    return get_object_or_404(SpeakUpLine, pk=pk, ended_at=None)


def _saved(
    request: SignedInRequest, form: LineForm, save: Callable[[], object], heading: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        save()
        messages.success(request, _("Saved, and verified today."))
        return redirect("schools:district")
    context = {"form": form, "heading": heading}
    status = 422 if form.errors else 200
    return render(request, "schools/line_form.html", context, status=status)
