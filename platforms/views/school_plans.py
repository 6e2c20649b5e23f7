"""A school's own plan to move off a flagged platform, for its principal and office (P4)."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from core.paging import page
from platforms.actions import transitions as actions
from platforms.forms.transitions import StepForm, TargetForm, TimeForm
from platforms.models import TransitionPlan
from platforms.policy.after import missing_before_moved
from platforms.reports.transitions import done_steps, is_standing, steps_of
from platforms.terms.after import ExtensionStage, TransitionMove


@require_safe
def my_transitions(request: SignedInRequest) -> HttpResponse:
    """The plans of the reader's schools: those that stand, and those that are done."""
    rows = TransitionPlan.objects.visible_to(request.user).select_related(
        "school", "proposal__platform", "target"
    )
    done = request.GET.get("show") == "done"
    rows = rows.filter(moved_at__isnull=not done)
    context = {"page": page(request, rows, ["due_on"]), "done": done, "today": timezone.localdate()}
    return render(request, "platforms/transitions/mine.html", context)


@require_safe
def transition(request: SignedInRequest, pk: int) -> HttpResponse:
    """One plan: what to do, what is done, and more time."""
    return _page(request, _plan(request, pk))


@require_POST
def tick_transition(request: SignedInRequest, pk: int) -> HttpResponse:
    """A step is done, or after all is not."""
    plan = _plan(request, pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _page(request, plan, status=422)
    move, done = TransitionMove(form.cleaned_data["move"]), form.cleaned_data["done"]
    target_form = TargetForm(request.POST, plan=plan)
    chosen = None
    if move == TransitionMove.TARGET and done:
        if not target_form.is_valid():
            return _page(request, plan, status=422, target_form=target_form)
        chosen = target_form.chosen
    try:
        actions.tick(
            plan, move, done=done, note=form.cleaned_data["note"], target=chosen,
            by=actor_of(request),
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Kept.") if done else _("Taken back. The earlier word stays."))
    return redirect("platforms:transition", pk)


@require_POST
def ask_for_time(request: SignedInRequest, pk: int) -> HttpResponse:
    """A wish for a later day."""
    plan = _plan(request, pk)
    form = TimeForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.ask_for_time(plan, given["wanted_on"], given["reason"], by=actor_of(request))
        except Refused as refused:
            form.add_error("wanted_on", str(refused))
        else:
            messages.success(request, _("Asked. ITS answers by e-mail; your day stays until then."))
            return redirect("platforms:transition", pk)
    return _page(request, plan, status=422, time_form=form)


@require_safe
def transition_letter(request: SignedInRequest, pk: int) -> HttpResponse:
    """A letter to families, to print or to copy, in the language asked for."""
    plan = _plan(request, pk)
    codes = [code for code, _name in settings.LANGUAGES]
    asked = request.GET.get("lang", "en")
    chosen = asked if asked in codes else "en"
    with translation.override(chosen):
        context = {
            "plan": plan,
            "platform": plan.platform,
            "chosen": chosen,
            "rtl": translation.get_language_bidi(),
            "languages": settings.LANGUAGES,
            "today": timezone.localdate(),
        }
        return render(request, "platforms/transitions/letter.html", context)


def _plan(request: SignedInRequest, pk: int) -> TransitionPlan:
    rows = TransitionPlan.objects.visible_to(request.user).select_related(
        "school", "proposal__platform", "target"
    )
    return get_object_or_404(rows, pk=pk)


def _page(
    request: SignedInRequest,
    plan: TransitionPlan,
    *,
    status: int = 200,
    target_form: TargetForm | None = None,
    time_form: TimeForm | None = None,
) -> HttpResponse:
    done = done_steps(plan)
    context = {
        "plan": plan,
        "platform": plan.platform,
        "standing": is_standing(plan),
        "steps": steps_of(plan),
        "history": plan.steps.select_related("by", "target").order_by("-pk"),
        "missing": [step.label for step in missing_before_moved(done)],
        "wishes": plan.extensions.select_related("asked_by", "decided_by").order_by(F("pk").desc()),
        "waits": plan.extensions.filter(stage=ExtensionStage.ASKED).exists(),
        "target_form": target_form or TargetForm(plan=plan),
        "time_form": time_form or TimeForm(),
        "late": plan.moved_at is None and plan.due_on < timezone.localdate(),
    }
    return render(request, "platforms/transitions/plan.html", context, status=status)
