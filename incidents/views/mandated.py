"""A mandated reporter's own step: for who reported, and for who works on a case (I1)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from incidents.actions import mandated
from incidents.facts.mandated import is_marked
from incidents.forms.mandated import MandatedForm, MarkForm
from incidents.models import Case, TakenReport
from incidents.reports import taking
from incidents.views.cases import case_or_404
from incidents.views.taking import own_context

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_POST
def own_deed(request: SignedInRequest, name: uuid.UUID) -> HttpResponse:
    """Who reported says what they did about the child."""
    row = get_object_or_404(TakenReport.objects.own(request.user), name=name)
    form = MandatedForm(request.POST)
    if _said(request, form, row.case):
        return redirect("incidents:own_report", row.name)
    context = own_context(request, row) | {"mandated_form": form}
    return render(request, "incidents/taking/own_report.html", context, status=422)


@require_http_methods(READ_OR_SEND)
def case_deed(request: SignedInRequest, code: str) -> HttpResponse:
    """Somebody who reads the case says what they did about the child."""
    case = case_or_404(request, code)
    form = MandatedForm(request.POST if request.method == "POST" else None)
    if form.is_bound and _said(request, form, case):
        return redirect(_address(case))
    context = {
        "case": case,
        "facts": taking.step_section(case, request.user),
        "mandated_form": form,
        "mandated_url": request.path,
    }
    status = 422 if form.errors else 200
    return render(request, "incidents/taking/case_call.html", context, status=status)


@require_http_methods(READ_OR_SEND)
def mark_abuse(request: SignedInRequest, code: str) -> HttpResponse:
    """A reader saw signs of abuse, or takes that back."""
    case = case_or_404(request, code)
    form = MarkForm(request.POST if request.method == "POST" else None)
    marked = is_marked(case)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        mandated.mark(case, stands=not marked, reason=reason, by=actor_of(request))
        messages.success(request, _("It is written down."))
        return redirect(_address(case))
    context = {"case": case, "facts": {"marked": marked}, "form": form}
    status = 422 if form.errors else 200
    return render(request, "incidents/taking/signs.html", context, status=status)


def _address(case: Case) -> str:
    return f"{reverse('incidents:case', args=[case.code])}#{taking.ANCHOR}"


def _said(request: SignedInRequest, form: MandatedForm, case: Case) -> bool:
    if not form.is_valid():
        return False
    try:
        mandated.say(case, form.told(), by=actor_of(request))
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("It is written down, with your name."))
    return True
