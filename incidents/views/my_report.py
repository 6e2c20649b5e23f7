"""The reporter's own page, and what they can do from there: one small page for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from core.decision import Refused
from incidents.actions import messages as messaging
from incidents.forms.returning import MessageForm, WishForm
from incidents.reports.reporter_page import last_visit_before
from incidents.reports.reporter_sections import sections_of
from incidents.terms.returning import MessageKind
from incidents.views.return_door import READ_OR_SEND, Door, behind_words, draw

Deed = Callable[[Door, dict[str, Any]], object]


@require_safe
@behind_words
def my_report(request: HttpRequest, door: Door) -> HttpResponse:
    """Where it stands, what was said, what one can do."""
    context = {
        "case": door.case,
        "visit": door.visit,
        "handle": door.visit.handle,
        "sections": sections_of(door.case, door.visit),
        "is_first": last_visit_before(door.visit) is None,
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


def asked(
    request: HttpRequest, door: Door, page: str, form_class: type[forms.Form], deed: Deed, **facts: Any
) -> HttpResponse:  # fmt: skip
    """One question on a page of its own: draw it, or do what was answered and go back to the report."""
    form = form_class(request.POST if request.method == "POST" else None, **facts.pop("form", {}))
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
