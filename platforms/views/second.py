"""The second person: what was handed in, what does not apply, what binds, and the decision (P2)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import SignedInRequest, actor_of
from core.workflow import IllegalMove
from documents import keeping
from platforms.access.audits import may_look_second
from platforms.actions import audits as steps
from platforms.actions import deciding, papers
from platforms.actions import results as actions
from platforms.forms.audits import WhyForm
from platforms.forms.second import ACCEPT, DecisionForm, ReviewForm
from platforms.models import Audit
from platforms.reports.assessing import blocks_decision
from platforms.reports.audit_rows import STAGE_TONES, decided_before, groups_of, rows_of, steps_of
from platforms.reports.judging import question
from platforms.terms.audits import AuditStage, Outcome
from platforms.views.audits import audit_or_404, outcome_of, scope_words
from platforms.views.evidence import as_download
from platforms.views.its import for_its


@require_safe
@for_its
def review_audit(request: SignedInRequest, pk: int) -> HttpResponse:
    """All that was handed in, with what is left to accept."""
    return _page(request, audit_or_404(request, pk))


@require_POST
@for_its
def review_scope(request: SignedInRequest, pk: int) -> HttpResponse:
    """Accept, or not, what binds."""
    found, by = audit_or_404(request, pk), actor_of(request)
    may_look_second(by, found).require()
    scope = found.scopes.order_by("-pk").first()
    if scope is None:
        raise Http404
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, scope_review_form=form)
    given = form.cleaned_data
    actions.review_scope(scope, accepted=given["word"] == ACCEPT, by=by, note=given["note"])
    messages.success(request, _("Written down."))
    return redirect("platforms:review_audit", pk)


@require_POST
@for_its
def review_na(request: SignedInRequest, pk: int, result: int) -> HttpResponse:
    """Accept, or not, that a criterion does not apply."""
    found, by = audit_or_404(request, pk), actor_of(request)
    may_look_second(by, found).require()
    row = get_object_or_404(found.results.select_related("audit", "criterion"), pk=result)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, failed=row.pk, review_form=form)
    given = form.cleaned_data
    actions.review_na(row, accepted=given["word"] == ACCEPT, by=by, note=given["note"])
    messages.success(request, _("Written down."))
    return redirect("platforms:review_audit", pk)


@require_POST
@for_its
def return_audit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Back to the auditor, with a reason."""
    found, by = audit_or_404(request, pk), actor_of(request)
    may_look_second(by, found).require()
    form = WhyForm(request.POST, prefix="back")
    if not form.is_valid():
        return _page(request, found, status=422, back_form=form)
    steps.send_back(found, by=by, note=form.cleaned_data["note"])
    messages.success(request, _("Sent back to the auditor."))
    return redirect("platforms:audit", pk)


@require_POST
@for_its
def decide_audit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decide: the outcome is computed, the words are the decider's."""
    found, by = audit_or_404(request, pk), actor_of(request)
    may_look_second(by, found).require()
    if found.stage != AuditStage.SUBMITTED:
        raise IllegalMove(found.stage, "decide")
    form = DecisionForm(request.POST, outcome=_outcome(found), prefix="decide")
    if not form.is_valid() or not blocks_decision(found, timezone.localdate()):
        return _page(request, found, status=422, decide_form=form)
    decision = deciding.decide(found, form.words(), by=by)
    if decision.outcome == Outcome.FLAGGED:
        messages.success(
            request, _("Decided: flagged, from this moment. Now plan with the vendor.")
        )
    else:
        messages.success(request, _("Decided. It is published once the CIO has authorised it."))
    return redirect("platforms:audit", pk)


@require_safe
@for_its
def decision_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """The decision as a PDF that carries its receipt; who opened it is written down."""
    decision = _decided(request, pk).decision
    if not papers.is_drawn(decision):
        messages.info(request, _("The paper is being drawn. Look again in a minute."))
        return redirect("platforms:audit", pk)
    try:
        content = papers.open_paper(decision, by=actor_of(request))
    except keeping.Damaged:
        messages.error(request, _("The kept file is damaged. Tell the records office."))
        return redirect("platforms:audit", pk)
    name = f"decision-{decision.audit.platform.slug}-{pk}.pdf"
    return as_download(content, "application/pdf", name)


@require_safe
@for_its
def decision_receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """The receipt alone, as the JSON it was hashed as."""
    decision = _decided(request, pk).decision
    name = f"decision-{decision.audit.platform.slug}-{pk}.json"
    return as_download(decision.receipt.encode(), "application/json", name)


def _decided(request: SignedInRequest, pk: int) -> Audit:
    found = audit_or_404(request, pk)
    if getattr(found, "decision", None) is None:
        raise Http404
    return found


def _outcome(found: Audit) -> Outcome:
    return question(found, timezone.localdate()).decided().outcome


def _page(
    request: SignedInRequest, found: Audit, *, status: int = 200, failed: int = 0, **forms: Form
) -> HttpResponse:
    today, stage = timezone.localdate(), AuditStage(found.stage)
    rows = rows_of(found, today)
    context: dict[str, Any] = {
        "audit": found,
        "stage": {"label": stage.label, "tone": STAGE_TONES[stage]},
        "submitted": stage == AuditStage.SUBMITTED,
        "groups": groups_of(rows),
        "na_rows": [row for row in rows if row.value == "na"],
        "before": decided_before(found),
        "may": may_look_second(actor_of(request), found),
        "blocked": blocks_decision(found, today),
        "steps": steps_of(found),
        "failed": failed,
        **outcome_of(found),
        **scope_words(found),
        "back_form": WhyForm(prefix="back"),
        "decide_form": DecisionForm(outcome=_outcome(found), prefix="decide"),
        **forms,
    }
    return render(request, "platforms/audits/review.html", context, status=status)
