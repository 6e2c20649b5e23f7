"""An office pauses an adult because of a case, and lifts the pause (I4)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import SignedInRequest, actor_of
from incidents.actions import pauses as actions
from incidents.forms.following import PauseForm
from incidents.models import Case
from incidents.reports.pauses import adults_of
from incidents.views.led import accused_or_404, led_case_or_404


@require_safe
def case_pause(request: SignedInRequest, code: str) -> HttpResponse:
    """The adults of the case, and whether they are paused because of it."""
    return _page(request, led_case_or_404(request, code))


def _page(
    request: SignedInRequest, case: Case, status: int = 200, bad: PauseForm | None = None
) -> HttpResponse:
    rows = []
    for adult in adults_of(case):
        prefix = f"pause-{adult.row.name}"
        form = bad if bad is not None and bad.prefix == prefix else PauseForm(prefix=prefix)
        rows.append((adult, form))
    return render(
        request, "incidents/pauses/page.html", {"case": case, "rows": rows}, status=status
    )


@require_POST
def pause_person(request: SignedInRequest, code: str, person: UUID) -> HttpResponse:
    """Pause from now on."""
    case = led_case_or_404(request, code)
    row = accused_or_404(case, person)
    form = PauseForm(request.POST, prefix=f"pause-{row.name}")
    if not form.is_valid():
        return _page(request, case, 422, form)
    actions.pause(row, by=actor_of(request), **form.cleaned_data)
    messages.success(request, _("Paused. Texting is a no from now on, and no message leaves."))
    return redirect("incidents:case_pause", code)


@require_POST
def lift_person(request: SignedInRequest, code: str, person: UUID) -> HttpResponse:
    """End the pause of this case."""
    case = led_case_or_404(request, code)
    actions.lift(accused_or_404(case, person), by=actor_of(request))
    messages.success(request, _("Lifted. A pause of another office goes on."))
    return redirect("incidents:case_pause", code)
