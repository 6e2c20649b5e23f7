"""The reporter's own page, and what they can do from there: one small page for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import limits
from core.decision import Refused
from core.http import client_address
from incidents.actions import messages as messaging
from incidents.actions import wishes
from incidents.forms.returning import (
    CheckInForm,
    ContactForm,
    KeepOutForm,
    MessageForm,
    ProofForm,
    WishForm,
)
from incidents.reports import parents_words, proofs
from incidents.reports.check_ins import due_check_in
from incidents.reports.contact import Contact, contact_of
from incidents.reports.reporter_page import news_of
from incidents.reports.reporter_sections import sections_of
from incidents.terms import Post
from incidents.terms.returning import MessageKind, Ping, Since
from incidents.views.return_door import READ_OR_SEND, Door, behind_words, draw, quiet

# Papers that one address may ask about within an hour.
MOST_PROOFS = 30
# The parts that no view asks for by name, but that stand on the page.
PARTS = (parents_words,)
Deed = Callable[[Door, dict[str, Any]], object]


@require_safe
@behind_words
def my_report(request: HttpRequest, door: Door) -> HttpResponse:
    """Where it stands, what was said, what one can do."""
    context = {
        "case": door.case,
        "visit": door.visit,
        "handle": door.visit.handle,
        "news": news_of(door.case, door.visit),
        "sections": sections_of(door.case, door.visit),
    }
    return draw(request, "my_report", context)


@require_http_methods(READ_OR_SEND)
@behind_words
def my_message(request: HttpRequest, door: Door) -> HttpResponse:
    """Write to the people who read the report."""
    return asked(request, door, "message", MessageForm, _write(MessageKind.WORDS))


@require_http_methods(READ_OR_SEND)
@behind_words
def my_addition(request: HttpRequest, door: Door) -> HttpResponse:
    """Add to what was told."""
    return asked(request, door, "addition", MessageForm, _write(MessageKind.ADDED))


@require_http_methods(READ_OR_SEND)
@behind_words
def my_stop(request: HttpRequest, door: Door) -> HttpResponse:
    """Ask that nothing more be done. Nothing is deleted by it, and a person answers."""
    return asked(request, door, "stop", WishForm, _write(MessageKind.STOP))


@require_http_methods(READ_OR_SEND)
@behind_words
def my_unanswered(request: HttpRequest, door: Door) -> HttpResponse:
    """ "Nobody answered me." """
    return asked(
        request, door, "unanswered", WishForm,
        lambda door, given: wishes.say_unanswered(door.case, given["text"], by=door.by),
    )  # fmt: skip


@require_http_methods(READ_OR_SEND)
@behind_words
def my_reopening(request: HttpRequest, door: Door) -> HttpResponse:
    """It is finished, and should not be."""
    return asked(
        request, door, "reopening", MessageForm,
        lambda door, given: wishes.wish_reopened(door.case, given["text"], by=door.by),
    )  # fmt: skip


@require_http_methods(READ_OR_SEND)
@behind_words
def my_contact(request: HttpRequest, door: Door) -> HttpResponse:
    """How to reach the reporter: changed, or taken back whole."""
    now = contact_of(door.case)
    if request.POST.get("move") == "forget":
        wishes.change_contact(door.case, Contact(), by=door.by)
        return door.to("my_report")
    return asked(
        request, door, "contact", ContactForm,
        lambda door, given: wishes.change_contact(door.case, Contact(**{**given, "ping": Ping(given["ping"])}), by=door.by),
        initial={"ping": now.ping, "email": now.email, "phone": now.phone, "name": now.name},
        contact=now,
    )  # fmt: skip


@require_http_methods(READ_OR_SEND)
@behind_words
def my_keep_out(request: HttpRequest, door: Door) -> HttpResponse:
    """Somebody must not see it."""
    return asked(
        request, door, "keep_out", KeepOutForm,
        lambda door, given: wishes.keep_out(
            door.case, posts=[Post(one) for one in given["posts"]], name=given["name"], by=door.by
        ),
    )  # fmt: skip


@require_http_methods(READ_OR_SEND)
@behind_words
def my_check_in(request: HttpRequest, door: Door) -> HttpResponse:
    """How it has been since; on the days it is asked."""
    if due_check_in(door.case) is None:
        return door.to("my_report")
    return asked(
        request, door, "check_in", CheckInForm,
        lambda door, given: wishes.check_in(
            door.case, Since(given["since"]), given["text"], by=door.by
        ),
    )  # fmt: skip


@require_http_methods(READ_OR_SEND)
@behind_words
def my_proof(request: HttpRequest, door: Door) -> HttpResponse:
    """A paper that says: a report was made on this day. Its number is drawn when it is asked for, and shown once."""
    number = wishes.give_proof(door.case, by=door.by) if request.method == "POST" else ""
    context = {
        "handle": door.visit.handle,
        "number": number,
        "received_at": door.case.received_at,
        "address": request.build_absolute_uri(reverse("incidents:check_proof")).partition("://")[2],
    }
    return draw(request, "proof", context)


@login_not_required
@require_http_methods(READ_OR_SEND)
def check_proof(request: HttpRequest) -> HttpResponse:
    """Is such a paper genuine? The day, and nothing else; for anybody who holds it."""
    form = ProofForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if not form.is_bound or not form.is_valid():
        return quiet(draw(request, "check_proof", context, status=422 if form.is_bound else 200))
    if not limits.within("proof", client_address(request), most=MOST_PROOFS):
        form.add_error(None, _("Too many tries from here. Try again in an hour."))
        return quiet(draw(request, "check_proof", context, status=429))
    context |= {"asked": True, "day": proofs.day_of(form.cleaned_data["number"])}
    return quiet(draw(request, "check_proof", context))


def asked(
    request: HttpRequest, door: Door, page: str, form_class: type[forms.Form], deed: Deed, **facts: Any
) -> HttpResponse:  # fmt: skip
    """One question on a page of its own: draw it, or do what was answered and go back to the report."""
    initial = facts.pop("initial", None)
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            deed(door, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return door.to("my_report")
    facts |= {"form": form, "handle": door.visit.handle, "case": door.case}
    return draw(request, page, facts, status=422 if form.is_bound else 200)


def _write(kind: MessageKind) -> Deed:
    def written(door: Door, given: dict[str, Any]) -> None:
        messaging.write_as_reporter(door.case, given["text"], by=door.by, kind=kind)

    return written
