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
from incidents.terms.speak_up import Bare, Level
from incidents.views.ask_first import ask_first
from incidents.views.evidence_upload import most_of_a_file, take_files


@encrypted_uploads(most_of_a_file)
@require_http_methods(["GET", "HEAD", "POST"])
def own_files(request: SignedInRequest, name: uuid.UUID) -> HttpResponse:
    """What one added so far, and after a plain no a form for more (D9). What was added stays."""
    row = get_object_or_404(TakenReport.objects.own(request.user).select_related("case"), name=name)
    by = Actor(ActorKind.REPORTER, row.case.code)
    asked = ask_first(request)
    if asked.answer == Bare.NOTHING:
        return redirect("incidents:own_report", row.name)
    if asked.takes and take_files(
        asked.files, lambda file, note: actions.take_into_case(file, row.case, by=by, note=note)
    ):
        return redirect("incidents:own_files", row.name)
    files = reports.of_reporter(row.case)
    facts = {**asked.facts(row.case, Level.OLDER), "files": files, "row": row}
    return render(request, "incidents/taking/own_files.html", facts, status=asked.status)
