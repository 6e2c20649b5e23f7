"""Telling parents: the page, each step on it, and the letter to print (I2)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import SignedInRequest, actor_of, key_in
from incidents.access.cases import may_lead
from incidents.access.naming import takes_students
from incidents.access.parents import may_decide
from incidents.actions import parents as actions
from incidents.actions.parents import Tried
from incidents.facts.parents import standing_charge
from incidents.facts.readers import readers_of
from incidents.forms.parents import ChargeForm, CheckForm, DecideForm, LogForm
from incidents.models import Case
from incidents.reports.parent_letters import letter_to
from incidents.reports.parents import Line, lines_of
from incidents.terms.parents import Result, Telling, Way
from incidents.views.cases import case_or_404


@require_safe
def case_parents(request: SignedInRequest, code: str) -> HttpResponse:
    """Who of the families is to hear, by when, and what was tried."""
    return _page(request, case_or_404(request, code))


def _page(
    request: SignedInRequest, case: Case, status: int = 200, bad: Form | None = None, at: str = ""
) -> HttpResponse:
    """The page; `bad` is a form that was filled in wrongly, `at` where it stands ("charge", or kind and person)."""
    lines = lines_of(case, timezone.now())
    by = actor_of(request)
    context = {
        "case": case,
        "charge": standing_charge(case),
        "charge_form": bad
        if at == "charge"
        else ChargeForm(prefix="charge", readers=readers_of(case)),
        "may_decide": may_decide(by, case),
        "leads": may_lead(by, case),
        "takes_students": takes_students(case),
        "rows": [(line, _forms(line, bad, at)) for line in lines],
    }
    return render(request, "incidents/parents/page.html", context, status=status)


def _forms(line: Line, bad: Form | None, at: str) -> dict[str, Form]:
    now = timezone.localtime()
    found: dict[str, Form] = {
        "log": LogForm(prefix=f"log-{line.name}", child=line.child, initial={"at": now}),
        "decide": DecideForm(prefix=f"decide-{line.name}"),
    }
    if line.told.next_check:
        found["check"] = CheckForm(
            prefix=f"check-{line.name}", check=line.told.next_check, initial={"at": now}
        )
    for kind in found:
        if bad is not None and at == f"{kind}-{line.name}":
            found[kind] = bad
    return found


@require_POST
def parents_charge(request: SignedInRequest, code: str) -> HttpResponse:
    """Say who is in charge."""
    case = case_or_404(request, code)
    form = ChargeForm(request.POST, prefix="charge", readers=readers_of(case))
    if not form.is_valid():
        return _page(request, case, 422, form, "charge")
    actions.put_in_charge(case, form.cleaned_data["user"], by=actor_of(request))
    messages.success(request, _("Written down. They decide now."))
    return redirect("incidents:case_parents", code)


@require_POST
def parents_check(request: SignedInRequest, code: str, person: UUID) -> HttpResponse:
    """Do the next step of the checklist."""
    case = case_or_404(request, code)
    line = _line_or_404(case, person)
    if line.told.next_check is None:
        raise Http404
    where = f"check-{line.name}"
    form = CheckForm(request.POST, prefix=where, check=line.told.next_check)
    if not form.is_valid():
        return _page(request, case, 422, form, where)
    actions.check(
        case, line.child.student, line.told.next_check, by=actor_of(request), **form.cleaned_data
    )
    messages.success(request, _("Done, with your name and the time."))
    return redirect("incidents:case_parents", code)


@require_POST
def parents_decide(request: SignedInRequest, code: str, person: UUID) -> HttpResponse:
    """Decide whether one student's parents are told."""
    case = case_or_404(request, code)
    line = _line_or_404(case, person)
    where = f"decide-{line.name}"
    form = DecideForm(request.POST, prefix=where)
    if not form.is_valid():
        return _page(request, case, 422, form, where)
    given = form.cleaned_data
    actions.decide(
        case,
        line.child.student,
        Telling(given["telling"]),
        by=actor_of(request),
        reason=given["reason"],
        until=given["until"],
    )
    messages.success(request, _("Decided, with your name and the reason."))
    return redirect("incidents:case_parents", code)


@require_POST
def parents_log(request: SignedInRequest, code: str, person: UUID) -> HttpResponse:
    """Write an attempt down."""
    case = case_or_404(request, code)
    line = _line_or_404(case, person)
    where = f"log-{line.name}"
    form = LogForm(request.POST, prefix=where, child=line.child)
    if not form.is_valid():
        return _page(request, case, 422, form, where)
    given = form.cleaned_data
    tried = Tried(
        way=Way(given["way"]), result=Result(given["result"]), at=given["at"], note=given["note"]
    )
    actions.log(case, line.child.student, given["guardian"], tried, by=actor_of(request))
    messages.success(request, _("Written down."))
    return redirect("incidents:case_parents", code)


@require_POST
def parents_send(request: SignedInRequest, code: str, person: UUID) -> HttpResponse:
    """Send the letter to one parent, in their language."""
    case = case_or_404(request, code)
    line = _line_or_404(case, person)
    guardian = key_in(request.POST, "guardian")
    if guardian is None:
        raise Http404
    actions.send(case, line.child.student, guardian, by=actor_of(request))
    messages.success(request, _("On its way. What it says is kept below."))
    return redirect("incidents:case_parents", code)


@require_safe
def parents_letter(request: SignedInRequest, code: str, person: UUID) -> HttpResponse:
    """The letter to print, in the family's language. Handing it over is written down as an attempt."""
    case = case_or_404(request, code)
    line = _line_or_404(case, person)
    asked = key_in(request.GET, "to")
    reader = next((one for one in line.child.to_tell if one.guardian.pk == asked), None)
    if reader is None:
        raise Http404
    line.told.may_tell.require()
    letter = letter_to(line.child, reader, on_paper=True)
    with translation.override(letter.language):
        context = {
            "letter": letter,
            "reader": reader.guardian,
            "student": line.child.student,
            "rtl": translation.get_language_bidi(),
            "today": timezone.localdate(),
        }
        return render(request, "incidents/parents/letter.html", context)


def _line_or_404(case: Case, person: UUID) -> Line:
    found = (one for one in lines_of(case, timezone.now()) if one.child.involved.name == person)
    line = next(found, None)
    if line is None:
        raise Http404
    return line
