"""Files with a report that is being written (I1): added, taken out again, sealed from the first moment."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from documents.arriving import encrypted_uploads
from incidents.actions import evidence as actions
from incidents.actions.evidence import DraftPlace
from incidents.policy.speak_up import may_add_files
from incidents.reports import evidence as reports
from incidents.terms.speak_up import Step
from incidents.views.evidence_upload import facts_of_form, files_form, most_of_a_file, take_files
from incidents.views.speak_up_door import SEE_OTHER, Room, behind_draft, draw


@encrypted_uploads(most_of_a_file)
@require_http_methods(["GET", "HEAD", "POST"])
@behind_draft
def draft_files(request: HttpRequest, room: Room) -> HttpResponse:
    """What was added so far, and a form for more.

    Only after a plain no to the question about pictures without clothes is there a form at all (D9). What was added
    before the answer changed can still be taken out.
    """
    place = DraftPlace(room.handle, room.key)
    may_add = may_add_files(room.kept.given)
    if not may_add and (request.method == "POST" or not reports.kept_of_draft(room.handle).files):
        return room.to(Step.HAVE)
    form = files_form(request)
    if form.is_bound and take_files(
        form, lambda file, note: actions.take_into_draft(file, place, note=note)
    ):
        return _again(room.handle)
    facts = {
        **facts_of_form(form),
        "files": reports.in_draft(room.handle, room.key),
        "handle": room.handle,
        "removable": True,
        "may_add": may_add,
        "card": room.kept.card or room.kept.is_danger,
        "have_url": room.url(Step.HAVE),
        "next_url": room.url(Step.KEEP),
    }
    leave_url = reverse("incidents:speak_up_leave_room", args=[room.handle])
    status = 422 if form.is_bound else 200
    return draw(request, "files", facts, status=status, level=room.kept.level, leave_url=leave_url)


@require_POST
@behind_draft
def draft_file_remove(request: HttpRequest, room: Room, name: uuid.UUID) -> HttpResponse:
    """Take a file out again; nothing of it stays. A second press finds nothing and is no error."""
    actions.remove_from_draft(DraftPlace(room.handle, room.key), name)
    return _again(room.handle)


def _again(handle: str) -> HttpResponse:
    response = redirect("incidents:draft_files", handle)
    response.status_code = SEE_OTHER
    return response
