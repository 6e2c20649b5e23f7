"""Texts that come in: the carrier's door, and the office's list of those a person must read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.access import call_backs
from consents.access import texts as access
from consents.actions import texts as actions
from consents.actions.texts import Incoming
from consents.forms.messages import ReplyForm
from consents.models import TextReply
from consents.reports import failing
from core.http import SignedInRequest
from core.paging import page
from notices import hooks
from notices.views.hooks import signed
from schools.models import Student
from schools.roster import values
from schools.roster.problems import Unclear

LONGEST_ID, LONGEST_NUMBER, LONGEST_TEXT = 120, 20, 2000


@signed("SMS_HOOK_KEY")
def sms_in_hook(_request: HttpRequest, said: Any) -> HttpResponse:
    """A text to us: kept, read, and done at once; the same one twice is one."""
    if not isinstance(said, dict):
        raise hooks.Malformed("text")
    text = said.get("text", "")
    if not isinstance(text, str):
        raise hooks.Malformed("text")
    reply = actions.take_in(
        Incoming(
            carrier_id=hooks.word(said, "id", longest=LONGEST_ID),
            sender=_number(hooks.word(said, "from", longest=LONGEST_NUMBER)),
            to=hooks.word(said, "to", longest=LONGEST_NUMBER, default=""),
            text=text.replace("\0", "")[:LONGEST_TEXT],
            at=hooks.moment(said, "at"),
        )
    )
    return JsonResponse({"taken": True, "reading": reply.text.reading})


@require_safe
def replies(request: SignedInRequest) -> HttpResponse:
    """Open ones, who waits longest first; or those settled, the newest first."""
    settled = request.GET.get("show") == "settled"
    query = request.GET.get("q", "").strip()
    seen = access.visible_to(request.user)
    found = _matching(seen, query).filter(settled__isnull=not settled)
    found = found.select_related("text", "school", "settled__by").prefetch_related(
        "senders__guardian", "senders__student"
    )
    facts = {
        "page": page(request, found, newest_first=settled),
        "settled": settled,
        "is_open": not settled,
        "query": query,
        "waiting": None if settled else seen.filter(settled__isnull=True).count(),
        "is_office": access.reads_replies(request.user),
    }
    return render(request, "consents/messages/replies.html", facts)


@require_safe
def reply(request: SignedInRequest, pk: int) -> HttpResponse:
    """One text, whose number it is, and what it may ask for."""
    return _detail(request, _visible(request, pk), ReplyForm())


@require_POST
def reply_settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Do what it asks for, and write down what was understood."""
    row = _visible(request, pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _detail(request, row, form, status=422)
    actions.settle(row, by=request.user, **form.cleaned_data)
    messages.success(request, _("Settled, and taken off the list."))
    return redirect("replies")


@require_safe
def failing_messages(request: SignedInRequest) -> HttpResponse:
    """Guardians whom messages about waiting forms do not reach, and what to do about each."""
    query = request.GET.get("q", "").strip()
    show = request.GET.get("show", "")
    everybody = failing.failing(request.user)
    nothing = failing.without_any(everybody)
    found = nothing if show == "nothing" else everybody
    shown = page(request, _guardians(found, query))
    facts = {
        "page": shown,
        "rows": failing.rows_of(shown.rows, request.user),
        "only_nothing": show == "nothing",
        "everybody": show != "nothing",
        "all_count": everybody.count(),
        "nothing_count": nothing.count(),
        "query": query,
        "is_office": call_backs.offices_of(request.user).exists(),
    }
    return render(request, "consents/messages/failing.html", facts)


def _number(written: str) -> str:
    """The sender as guardians' numbers are kept."""
    try:
        return values.phone(written)
    except Unclear:
        raise hooks.Malformed("from") from None


def _visible(request: SignedInRequest, pk: int) -> TextReply:
    rows = access.visible_to(request.user).select_related("text", "school", "settled__by")
    return get_object_or_404(rows, pk=pk)


def _matching(found: QuerySet[TextReply], words: str) -> QuerySet[TextReply]:
    """Every word in the text, the number, or a name of the people with the number."""
    for word in words.split():
        students = Student.objects.matching(word)
        found = found.filter(
            Q(text__text__icontains=word)
            | Q(text__sender__icontains=word)
            | Q(senders__guardian__given_name__icontains=word)
            | Q(senders__guardian__family_name__icontains=word)
            | Q(senders__student__in=students)
            | Q(senders__guardian__links__student__in=students)
        ).distinct()
    return found


def _guardians(found: QuerySet[Any], words: str) -> QuerySet[Any]:
    for word in words.split():
        students = Student.objects.matching(word).values("guardian_links__guardian")
        found = found.filter(
            Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(pk__in=students)
        )
    return found


def _detail(
    request: SignedInRequest, row: TextReply, form: ReplyForm, *, status: int = 200
) -> HttpResponse:
    senders = list(
        row.senders.select_related("guardian", "student__school").prefetch_related(
            "guardian__links__student__school"
        )
    )
    facts = {
        "row": row,
        "senders": senders,
        "form": form,
        "settled": getattr(row, "settled", None),
        "may_settle": access.may_settle(request.user, row),
    }
    return render(request, "consents/messages/reply.html", facts, status=status)
