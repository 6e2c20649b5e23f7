"""Staff report; an office's people write down what they are told by telephone or on paper (I1, I2)."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.http import SignedInRequest, actor_of
from core.paging import page_of
from incidents.access import taking as access
from incidents.actions import taking as actions
from incidents.actions.receiving import Received
from incidents.forms.mandated import MandatedForm
from incidents.forms.taking import HeardForm, PaperForm, PhoneForm, StaffReportForm
from incidents.models import Case, TakenReport, offices_of
from incidents.reports import offices, taking
from incidents.terms import OfficeCode, Source

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_SEND)
def staff_report(request: SignedInRequest) -> HttpResponse:
    """Report while signed in: staff, and whoever helps at a school."""
    form = StaffReportForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        given = actions.report_as_staff(
            form.report(), once=form.cleaned_data["once"], by=actor_of(request)
        )
        if given is None:
            return redirect("incidents:own_reports")
        return _words(request, given, Source.STAFF)
    context = {
        "form": form,
        "title": _("Report something"),
        "lead": _("About what an adult or a student wrote or sent. You need no proof, and you need not be sure."),
        "is_staff": True,
        "takes": bool(offices_of(request.user)),
    }  # fmt: skip
    return render(request, "incidents/taking/report.html", context, status=_status(form))


@require_http_methods(READ_OR_SEND)
def phone_report(request: SignedInRequest) -> HttpResponse:
    """Write down what somebody tells on the telephone, while they tell it."""
    access.may_take(actor_of(request)).require()
    return _heard(request, PhoneForm, Source.PHONE, _("Somebody calls"))


@require_http_methods(READ_OR_SEND)
def paper_report(request: SignedInRequest) -> HttpResponse:
    """Write down what somebody handed in on paper."""
    access.may_take(actor_of(request)).require()
    return _heard(request, PaperForm, Source.PAPER, _("A paper came in"))


@require_safe
def own_reports(request: SignedInRequest) -> HttpResponse:
    """What one reported, and one's own step."""
    found = TakenReport.objects.own(request.user)
    page = page_of(found, by=["-at", "-pk"], asked=request.GET)
    rows = taking.own_reports(page.rows, request.user)
    return render(request, "incidents/taking/own_reports.html", {"page": page, "rows": rows})


@require_safe
def own_report(request: SignedInRequest, name: uuid.UUID) -> HttpResponse:
    """One's own step for something one reported."""
    row = get_object_or_404(TakenReport.objects.own(request.user), name=name)
    return render(request, "incidents/taking/own_report.html", own_context(request, row))


def own_context(request: SignedInRequest, row: TakenReport) -> dict[str, object]:
    """What the page of one's own report reads."""
    return {
        "own": taking.own_report(row, request.user),
        "deeds": taking.deeds_of(row.case, request.user),
        "hotlines": taking.hotlines(),
        "mandated_form": MandatedForm(),
        "mandated_url": reverse("incidents:own_deed", args=[row.name]),
    }


def _heard(
    request: SignedInRequest, kind: type[HeardForm], source: Source, title: str
) -> HttpResponse:
    people = {one.pk: one for code in OfficeCode for one in offices.people_of(code)}
    sent = request.POST if request.method == "POST" else None
    form = kind(sent, user=request.user, people=list(people.values()))
    if form.is_bound and form.is_valid():
        given = actions.take_report(
            form.report(),
            source=source,
            once=form.cleaned_data["once"],
            by=actor_of(request),
            aware_at=form.cleaned_data.get("aware_at"),
        )
        return redirect("incidents:cases") if given is None else _words(request, given, source)
    context = {"form": form, "title": title, "lead": "", "is_phone": source == Source.PHONE}
    return render(request, "incidents/taking/report.html", context, status=_status(form))


def _words(request: SignedInRequest, given: Received, source: Source) -> HttpResponse:
    """The six words, shown this once; nobody can give them again."""
    sees = Case.objects.visible_to(request.user).filter(pk=given.case.pk).exists()
    context: dict[str, object] = {
        "words": given.words,
        "source": source,
        "case": given.case if sees else None,
        "taken": given.case.taken,
        "address": request.build_absolute_uri("/speak-up/return/"),
    }
    if source == Source.STAFF:
        context |= own_context(request, given.case.taken)
    return render(request, "incidents/taking/words.html", context)


def _status(form: HeardForm | StaffReportForm) -> int:
    return 422 if form.errors else 200
