"""Flags for Procurement: ITS puts forward and signs, Procurement reads on its own desk (P5)."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from core.paging import page
from platforms.access.procurement import flags_for, may_be_signed
from platforms.access.roles import is_its, may_buy, may_confirm
from platforms.actions import procurement as actions
from platforms.forms.after import ReasonForm
from platforms.forms.procurement import AnswerForm, FlagForm, LiftForm
from platforms.models import FlagLift, Platform, ProcurementFlag
from platforms.reports.procurement import holding, matching, with_state
from platforms.terms.after import ProposalStage
from platforms.views.its import for_its

SHOWS = ("force", "later", "over")


@require_safe
def procurement(request: SignedInRequest) -> HttpResponse:
    """Procurement's own desk."""
    if not may_buy(actor_of(request)):
        raise Http404
    return _list(request, "platforms/procurement/desk.html", SHOWS)


@require_safe
@for_its
def procurement_flags(request: SignedInRequest) -> HttpResponse:
    """Every flag, for ITS: also those that wait for a second signature."""
    return _list(request, "platforms/procurement/flags.html", ("open", *SHOWS))


@require_http_methods(["GET", "HEAD", "POST"])
@for_its
def new_procurement_flag(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a flag forward, of a platform or its vendor."""
    platform = get_object_or_404(Platform.objects.select_related("vendor"), pk=pk)
    form = FlagForm(request.POST or None, platform=platform)
    if request.method == "POST" and form.is_valid():
        flag = actions.put_forward(form.wanted(), by=actor_of(request))
        messages.success(request, _("Put forward. Procurement sees it once a second person signs."))
        return redirect("platforms:procurement_flag", flag.pk)
    context = {"platform": platform, "form": form}
    return render(
        request, "platforms/procurement/new.html", context, status=422 if form.is_bound else 200
    )


@require_safe
def procurement_flag(request: SignedInRequest, pk: int) -> HttpResponse:
    """One flag with its whole history."""
    return _page(request, _flag(request, pk))


@require_POST
@for_its
def answer_procurement_flag(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record what the vendor answered."""
    flag = _flag(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, flag, status=422, answer_form=form)
    actions.record_answer(flag, form.cleaned_data["words"], by=actor_of(request))
    messages.success(request, _("Recorded."))
    return redirect("platforms:procurement_flag", pk)


@require_POST
@for_its
def sign_procurement_flag(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second signature."""
    actions.sign(_flag(request, pk), by=actor_of(request))
    messages.success(request, _("Signed. Procurement is being told."))
    return redirect("platforms:procurement_flag", pk)


@require_POST
@for_its
def refuse_procurement_flag(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second person does not sign."""
    flag = _flag(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, flag, status=422, reason_form=form)
    actions.refuse(flag, form.cleaned_data["reason"], by=actor_of(request))
    messages.success(request, _("Not signed. Procurement saw nothing of it."))
    return redirect("platforms:procurement_flag", pk)


@require_POST
@for_its
def withdraw_procurement_flag(request: SignedInRequest, pk: int) -> HttpResponse:
    """Taken back before it is signed."""
    actions.withdraw(_flag(request, pk), by=actor_of(request))
    messages.success(request, _("Taken back."))
    return redirect("platforms:procurement_flag", pk)


@require_POST
@for_its
def lift_procurement_flag(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put forward that it ends."""
    flag = _flag(request, pk)
    form = LiftForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.propose_lift(flag, given["reason"], given["ends_on"], by=actor_of(request))
        except Refused as refused:
            form.add_error("ends_on", str(refused))
        else:
            messages.success(request, _("Put forward. The flag holds until a second person signs."))
            return redirect("platforms:procurement_flag", pk)
    return _page(request, flag, status=422, lift_form=form)


@require_POST
@for_its
def sign_flag_lift(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second signature under its end."""
    lift = get_object_or_404(FlagLift.objects.select_related("flag"), pk=pk)
    actions.sign_lift(lift, by=actor_of(request))
    messages.success(request, _("Signed: it ends. Procurement is being told."))
    return redirect("platforms:procurement_flag", lift.flag_id)


@require_POST
@for_its
def refuse_flag_lift(request: SignedInRequest, pk: int) -> HttpResponse:
    """The flag stays."""
    lift = get_object_or_404(FlagLift.objects.select_related("flag"), pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, _flag(request, lift.flag_id), status=422, reason_form=form)
    actions.refuse_lift(lift, form.cleaned_data["reason"], by=actor_of(request))
    messages.success(request, _("Not signed: the flag stays."))
    return redirect("platforms:procurement_flag", lift.flag_id)


@require_POST
def read_procurement_flag(request: SignedInRequest, pk: int) -> HttpResponse:
    """Procurement says that it read the flag."""
    actions.acknowledge(_flag(request, pk), by=actor_of(request))
    messages.success(request, _("Thank you: kept that you read it."))
    return redirect("platforms:procurement_flag", pk)


def _list(request: SignedInRequest, template: str, shows: tuple[str, ...]) -> HttpResponse:
    today = timezone.localdate()
    query = request.GET.get("q", "").strip()
    asked = request.GET.get("show", "")
    show = asked if asked in shows else "force"
    rows = holding(matching(flags_for(request.user), query), today, show=show)
    context = {
        "page": page(request, with_state(rows, request.user, today), newest_first=True),
        "query": query,
        "show": show,
        "today": today,
    }
    return render(request, template, context)


def _flag(request: SignedInRequest, pk: int) -> ProcurementFlag:
    rows = with_state(flags_for(request.user), request.user, timezone.localdate())
    return get_object_or_404(rows, pk=pk)


def _page(
    request: SignedInRequest, flag: ProcurementFlag, *, status: int = 200, **forms: Form
) -> HttpResponse:
    by = actor_of(request)
    its = is_its(request.user.pk)
    lift = flag.lifts.filter(stage=ProposalStage.OPEN).select_related("proposed_by").first()
    waits = flag.stage == ProposalStage.OPEN
    context = {
        "flag": flag,
        "its": its,
        "buys": bool(may_buy(by)),
        "waits": waits,
        "may_sign": may_confirm(by, flag.proposed_by_id) if waits else None,
        "ready": may_be_signed(flag) if waits else None,
        "own": flag.proposed_by_id == request.user.pk,
        "lift": lift,
        "may_sign_lift": may_confirm(by, lift.proposed_by_id) if lift else None,
        "lifts": flag.lifts.select_related("proposed_by", "closed_by").order_by("-pk")
        if its
        else flag.lifts.filter(stage=ProposalStage.CONFIRMED)
        .select_related("proposed_by", "closed_by")
        .order_by("-pk"),
        "reads": flag.reads.select_related("by").order_by("-pk"),
        "answer_form": AnswerForm(),
        "reason_form": ReasonForm(),
        "lift_form": LiftForm(),
        **forms,
    }
    return render(request, "platforms/procurement/flag.html", context, status=status)
