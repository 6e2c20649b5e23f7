"""Remediation plans inside ITS (P4): the list, a new plan, one plan, and its items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.decision import Refused
from core.http import SignedInRequest, actor_of, key_in
from core.paging import page
from platforms.actions import plan_items
from platforms.actions import plans as actions
from platforms.forms.rooms import (
    ItemForm,
    ItemMoveForm,
    MoveDateForm,
    OwnerForm,
    PlanMoveForm,
)
from platforms.models import Criterion, PlanItem, Platform, RemediationPlan
from platforms.models.plans import OPEN
from platforms.reports import rooms as reports
from platforms.reports.room_pages import PLAN_TONES, plan_shown
from platforms.terms.rooms import ItemMove, ItemStage, PlanMove, PlanStage
from platforms.views.its import for_its
from platforms.workflow.rooms import ITEM, PLAN

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DONE_WORDS: dict[PlanMove, _StrPromise] = {
    PlanMove.AGREE: _lazy("Agreed. Start it when its dates shall count."),
    PlanMove.START: _lazy("It runs. Its dates are watched from now on."),
    PlanMove.FULFIL: _lazy("Fulfilled. The flag stays until another audit is decided."),
    PlanMove.GIVE_UP: _lazy("Given up. Moving the schools off is the next step."),
}


@require_safe
@for_its
def plans(request: SignedInRequest) -> HttpResponse:
    """Every plan, by how it stands."""
    today = timezone.localdate()
    show, query = request.GET.get("show", "open"), request.GET.get("q", "").strip()
    show = show if show in reports.PLAN_VIEWS else "open"
    shown = page(request, reports.plan_list(show, query, today), newest_first=True)
    context = {
        "page": shown,
        "rows": [_row(plan) for plan in shown.rows],
        "query": query,
        "show": show,
        "tabs": [
            (code, words, reports.plan_list(code, "", today).count())
            for code, words in reports.PLAN_VIEWS.items()
        ],
    }
    return render(request, "platforms/rooms/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_its
def draft_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin a plan for a flagged platform, with what the decision found missing to choose from."""
    platform = get_object_or_404(Platform.objects.select_related("vendor"), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = OwnerForm(data, initial={"owner": request.user.pk})
    if form.is_bound and form.is_valid():
        owner = form.cleaned_data["owner"]
        try:
            plan = actions.draft(platform, [], owner=owner, by=actor_of(request))
        except Refused as refused:
            for reason in refused.decision.refusals:
                form.add_error(None, str(reason))
        else:
            messages.success(request, _("Begun. Write down what has to be mended by when."))
            return redirect("platforms:plan", plan.pk)
    context = {
        "platform": platform,
        "form": form,
        "failed": reports.failed_criteria(platform),
        "standing": platform.remediation_plans.open().first(),
    }
    return render(
        request, "platforms/rooms/draft_plan.html", context, status=422 if form.is_bound else 200
    )


@require_safe
@for_its
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """One plan: its items, its history, and what comes next."""
    return _page(request, _plan(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@for_its
def add_plan_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """Something else that has to be mended, from a criterion that failed or freely."""
    found = _plan(request, pk)
    failed = reports.failed_criteria(found.platform)
    wanted = key_in(request.GET, "criterion")
    criterion = next((one for one in failed if one.pk == wanted), None)
    data = request.POST if request.method == "POST" else None
    form = ItemForm(data, criterion=criterion, initial=_suggested(criterion))
    if form.is_bound and form.is_valid():
        actions.add_item(found, form.wish(), by=actor_of(request))
        messages.success(request, _("Added to the plan."))
        return redirect("platforms:plan", pk)
    context = {"plan": found, "form": form, "failed": failed, "criterion": criterion}
    return render(
        request, "platforms/rooms/add_item.html", context, status=422 if form.is_bound else 200
    )


@require_POST
@for_its
def move_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """The next step of the plan."""
    found, by = _plan(request, pk), actor_of(request)
    form = PlanMoveForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, move_form=form)
    move, note = PlanMove(form.cleaned_data["move"]), form.cleaned_data["note"]
    if move == PlanMove.AGREE:
        actions.agree(found, by=by, note=note)
    elif move == PlanMove.START:
        actions.start(found, by=by)
    elif move == PlanMove.FULFIL:
        actions.fulfil(found, by=by)
    else:
        actions.give_up(found, by=by, reason=note)
    messages.success(request, str(DONE_WORDS[move]))
    return redirect("platforms:plan", pk)


@require_POST
@for_its
def hand_over_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody else of ITS looks after it."""
    found, form = _plan(request, pk), OwnerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, owner_form=form)
    actions.hand_over(found, form.cleaned_data["owner"], by=actor_of(request))
    messages.success(request, _("Handed over."))
    return redirect("platforms:plan", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_its
def plan_item(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """One item: what both sides said, what was found, and every day it was due."""
    found = _plan(request, pk)
    row = get_object_or_404(found.items.select_related("criterion"), pk=item)
    data = request.POST if request.method == "POST" else None
    form = ItemMoveForm(data, platform=found.platform, moves=_moves(found, row))
    if form.is_bound and form.is_valid():
        _say(row, request, form)
        messages.success(request, _("Written down. The vendor reads it in the room."))
        return redirect("platforms:plan_item", pk, item)
    return _item_page(request, found, row, status=422 if form.is_bound else 200, form=form)


@require_POST
@for_its
def move_item_date(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    """Another day for an item, with the reason."""
    found = _plan(request, pk)
    row = get_object_or_404(found.items.select_related("criterion"), pk=item)
    form = MoveDateForm(request.POST, prefix="date")
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.move_date(row, given["due_on"], by=actor_of(request), reason=given["reason"])
        except Refused as refused:
            for reason in refused.decision.refusals:
                form.add_error("due_on", str(reason))
        else:
            messages.success(request, _("The date is moved; the one before stays in its history."))
            return redirect("platforms:plan_item", pk, item)
    return _item_page(request, found, row, status=422, date_form=form)


def _say(row: PlanItem, request: SignedInRequest, form: ItemMoveForm) -> None:
    """One word or step of ITS on an item."""
    given, by = form.cleaned_data, actor_of(request)
    move, note = ItemMove(given["move"]), given["note"]
    if move == ItemMove.ACCEPT:
        plan_items.accept(row, by=by, note=note, evidence=given["evidence"])
    elif move == ItemMove.REOPEN:
        plan_items.reopen(row, by=by, note=note)
    elif move == ItemMove.DROP:
        plan_items.drop(row, by=by, note=note)
    else:
        plan_items.reply(row, note, by=by)


def _moves(found: RemediationPlan, row: PlanItem) -> list[ItemMove]:
    """What may be said to the item now; nothing is done before the plan is agreed."""
    if found.stage not in OPEN:
        return []
    early = found.stage == PlanStage.DRAFTED
    moves = ITEM.moves_from(ItemStage(row.stage))
    return [move for move in moves if not early or move in (ItemMove.REPLY, ItemMove.DROP)]


def _suggested(criterion: Criterion | None) -> dict[str, Any]:
    if criterion is None:
        return {}
    return {
        "title": f"{criterion.code}: {criterion.text}"[:300],
        "done_when": criterion.evidence_expected,
    }


def _row(found: RemediationPlan) -> dict[str, Any]:
    stage = PlanStage(found.stage)
    return {"plan": found, "stage": stage.label, "tone": PLAN_TONES[stage]}


def _plan(request: SignedInRequest, pk: int) -> RemediationPlan:
    plans_seen = RemediationPlan.objects.visible_to(request.user)
    return get_object_or_404(
        plans_seen.select_related("platform__vendor", "owner", "decision"), pk=pk
    )


def _page(
    request: SignedInRequest, found: RemediationPlan, *, status: int = 200, **forms: Form
) -> HttpResponse:
    stage = PlanStage(found.stage)
    platform = found.platform
    context = {
        "plan": plan_shown(found, for_vendor=False),
        "platform": platform,
        "is_open": stage in OPEN,
        "moves": [move for move in PLAN.moves_from(stage) if move != PlanMove.HAND_OVER],
        "steps": found.steps.select_related("by", "contact").order_by("-pk"),
        "room": platform.rooms.order_by("-pk").first(),
        "move_form": PlanMoveForm(),
        "owner_form": OwnerForm(initial={"owner": found.owner_id}),
        **forms,
    }
    return render(request, "platforms/rooms/plan.html", context, status=status)


def _item_page(
    request: SignedInRequest,
    found: RemediationPlan,
    row: PlanItem,
    *,
    status: int = 200,
    **forms: Form,
) -> HttpResponse:
    shown = plan_shown(found, for_vendor=False)
    moves = _moves(found, row)
    date = next((one for one in shown.items if one.item.pk == row.pk), None) if shown else None
    context = {
        "plan": found,
        "row": date,
        "moves": moves,
        "files": row.files.select_related("contact").order_by("-pk"),
        "may_move_date": found.stage in OPEN and row.stage in (ItemStage.OPEN, ItemStage.SAID_DONE),
        "form": ItemMoveForm(platform=found.platform, moves=moves),
        "date_form": MoveDateForm(prefix="date"),
        **forms,
    }
    return render(request, "platforms/rooms/item.html", context, status=status)
