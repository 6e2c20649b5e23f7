"""The remediation plan in a vendor's room (P4): agree to it, and say how each item stands."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platforms.actions import plan_items, plans
from platforms.forms.vendor import AgreeForm, ItemReplyForm
from platforms.models import RemediationPlan
from platforms.reports.room_pages import plan_shown
from platforms.terms.rooms import ItemStage, PlanStage, Side
from platforms.views.vendor_door import Door, behind_link, draw


@require_safe
@behind_link
def vendor_plan(request: HttpRequest, door: Door) -> HttpResponse:
    """What has to be mended by when, and what was said about it."""
    return _page(request, door, _plan(door))


@require_POST
@behind_link
def vendor_agree(request: HttpRequest, door: Door) -> HttpResponse:
    """The vendor agrees to the plan."""
    plan = _plan(door)
    form = AgreeForm(request.POST)
    if not form.is_valid():
        return _page(request, door, plan, status=422, agree_form=form)
    plans.agree_in_room(plan, door.contact, form.cleaned_data["note"])
    messages.success(request, _("Agreed. We let you know when it starts."))
    return door.to("vendor_plan")


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def vendor_item(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """One item: its dates, what both sides said, and a reply."""
    plan = _plan(door)
    item = get_object_or_404(plan.items, pk=pk)
    # Before the plan is agreed nothing of it is done, and what is for ITS only ITS says.
    own = item.side == Side.VENDOR and plan.stage != PlanStage.DRAFTED
    data = request.POST if request.method == "POST" else None
    form = ItemReplyForm(data, may_say_done=own and item.stage == ItemStage.OPEN)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        plan_items.reply_in_room(
            item, door.contact, given["note"], is_done=given.get("is_done", False)
        )
        messages.success(request, _("We have your reply."))
        return door.to("vendor_item", pk)
    shown = plan_shown(plan)
    row = next(one for one in shown.items if one.item.pk == pk) if shown else None
    context = {"plan": shown, "row": row, "form": form, "may_take_part": door.may_take_part}
    return draw(request, door, "item", context, status=422 if form.is_bound else 200)


def _plan(door: Door) -> RemediationPlan:
    if door.plan is None:
        raise Http404
    return door.plan


def _page(
    request: HttpRequest,
    door: Door,
    plan: RemediationPlan,
    *,
    status: int = 200,
    agree_form: AgreeForm | None = None,
) -> HttpResponse:
    context = {
        "plan": plan_shown(plan),
        "to_agree": plan.stage == PlanStage.DRAFTED,
        "agree_form": agree_form or AgreeForm(),
        "may_take_part": door.may_take_part,
    }
    return draw(request, door, "plan", context, status=status)
