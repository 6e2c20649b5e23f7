"""Consults (P6): a school asks, both sides talk, ITS answers, Procurement looks a code up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from core.paging import page
from platforms.access import consults as access
from platforms.access.roles import is_its, may_buy
from platforms.actions import consults as actions
from platforms.forms.consults import (
    AnswerForm,
    CodeForm,
    ConsultForm,
    MessageForm,
    NoteForm,
    PlatformForm,
)
from platforms.models import Consult, ConsultAnswer, Platform
from platforms.policy.consults import read_code
from platforms.reports import consults as report
from platforms.reports.public_list import alternatives, current
from platforms.terms.consults import ConsultMove, ConsultStage
from platforms.views.its import for_its
from platforms.workflow.consults import CONSULT
from schools.models import District, School


@require_http_methods(["GET", "HEAD", "POST"])
def consult(request: SignedInRequest) -> HttpResponse:
    """Ask before a school buys or uses a tool."""
    by = actor_of(request)
    schools = School.objects.visible_to(request.user).open().order_by("name")
    given = request.POST if request.method == "POST" else None
    form = ConsultForm(given, initial=_initial(request), schools=schools)
    if request.method == "POST" and form.is_valid():
        made = actions.ask(form.asked(), by=by)
        if made.is_waiting:
            messages.success(request, _("ITS has your request. You get an e-mail with the answer."))
        return redirect("platforms:consult_request", made.pk)
    context = {
        "form": form,
        "may_ask": access.may_ask(by),
        "usual": report.usual_wait(timezone.now()),
        "district": District.objects.first(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "platforms/consults/ask.html", context, status=status)


def _initial(request: SignedInRequest) -> dict[str, str]:
    """What a link from the public list says already."""
    named = request.GET.get("platform", "")[:200]
    platform = Platform.objects.filter(slug=named).first() if named else None
    return {"name": platform.name if platform else named, "use": request.GET.get("use", "")}


@require_safe
def my_consults(request: SignedInRequest) -> HttpResponse:
    """What the reader asked."""
    mine = report.consult_list(request.user).filter(asked_by=request.user)
    return _list(request, mine, "platforms/consults/mine.html")


@require_safe
@for_its
def its_consults(request: SignedInRequest) -> HttpResponse:
    """Every request, those that wait longest first."""
    rows = report.consult_list(request.user)
    return _list(request, rows, "platforms/consults/its.html", default="waiting")


def _list(request: SignedInRequest, rows: Any, template: str, default: str = "") -> HttpResponse:
    stage = request.GET.get("stage", default)
    query = request.GET.get("q", "").strip()
    today, each = timezone.localdate(), report.consult_days()
    oldest_first = stage == "waiting"
    narrowed = report.found(rows, {"q": query, "stage": stage})
    shown = (
        page(request, narrowed, ["waits_since"])
        if oldest_first
        else page(request, narrowed, newest_first=True)
    )
    context = {
        "page": shown,
        "rows": [_row(one, today, each) for one in shown.rows],
        "query": query,
        "stage": stage,
        "stages": ConsultStage.choices,
        "waiting": rows.waiting().count(),
        "any": bool(shown.rows) or rows.exists(),
    }
    return render(request, template, context)


def _row(one: Consult, today: Any, each: int) -> dict[str, Any]:
    stage = ConsultStage(one.stage)
    days = report.weekdays_between(timezone.localdate(one.waits_since), today)
    return {
        "consult": one,
        "label": stage.label,
        "tone": report.TONES[stage],
        "days": days,
        "late": one.is_waiting and days > each,
    }


@require_safe
def consult_request(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request, as its asker and ITS see it."""
    return _page(request, _consult_or_404(request, pk))


def _consult_or_404(request: SignedInRequest, pk: int) -> Consult:
    return get_object_or_404(report.consult_list(request.user), pk=pk)


def _page(
    request: SignedInRequest, found: Consult, status: int = 200, **forms: Form
) -> HttpResponse:
    by, now = actor_of(request), timezone.now()
    stage = ConsultStage(found.stage)
    answer = None if found.is_waiting else found.answer
    context = {
        "consult": found,
        "stage": {"label": stage.label, "tone": report.TONES[stage]},
        "use": report.use_name(found.use),
        "clock": report.clock_of(found, now),
        "answer": answer,
        "standing": report.code_standing(answer, now) if answer and answer.allowed else None,
        "why_not": report.reason_of(answer) if answer else None,
        "instead": _instead(found, answer),
        "steps": found.steps.select_related("by").order_by("-pk"),
        "talk": found.messages.select_related("by").order_by("pk"),
        "is_its": is_its(request.user.pk),
        "is_asker": found.asked_by_id == request.user.pk,
        "may_answer": access.may_answer(by, found),
        "moves": {move.value: CONSULT.allows(stage, move) for move in ConsultMove},
        "message_form": MessageForm(prefix="say"),
        "note_form": NoteForm(prefix="note"),
        "answer_form": AnswerForm(prefix="answer"),
        "platform_form": PlatformForm(prefix="tool", initial={"tool": found.name}),
        "district": District.objects.first(),
        **forms,
    }
    return render(request, "platforms/consults/request.html", context, status=status)


def _instead(found: Consult, answer: ConsultAnswer | None) -> list[Any]:
    """The approved tools nearest to one that got a no."""
    if answer is None or answer.allowed or found.platform is None:
        return []
    snapshot = current()
    row = snapshot.find(found.platform.slug)
    return alternatives(snapshot, row, found.use)[:5] if row else []


@require_POST
def consult_say(request: SignedInRequest, pk: int) -> HttpResponse:
    """A message to the other side."""
    found = _consult_or_404(request, pk)
    form = MessageForm(request.POST, prefix="say")
    if not form.is_valid():
        return _page(request, found, 422, message_form=form)
    actions.say(found, form.cleaned_data["text"], by=actor_of(request))
    messages.success(request, _("Sent."))
    return redirect("platforms:consult_request", pk)


@require_POST
def consult_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.withdraw(_consult_or_404(request, pk), by=actor_of(request))
    messages.success(request, _("Taken back. You can open it again."))
    return redirect("platforms:consult_request", pk)


@require_POST
def consult_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _consult_or_404(request, pk)
    form = NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return _page(request, found, 422, note_form=form)
    actions.reopen(found, by=actor_of(request), note=form.cleaned_data["note"])
    messages.success(request, _("Open again. A code given before no longer counts."))
    return redirect("platforms:consult_request", pk)


@require_POST
@for_its
def consult_take(request: SignedInRequest, pk: int) -> HttpResponse:
    """Look at it oneself."""
    actions.take(_consult_or_404(request, pk), by=actor_of(request))
    messages.success(request, _("It is yours."))
    return redirect("platforms:consult_request", pk)


@require_POST
@for_its
def consult_platform(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say which tool is meant."""
    found = _consult_or_404(request, pk)
    form = PlatformForm(request.POST, prefix="tool")
    if not form.is_valid():
        return _page(request, found, 422, platform_form=form)
    actions.name_platform(found, form.cleaned_data["tool"], by=actor_of(request))
    messages.success(request, _("The tool is named."))
    return redirect("platforms:consult_request", pk)


@require_POST
@for_its
def consult_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """A reviewer's yes or no."""
    found, by = _consult_or_404(request, pk), actor_of(request)
    access.may_answer(by, found).require()
    form = AnswerForm(request.POST, prefix="answer")
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.answer(
                found, by=by, allowed=given["allowed"] == "yes", reason=given["reason"],
                conditions=given["conditions"],
            )  # fmt: skip
        except Refused as refused:
            # What the form says cannot be said yet; what was typed stays.
            form.add_error(None, str(refused))
    if form.errors:
        return _page(request, found, 422, answer_form=form)
    messages.success(request, _("Answered. The school has an e-mail."))
    return redirect("platforms:consult_request", pk)


@require_safe
def procurement_codes(request: SignedInRequest) -> HttpResponse:
    """Procurement looks a school's code up before a purchase; for everybody else there is nothing here."""
    if not may_buy(actor_of(request)):
        raise Http404
    form = CodeForm(request.GET if "code" in request.GET else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        code = read_code(form.cleaned_data["code"])
        context |= {"asked": True, "mistyped": code is None}
        rows = ConsultAnswer.objects.filter(allowed=True, code=code).select_related(
            "consult__platform__merged_into", "consult__school", "consult__asked_by", "by"
        )
        answer = rows.first() if code else None
        if answer:
            context |= {
                "answer": answer,
                "standing": report.code_standing(answer, timezone.now()),
                "use": report.use_name(answer.consult.use),
            }
    return render(request, "platforms/consults/codes.html", context)
