"""Remind the silent families of an activity, after a look at who would be reminded; the district's numbers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from consents import standing
from consents.access import messages as access
from consents.actions import message_rules as message_rules_actions
from consents.actions import reminders
from consents.forms.messages import RuleForm, initial_of
from consents.models import Activity, ActivityVersion, Ask, MessageRule
from consents.reports.reminding import Line, lines
from consents.reports.versions import current_version
from consents.views.finding import activity_or_404
from core.http import SignedInRequest, actor_of
from core.paging import page
from schools.models import Student

READ_OR_SEND = ["GET", "HEAD", "POST"]
PAGE = 50


@require_http_methods(READ_OR_SEND)
def remind_silent(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who would be reminded, and who not and why; then do it."""
    found = activity_or_404(request, pk)
    version = current_version(found)
    if version is None:
        raise Http404
    access.may_remind(actor_of(request), found).require()
    seen = _seen(request, found, version)
    if request.method == "POST":
        told = reminders.remind_by_hand(version, by=actor_of(request), students=seen)
        _say(request, sum(line.would_be for line in told))
        return redirect("activity", pk)
    return _preview(request, found, version, lines(version, timezone.now(), students=seen))


@require_http_methods(READ_OR_SEND)
def message_rules(request: SignedInRequest) -> HttpResponse:
    """The hours and numbers of now, who set them, and those before."""
    if not access.may_set_rules(actor_of(request)):
        raise Http404
    at = timezone.now()
    numbers = MessageRule.objects.numbers(at)
    form = RuleForm(request.POST if request.method == "POST" else None, initial=initial_of(numbers))
    if form.is_bound and form.is_valid():
        message_rules_actions.set_numbers(form.numbers, by=actor_of(request))
        messages.success(request, _("Saved. It counts from now on."))
        return redirect("message_rules")
    history = MessageRule.objects.select_related("recorded_by").order_by("-pk")
    facts = {
        "form": form,
        "rule": MessageRule.objects.at(at),
        "page": page(request, history, newest_first=True),
    }
    return render(
        request, "consents/messages/rules.html", facts, status=422 if form.is_bound else 200
    )


def _preview(
    request: SignedInRequest, found: Activity, version: ActivityVersion, told: list[Line]
) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    asks = Ask.objects.filter(pk__in=[line.ask.pk for line in told])
    students = Student.objects.matching(query).values("pk") if query else None
    shown = page(request, asks.filter(student__in=students) if query else asks, size=PAGE)
    by_ask = {line.ask.pk: line for line in told}
    facts = {
        "activity": found,
        "version": version,
        "page": shown,
        "lines": [by_ask[ask.pk] for ask in shown.rows],
        "would_be": sum(line.would_be for line in told),
        "asked": len(told),
        "query": query,
        "most": MessageRule.objects.numbers(timezone.now()).most_reminders,
    }
    return render(request, "consents/messages/remind.html", facts)


def _seen(request: SignedInRequest, found: Activity, version: ActivityVersion) -> list[int]:
    """Students whose families the reader may know of: all for who asked or is named, else those of their schools."""
    students = version.students.all()
    named = any(one.user_id == request.user.pk for one in standing.adults_of(version))
    if request.user.pk != found.asked_by_id and not named:
        students = students.filter(pk__in=Student.objects.visible_to(request.user).values("pk"))
    return list(students.values_list("pk", flat=True))


def _say(request: SignedInRequest, count: int) -> None:
    if count:
        words = ngettext(
            "%(count)d answer is asked for again. The message leaves today, or in the morning where one left already.",
            "%(count)d answers are asked for again. The messages leave today, or in the morning where one left already.",
            count,
        )  # fmt: skip
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("Nobody was reminded: nobody who can be reached is silent."))
