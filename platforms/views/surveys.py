"""Surveys as ITS runs them: the list, one survey with its progress, its moves, a school of it (P1)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import SignedInRequest, actor_of, key_in
from core.paging import page
from platforms.actions import survey_mail
from platforms.actions import surveys as actions
from platforms.forms.surveys import EndForm, SurveyForm
from platforms.models import Survey, SurveyedSchool
from platforms.policy.surveys import MOST_REMINDERS
from platforms.reports import survey_links as links
from platforms.reports import surveys as reports
from platforms.reports.survey_exports import answer_cells, answer_heads
from platforms.reports.survey_rows import claims_of, compared, opened
from platforms.terms.surveys import Progress, SurveyScope, SurveyStage, SurveyTime
from platforms.views.its import for_its
from platforms.views.sheets import sheet
from schools.models import Network

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
@for_its
def surveys(request: SignedInRequest) -> HttpResponse:
    """Every survey, newest first, with how far it is."""
    query = request.GET.get("q", "").strip()
    found = reports.with_counts(Survey.objects.exclude(stage=SurveyStage.DISCARDED))
    for word in query.split():
        found = found.filter(title__icontains=word)
    shown = page(request, found, newest_first=True)
    context = {
        "page": shown,
        "rows": [_row(one) for one in shown.rows],
        "query": query,
    }
    return render(request, "platforms/surveys/surveys.html", context)


@require_http_methods(READ_OR_SEND)
@for_its
def new_survey(request: SignedInRequest) -> HttpResponse:
    """Begin a survey as a draft."""
    initial = {"scope": SurveyScope.ALL, "opens_on": timezone.localdate()}
    form = SurveyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        survey = actions.begin(form.written(), by=actor_of(request))
        messages.success(request, _("Kept as a draft. Look at it, then start it."))
        return redirect("platforms:its_survey", survey.pk)
    return _edit(request, form, None)


@require_http_methods(READ_OR_SEND)
@for_its
def edit_survey(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    survey = get_object_or_404(Survey, pk=pk)
    form = SurveyForm(request.POST or None, survey=survey)
    if request.method == "POST" and form.is_valid():
        actions.write(survey, form.written(), by=actor_of(request))
        messages.success(request, _("Kept as a draft."))
        return redirect("platforms:its_survey", pk)
    return _edit(request, form, survey)


@require_safe
@for_its
def its_survey(request: SignedInRequest, pk: int) -> HttpResponse:
    """One survey: a draft with whom it would ask, or how far its schools are."""
    return _page(request, get_object_or_404(Survey, pk=pk))


@require_POST
@for_its
def start_survey(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the schools."""
    count = actions.start(get_object_or_404(Survey, pk=pk), by=actor_of(request))
    words = ngettext(
        "Started: %(count)d school is asked.", "Started: %(count)d schools are asked.", count
    )
    messages.success(request, words % {"count": count})
    return redirect("platforms:its_survey", pk)


@require_POST
@for_its
def discard_survey(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    actions.discard(get_object_or_404(Survey, pk=pk), by=actor_of(request))
    messages.success(request, _("The draft is thrown away."))
    return redirect("platforms:surveys")


@require_POST
@for_its
def move_survey_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another last day."""
    survey = get_object_or_404(Survey, pk=pk)
    form = EndForm(request.POST, prefix="end")
    if not form.is_valid():
        return _page(request, survey, status=422, end_form=form)
    given = form.cleaned_data
    actions.move_end(survey, given["closes_on"], note=given["note"], by=actor_of(request))
    messages.success(request, _("The survey has another last day."))
    return redirect("platforms:its_survey", pk)


@require_POST
@for_its
def remind_schools(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remind those that have not answered, or one of them."""
    survey, one = get_object_or_404(Survey, pk=pk), key_in(request.POST, "school")
    only = None if one is None else [one]
    sent, enough = survey_mail.remind_by_hand(survey, by=actor_of(request), only=only)
    words = ngettext("%(count)d school is reminded.", "%(count)d schools are reminded.", sent)
    messages.success(request, words % {"count": sent})
    if enough:
        rest = ngettext(
            "%(count)d school is not: it was written to today, or %(most)d times already.",
            "%(count)d schools are not: they were written to today, or %(most)d times already.",
            enough,
        )
        messages.info(request, rest % {"count": enough, "most": MOST_REMINDERS})
    if one is not None:
        return redirect("platforms:surveyed_school", one)
    return redirect("platforms:its_survey", pk)


@require_safe
@for_its
def export_survey(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """What the schools said, a line a tool, as CSV or XLSX."""
    survey = get_object_or_404(Survey, pk=pk)
    return sheet(request, f"survey-{pk}", survey.title, answer_heads(), answer_cells(survey))


@require_safe
@for_its
def surveyed_school(request: SignedInRequest, pk: int) -> HttpResponse:
    """A school of a survey: its link, when it was written to, and what it said, version by version."""
    rows = SurveyedSchool.objects.select_related("survey", "school__network")
    surveyed = get_object_or_404(rows, pk=pk)
    begun = opened(surveyed)
    now = claims_of(begun.answer) if begun.answer else []
    before = claims_of(begun.last) if begun.last else []
    context = {
        "surveyed": surveyed,
        "survey": surveyed.survey,
        "time": surveyed.survey.time(),
        "link": links.address_of(surveyed),
        "readers": reports.readers_of([surveyed])[surveyed.pk],
        "mailings": surveyed.mailings.select_related("by").order_by("-pk"),
        "answer": begun.answer,
        "draft": begun.draft,
        "last": begun.last,
        "changes": compared(before, now) if begun.answer else [],
        "versions": surveyed.answers.prefetch_related("claims").order_by("-number")[1:],
        "is_open": surveyed.survey.time() == SurveyTime.OPEN,
    }
    return render(request, "platforms/surveys/school.html", context)


@require_POST
@for_its
def renew_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new link; the old one opens nothing any more."""
    actions.renew_link(get_object_or_404(SurveyedSchool, pk=pk), by=actor_of(request))
    messages.success(request, _("The school has a new link. The old one is over."))
    return redirect("platforms:surveyed_school", pk)


def _edit(request: SignedInRequest, form: SurveyForm, survey: Survey | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "survey": survey}
    return render(request, "platforms/surveys/edit.html", context, status=status)


def _row(survey: Survey) -> dict[str, Any]:
    time = survey.time()
    return {"survey": survey, "label": time.label, "tone": reports.TONES[time]}


def _page(
    request: SignedInRequest, survey: Survey, *, status: int = 200, **forms: Form
) -> HttpResponse:
    context = {**_row(survey), "time": survey.time(), "scope": reports.scope_words(survey)}
    if survey.stage != SurveyStage.STARTED:
        context |= {"preview": reports.preview(survey)}
        return render(request, "platforms/surveys/draft.html", context, status=status)
    show, query = request.GET.get("show", ""), request.GET.get("q", "").strip()
    network = key_in(request.GET, "network")
    asked = reports.asked_in(survey, show=show, words=query, network=network)
    shown = page(request, asked, ["school__name"])
    context |= {
        "page": shown,
        "rows": reports.progress_rows(shown.rows),
        "counts": reports.progress_of(survey),
        "by_network": reports.progress_by_network(survey),
        "show": show if show in Progress.values else "",
        "query": query,
        "network": network,
        "networks": Network.objects.order_by("name"),
        "is_open": survey.time() == SurveyTime.OPEN,
        "steps": reports.steps_of(survey),
        "mailings": reports.mailing_days(survey),
        "end_form": EndForm(prefix="end", initial={"closes_on": survey.closes_on}),
        **forms,
    }
    return render(request, "platforms/surveys/survey.html", context, status=status)
