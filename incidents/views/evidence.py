"""Evidence as those who work on a report see it: the clean copies, the custody, quarantine, sealed originals (I1)."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import SignedInRequest, actor_of
from documents.arriving import encrypted_uploads
from incidents.access import cases as case_access
from incidents.access import evidence as access
from incidents.actions import evidence as adding
from incidents.actions import evidence_custody as actions
from incidents.forms.evidence import QuarantineForm, TakeForm
from incidents.models import Case, EvidencePart
from incidents.reports import custody_record
from incidents.reports import evidence as reports
from incidents.reports.evidence_sections import of_case, row_of
from incidents.terms import OfficeCode
from incidents.terms.evidence import EvidenceMove, EvidenceState
from incidents.views.cases import case_or_404
from incidents.views.evidence_upload import facts_of_form, files_form, most_of_a_file, take_files
from incidents.workflow.evidence import EVIDENCE

# A copy shows itself and nothing else: no script, no form, no page of ours around it.
SANDBOX: Final = "default-src 'none'; media-src 'self'; img-src 'self'; sandbox"
ENDINGS: Final = {
    "image/jpeg": "jpg",
    "video/mp4": "mp4",
    "audio/mp4": "m4a",
    "text/plain": "txt",
}


@encrypted_uploads(most_of_a_file)
@require_http_methods(["GET", "HEAD", "POST"])
def case_evidence(request: SignedInRequest, code: str) -> HttpResponse:
    """Every file of the report that the reader sees, and a form to add one that was handed over."""
    case, by = case_or_404(request, code), actor_of(request)
    form = files_form(request)
    if form.is_bound and take_files(
        form, lambda file, note: adding.take_into_case(file, case, by=by, note=note)
    ):
        messages.success(request, _("Added and sealed. The copy to look at follows."))
        return redirect("incidents:case_evidence", code)
    facts = {
        "case": case,
        **of_case(case, request.user),
        **facts_of_form(form),
        "may_add": access.may_add(by, case),
    }
    status = 422 if form.is_bound else 200
    return render(request, "incidents/evidence/list.html", facts, status=status)


@require_safe
def evidence_file(request: SignedInRequest, code: str, name: uuid.UUID) -> HttpResponse:
    """One file: its copy, what happened to it, and what can be done."""
    case, shown = _one(request, code, name)
    return _page(request, case, shown)


@require_safe
def evidence_part(
    request: SignedInRequest, code: str, name: uuid.UUID, number: int
) -> HttpResponse:
    """A part of the clean copy, as it is; who looks is written down. Films answer for pieces, as players ask."""
    case, shown = _one(request, code, name)
    part = next((one for one in shown.parts if one.number == number), None)
    if part is None or not access.may_look(actor_of(request), shown.evidence):
        raise Http404
    part.evidence = shown.evidence
    content = actions.look(part, by=actor_of(request))
    return _shown(request, part, content, f"{case.code}-{shown.number}-{number}")


@require_POST
def evidence_quarantine(request: SignedInRequest, code: str, name: uuid.UUID) -> HttpResponse:
    """Shut the file away."""
    case, shown = _one(request, code, name)
    form = QuarantineForm(request.POST, prefix="quarantine")
    if not form.is_valid():
        return _page(request, case, shown, 422, quarantine_form=form)
    actions.quarantine(shown.evidence, reason=form.cleaned_data["reason"], by=actor_of(request))
    messages.success(request, _("Shut away. Only OIG can open it now, and OIG has the report."))
    return redirect("incidents:case_evidence", code)


@require_POST
def evidence_original(request: SignedInRequest, code: str, name: uuid.UUID) -> HttpResponseBase:
    """The sealed original, as an age file that only the office's own key opens."""
    case, shown = _one(request, code, name)
    by = actor_of(request)
    access.may_take(by, shown.evidence).require()
    form = TakeForm(request.POST, offices=_offices(request, shown), prefix="take")
    if not form.is_valid():
        return _page(request, case, shown, 422, take_form=form)
    office = form.cleaned_data["office"]
    pieces = actions.take(shown.evidence, office=office, reason=form.cleaned_data["reason"], by=by)
    response = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    file_name = f"{case.code}-{shown.number}-{office}.age"
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


@require_POST
def case_custody(request: SignedInRequest, code: str) -> HttpResponse:
    """The chain of custody as a paper, for the offices; that it was made is written down."""
    case, by = case_or_404(request, code), actor_of(request)
    case_access.may_lead(by, case).require()
    at = timezone.now()
    actions.make_record(
        case, [one.evidence for one in reports.for_reader(case, request.user)], by=by
    )
    record = custody_record.record_of(case, request.user, at=at)
    response = HttpResponse(custody_record.drawn(record, at=at), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{case.code}-custody.pdf"'
    return response


def _one(request: SignedInRequest, code: str, name: uuid.UUID) -> tuple[Case, reports.Shown]:
    """The file under this case and no other, where the reader sees both."""
    case = case_or_404(request, code)
    shown = reports.one_for_reader(case, request.user, name)
    if shown is None:
        raise Http404
    return case, shown


def _offices(request: SignedInRequest, shown: reports.Shown) -> list[tuple[str, str]]:
    mine = access.offices_to_take(actor_of(request), shown.evidence)
    return [(one, str(OfficeCode(one).label)) for one in mine]


def _page(
    request: SignedInRequest, case: Case, shown: reports.Shown, status: int = 200, **forms: Form
) -> HttpResponse:
    by, evidence = actor_of(request), shown.evidence
    events = reports.custody_of([evidence])
    context: dict[str, Any] = {
        "case": case,
        **row_of(shown),
        "may_look": access.may_look(by, evidence),
        "may_take": access.may_take(by, evidence),
        "may_quarantine": EVIDENCE.allows(EvidenceState(evidence.state), EvidenceMove.QUARANTINE),
        "custody": [(event, custody_record.event_of(event)) for event in reversed(events)],
        "take_form": TakeForm(offices=_offices(request, shown), prefix="take"),
        "quarantine_form": QuarantineForm(prefix="quarantine"),
        **forms,
    }
    return render(request, "incidents/evidence/file.html", context, status=status)


def _shown(request: SignedInRequest, part: EvidencePart, content: bytes, name: str) -> HttpResponse:
    """Inline only as what we made anew, in a sandbox; anything else would be an attachment."""
    ending = ENDINGS.get(part.media_type)
    kind = "text/plain; charset=utf-8" if part.media_type == "text/plain" else part.media_type
    response = HttpResponse(content, content_type=kind if ending else "application/octet-stream")
    _cut(request, response, content)
    disposition = content_disposition_header(ending is None, f"{name}.{ending or 'bin'}")
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    return response


def _cut(request: SignedInRequest, response: HttpResponse, content: bytes) -> None:
    """The piece a player asks for (RFC 9110, section 14); whatever else is asked gets all of it."""
    unit, _equals, asked = request.headers.get("Range", "").partition("=")
    first, dash, last = asked.partition("-")
    if unit != "bytes" or not dash or not first.isdecimal() or (last and not last.isdecimal()):
        return
    start, end = int(first[:18]), min(int(last[:18] or len(content)), len(content) - 1)
    if start > end:
        return
    response.content = content[start : end + 1]
    response.status_code = 206
    response["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
