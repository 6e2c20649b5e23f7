"""A case is closed: what still stands in the way, the outcome, the letter as who reported will read it; or opened again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from incidents.access.cases import may_lead, offices_with
from incidents.access.closing import in_the_way, may_close
from incidents.actions import closing as actions
from incidents.forms.closing import CloseForm
from incidents.forms.desk import ReasonForm
from incidents.models import Case
from incidents.reports.closing_words import BLANKS, closing_letter
from incidents.terms import Stage
from incidents.terms.desk import Outcome
from incidents.views.cases import case_or_404

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_SEND)
def close(request: SignedInRequest, code: str) -> HttpResponse:
    """Choose how it ended, look at the letter, close. A preview changes nothing."""
    found, by = case_or_404(request, code), actor_of(request)
    may_lead(by, found).require()
    form = CloseForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "case": found,
        "form": form,
        "blanks": BLANKS,
        "closed": found.stage == Stage.CLOSED,
        "lists": [(one.label, in_the_way(found, one)) for one in Outcome],
    }
    if not form.is_bound:
        return render(request, "incidents/desk/close.html", context)
    if form.is_valid():
        given, outcome = form.cleaned_data, Outcome(form.cleaned_data["outcome"])
        context |= _preview(found, outcome, given["own_words"], request)
        if "preview" not in request.POST and _closed(found, form, request):
            messages.success(request, _("Closed. The letter waits for who reported it."))
            return redirect("incidents:case", code)
    status = 422 if form.errors else 200
    return render(request, "incidents/desk/close.html", context, status=status)


def _preview(found: Case, outcome: Outcome, own: str, request: SignedInRequest) -> dict[str, Any]:
    by = actor_of(request)
    letter = closing_letter(found, outcome, own, offices_with(by, found)[0])
    return {"letter": letter, "decision": may_close(by, found, outcome)}


def _closed(found: Case, form: CloseForm, request: SignedInRequest) -> bool:
    given = form.cleaned_data
    try:
        actions.close(
            found,
            Outcome(given["outcome"]),
            by=actor_of(request),
            reason=given["reason"],
            own_words=given["own_words"],
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


@require_http_methods(READ_OR_SEND)
def reopen(request: SignedInRequest, code: str) -> HttpResponse:
    """Open it again."""
    found, by = case_or_404(request, code), actor_of(request)
    may_lead(by, found).require()
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.reopen(found, by=by, reason=form.cleaned_data["reason"])
        messages.success(request, _("Open again. The promises to who reported it begin anew."))
        return redirect("incidents:case", code)
    context = {"case": found, "form": form, "closed": found.stage == Stage.CLOSED}
    status = 422 if form.errors else 200
    return render(request, "incidents/desk/reopen.html", context, status=status)
