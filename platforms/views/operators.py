"""What the law wants posted about vendors (SOPPA, 105 ILCS 85/27): a page, JSON, CSV, and the signed papers. No sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import public_pages as public
from core.paging import page
from core.sheets import csv_lines
from documents import keeping
from platforms.reports.operators import (
    LAW,
    Operator,
    operator_vendors,
    operators,
    posted_agreements,
    updated_at,
)
from platforms.views.agreements import pdf_response

HTML = "text/html; charset=utf-8"
A_WHILE = "public, max-age=300"
COLUMNS = (
    "operator", "address", "website", "platform", "agreement", "signed_on", "first_day", "last_day", "in_force",
    "data_elements", "subcontractors", "file", "breach_on", "district_told_on", "students_affected", "breach",
)  # fmt: skip


@login_not_required
@require_safe
def vendors(request: HttpRequest) -> HttpResponse:
    """The companies with agreements: who they are, what they hold, who else does, and what went wrong."""
    query = request.GET.get("q", "").strip()[:200]
    with public.in_language(request):
        at = page(request, operator_vendors(query), ("name",))
        moment = updated_at()
        facts = {
            "page": at,
            "operators": operators(at.rows, timezone.localdate()),
            "query": query,
            "updated_at": moment,
            "law": LAW,
            **public.languages(request),
        }
        body = public.drawn("platforms/operators/vendors.html", facts)
        source = public.Source(sha256(body.encode()).hexdigest(), moment or timezone.now())
        return public.answer(
            request, source, lambda: body, page="vendors", asked={}, content_type=HTML
        )


@login_not_required
@require_safe
def vendors_json(request: HttpRequest) -> HttpResponse:
    """The same rows, all of them, as JSON."""
    on, moment = timezone.localdate(), updated_at()
    found = operators(list(operator_vendors()), on)
    body = {
        "law": LAW,
        "as_of": on.isoformat(),
        "updated_at": moment.isoformat() if moment else None,
        "operators": [_as_json(request, one) for one in found],
    }
    return JsonResponse(body, headers={"Cache-Control": A_WHILE})


@login_not_required
@require_safe
def vendors_csv(request: HttpRequest) -> HttpResponse:
    """The same rows as CSV: one a line for each agreement and each breach."""
    found = operators(list(operator_vendors()), timezone.localdate())
    lines = (line for one in found for line in _lines(request, one))
    rows = ([str(line.get(name, "")) for name in COLUMNS] for line in lines)
    content = "".join(csv_lines(COLUMNS, rows))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="vendors.csv"'
    response["Cache-Control"] = A_WHILE
    return response


@login_not_required
@require_safe
def vendors_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """A signed paper. It is posted for everybody, so who reads it is written down nowhere."""
    agreement = get_object_or_404(posted_agreements(), pk=pk)
    if agreement.file is None:
        raise Http404
    try:
        content = keeping.bytes_of(agreement.file)
    except keeping.Damaged:
        raise Http404 from None
    return pdf_response(content, f"agreement-{agreement.pk}.pdf")


def _as_json(request: HttpRequest, one: Operator) -> dict[str, Any]:
    return {
        "name": one.name,
        "address": one.address,
        "website": one.website,
        "platforms": [
            {
                "name": tool.name,
                "agreements": [
                    {
                        "title": agreement.title,
                        "signed_on": agreement.signed_on,
                        "first_day": agreement.starts_on,
                        "last_day": agreement.until,
                        "in_force": agreement.in_force,
                        "data_elements": agreement.data_elements,
                        "subcontractors": agreement.subcontractors,
                        "file": _file(request, agreement.pk) if agreement.has_file else None,
                    }
                    for agreement in tool.agreements
                ],
                "breaches": [
                    {
                        "happened_on": breach.happened_on,
                        "district_told_on": breach.told_on,
                        "students_affected": breach.students,
                        "description": breach.description,
                    }
                    for breach in tool.breaches
                ],
            }
            for tool in one.tools
        ],
    }


def _lines(request: HttpRequest, one: Operator) -> Iterator[dict[str, Any]]:
    whose = {"operator": one.name, "address": one.address, "website": one.website}
    for tool in one.tools:
        for agreement in tool.agreements:
            yield {
                **whose,
                "platform": tool.name,
                "agreement": agreement.title,
                "signed_on": agreement.signed_on,
                "first_day": agreement.starts_on,
                "last_day": agreement.until,
                "in_force": "yes" if agreement.in_force else "no",
                "data_elements": "; ".join(agreement.data_elements),
                "subcontractors": "; ".join(agreement.subcontractors),
                "file": _file(request, agreement.pk) if agreement.has_file else "",
            }
        for breach in tool.breaches:
            yield {
                **whose,
                "platform": tool.name,
                "breach_on": breach.happened_on,
                "district_told_on": breach.told_on,
                "students_affected": "" if breach.students is None else breach.students,
                "breach": breach.description,
            }


def _file(request: HttpRequest, agreement: int) -> str:
    return request.build_absolute_uri(reverse("platforms:vendors_agreement", args=[agreement]))
