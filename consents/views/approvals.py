"""The principal's queue and one request: approve, deny, ask back, take back; and the asker's reply."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consents import standing
from consents.access import approvals as access
from consents.access.activities import may_take_back
from consents.access.year_start import may_name_senders
from consents.actions import approvals as actions
from consents.forms.approvals import (
    ApproveForm,
    deny_form,
    question_form,
    reply_form,
    revoke_form,
)
from consents.models import Approval
from consents.reports.boards import TONES, approval_list, approval_words, school_days
from consents.reports.coverage import Coverage
from consents.reports.history import steps_of
from consents.reports.kinds import explain
from consents.reports.readiness import channel_refusals, coverage_of
from consents.reports.versions import channel_words, difference, version_before
from consents.terms import Move, Stage
from consents.views.finding import approval_or_404
from consents.workflow import APPROVAL, UNDECIDED
from core.http import SignedInRequest, actor_of
from core.paging import page

# A list this short is shown open.
FEW = 8
# None: what the reader may decide.
TABS: dict[str, tuple[Stage, ...] | None] = {
    "mine": None,
    "waiting": UNDECIDED,
    "stranded": UNDECIDED,
    "approved": (Stage.APPROVED,),
    "closed": (Stage.DENIED, Stage.REVOKED, Stage.RETRACTED),
}


@require_safe
def approvals(request: SignedInRequest) -> HttpResponse:
    """What waits for the reader, oldest first; or what was decided."""
    show = request.GET.get("show", "mine")
    show = show if show in TABS else "mine"
    query = request.GET.get("q", "").strip()
    decidable = access.awaiting(request.user).filter(stage=Stage.ASKED)
    found = _shown(approval_list(request.user), show, decidable)
    stranded = access.stranded().filter(pk__in=approval_list(request.user).values("pk"))
    for word in query.split():
        found = found.filter(
            Q(version__name__icontains=word)
            | Q(version__asked_by__name__icontains=word)
            | Q(school__name__icontains=word)
        )
    shown = page(request, found, newest_first=show in {"approved", "closed"})
    context = {
        "page": shown,
        "rows": [_row(one) for one in shown.rows],
        "show": show,
        **{f"is_{name}": show == name for name in TABS},
        "query": query,
        "waiting": decidable.count(),
        "stranded": stranded.count(),
    }
    return render(request, "consents/approvals/approvals.html", context)


@require_safe
def approval(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request, with everything a decision needs on one page."""
    return _page(request, approval_or_404(request, pk))


@require_POST
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Necessary, and authorised."""
    found = approval_or_404(request, pk)
    access.may_approve(actor_of(request), found).require()
    form = ApproveForm(request.POST, approval=found)
    if not form.is_valid():
        return _page(request, found, approve_form=form)
    actions.approve(found, by=actor_of(request), **form.cleaned_data)
    messages.success(
        request,
        _("Approved. The families are being told now.")
        if found.version.rule.is_opt_out
        else _("Approved. The families are being asked now."),
    )
    return redirect("approval", pk)


@require_POST
def deny(request: SignedInRequest, pk: int) -> HttpResponse:
    """No, with a reason."""
    found = approval_or_404(request, pk)
    access.may_approve(actor_of(request), found).require()
    form = deny_form(request.POST)
    if not form.is_valid():
        return _page(request, found, deny_form=form)
    actions.deny(found, by=actor_of(request), note=form.cleaned_data["note"])
    messages.success(request, _("Denied. The person who asked was told why."))
    return redirect("approval", pk)


@require_POST
def question(request: SignedInRequest, pk: int) -> HttpResponse:
    """Back, with a question."""
    found = approval_or_404(request, pk)
    access.may_approve(actor_of(request), found).require()
    form = question_form(request.POST)
    if not form.is_valid():
        return _page(request, found, question_form=form)
    actions.question(found, by=actor_of(request), note=form.cleaned_data["note"])
    messages.success(request, _("Sent back. It returns here with the answer."))
    return redirect("approval", pk)


@require_POST
def reply(request: SignedInRequest, pk: int) -> HttpResponse:
    """The asker's answer."""
    found = approval_or_404(request, pk)
    may_take_back(actor_of(request), found.version).require()
    form = reply_form(request.POST)
    if not form.is_valid():
        return _page(request, found, reply_form=form)
    actions.reply(found, by=actor_of(request), note=form.cleaned_data["note"])
    messages.success(request, _("Answered. The principal was told."))
    return redirect("approval", pk)


@require_POST
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the approval back, at once."""
    found = approval_or_404(request, pk)
    access.may_revoke(actor_of(request), found).require()
    form = revoke_form(request.POST)
    if not form.is_valid():
        return _page(request, found, revoke_form=form)
    actions.revoke(found, by=actor_of(request), note=form.cleaned_data["note"])
    messages.success(request, _("Taken back. Every adult named was told to stop."))
    return redirect("approval", pk)


def _shown(
    found: QuerySet[Approval], show: str, decidable: QuerySet[Approval]
) -> QuerySet[Approval]:
    stages = TABS[show]
    if show == "stranded":
        return found.filter(pk__in=access.stranded().values("pk"))
    if stages is None:
        return found.filter(pk__in=decidable.values("pk"))
    return found.filter(stage__in=stages)


def _row(one: Approval) -> dict[str, Any]:
    stage = Stage(one.stage)
    return {
        "approval": one,
        "version": one.version,
        "label": approval_words(one),
        "tone": TONES[stage],
        "age": _age(one) if stage in UNDECIDED else "",
    }


def _age(one: Approval) -> str:
    """How long it has waited, in school days."""
    year = one.version.activity.year
    asked = one.version.asked_at or timezone.now()
    days = school_days(
        timezone.localdate(asked),
        timezone.localdate(),
        first=year.class_starts_on,
        last=year.class_ends_on,
    )
    if days == 0:
        return _("Today")
    return ngettext("%(count)d school day", "%(count)d school days", days) % {"count": days}


def _page(request: SignedInRequest, found: Approval, **forms: Form) -> HttpResponse:
    """The request with its forms; a form that was wrong comes in by name."""
    by, version = actor_of(request), found.version
    stage = Stage(found.stage)
    before = version_before(version)
    may, every = access.may_approve(by, found), _coverage(found)
    context = {
        "approval": found,
        "version": version,
        "activity": version.activity,
        "row": _row(found),
        "channel": channel_words(version),
        "channel_refusals": channel_refusals(version, timezone.now()),
        "adults": standing.adults_of(version),
        "exception": explain(version.activity.kind, version.rule),
        "coverage": every,
        "few": len(every.rows) <= FEW,
        "before": before,
        "changes": difference(before, version) if before else [],
        "steps": steps_of(found),
        "undecided": stage in UNDECIDED,
        "may_approve": may,
        "may_name_senders": stage in UNDECIDED and bool(may_name_senders(by, found)),
        "by_office": access.by_office(found),
        "acting": access.approver_for(by, found),
        "approvers": access.approvers(found) if stage in UNDECIDED else [],
        "may_reply": stage == Stage.QUESTIONED
        and request.user.pk in {version.asked_by_id, version.activity.asked_by_id},
        "may_revoke": APPROVAL.allows(stage, Move.REVOKE) and access.may_revoke(by, found),
        "families": version.asks.values("guardian").distinct().count(),
        "approve_form": ApproveForm(approval=found),
        "deny_form": deny_form(),
        "question_form": question_form(),
        "reply_form": reply_form(),
        "revoke_form": revoke_form(),
        "wrong": next(iter(forms), ""),
        **forms,
    }
    status = 422 if forms else 200
    return render(request, "consents/approvals/approval.html", context, status=status)


def _coverage(found: Approval) -> Coverage:
    """The students this school answers for: its own, and for the activity's school everybody."""
    every = coverage_of(found.version, timezone.now(), reader=found.school)
    if found.school_id == found.version.activity.school_id:
        return every
    return Coverage(tuple(row for row in every.rows if row.student.school_id == found.school_id))
