"""Files from who came back with their words, from any device (I1)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from documents.arriving import encrypted_uploads
from incidents.actions import evidence as actions
from incidents.reports import evidence as reports
from incidents.terms import Stage
from incidents.views.evidence_upload import facts_of_form, files_form, most_of_a_file, take_files
from incidents.views.return_door import READ_OR_SEND, Door, behind_words, draw


@encrypted_uploads(most_of_a_file)
@require_http_methods(READ_OR_SEND)
@behind_words
def my_files(request: HttpRequest, door: Door) -> HttpResponse:
    """What was added so far, and a form for more. What was added stays: nothing here is taken away again."""
    form = files_form(request)
    if form.is_bound and take_files(
        form, lambda file, note: actions.take_into_case(file, door.case, by=door.by, note=note)
    ):
        return door.to("my_files")
    facts = {
        **facts_of_form(form),
        "files": reports.of_reporter(door.case),
        "handle": door.visit.handle,
        "case": door.case,
        "is_closed": door.case.stage == Stage.CLOSED,
    }
    return draw(request, "files", facts, status=422 if form.is_bound else 200)
