"""A school's survey: by its link without signing in, or signed in as its office (P1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.actor import Actor
from core.http import SignedInRequest, actor_of
from core.limits import within
from platforms.access import surveys as access
from platforms.actions import survey_answers as actions
from platforms.actions.survey_answers import Stale
from platforms.forms.survey_answers import BaseTools, SignerForm, said, tools_form
from platforms.models import Platform, SurveyAnswer, SurveyedSchool
from platforms.reports import survey_links as links
from platforms.reports.survey_names import doubts, known_names
from platforms.reports.survey_rows import claims_of, compared, opened
from platforms.terms.surveys import SurveyTime

READ_OR_SEND = ["GET", "HEAD", "POST"]
MOST_AN_HOUR = 200


@dataclass(frozen=True, slots=True)
class Desk:
    """A school's survey on the table: which, who writes, and where the page is."""

    surveyed: SurveyedSchool
    by: Actor
    path: str
    signed_in: bool


@dataclass(slots=True)
class Sheet:
    """What was sent: the rows and who fills them in; `asked` once "did you mean" was put."""

    rows: BaseTools
    signer: SignerForm | None
    seen: str
    move: str
    asked: bool
    doubts: dict[str, tuple[Platform, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.signer["by_name"].value() or "") if self.signer else ""


@require_http_methods(READ_OR_SEND)
@login_not_required
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the school's link answers for the school; the page names no other school."""
    surveyed = links.surveyed_of(token)
    if surveyed is None:
        return _quiet(render(request, "platforms/survey/unknown.html", status=404))
    desk = Desk(surveyed, access.holder_of(surveyed), request.path, signed_in=False)
    if request.method == "POST" and not within("survey", token, most=MOST_AN_HOUR):
        return _quiet(_draw(request, desk, "busy", {}, status=429))
    return _quiet(_answered(request, desk))


@require_http_methods(READ_OR_SEND)
def my_survey(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same for the school's own office, signed in."""
    mine = SurveyedSchool.objects.answerable_by(request.user).select_related("survey", "school")
    desk = Desk(get_object_or_404(mine, pk=pk), actor_of(request), request.path, signed_in=True)
    return _quiet(_answered(request, desk))


def _answered(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What the page shows now: before, the form, what was handed in, after."""
    time = desk.surveyed.survey.time()
    answer = desk.surveyed.answers.order_by("-number").first()
    if time == SurveyTime.TO_COME:
        return _draw(request, desk, "early", {}, status=200)
    if time != SurveyTime.OPEN:
        status = 409 if request.method == "POST" else 200
        return _draw(request, desk, "over", _receipt(desk, answer), status=status)
    if request.method == "POST":
        return _sent(request, desk)
    if answer is not None and "change" not in request.GET:
        return _draw(request, desk, "answered", _receipt(desk, answer))
    begun = opened(desk.surveyed)
    signer = None if desk.signed_in else SignerForm()
    sheet = Sheet(tools_form(None, begun.rows), signer, begun.stamp, "", asked=False)
    return _form(request, desk, sheet)


def _sent(request: HttpRequest, desk: Desk) -> HttpResponse:
    sheet = _sheet(request.POST, desk)
    try:
        if sheet.move in ("save", "add"):
            return _keep(request, desk, sheet)
        return _hand_in(request, desk, sheet)
    except Stale:
        return _stale(request, desk, sheet)


def _keep(request: HttpRequest, desk: Desk, sheet: Sheet) -> HttpResponse:
    name = desk.by.name if desk.signed_in else sheet.name
    actions.keep_draft(desk.surveyed, sheet.rows.kept(), name=name, seen=sheet.seen, by=desk.by)
    if sheet.move == "add":
        return redirect(f"{desk.path}?change=1#new-tool")
    messages.success(
        request, _("Saved, and not handed in yet. You or a colleague can go on later.")
    )
    return redirect(f"{desk.path}?change=1")


def _hand_in(request: HttpRequest, desk: Desk, sheet: Sheet) -> HttpResponse:
    """Nothing is handed in while a row is wrong, or may mean a tool we know under another name."""
    uses_none = sheet.move == "none"
    signed = sheet.signer is None or sheet.signer.is_valid()
    if uses_none:
        typed = any(not form.is_from_last for form in sheet.rows.wanted)
        problem = _("You named a tool. Hand it in, or tick that the row can go.") if typed else ""
    else:
        empty = not sheet.rows.wanted
        problem = _("Name a tool, or press “We use none”.") if empty else ""
    right = uses_none or sheet.rows.is_valid()
    if problem or not signed or not right:
        return _form(request, desk, sheet, status=422, problem=problem)
    if not uses_none and not sheet.asked:
        undecided = [form for form in sheet.rows.wanted if not form.cleaned_data["meant"]]
        sheet.doubts = doubts({form.number: form.cleaned_data["name"] for form in undecided})
        if sheet.doubts:
            return _form(request, desk, sheet)
    answer = said(None if uses_none else sheet.rows, sheet.signer)
    actions.hand_in(desk.surveyed, answer, seen=sheet.seen, by=desk.by)
    messages.success(request, _("Thank you. Your school's answer is handed in."))
    return redirect(desk.path)


def _sheet(posted: QueryDict, desk: Desk) -> Sheet:
    data, move = posted.copy(), posted.get("move", "save")
    if posted.get("mean"):
        number, _colon, meant = str(posted["mean"]).partition(":")
        data[f"tool-{number}-meant"] = "no" if meant == "no" else "yes"
        if meant != "no":
            data[f"tool-{number}-name"] = meant
        move = "hand_in"
    signer = None if desk.signed_in else SignerForm(data)
    asked = bool(posted.get("asked")) and not posted.get("mean")
    return Sheet(tools_form(data), signer, posted.get("seen", ""), move, asked)


def _stale(request: HttpRequest, desk: Desk, sheet: Sheet) -> HttpResponse:
    """Both texts side by side, and a page that may be sent now."""
    theirs = opened(desk.surveyed)
    sheet.seen = theirs.stamp
    return _form(request, desk, sheet, status=409, theirs=theirs)


def _form(
    request: HttpRequest, desk: Desk, sheet: Sheet, *, status: int = 200, **facts: Any
) -> HttpResponse:
    begun = opened(desk.surveyed)
    rows = [(form, sheet.doubts.get(form.number, ())) for form in sheet.rows.forms]
    context = {
        "sheet": sheet,
        "rows": rows,
        "last_row": len(rows),
        "known": known_names(),
        "last": begun.last,
        "draft": begun.draft,
        "answer": begun.answer,
        **facts,
    }
    return _draw(request, desk, "form", context, status=status)


def _receipt(desk: Desk, answer: SurveyAnswer | None) -> dict[str, Any]:
    """What was handed in, and what became different since last time."""
    begun = opened(desk.surveyed)
    now = claims_of(answer) if answer else []
    before = claims_of(begun.last) if begun.last else []
    return {
        "answer": answer,
        "changes": compared(before, now) if answer else [],
        "last": begun.last,
        "draft": begun.draft,
        "versions": desk.surveyed.answers.order_by("-number")[1:],
    }


def _draw(
    request: HttpRequest, desk: Desk, page: str, facts: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context = {
        "desk": desk,
        "surveyed": desk.surveyed,
        "survey": desk.surveyed.survey,
        "school": desk.surveyed.school,
        "layout": "layouts/staff.html" if desk.signed_in else "layouts/guardian.html",
        "back_url": reverse("platforms:my_surveys") if desk.signed_in else "",
        **facts,
    }
    return render(request, f"platforms/survey/{page}.html", context, status=status)


def _quiet(response: HttpResponse) -> HttpResponse:
    """Kept nowhere, found by nobody, told to nobody."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
