"""Imports: what came in, what it changed, what was wrong, and what waits for a person's yes."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.http import SignedInRequest, actor_of
from core.paging import page_of
from schools import access
from schools.actions import uploads
from schools.forms import ConfirmForm, UploadForm
from schools.models import ImportProblem, ImportRun
from schools.reports import differences
from schools.terms import ImportKind, ImportState


@require_GET
def imports(request: SignedInRequest) -> HttpResponse:
    """Every import, newest first."""
    access.may_import(actor_of(request)).require()
    runs = ImportRun.objects.visible_to(request.user).select_related("started_by")
    context = {"page": page_of(runs, by=["-pk"], asked=request.GET)}
    return render(request, "schools/imports.html", context)


def upload(request: SignedInRequest) -> HttpResponse:
    """Hand a file in; it is tried first, and nothing changes."""
    by = actor_of(request)
    access.may_import(by).require()
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        run = uploads.upload(
            ImportKind(form.cleaned_data["kind"]), file, name=file.name or "", by=by
        )
        return redirect("schools:import_run", run.pk)
    return render(
        request, "schools/upload.html", {"form": form}, status=422 if form.errors else 200
    )


def _run(request: SignedInRequest, pk: int) -> ImportRun:
    runs = ImportRun.objects.visible_to(request.user).select_related("started_by", "confirmed_by")
    return get_object_or_404(runs, pk=pk)


@require_GET
def import_run(request: SignedInRequest, pk: int) -> HttpResponse:
    """One import: its state, its difference, its problems."""
    run = _run(request, pk)
    waits = bool(run.stored_as) and run.state in {ImportState.DRY_RUN, ImportState.STOPPED}
    context = {
        "run": run,
        "reading": run.state == ImportState.READING,
        "waits": waits,
        "form": ConfirmForm() if waits and run.stop_reasons else None,
        "differences": differences(run),
        "problems": page_of(
            ImportProblem.objects.filter(run=run), by=["pk"], asked=request.GET, size=50
        ),
        "following": ImportRun.objects.filter(follows=run).first(),
    }
    template = (
        "schools/_import_state.html"
        if request.headers.get("HX-Request")
        else "schools/import_run.html"
    )
    return render(request, template, context)


@require_POST
def import_go_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Import what was tried; what the brake stopped needs the box ticked."""
    run = _run(request, pk)
    form = ConfirmForm(request.POST)
    if run.stop_reasons and not form.is_valid():
        context = {"run": run, "form": form}
        return render(request, "schools/import_confirm.html", context, status=422)
    following = uploads.go_on(run, by=actor_of(request), confirmed=bool(run.stop_reasons))
    return redirect("schools:import_run", following.pk)


@require_POST
def import_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    uploads.discard(_run(request, pk), by=actor_of(request))
    return redirect("schools:import_run", pk)


class _Echo:
    """A file that gives each line back, for streaming."""

    def write(self, line: str) -> str:
        return line


@require_GET
def import_problems(request: SignedInRequest, pk: int) -> StreamingHttpResponse:
    """The problems as CSV: file, line, column, reason."""
    run = _run(request, pk)
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow([_("file"), _("line"), _("column"), _("reason")])
        for problem in run.problems.order_by("pk").iterator():
            yield writer.writerow(
                [_safe(problem.file), problem.line, _safe(problem.column), _safe(problem.reason)]
            )

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-problems.csv"'
    return response


def _safe(cell: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
