"""Audits: the list, asking for one, one audit with its groups, and its steps up to the hand-in (P2)."""

from __future__ import annotations

from datetime import timedelta
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
from platforms import uses
from platforms.access.after import is_published
from platforms.access.audits import may_look_second
from platforms.access.catalogue import platforms_for
from platforms.actions import audits as actions
from platforms.forms.audits import (
    AssignForm,
    AuditFilter,
    NoteForm,
    RequestForm,
    ScopeForm,
    WhyForm,
)
from platforms.models import Audit, Platform
from platforms.models.audits import AuditQuerySet
from platforms.models.catalogue import PlatformQuerySet
from platforms.reports import audit_sections  # noqa: F401 -- its part of the platform's page
from platforms.reports.assessing import (
    blocks_hand_in,
    scope_accepted,
    scope_of,
    to_mend,
)
from platforms.reports.audit_rows import (
    STAGE_TONES,
    audit_list,
    decided_before,
    groups_of,
    listed,
    rows_of,
    steps_of,
)
from platforms.reports.decision_paper import paper_of
from platforms.reports.judging import question
from platforms.reports.outcome_words import TONES, worded
from platforms.reports.receipts import reference_of
from platforms.terms import Tag
from platforms.terms.audits import AuditMove, AuditStage
from platforms.views.its import for_its
from platforms.workflow.audits import AUDIT

READ_OR_SEND = ["GET", "HEAD", "POST"]
WEEK = timedelta(days=7)
MOST_FOUND = 20


@require_safe
@for_its
def audits(request: SignedInRequest) -> HttpResponse:
    """The audits, open ones first asked for."""
    form = AuditFilter(request.GET)
    query = request.GET.get("q", "").strip()
    today = timezone.localdate()
    found = _narrowed(audit_list(request.user), form, query)
    shown = page(request, found, newest_first=True)
    context = {
        "page": shown,
        "rows": listed(shown.rows, today),
        "form": form,
        "query": query,
        "narrowed": query or any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "platforms/audits/audits.html", context)


@require_http_methods(READ_OR_SEND)
@for_its
def new_audit(request: SignedInRequest) -> HttpResponse:
    """Ask for an audit of a platform; without one named, find it first."""
    platforms = platforms_for(request.user).select_related("vendor")
    key = key_in(request.GET, "platform")
    if key is None:
        return _find_platform(request, platforms)
    platform = get_object_or_404(platforms, pk=key)
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        audit = _requested(request, platform, form)
        if audit is not None:
            messages.success(
                request, _("Asked for. Choose what binds, then look at each criterion.")
            )
            return redirect("platforms:audit", audit.pk)
    context = {
        "platform": platform,
        "form": form,
        "open_audit": platform.audits.open().first(),
        "last": platform.audits.order_by("-pk").first(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "platforms/audits/new.html", context, status=status)


@require_safe
@for_its
def audit(request: SignedInRequest, pk: int) -> HttpResponse:
    """One audit: how far each group is, what it would come to today, and what comes next."""
    return audit_page(request, audit_or_404(request, pk))


@require_POST
@for_its
def assign_audit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give it to somebody."""
    found = audit_or_404(request, pk)
    form = AssignForm(request.POST, prefix="assign")
    if not form.is_valid():
        return audit_page(request, found, status=422, assign_form=form)
    given = form.cleaned_data
    actions.assign(found, given["auditor"], by=actor_of(request), note=given["note"])
    messages.success(request, _("%(name)s audits it now.") % {"name": given["auditor"].name})
    return redirect("platforms:audit", pk)


@require_POST
@for_its
def scope_audit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose what binds."""
    found = audit_or_404(request, pk)
    form = ScopeForm(request.POST, prefix="scope")
    if not form.is_valid():
        return audit_page(request, found, status=422, scope_form=form)
    actions.choose_scope(found, form.scope(), by=actor_of(request))
    messages.success(request, _("Kept. A second person sees this choice beside the one before."))
    return redirect("platforms:audit", pk)


@require_POST
@for_its
def hand_in_audit(request: SignedInRequest, pk: int) -> HttpResponse:
    """To a second person, when nothing is missing."""
    found = audit_or_404(request, pk)
    form = NoteForm(request.POST, prefix="hand")
    able = AUDIT.allows(AuditStage(found.stage), AuditMove.SUBMIT)
    if able and (not form.is_valid() or not blocks_hand_in(found, timezone.localdate())):
        return audit_page(request, found, status=422, hand_form=form)
    actions.hand_in(found, by=actor_of(request), note=form.data.get("hand-note", ""))
    messages.success(request, _("Handed in. A second person decides, or sends it back."))
    return redirect("platforms:audit", pk)


@require_POST
@for_its
def drop_audit(request: SignedInRequest, pk: int) -> HttpResponse:
    """End it without a decision."""
    found = audit_or_404(request, pk)
    form = WhyForm(request.POST, prefix="drop")
    if not form.is_valid():
        return audit_page(request, found, status=422, drop_form=form)
    actions.drop(found, by=actor_of(request), note=form.cleaned_data["note"])
    messages.success(request, _("Dropped. What was found stays to be read."))
    return redirect("platforms:audit", pk)


def audit_or_404(request: SignedInRequest, pk: int) -> Audit:
    return get_object_or_404(audit_list(request.user), pk=pk)


def audit_page(
    request: SignedInRequest, found: Audit, *, status: int = 200, **forms: Form
) -> HttpResponse:
    """The audit's page, with a form that failed in its place."""
    stage, today = AuditStage(found.stage), timezone.localdate()
    groups = groups_of(rows_of(found, today))
    scope = {"tags": found.tags, "student_data": found.student_data}
    context: dict[str, Any] = {
        "audit": found,
        "stage": {"label": stage.label, "tone": STAGE_TONES[stage]},
        "groups": groups,
        "known": sum(group.known for group in groups),
        "total": sum(group.total for group in groups),
        "before": decided_before(found),
        "steps": steps_of(found),
        "moves": [move.value for move in AUDIT.moves_from(stage)],
        "second": may_look_second(actor_of(request), found),
        "late": found.due_on is not None and found.due_on < today and found in Audit.objects.open(),
        **outcome_of(found),
        **scope_words(found),
        "assign_form": AssignForm(prefix="assign", initial={"auditor": found.auditor_id}),
        "scope_form": ScopeForm(prefix="scope", initial=scope),
        "hand_form": NoteForm(prefix="hand"),
        "drop_form": WhyForm(prefix="drop"),
        **forms,
    }
    if stage == AuditStage.ASSESSING:
        context |= {"ready": blocks_hand_in(found, today), "to_mend": to_mend(found, today)}
    return render(request, "platforms/audits/audit.html", context, status=status)


def outcome_of(found: Audit) -> dict[str, Any]:
    """What it came to; for an open audit what it would come to today, with every reason."""
    decision = getattr(found, "decision", None)
    criteria = list(found.criteria_set.criteria.all())
    if decision is not None:
        names = uses.names()
        return {
            "decision": decision,
            "reference": reference_of(decision.sha256),
            "paper": paper_of(decision),
            "published": is_published(decision),
            "use_names": [names.get(use, use) for use in decision.uses],
            "tone": TONES[decision.outcome],
            "reasons": worded(decision.reasons, criteria),
        }
    decided = question(found, timezone.localdate()).decided()
    return {
        "decided": decided,
        "tone": TONES[decided.outcome],
        "reasons": worded(decided.reasons, criteria),
    }


def scope_words(found: Audit) -> dict[str, Any]:
    """What binds, as chosen last, with what was chosen before and a second person's word."""
    labels = dict(Tag.choices)
    rows = list(found.scopes.select_related("by").order_by("-pk"))
    return {
        "tag_labels": [labels.get(tag, tag) for tag in found.tags],
        "scope": scope_of(found),
        "scope_accepted": scope_accepted(found),
        "scopes": [(row, [labels.get(tag, tag) for tag in row.tags]) for row in rows],
    }


def _narrowed(found: AuditQuerySet, form: AuditFilter, query: str) -> AuditQuerySet:
    given = form.cleaned_data if form.is_valid() else {}
    today, stage, due = timezone.localdate(), given.get("stage", ""), given.get("due", "")
    if not stage:
        found = found.open()
    elif stage != "all":
        found = found.filter(stage=stage)
    if given.get("auditor"):
        found = found.filter(auditor=given["auditor"])
    if due == "late":
        found = found.late(today)
    elif due == "week":
        found = found.open().filter(due_on__range=(today, today + WEEK))
    for word in query.split():
        found = found.filter(
            Q(platform__name__icontains=word) | Q(platform__vendor__name__icontains=word)
        )
    return found


def _find_platform(request: SignedInRequest, platforms: PlatformQuerySet) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    found = platforms.listed()
    for word in query.split():
        found = found.filter(Q(name__icontains=word) | Q(vendor__name__icontains=word))
    context = {"query": query, "found": found.order_by("name")[:MOST_FOUND] if query else []}
    return render(request, "platforms/audits/find.html", context)


def _requested(request: SignedInRequest, platform: Platform, form: RequestForm) -> Audit | None:
    """The new audit; None where it is refused, which the form then says."""
    given, by = form.cleaned_data, actor_of(request)
    try:
        made = actions.request(platform, by=by, reason=given["reason"], due_on=given["due_on"])
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    if given["auditor"]:
        actions.assign(made, given["auditor"], by=by)
    return made
