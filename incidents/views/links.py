"""Case staff ask the other registers, and read what they answered (I1)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import SignedInRequest, actor_of
from core.paging import page_of
from incidents.actions import links as actions
from incidents.facts.people import adults_of, students_of
from incidents.forms.following import PlatformForm, RecipientsForm, VerdictForm
from incidents.models import Case, Involved
from incidents.reports.case_tools import tool_named
from incidents.views.cases import case_or_404


@require_safe
def case_links(request: SignedInRequest, code: str) -> HttpResponse:
    """The three questions, and every answer so far."""
    return _page(request, case_or_404(request, code))


def _page(
    request: SignedInRequest, case: Case, status: int = 200, bad: Form | None = None
) -> HttpResponse:
    shown = page_of(
        case.link_answers.select_related("by"), by=["-at", "-name"], asked=request.GET, key="name"
    )
    context = {
        "case": case,
        "forms": {name: bad if bad and bad.prefix == name else form for name, form in _forms(case).items()},
        "page": shown,
        "answers": [(one, _read(one.words())) for one in shown.rows],
        "adults": adults_of(case),
        "students": students_of(case),
    }  # fmt: skip
    return render(request, "incidents/links/page.html", context, status=status)


def _read(words: dict[str, Any]) -> dict[str, Any]:
    return {**words, "when": parse_datetime(words["when"])}


def _forms(case: Case, data: Any = None) -> dict[str, Form]:
    now = timezone.localtime(case.received_at)
    adults, students = adults_of(case), students_of(case)
    return {
        "verdict": VerdictForm(data, prefix="verdict", adults=adults, students=students, initial={"at": now}),
        "recipients": RecipientsForm(data, prefix="recipients", adults=adults, initial={"day": now.date()}),
        "platform": PlatformForm(data, prefix="platform", initial={"day": now.date(), "tool": tool_named(case)}),
    }  # fmt: skip


@require_POST
def ask_verdict(request: SignedInRequest, code: str) -> HttpResponse:
    """Was this adult allowed to text this student then?"""
    case = case_or_404(request, code)
    form = _forms(case, request.POST)["verdict"]
    if not form.is_valid():
        return _page(request, case, 422, form)
    given = form.cleaned_data
    actions.ask_verdict(
        case,
        _row(case, given["adult"]),
        _row(case, given["student"]),
        given["at"],
        by=actor_of(request),
    )
    return _answered(request, code)


@require_POST
def ask_recipients(request: SignedInRequest, code: str) -> HttpResponse:
    """Which recipients did they hold that day?"""
    case = case_or_404(request, code)
    form = _forms(case, request.POST)["recipients"]
    if not form.is_valid():
        return _page(request, case, 422, form)
    given = form.cleaned_data
    actions.ask_recipients(case, _row(case, given["adult"]), given["day"], by=actor_of(request))
    return _answered(request, code)


@require_POST
def ask_platform(request: SignedInRequest, code: str) -> HttpResponse:
    """Was this tool approved that day?"""
    case = case_or_404(request, code)
    form = _forms(case, request.POST)["platform"]
    if not form.is_valid():
        return _page(request, case, 422, form)
    given = form.cleaned_data
    actions.ask_platform(case, given["tool"], given["day"], by=actor_of(request))
    return _answered(request, code)


def _row(case: Case, name: str) -> Involved:
    return get_object_or_404(case.involved.filter(ended_at=None), name=name)


def _answered(request: SignedInRequest, code: str) -> HttpResponse:
    messages.success(request, _("Answered, and kept here alone."))
    return redirect("incidents:case_links", code)
