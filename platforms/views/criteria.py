"""Criteria sets inside ITS: the list, one set, two versions side by side, and how one comes to be used (P2)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import SignedInRequest, actor_of
from core.paging import page
from platforms.access import criteria as access
from platforms.access.roles import may_work
from platforms.actions import criteria as actions
from platforms.builtin import written
from platforms.forms.criteria import ProposalForm, RefusalForm
from platforms.models import AdoptionProposal, CriteriaSet
from platforms.reports import criteria as report
from platforms.views.its import for_its


@require_safe
@for_its
def criteria_sets(request: SignedInRequest) -> HttpResponse:
    """Every version of every standard, the newest first; which is used now, and which from when."""
    query = request.GET.get("q", "").strip()
    found = report.listed()
    for word in query.split():
        found = found.filter(report.named(word))
    today = timezone.localdate()
    shown = page(request, found, newest_first=True)
    in_force = CriteriaSet.objects.in_force(today)
    context = {
        "page": shown,
        "rows": [report.set_row(one, in_force, today) for one in shown.rows],
        "query": query,
        "in_force": in_force,
        "next": report.next_adoption(today),
    }
    return render(request, "platforms/criteria/sets.html", context)


@require_safe
@for_its
def criteria_set(request: SignedInRequest, pk: int) -> HttpResponse:
    """One set: what it asks, from when it is used, and whether it is as it was loaded."""
    return _page(request, get_object_or_404(CriteriaSet, pk=pk))


@require_safe
@for_its
def criteria_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The set as a file that `load_criteria` reads: the beginning of the next version."""
    found = get_object_or_404(CriteriaSet, pk=pk)
    response = HttpResponse(written(report.said_by(found)), content_type="application/yaml")
    name = f"{found.code}-v{found.version}.yaml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@for_its
def compare_criteria(request: SignedInRequest, pk: int, before: int) -> HttpResponse:
    """What differs between two sets, criterion by criterion."""
    newer, older = get_object_or_404(CriteriaSet, pk=pk), get_object_or_404(CriteriaSet, pk=before)
    today = timezone.localdate()
    context = {
        "set": newer,
        "older": older,
        "rows": report.compared(older, newer),
        "sides": [(one, report.summary(report.in_order(one), today)) for one in (older, newer)],
    }
    return render(request, "platforms/criteria/compare.html", context)


@require_POST
@for_its
def propose_criteria(request: SignedInRequest, pk: int) -> HttpResponse:
    """To a second person."""
    found = get_object_or_404(CriteriaSet, pk=pk)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, form=form)
    said = form.cleaned_data
    actions.propose(found, said["from_on"], said["reason"], by=actor_of(request))
    messages.success(request, _("Put forward. Nothing changes until a second person confirms it."))
    return redirect("platforms:criteria_set", pk)


@require_POST
@for_its
def confirm_criteria(request: SignedInRequest, pk: int) -> HttpResponse:
    """It is used from its day on."""
    proposal = _proposal(pk)
    actions.confirm(proposal, by=actor_of(request))
    messages.success(request, _("Adopted. Audits that have begun keep their set."))
    return redirect("platforms:criteria_set", proposal.criteria_set_id)


@require_POST
@for_its
def refuse_criteria(request: SignedInRequest, pk: int) -> HttpResponse:
    """Not confirmed, with a reason."""
    proposal = _proposal(pk)
    form = RefusalForm(request.POST, prefix="refuse")
    if not form.is_valid():
        return _page(request, proposal.criteria_set, status=422, refusal=form)
    actions.refuse(proposal, form.cleaned_data["note"], by=actor_of(request))
    messages.success(request, _("Not confirmed. Your reason stays with the set."))
    return redirect("platforms:criteria_set", proposal.criteria_set_id)


@require_POST
@for_its
def withdraw_criteria(request: SignedInRequest, pk: int) -> HttpResponse:
    """Taken back by who put it forward."""
    proposal = _proposal(pk)
    actions.withdraw(proposal, by=actor_of(request))
    messages.success(request, _("Taken back."))
    return redirect("platforms:criteria_set", proposal.criteria_set_id)


def _proposal(pk: int) -> AdoptionProposal:
    return get_object_or_404(AdoptionProposal.objects.select_related("criteria_set"), pk=pk)


def _page(
    request: SignedInRequest, found: CriteriaSet, *, status: int = 200, **forms: Any
) -> HttpResponse:
    today, by = timezone.localdate(), actor_of(request)
    criteria = report.in_order(found)
    in_force = CriteriaSet.objects.in_force(today)
    history = list(report.adoptions(found))
    waiting = next((one for one in history if one.state == report.WAITING), None)
    context = {
        "set": found,
        "row": report.set_row(found, in_force, today),
        "groups": report.groups(criteria, today),
        "summary": report.summary(criteria, today),
        "thresholds": report.thresholds(),
        "wrong": report.integrity(found),
        "audits": report.audits_under(found).count(),
        "others": report.others(found),
        "history": [(one, report.STAGE_TONES[one.state]) for one in history],
        "waiting": waiting,
        "may_propose": may_work(by),
        "may_adopt": waiting and access.may_adopt(by, waiting, today),
        "may_refuse": waiting and access.may_refuse(by, waiting),
        "may_withdraw": waiting and access.may_withdraw(by, waiting),
        "form": ProposalForm(initial={"from_on": today}),
        "refusal": RefusalForm(prefix="refuse"),
        **forms,
    }
    return render(request, "platforms/criteria/set.html", context, status=status)
