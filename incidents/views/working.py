"""What is done on a case's page: each a form of its own, answered by the page again."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from core.decision import Refused
from core.http import SignedInRequest, actor_of
from incidents.actions import desk, reading
from incidents.forms.desk import ActForm, HandForm, NoteForm, ReasonForm, SayForm
from incidents.models import Case
from incidents.reports.case_page import people_to_hand_to
from incidents.terms.desk import ActionKind
from incidents.views.cases import case_or_404, page_of


@require_POST
def open_story(request: SignedInRequest, code: str) -> HttpResponse:
    """Open the story; that somebody did is written down."""
    reading.open_story(case_or_404(request, code), by=actor_of(request))
    return _back(code, "story")


@require_POST
def reveal_reporter(request: SignedInRequest, code: str) -> HttpResponse:
    """Be shown who reported it, for a reason."""
    found = case_or_404(request, code)
    form = ReasonForm(request.POST, prefix="reveal")
    if not form.is_valid():
        return page_of(request, found, 422, reveal_form=form)
    reading.reveal(found, form.cleaned_data["reason"], by=actor_of(request))
    return _back(code, "reporter")


@require_POST
def acknowledge(request: SignedInRequest, code: str) -> HttpResponse:
    """Say that a person has read it."""
    desk.acknowledge(case_or_404(request, code), by=actor_of(request))
    messages.success(request, _("Acknowledged. Who reported it finds a short message from you."))
    return _back(code)


@require_POST
def take(request: SignedInRequest, code: str) -> HttpResponse:
    """Work on it oneself."""
    desk.assign(case_or_404(request, code), request.user, by=actor_of(request))
    messages.success(request, _("It is yours now. The promises to who reported it run on."))
    return _back(code)


@require_POST
def hand(request: SignedInRequest, code: str) -> HttpResponse:
    """Hand it to somebody who reads it."""
    found = case_or_404(request, code)
    form = HandForm(request.POST, prefix="hand", people=people_to_hand_to(found))
    if not form.is_valid():
        return page_of(request, found, 422, hand_form=form)
    desk.assign(found, User.objects.get(pk=form.cleaned_data["to"]), by=actor_of(request))
    messages.success(
        request, _("Handed on. They get an e-mail that says only that something waits.")
    )
    return _back(code)


@require_POST
def act(request: SignedInRequest, code: str) -> HttpResponse:
    """Write down that something was done."""
    found = case_or_404(request, code)
    form = ActForm(request.POST, prefix="act")
    if not form.is_valid():
        return page_of(request, found, 422, act_form=form)
    given = form.cleaned_data
    desk.act(found, ActionKind(given["kind"]), note=given["note"], by=actor_of(request))
    messages.success(request, _("Written down."))
    return _back(code, "act")


@require_POST
def note(request: SignedInRequest, code: str) -> HttpResponse:
    """Write a note for those who work on it."""
    found = case_or_404(request, code)
    form = NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return page_of(request, found, 422, note_form=form)
    desk.note(found, form.cleaned_data["text"], by=actor_of(request))
    return _back(code, "notes")


@require_POST
def say(request: SignedInRequest, code: str) -> HttpResponse:
    """Write to who reported it."""
    found = case_or_404(request, code)
    form = SayForm(request.POST, prefix="say")
    if form.is_valid() and _said(found, form, request):
        messages.success(request, _("They read it when they come back with their six words."))
        return _back(code, "messages")
    return page_of(request, found, 422, say_form=form)


def _said(found: Case, form: Form, request: SignedInRequest) -> bool:
    given = form.cleaned_data
    try:
        desk.say(found, given["text"], signed=given["signed"], by=actor_of(request))
    except Refused as refused:
        form.add_error("text", str(refused))
        return False
    return True


def _back(code: str, anchor: str = "") -> HttpResponse:
    answer = redirect("incidents:case", code)
    if anchor:
        answer["Location"] += f"#{anchor}"
    return answer
