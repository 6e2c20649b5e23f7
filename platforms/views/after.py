"""After a decision: publish approvals, look at what a flag silences, put forward and confirm (P3, P4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from core.paging import page
from platforms import uses
from platforms.access import after as access
from platforms.access.proposals import can_stand
from platforms.access.roles import may_confirm
from platforms.actions import proposals as actions
from platforms.actions import publishing
from platforms.forms.after import AuthorisationForm, ProposalForm, ReasonForm
from platforms.models import AuditDecision, Platform, PlatformRule, Proposal
from platforms.policy.after import earliest_off
from platforms.reports import after as reports
from platforms.reports import transitions
from platforms.reports.endings import endings as ending_rows
from platforms.reports.silences import in_words, silences
from platforms.reports.standing import shown
from platforms.terms.after import ProposalKind, ProposalStage
from platforms.views.its import for_its

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
@for_its
def after(request: SignedInRequest) -> HttpResponse:
    """Everything that waits once audits are decided."""
    by, today = actor_of(request), timezone.localdate()
    numbers = PlatformRule.objects.numbers()
    waiting = list(reports.to_publish().order_by("decided_at", "pk"))
    context = {
        "decisions": [(one, access.may_publish(by, one)) for one in waiting],
        "proposals": list(reports.to_confirm().order_by("proposed_at", "pk")),
        "wishes": list(reports.wishes().order_by("asked_at", "pk")),
        "bare": reports.without_agreement(),
        "moves": list(transitions.moves(today).order_by("until", "pk")),
        "ending": len(ending_rows(today, max(numbers.ending_days))),
        "counts": reports.status_counts(),
    }
    return render(request, "platforms/after/after.html", context)


@require_http_methods(READ_OR_SEND)
@for_its
def publish_decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """A decided approval, what stands against publishing it, and the CIO's authorisation."""
    rows = AuditDecision.objects.select_related("audit__platform__vendor", "decided_by")
    decision = get_object_or_404(rows, pk=pk)
    by = actor_of(request)
    may = access.may_publish(by, decision)
    published = access.is_published(decision)
    form = AuthorisationForm(request.POST or None, decision=decision)
    if request.method == "POST":
        may.require()
        if form.is_valid():
            event = publishing.publish(decision, form.given(), by=by)
            said = _("Approved and published. Its last day is %(day)s.") % {"day": event.until}
            messages.success(request, said)
            return redirect("platforms:catalogue_platform", decision.audit.platform_id)
    names = uses.names()
    context = {
        "decision": decision,
        "platform": decision.audit.platform,
        "uses": [names.get(code, code) for code in decision.uses],
        "agreements": access.agreement_ends(decision.audit.platform, timezone.localdate()),
        "may": may,
        "ready": None if published else access.can_be_published(decision),
        "published": published,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "platforms/after/publish.html", context, status=status)


@require_safe
@for_its
def silenced(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whom a flag, a no, a retirement or moving off would silence today."""
    platform = _platform(pk)
    context = {
        "platform": platform,
        "shown": shown(platform.standing(timezone.now()), timezone.localdate()),
        "silences": silences(platform),
        "kinds": [(kind.value, kind.label) for kind in reports.kinds_for(platform)],
        "waiting": reports.to_confirm().filter(platform=platform).first(),
    }
    return render(request, "platforms/after/silenced.html", context)


@require_http_methods(READ_OR_SEND)
@for_its
def propose_change(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Put a change before a second person, beside whom it silences."""
    platform = _platform(pk)
    wanted = _kind(kind)
    by, today = actor_of(request), timezone.localdate()
    access.may_propose(by, wanted).require()
    form = ProposalForm(
        request.POST or None,
        kind=wanted,
        platform=platform,
        earliest=earliest_off(today, PlatformRule.objects.numbers()),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose(platform, wanted, form.said(), by=by)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("Put forward. Nothing changes until a second person confirms it.")
            )
            return redirect("platforms:proposal", made.pk)
    context = {
        "platform": platform,
        "kind": wanted,
        "label": wanted.label,
        "form": form,
        "silences": silences(platform),
        "waiting": reports.to_confirm().filter(platform=platform).first(),
    }
    return render(
        request, "platforms/after/propose.html", context, status=422 if form.is_bound else 200
    )


@require_safe
@for_its
def proposals(request: SignedInRequest) -> HttpResponse:
    """Everything that was put forward, by platform and by how it ended."""
    query = request.GET.get("q", "").strip()
    stage = request.GET.get("stage", ProposalStage.OPEN)
    rows = Proposal.objects.select_related("platform", "proposed_by", "closed_by")
    if stage in ProposalStage.values:
        rows = rows.filter(stage=stage)
    for word in query.split():
        rows = rows.filter(platform__name__icontains=word)
    context = {
        "page": page(request, rows, newest_first=True),
        "query": query,
        "stage": stage,
        "stages": ProposalStage.choices,
        "tones": reports.TONES,
    }
    return render(request, "platforms/after/proposals.html", context)


@require_safe
@for_its
def proposal(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is put forward, whom it silences, and the second person's answer."""
    return _proposal_page(request, _proposal(pk))


@require_POST
@for_its
def confirm_proposal(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second person's yes: in force at once."""
    done = actions.confirm(_proposal(pk), by=actor_of(request))
    messages.success(request, _("Confirmed: in force now. The schools that use it are being told."))
    return redirect("platforms:proposal", done.pk)


@require_POST
@for_its
def refuse_proposal(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second person's no, with a reason."""
    found = _proposal(pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _proposal_page(request, found, form)
    actions.refuse(found, form.cleaned_data["reason"], by=actor_of(request))
    messages.success(request, _("Not confirmed. Nothing has changed."))
    return redirect("platforms:proposal", pk)


@require_POST
@for_its
def withdraw_proposal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Taken back by who put it forward."""
    actions.withdraw(_proposal(pk), by=actor_of(request))
    messages.success(request, _("Taken back. Nothing has changed."))
    return redirect("platforms:proposal", pk)


def _proposal_page(
    request: SignedInRequest, found: Proposal, form: ReasonForm | None = None
) -> HttpResponse:
    by, names = actor_of(request), uses.names()
    waits = found.stage == ProposalStage.OPEN
    stage = ProposalStage(found.stage)
    context = {
        "proposal": found,
        "platform": found.platform,
        "label": ProposalKind(found.kind).label,
        "stage": {"label": stage.label, "tone": reports.TONES[stage]},
        "targets": list(found.targets.order_by("name")),
        "uses": [names.get(code, code) for code in found.uses],
        "waits": waits,
        "may_confirm": may_confirm(by, found.proposed_by_id) if waits else None,
        "may_withdraw": actions.may_withdraw(by, found) if waits else None,
        "stands": _stands(found) if waits else None,
        "silences": silences(found.platform) if waits else None,
        "silenced": [] if waits else in_words(found.silenced, found.platform),
        "form": form or ReasonForm(),
    }
    status = 422 if form is not None else 200
    return render(request, "platforms/after/proposal.html", context, status=status)


def _stands(found: Proposal) -> object:
    return can_stand(found.platform, ProposalKind(found.kind), actions.said_of(found))


def _proposal(pk: int) -> Proposal:
    rows = Proposal.objects.select_related("platform__vendor", "proposed_by", "closed_by", "event")
    return get_object_or_404(rows, pk=pk)


def _platform(pk: int) -> Platform:
    return get_object_or_404(Platform.objects.select_related("vendor"), pk=pk)


def _kind(word: str) -> ProposalKind:
    try:
        return ProposalKind(word)
    except ValueError:
        raise Http404 from None
