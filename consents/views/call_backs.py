"""The office's follow-up list: wishes to be called, disputed contacts, refusals, conflicts; what was agreed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.access import call_backs as access
from consents.access import recorded
from consents.actions import call_backs as actions
from consents.forms.call_backs import AttemptForm, FollowUpFilter, SettleForm
from consents.models import CallBack
from consents.reports import follow_up
from consents.terms import CallBackKind, CallResult
from core.http import SignedInRequest
from core.paging import page


@require_safe
def call_backs(request: SignedInRequest) -> HttpResponse:
    """Open ones, the longest waiting first; or those settled, the newest first."""
    settled = request.GET.get("show") == "settled"
    words = request.GET.get("q", "").strip()
    form = FollowUpFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    mine = access.visible_to(request.user)
    found = follow_up.narrowed(mine.filter(done_at__isnull=not settled), asked, request.user)
    # Open ones: who waits longest comes first. Settled ones: the newest first.
    shown = page(
        request, follow_up.with_calls(follow_up.matching(found, words)), newest_first=settled
    )
    students = [row.student for row in shown.rows if row.student is not None]
    facts = {
        "page": shown,
        "recordable": set() if settled else recorded.recordable(request.user, students),
        "settled": settled,
        "is_open": not settled,
        "words": words,
        "form": form,
        "is_narrowed": any(asked.values()),
        "today": timezone.localdate(),
        "waiting": None if settled else mine.filter(done_at=None).count(),
        "is_office": access.takes_calls(request.user),
    }
    return render(request, "consents/call_backs/index.html", facts)


@require_safe
def call_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """One entry: who, why, which number, what was tried, and what is on file."""
    return _detail(request, _visible(request, pk))


@require_POST
def call_back_take(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put one's own name on it."""
    actions.take(_visible(request, pk), by=request.user)
    messages.success(request, _("This entry is yours now."))
    return redirect("call_back", pk)


@require_POST
def call_back_let_go(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give it back to the office."""
    actions.let_go(_visible(request, pk), by=request.user)
    messages.success(request, _("Anybody of the office may take this entry now."))
    return redirect("call_back", pk)


@require_POST
def call_back_tried(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write one try down."""
    row = _visible(request, pk)
    form = AttemptForm(request.POST)
    if not form.is_valid():
        return _detail(request, row, status=422, tried=form)
    given = form.cleaned_data
    actions.note_attempt(
        row, by=request.user, result=CallResult(given["result"]), note=given["note"]
    )
    messages.success(request, _("Written down."))
    return redirect("call_back", pk)


@require_POST
def call_back_settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record the outcome; with the contact checked, messages go again."""
    row = _visible(request, pk)
    form = SettleForm(request.POST, row=row)
    if not form.is_valid():
        return _detail(request, row, status=422, settle=form)
    proved = form.cleaned_data.get("contact_proved", False)
    actions.settle(
        row, by=request.user, outcome=form.cleaned_data["outcome"], contact_proved=proved
    )
    messages.success(request, _("Settled, and taken off the list."))
    return redirect("call_backs")


def _visible(request: SignedInRequest, pk: int) -> CallBack:
    rows = follow_up.marked(access.visible_to(request.user)).select_related(
        "guardian", "school", "done_by", "assigned_to", "student", "activity__school", "answer"
    )
    return get_object_or_404(rows, pk=pk)


def _detail(
    request: SignedInRequest,
    row: CallBack,
    *,
    status: int = 200,
    settle: SettleForm | None = None,
    tried: AttemptForm | None = None,
) -> HttpResponse:
    links = []
    if row.guardian:
        links = list(row.guardian.links.current().select_related("student__school"))
    facts: dict[str, Any] = {
        "row": row,
        "links": links,
        "form": settle or SettleForm(row=row),
        "attempt_form": tried or AttemptForm(),
        "attempts": row.attempts.select_related("by").order_by("-pk"),
        "may_settle": access.may_settle(request.user, row),
        "may_record": row.student is not None
        and bool(recorded.may_record_for(request.user, row.student)),
        "is_mine": row.assigned_to_id == request.user.pk,
        "is_conflict": row.kind == CallBackKind.CONFLICT,
        "next_action": follow_up.next_action(row.kind),
        "why": follow_up.why_words(row),
        "board": follow_up.answers_of(row),
        "version": row.activity.latest if row.activity else None,
        "today": timezone.localdate(),
    }
    return render(request, "consents/call_backs/detail.html", facts, status=status)
