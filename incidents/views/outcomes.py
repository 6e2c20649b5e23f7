"""What was found about each person, and what follows (I4, I5)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from incidents.actions import outcomes as actions
from incidents.forms.following import AdultOrderForm, FindingForm, StudentOrderForm
from incidents.models import Case
from incidents.reports import outcomes as report
from incidents.reports.outcomes import Outcome
from incidents.terms.outcomes import Finding
from incidents.views.led import accused_or_404, led_case_or_404


@require_safe
def case_outcome(request: SignedInRequest, code: str) -> HttpResponse:
    """Every person the report is about: found, ordered, told."""
    return _page(request, led_case_or_404(request, code))


def _page(
    request: SignedInRequest, case: Case, status: int = 200, bad: Form | None = None
) -> HttpResponse:
    rows = []
    for one in report.outcomes_of(case):
        forms: dict[str, Form] = {
            "finding": FindingForm(prefix=f"finding-{one.row.name}"),
            "order": _order_form(one),
        }
        for name, form in forms.items():
            if bad is not None and bad.prefix == form.prefix:
                forms[name] = bad
        rows.append((one, forms))
    context = {"case": case, "rows": rows, "settled": report.settled(case)}
    return render(request, "incidents/outcomes/page.html", context, status=status)


def _order_form(one: Outcome, data: QueryDict | None = None) -> AdultOrderForm | StudentOrderForm:
    kind = AdultOrderForm if one.is_adult else StudentOrderForm
    return kind(data, prefix=f"order-{one.row.name}", initial={"ordered_on": timezone.localdate()})


@require_POST
def find_person(request: SignedInRequest, code: str, person: UUID) -> HttpResponse:
    """Say what was found."""
    case = led_case_or_404(request, code)
    row = accused_or_404(case, person)
    form = FindingForm(request.POST, prefix=f"finding-{row.name}")
    if not form.is_valid():
        return _page(request, case, 422, form)
    given = form.cleaned_data
    actions.find(
        row,
        Finding(given["finding"]),
        by=actor_of(request),
        reason=given["reason"],
        letter=given["letter"],
    )
    messages.success(request, _("Kept, with your name."))
    return redirect("incidents:case_outcome", code)


@require_POST
def order_person(request: SignedInRequest, code: str, person: UUID) -> HttpResponse:
    """Write down what was ordered."""
    case = led_case_or_404(request, code)
    row = accused_or_404(case, person)
    one = next(found for found in report.outcomes_of(case) if found.row.pk == row.pk)
    form = _order_form(one, request.POST)
    if form.is_valid():
        try:
            actions.order(row, form.words(), by=actor_of(request))
        except Refused as refused:
            for reason in refused.decision.refusals:
                form.add_error(None, f"{reason} ({reason.clause})")
        else:
            messages.success(request, _("Kept, with your name."))
            return redirect("incidents:case_outcome", code)
    return _page(request, case, 422, form)


@require_safe
def person_letter(request: SignedInRequest, code: str, letter: UUID) -> HttpResponse:
    """The office's words to somebody the report was about, to print and hand over."""
    case = led_case_or_404(request, code)
    found = get_object_or_404(case.person_letters.select_related("case"), name=letter)
    context = {"words": found.words(), "at": found.at}
    return render(request, "incidents/outcomes/letter.html", context)
