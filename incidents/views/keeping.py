"""Holds, how long a report is kept, and its disposal by two people of an office."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import SignedInRequest, actor_of
from core.paging import page_of
from incidents.access import keeping as access
from incidents.actions import keeping as actions
from incidents.forms.keeping import HoldForm, ReasonForm, RuleForm
from incidents.models import Case, Disposal, Hold, offices_of
from incidents.reports import keeping as report
from incidents.terms.keeping import HoldGround
from incidents.views.cases import case_or_404


def _for_offices(request: SignedInRequest) -> None:
    """For everybody outside the two offices there is no such page."""
    if not offices_of(request.user):
        raise Http404


def _given(request: SignedInRequest) -> QueryDict | None:
    """What was sent, also when nothing was filled in."""
    return request.POST if request.method == "POST" else None


@require_safe
def disposals(request: SignedInRequest) -> HttpResponse:
    """What is due, what waits for a second person, what is held, and what is gone."""
    _for_offices(request)
    now, query = timezone.now(), request.GET.get("q", "")[:20]
    which = request.GET.get("which", report.DUE)
    if which not in report.LISTS:
        raise Http404
    context: dict[str, Any] = {
        "which": which,
        "query": query,
        "rule": report.rule_in_force(timezone.localdate(now)),
    }
    if which == report.DONE:
        rows = report.found(report.certificates(request.user), query)
        shown: Any = page_of(rows, by=["-at"], asked=request.GET, key="code")
    else:
        cases = report.found(report.cases_in(which, request.user, now), query)
        shown = page_of(cases, by=["received_at", "code"], asked=request.GET, key="code")
    return render(request, "incidents/keeping/list.html", {**context, "page": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: SignedInRequest) -> HttpResponse:
    """How many years reports are kept; a new rule never changes an old one."""
    _for_offices(request)
    form = RuleForm(_given(request))
    if request.method == "POST" and form.is_valid():
        actions.set_rule(**form.cleaned_data, by=actor_of(request))
        messages.success(request, _("The rule is written down."))
        return redirect("incidents:retention")
    rule = report.rule_in_force(timezone.localdate())
    status = 422 if form.is_bound else 200
    context = {"form": form, "rule": rule}
    return render(request, "incidents/keeping/rule.html", context, status=status)


@require_safe
def certificate(request: SignedInRequest, code: str) -> HttpResponse:
    """What remains of a report that was destroyed."""
    found = get_object_or_404(report.certificates(request.user), case__code=code)
    holds = actions.hash_of(found.facts) == found.sha256
    context = {"certificate": found, "holds": holds}
    return render(request, "incidents/keeping/certificate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def case_hold(request: SignedInRequest, code: str) -> HttpResponse:
    """Hold a case, and see every hold it had."""
    case, by = case_or_404(request, code), actor_of(request)
    access.may_hold(by, case).require()
    form = HoldForm(_given(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.place_hold(case, HoldGround(given["ground"]), given["reason"], by=by)
        messages.success(request, _("Held. Nothing of it is destroyed until the hold is lifted."))
        return redirect("incidents:case_hold", code)
    return _holds(request, case, form)


def _holds(request: SignedInRequest, case: Case, form: Form, **forms: Any) -> HttpResponse:
    bound = form.is_bound or any(one.is_bound for one in forms.values())
    context = {
        "case": case,
        "form": form,
        "holds": report.holds_of(case),
        "lift_form": ReasonForm(prefix="lift"),
        **forms,
    }
    return render(request, "incidents/keeping/hold.html", context, status=422 if bound else 200)


@require_POST
def case_hold_lift(request: SignedInRequest, code: str, name: UUID) -> HttpResponse:
    case, by = case_or_404(request, code), actor_of(request)
    hold = get_object_or_404(Hold.objects.filter(case=case), name=name)
    access.may_hold(by, case).require()
    form = ReasonForm(request.POST, prefix="lift")
    if not form.is_valid():
        return _holds(request, case, HoldForm(), lift_form=form)
    actions.lift_hold(hold, form.cleaned_data["reason"], by=by)
    messages.success(request, _("Lifted."))
    return redirect("incidents:case_hold", code)


@require_http_methods(["GET", "HEAD", "POST"])
def case_disposal(request: SignedInRequest, code: str) -> HttpResponse:
    """What would be destroyed, and the proposal of a first person."""
    case, by = case_or_404(request, code), actor_of(request)
    access.may_hold(by, case).require()
    form = ReasonForm(_given(request))
    if request.method == "POST":
        access.may_propose(by, case, timezone.now()).require()
        if form.is_valid():
            actions.propose(case, form.cleaned_data["reason"], by=by)
            messages.success(request, _("Proposed. A colleague of your office decides."))
            return redirect("incidents:case_disposal", code)
    return _disposal(request, case, form=form)


def _disposal(request: SignedInRequest, case: Case, **forms: Any) -> HttpResponse:
    by, now = actor_of(request), timezone.now()
    facts = report.disposal_page(case, now)
    proposal = facts["proposal"]
    context = {
        "case": case,
        **facts,
        "may_propose": access.may_propose(by, case, now),
        "may_decide": proposal and access.may_decide(by, proposal),
        "may_destroy": proposal and access.may_destroy(by, proposal, now),
        "form": ReasonForm(),
        "answer_form": ReasonForm(prefix="answer"),
        **forms,
    }
    status = 422 if any(one.is_bound for one in forms.values()) else 200
    return render(request, "incidents/keeping/disposal.html", context, status=status)


@require_POST
def case_disposal_answer(request: SignedInRequest, code: str) -> HttpResponse:
    """The second person's yes or no."""
    case, by = case_or_404(request, code), actor_of(request)
    access.may_hold(by, case).require()
    proposal = get_object_or_404(Disposal.objects.standing().filter(case=case))
    access.may_decide(by, proposal).require()
    form = ReasonForm(request.POST, prefix="answer")
    if not form.is_valid():
        return _disposal(request, case, answer_form=form)
    reason = form.cleaned_data["reason"]
    if request.POST.get("answer") == "destroy":
        actions.approve(proposal, reason, by=by)
        messages.success(request, _("Destroyed. This certificate remains."))
        return redirect("incidents:certificate", code)
    actions.refuse(proposal, reason, by=by)
    messages.success(request, _("Kept."))
    return redirect("incidents:case_disposal", code)
