"""Bundles of a case: asking for one, taking it, deleting it before its time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from incidents.access import keeping as access
from incidents.actions import exporting
from incidents.forms.exports import ExportForm
from incidents.models import Case, Export
from incidents.reports.exports import exports_of
from incidents.terms.keeping import Lock
from incidents.views.cases import case_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def case_export(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask for a bundle, and see every one that was made."""
    case, by = case_or_404(request, code), actor_of(request)
    access.may_export(by, case).require()
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            exporting.ask(case, form.wanted(), by=by)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is being made. Come back to this page in a minute."))
            return redirect("incidents:case_export", code)
    rows = exports_of(case, request.user, timezone.now())
    context: dict[str, Any] = {"case": case, "form": form, "exports": rows}
    status = 422 if form.is_bound else 200
    return render(request, "incidents/exports/list.html", context, status=status)


@require_POST
def case_export_take(request: SignedInRequest, code: str, name: UUID) -> HttpResponse:
    """The bundle itself. A POST, for every taking is written down."""
    case, by = case_or_404(request, code), actor_of(request)
    access.may_export(by, case).require()
    export = _export_or_404(case, name)
    content = exporting.take(export, by=by)
    ending = "zip" if export.lock == Lock.NONE else "zip.age"
    kind = "application/zip" if export.lock == Lock.NONE else "application/octet-stream"
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{case.code}.{ending}"',
            "Cache-Control": "no-store",
        },
    )


@require_POST
def case_export_discard(request: SignedInRequest, code: str, name: UUID) -> HttpResponse:
    case, by = case_or_404(request, code), actor_of(request)
    access.may_export(by, case).require()
    exporting.discard(_export_or_404(case, name), by=by)
    messages.success(request, _("Deleted."))
    return redirect("incidents:case_export", code)


def _export_or_404(case: Case, name: UUID) -> Export:
    return get_object_or_404(Export.objects.filter(case=case), name=name)
