"""The names that schools typed: what waits, one name, and what it is (P1)."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from core.paging import page
from platforms.actions import survey_names as actions
from platforms.forms.surveys import NameForm, TakeBackForm
from platforms.models import ToolName, Vendor
from platforms.reports import survey_names as reports
from platforms.terms.surveys import NameState
from platforms.views.its import for_its


@require_safe
@for_its
def survey_names(request: SignedInRequest) -> HttpResponse:
    """The names to match, or those that are; the oldest first."""
    asked = request.GET.get("show", "")
    state = NameState(asked) if asked in NameState.values else NameState.OPEN
    query = request.GET.get("q", "").strip()
    found = reports.names_in(state)
    for word in query.split():
        found = found.filter(Q(written__icontains=word) | Q(platform__name__icontains=word))
    shown = page(request, found.select_related("platform"))
    context = {
        "page": shown,
        "lines": reports.lines(shown.rows),
        "state": state,
        "query": query,
        "counts": {each.value: ToolName.objects.filter(state=each).count() for each in NameState},
    }
    return render(request, "platforms/surveys/names.html", context)


@require_safe
@for_its
def survey_name(request: SignedInRequest, pk: int) -> HttpResponse:
    """One name: who typed it, what it may be, and its history."""
    return _page(request, get_object_or_404(ToolName, pk=pk))


@require_POST
@for_its
def settle_name(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what the name is, for every school that typed it."""
    name, by = get_object_or_404(ToolName, pk=pk), actor_of(request)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, name, status=422, form=form)
    given = form.cleaned_data
    try:
        if given["verdict"] == NameForm.IS:
            actions.is_platform(
                name, given["platform"], alias=given["alias"], reason=given["reason"], by=by
            )
        elif given["verdict"] == NameForm.NEW:
            actions.is_new(name, given["name"], given["vendor"], by=by)
        else:
            actions.is_no_tool(name, reason=given["reason"], by=by)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, name, status=422, form=form)
    messages.success(request, _("Settled, for every school that typed it."))
    return redirect("platforms:survey_names")


@require_POST
@for_its
def take_name_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """The match was wrong."""
    name = get_object_or_404(ToolName, pk=pk)
    form = TakeBackForm(request.POST, prefix="back")
    if not form.is_valid():
        return _page(request, name, status=422, back_form=form)
    actions.take_back(name, reason=form.cleaned_data["reason"], by=actor_of(request))
    messages.success(request, _("Taken back. The name waits to be matched again."))
    return redirect("platforms:survey_name", pk)


@require_POST
@for_its
def look_again(request: SignedInRequest) -> HttpResponse:
    """Match what the catalogue knows by now."""
    count = actions.look_again(by=actor_of(request))
    words = ngettext("%(count)d name is matched.", "%(count)d names are matched.", count)
    messages.success(request, words % {"count": count})
    return redirect("platforms:survey_names")


def _page(
    request: SignedInRequest, name: ToolName, *, status: int = 200, **forms: Form
) -> HttpResponse:
    (line,) = reports.lines([name])
    likely = line.likely
    initial = {"verdict": NameForm.IS if likely else None, "platform": likely, "name": name.written}
    context = {
        "name": name,
        "line": line,
        "state": NameState(name.state),
        "claims": reports.claims_with(name),
        "rulings": reports.rulings_of(name),
        "vendors": Vendor.objects.values_list("name", flat=True)[: reports.MOST_KNOWN],
        "form": NameForm(initial=initial),
        "back_form": TakeBackForm(prefix="back"),
        **forms,
    }
    return render(request, "platforms/surveys/name.html", context, status=status)
