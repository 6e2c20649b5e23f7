"""The quick no and the emergency flag: put forward by one, confirmed by another (P2, P4)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.decision import Refused
from core.http import SignedInRequest, actor_of, key_in
from core.paging import page
from platforms.access.audits import may_confirm_quick, may_refuse_quick
from platforms.access.catalogue import platforms_for
from platforms.actions import quick as actions
from platforms.forms.audits import WhyForm
from platforms.forms.quick import QuickForm
from platforms.models import Platform, QuickDecision
from platforms.reports.claims import silence_of
from platforms.reports.quick import (
    Grounds,
    breaches_of,
    quick_list,
    seen_failures,
    stands_on,
    state_of,
    waiting,
)
from platforms.reports.standing import shown as standing_shown
from platforms.terms.audits import Ground
from platforms.views.audits import READ_OR_SEND
from platforms.views.its import for_its


@require_safe
@for_its
def quick_decisions(request: SignedInRequest) -> HttpResponse:
    """Those that wait for a second person, or those that are settled."""
    settled = request.GET.get("show") == "settled"
    query = request.GET.get("q", "").strip()
    rows = quick_list("settled" if settled else "")
    for word in query.split():
        rows = rows.filter(
            Q(platform__name__icontains=word) | Q(platform__vendor__name__icontains=word)
        )
    listed = page(request, rows, newest_first=True)
    context = {
        "page": listed,
        "rows": [(one, *state_of(one)) for one in listed.rows],
        "settled": settled,
        "query": query,
        "waiting": waiting().count(),
    }
    return render(request, "platforms/audits/quick_list.html", context)


@require_http_methods(READ_OR_SEND)
@for_its
def new_quick_decision(request: SignedInRequest) -> HttpResponse:
    """Put one forward for a platform."""
    platform = get_object_or_404(
        platforms_for(request.user).select_related("vendor"),
        pk=key_in(request.GET, "platform") or 0,
    )
    failures = seen_failures(platform, timezone.localdate())
    breaches = list(breaches_of(platform).order_by("-pk"))
    form = QuickForm(
        request.POST or None,
        failures=failures,
        breaches=breaches,
        initial=_begun(request, platform),
    )
    if request.method == "POST" and form.is_valid():
        made = _put_forward(request, platform, form)
        if made is not None:
            messages.success(
                request, _("Put forward. Nothing changes until a second person confirms it.")
            )
            return redirect("platforms:quick_decision", made.pk)
    context = {
        "platform": platform,
        "form": form,
        "failures": failures,
        "breaches": breaches,
        "open_audit": platform.audits.open().first(),
        "standing": standing_shown(platform.standing(timezone.now()), timezone.localdate()),
        "open_quick": waiting().filter(platform=platform).first(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "platforms/audits/quick_new.html", context, status=status)


@require_safe
@for_its
def quick_decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of them: what it rests on, and what comes next."""
    return _page(request, _quick_or_404(pk))


@require_POST
@for_its
def confirm_quick(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second person's yes."""
    quick, by = _quick_or_404(pk), actor_of(request)
    may_confirm_quick(by, quick).require()
    is_open = quick.confirmed_at is None and quick.refused_at is None
    if is_open and not _still_stands(quick):
        return _page(request, quick, status=422)
    actions.confirm(quick, by=by)
    messages.success(request, _("Confirmed. It counts from this moment."))
    return redirect("platforms:quick_decision", pk)


@require_POST
@for_its
def refuse_quick(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second person's no, or its author takes it back."""
    quick, by = _quick_or_404(pk), actor_of(request)
    may_refuse_quick(by, quick).require()
    form = WhyForm(request.POST, prefix="refuse")
    if not form.is_valid():
        return _page(request, quick, status=422, refuse_form=form)
    actions.refuse(quick, by=by, reason=form.cleaned_data["note"])
    messages.success(request, _("Written down. The platform stays where it stands."))
    return redirect("platforms:quick_decision", pk)


def _begun(request: SignedInRequest, platform: Platform) -> dict[str, Any]:
    """What the vendor's room knows already: that it refused, or let its day pass."""
    found: dict[str, Any] = {"ground": request.GET.get("ground", "")}
    audit = platform.audits.open().first()
    silence = silence_of(audit, timezone.localdate()) if audit else None
    if silence and silence.has_refused:
        found |= {"ground": Ground.VENDOR_REFUSED, "note": silence.refusal}
    elif silence and silence.is_silent:
        found |= {"ground": Ground.VENDOR_SILENT, "asked_until": silence.asked_until}
    return found


def _quick_or_404(pk: int) -> QuickDecision:
    rows = QuickDecision.objects.select_related(
        "platform__vendor",
        "result__criterion",
        "result__assessed_by",
        "result__audit",
        "breach",
        "proposed_by",
        "confirmed_by",
        "refused_by",
    )
    return get_object_or_404(rows, pk=pk)


def _put_forward(
    request: SignedInRequest, platform: Platform, form: QuickForm
) -> QuickDecision | None:
    try:
        return actions.put_forward(platform, form.proposal(), by=actor_of(request))
    except Refused as refused:
        for reason in refused.decision.refusals:
            form.add_error(None, str(reason))
        return None


def _still_stands(quick: QuickDecision) -> bool:
    return bool(stands_on(quick.platform, Grounds.of(quick), timezone.localdate()))


def _page(
    request: SignedInRequest, quick: QuickDecision, *, status: int = 200, **forms: Form
) -> HttpResponse:
    by = actor_of(request)
    label, tone = state_of(quick)
    is_open = quick.confirmed_at is None and quick.refused_at is None
    pieces = quick.result.evidence.select_related("evidence") if quick.result else []
    context = {
        "quick": quick,
        "state": {"label": label, "tone": tone},
        "is_open": is_open,
        "is_emergency": quick.ground == Ground.BREACH,
        "grounds": stands_on(quick.platform, Grounds.of(quick), timezone.localdate()),
        "pieces": pieces,
        "may_confirm": may_confirm_quick(by, quick),
        "may_refuse": may_refuse_quick(by, quick),
        "is_mine": by.user_id == quick.proposed_by_id,
        "refuse_form": WhyForm(prefix="refuse"),
        **forms,
    }
    return render(request, "platforms/audits/quick.html", context, status=status)
