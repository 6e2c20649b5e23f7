"""Come back with six words; and the page on which fresh ones are shown, once, to be written down."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.http import client_address
from incidents import wording
from incidents.access.visits import count_wrong, seconds_to_wait
from incidents.actions import alarms, visits
from incidents.actions.receiving import Received
from incidents.forms.returning import WordsForm
from incidents.reports.reporter_page import promises_of
from incidents.views.leaving import away
from incidents.views.return_door import (
    READ_OR_SEND,
    Door,
    behind_words,
    draw,
    inside,
    let_in,
    let_out,
    quiet,
)

# How long a visitor waits for their turn at the slow look-up before they are asked to try again.
PATIENCE = 10.0
# Readers of these write other letters: they are shown the words as numbers too.
IN_NUMBERS = {"ar", "ur", "zh-hans"}


@login_not_required
@require_http_methods(READ_OR_SEND)
def come_back(request: HttpRequest) -> HttpResponse:
    """One field. The same answer for words that are wrong, replaced or of a report that is gone (R2)."""
    if request.method != "POST":
        return quiet(_asked(request, WordsForm(), closed="closed" in request.GET))
    form = WordsForm(request.POST)
    if not form.is_valid():
        return quiet(_asked(request, form, status=422))
    return quiet(_tried(request, form.cleaned_data["words"]))


def _tried(request: HttpRequest, typed: str) -> HttpResponse:
    source = client_address(request)
    seconds = seconds_to_wait(source)
    if seconds:
        return _wait(request, typed, seconds, status=429)
    try:
        entered = visits.enter(typed, patience=PATIENCE)
    except wording.Busy:
        return _wait(request, typed, int(PATIENCE), status=503)
    if entered is None:
        alarms.note_wrong_tries(count_wrong(source))
        return _asked(request, WordsForm(), wrong=True, status=422)
    return let_in(redirect("incidents:my_report", entered.visit.handle), entered)


def _asked(request: HttpRequest, form: WordsForm, *, status: int = 200, **facts: bool) -> HttpResponse:  # fmt: skip
    practice = " ".join(wording.PRACTICE)
    return draw(request, "come_back", {"form": form, "practice": practice, **facts}, status=status)


def _wait(request: HttpRequest, typed: str, seconds: int, *, status: int) -> HttpResponse:
    """Nothing was looked up. What was typed waits on the page, to be sent again with one button."""
    response = draw(request, "wait", {"typed": typed, "seconds": seconds}, status=status)
    response["Retry-After"] = str(seconds)
    return response


def open_receipt(request: HttpRequest, received: Received) -> HttpResponse:
    """Right after a report came in: the page that shows its six words, to this visitor alone."""
    entered = visits.begin(received.case, received.words)
    return quiet(let_in(redirect("incidents:my_words", entered.visit.handle), entered))


@require_safe
@inside
def my_words(request: HttpRequest, door: Door) -> HttpResponse:
    """The six words, until they are left: big, numbered, to be printed."""
    if door.visit.words is None:
        return door.to("my_report")
    return _shown(request, door)


@require_POST
@inside
def my_words_written(request: HttpRequest, door: Door) -> HttpResponse:
    """Typed once, to go on. After a try that was wrong one may also just say that they are written down."""
    if door.visit.words is None:
        return door.to("my_report")
    typed = request.POST.get("words", "")[: wording.LONGEST]
    said = request.POST.get("written") == "yes"
    if not said and not visits.is_right(door.visit, door.secret, typed):
        return _shown(request, door, wrong=True, status=422)
    entered = visits.write_down(door.visit, door.secret)
    response = redirect("incidents:my_report", entered.visit.handle)
    if entered.visit.handle != door.visit.handle:
        let_out(response, door.visit.handle)
    return let_in(response, entered)


@require_POST
@behind_words
def my_new_words(request: HttpRequest, door: Door) -> HttpResponse:
    """Draw new words: the old ones, and whoever has them, lead nowhere once these are written down."""
    visits.draw_new_words(door.visit, door.secret)
    return door.to("my_words")


@require_POST
@inside
def leave(request: HttpRequest, door: Door) -> HttpResponse:
    """Close the report on this device. Pressing Back shows nothing (R6)."""
    visits.leave(door.visit)
    if request.POST.get("to") == "away":
        return let_out(away(), door.visit.handle)
    name = "show_someone" if request.POST.get("to") == "show" else "left"
    response = let_out(redirect(f"incidents:{name}"), door.visit.handle)
    # Not the cookies: another report may be open in this browser whose words nobody wrote down yet.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@login_not_required
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Closed. Nothing here says what was."""
    return quiet(draw(request, "left", {}))


@login_not_required
@require_safe
def show_someone(request: HttpRequest) -> HttpResponse:
    """A calm page to hold up to an adult: what I did, what I need now. It says nothing of any report."""
    return quiet(draw(request, "show_someone", {}))


def _shown(request: HttpRequest, door: Door, *, status: int = 200, wrong: bool = False) -> HttpResponse:  # fmt: skip
    words = visits.words_of(door.visit, door.secret)
    in_numbers = get_language() in IN_NUMBERS
    context = {
        "handle": door.visit.handle,
        "words": words,
        "together": " ".join(words),
        "numbers": wording.numbers_of(words) if in_numbers else [],
        "draws_new": door.visit.draws_new,
        "was_given": door.visit.way_back.must_change,
        "is_written": door.visit.written_at is not None,
        "wrong": wrong,
        "promises": [] if door.visit.draws_new else promises_of(door.case),
        "address": request.build_absolute_uri(reverse("incidents:come_back")).partition("://")[2],
        "title": _("Your six words"),
    }
    return draw(request, "words", context, status=status)
