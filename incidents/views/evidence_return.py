"""Files from who came back with their words, from any device (I1)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from documents.arriving import encrypted_uploads
from incidents.actions import evidence as actions
from incidents.reports import evidence as reports
from incidents.terms import Stage
from incidents.terms.speak_up import Bare
from incidents.views.ask_first import ask_first
from incidents.views.evidence_upload import most_of_a_file, take_files
from incidents.views.return_door import READ_OR_SEND, Door, behind_words, draw


@encrypted_uploads(most_of_a_file)
@require_http_methods(READ_OR_SEND)
@behind_words
def my_files(request: HttpRequest, door: Door) -> HttpResponse:
    """What was added so far, and after a plain no a form for more (D9). What was added stays: nothing is taken away."""
    asked = ask_first(request)
    if asked.answer == Bare.NOTHING:
        return door.to("my_report")
    if asked.takes and take_files(
        asked.files,
        lambda file, note: actions.take_into_case(file, door.case, by=door.by, note=note),
    ):
        return door.to("my_files")
    facts = {
        **asked.facts(door.case),
        "files": reports.of_reporter(door.case),
        "handle": door.visit.handle,
        "case": door.case,
        "is_closed": door.case.stage == Stage.CLOSED,
    }
    return draw(request, "files", facts, status=asked.status)
