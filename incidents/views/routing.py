"""Why a case is where it is, and changing what that rests on; stepping back from it (I1, I2)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import SignedInRequest, actor_of
from incidents.access.cases import may_lead
from incidents.actions import reclassifying as actions
from incidents.actions.recusing import recuse
from incidents.forms.people import ConcernForm, DangerForm, RecuseForm, SchoolForm
from incidents.models import Case
from incidents.reports import people as people_report
from incidents.reports import why_here as report
from incidents.terms import Concern, Priority
from incidents.views.cases import case_or_404

DEEDS = ("case.reclassified", "case.danger_judged", "case.school_set")


@require_safe
def case_routing(request: SignedInRequest, code: str) -> HttpResponse:
    """Who reads it, by which rule, and every routing there was."""
    return _page(request, case_or_404(request, code))


def _page(request: SignedInRequest, found: Case, status: int = 200, **forms: Form) -> HttpResponse:
    leads = may_lead(actor_of(request), found)
    context = {
        "case": found,
        "facts": report.why_here(found, request.user),
        "leads": leads,
        "history": report.history_of(found) if leads else [],
        "reasons": people_report.reasons_of(found, *DEEDS) if leads else [],
        "concern_form": ConcernForm(initial={"concern": found.concern}, prefix="concern"),
        "danger_form": DangerForm(initial={"priority": _other(found)}, prefix="danger"),
        "school_form": SchoolForm(initial={"school": found.school_id}, prefix="school"),
        **forms,
    }
    return render(request, "incidents/routing/routing.html", context, status=status)


def _other(found: Case) -> str:
    urgent = found.priority == Priority.LIFE_SAFETY
    return str(Priority.STANDARD if urgent else Priority.LIFE_SAFETY)


@require_POST
def case_reclassify(request: SignedInRequest, code: str) -> HttpResponse:
    """It is about something else."""
    found, form = case_or_404(request, code), ConcernForm(request.POST, prefix="concern")
    if not form.is_valid():
        return _page(request, found, 422, concern_form=form)
    given = form.cleaned_data
    actions.reclassify(found, Concern(given["concern"]), why=given["why"], by=actor_of(request))
    messages.success(request, _("Changed. The clocks run on from when the district first knew."))
    return _back(request, found)


@require_POST
def case_danger(request: SignedInRequest, code: str) -> HttpResponse:
    """Somebody may be in danger, or is not any more."""
    found, form = case_or_404(request, code), DangerForm(request.POST, prefix="danger")
    if not form.is_valid():
        return _page(request, found, 422, danger_form=form)
    given = form.cleaned_data
    actions.judge_danger(found, Priority(given["priority"]), why=given["why"], by=actor_of(request))
    messages.success(request, _("Changed."))
    return _back(request, found)


@require_POST
def case_school(request: SignedInRequest, code: str) -> HttpResponse:
    """It is about another school."""
    found, form = case_or_404(request, code), SchoolForm(request.POST, prefix="school")
    if not form.is_valid():
        return _page(request, found, 422, school_form=form)
    given = form.cleaned_data
    actions.set_school(found, given["school"], why=given["why"], by=actor_of(request))
    messages.success(request, _("Changed. Who reads the report was worked out anew."))
    return _back(request, found)


@require_safe
def case_receipt(request: SignedInRequest, code: str, name: UUID) -> HttpResponse:
    """A routing as `manage.py decide incidents` reads and writes it: the question and its answer."""
    found = case_or_404(request, code)
    may_lead(actor_of(request), found).require()
    routing = get_object_or_404(found.routings, name=name)
    response = JsonResponse(routing.words(), json_dumps_params={"indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="routing.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def case_recuse(request: SignedInRequest, code: str) -> HttpResponse:
    """Step back: the reader sees nothing of the case from then on."""
    found = case_or_404(request, code)
    form = RecuseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        recuse(found, why=form.cleaned_data["why"], by=actor_of(request))
        messages.success(request, _("You stepped back. You no longer see that report."))
        return redirect("incidents:cases")
    status = 422 if form.is_bound else 200
    return render(
        request, "incidents/routing/recuse.html", {"case": found, "form": form}, status=status
    )


def _back(request: SignedInRequest, found: Case) -> HttpResponse:
    """To the same page, where the reader still reads the case."""
    if Case.objects.visible_to(request.user).filter(pk=found.pk).exists():
        return redirect("incidents:case_routing", found.code)
    return redirect("incidents:cases")
