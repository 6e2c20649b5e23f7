"""A copy of the messages, from staff who reported themself (I1): sealed as every reporter's, and shown to nobody here."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from core.actor import Actor, ActorKind
from core.http import SignedInRequest
from documents.arriving import encrypted_uploads
from incidents.actions import evidence as actions
from incidents.models import TakenReport
from incidents.reports import evidence as reports
from incidents.views.evidence_upload import facts_of_form, files_form, most_of_a_file, take_files


@encrypted_uploads(most_of_a_file)
@require_http_methods(["GET", "HEAD", "POST"])
def own_files(request: SignedInRequest, name: uuid.UUID) -> HttpResponse:
    """What one added so far, and a form for more. What was added stays."""
    row = get_object_or_404(TakenReport.objects.own(request.user).select_related("case"), name=name)
    by = Actor(ActorKind.REPORTER, row.case.code)
    form = files_form(request)
    if form.is_bound and take_files(
        form, lambda file, note: actions.take_into_case(file, row.case, by=by, note=note)
    ):
        return redirect("incidents:own_files", row.name)
    facts = {**facts_of_form(form), "files": reports.of_reporter(row.case), "row": row}
    status = 422 if form.is_bound else 200
    return render(request, "incidents/taking/own_files.html", facts, status=status)
