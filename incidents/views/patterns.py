"""Numbers and user names of a case; and what they lead to, for the Inspector General alone (I1)."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import SignedInRequest, actor_of
from core.paging import page_of_list
from incidents.access.patterns import is_oig
from incidents.actions import patterns as actions
from incidents.forms.following import HandleForm, ReviewForm, RuleForm
from incidents.models import Case, PatternEntry, PatternRule
from incidents.policy.patterns import PatternTerms
from incidents.reports import patterns as report
from incidents.terms.patterns import EndedBecause, EntryKind, HandleKind
from incidents.views.cases import case_or_404
from incidents.views.led import oig_case_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def case_handles(request: SignedInRequest, code: str) -> HttpResponse:
    """What they wrote from: entered from the report, by whoever works on it."""
    case = case_or_404(request, code)
    form = HandleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.keep_handle(case, form.cleaned_data["handle"], by=actor_of(request))
        messages.success(request, _("Kept. Others who have this number or name cannot tell."))
        return redirect("incidents:case_handles", code)
    rows = case.pattern_entries.filter(kind=EntryKind.HANDLE).select_related("added_by", "ended_by")
    shown = [(one, one.words()) for one in rows.order_by("ended_at", "pk")]
    context = {
        "case": case,
        "form": form,
        "rows": [(one, words["typed"], _kind(words["kind"])) for one, words in shown],
    }
    status = 422 if form.is_bound else 200
    return render(request, "incidents/patterns/handles.html", context, status=status)


def _kind(code: str) -> str:
    return str(HandleKind(code).label) if code else ""


@require_POST
def end_handle(request: SignedInRequest, code: str, entry: UUID) -> HttpResponse:
    """It was entered wrongly."""
    case = case_or_404(request, code)
    rows = case.pattern_entries.filter(kind=EntryKind.HANDLE, ended_at=None)
    actions.end_entry(get_object_or_404(rows, name=entry), EndedBecause.WRONG, by=actor_of(request))
    messages.success(request, _("Taken back. It counts no more."))
    return redirect("incidents:case_handles", code)


@require_safe
def case_related(request: SignedInRequest, code: str) -> HttpResponse:
    """Other reports about the same number, user name or adult."""
    case = oig_case_or_404(request, code)
    actions.read_related(case, by=actor_of(request))
    return _related(request, case)


def _related(
    request: SignedInRequest, case: Case, status: int = 200, bad: Form | None = None
) -> HttpResponse:
    rows = []
    for one in report.related(case, request.user):
        prefix = f"review-{one.entry.name}"
        form = bad if bad is not None and bad.prefix == prefix else ReviewForm(prefix=prefix)
        rows.append((one, EntryKind(one.entry.kind).label, form))
    context = {"case": case, "rows": rows, "past": report.reviewed(case)}
    return render(request, "incidents/patterns/related.html", context, status=status)


@require_POST
def review_related(request: SignedInRequest, code: str, entry: UUID) -> HttpResponse:
    """The office looked at it."""
    case = oig_case_or_404(request, code)
    row = _entry_or_404(case, entry)
    alert = get_object_or_404(row.alerts.filter(reviewed_at=None).select_related("case"))
    form = ReviewForm(request.POST, prefix=f"review-{row.name}")
    if not form.is_valid():
        return _related(request, case, 422, form)
    actions.review(alert, form.cleaned_data["note"], by=actor_of(request))
    messages.success(request, _("Looked at. Another report about the same raises it anew."))
    return redirect("incidents:case_related", code)


@require_POST
def end_related(request: SignedInRequest, code: str, entry: UUID) -> HttpResponse:
    """It is no pattern: this entry counts no more."""
    case = oig_case_or_404(request, code)
    actions.end_entry(_entry_or_404(case, entry), EndedBecause.REVIEWED, by=actor_of(request))
    messages.success(request, _("Ended. It counts no more."))
    return redirect("incidents:case_related", code)


def _entry_or_404(case: Case, name: UUID) -> PatternEntry:
    return get_object_or_404(case.pattern_entries.filter(ended_at=None), name=name)


@require_http_methods(["GET", "HEAD", "POST"])
def patterns(request: SignedInRequest) -> HttpResponse:
    """Every pattern among the reports of the office, the largest first; and its terms."""
    if not is_oig(request.user):
        raise Http404
    given = request.POST if request.method == "POST" else None
    form = RuleForm(given, initial=asdict(PatternRule.terms()))
    if request.method == "POST" and form.is_valid():
        actions.set_rule(PatternTerms(**form.cleaned_data), by=actor_of(request))
        messages.success(request, _("From now on."))
        return redirect("incidents:patterns")
    actions.read_all(by=actor_of(request))
    query = request.GET.get("q", "").strip()
    every = report.clusters(request.user)
    found = [one for one in every if query.casefold() in one.words.casefold()]
    numbered = list(enumerate(found, 1))
    shown = page_of_list(numbered, key=lambda one: one[0], asked=request.GET)
    context = {"page": shown, "rows": shown.rows, "query": query, "any": bool(every), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "incidents/patterns/patterns.html", context, status=status)
