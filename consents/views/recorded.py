"""Answers by word of mouth: which form, which guardian, then one page that is filled in while they speak."""

from __future__ import annotations

import secrets
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consents import showing
from consents.access import recorded as access
from consents.actions import recorded as actions
from consents.actions.answers import FormChanged
from consents.forms.recorded import RecordForm
from consents.models import ActivityVersion, Answer, Ask
from consents.terms import AnswerDecision, GuardianOnThread, Route
from core.decision import Refused
from core.http import SignedInRequest, actor_of
from schools.calendar import local_day
from schools.models import Guardian, GuardianLink, Student

KEY_BYTES = 16


@require_safe
def record_choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """The forms that name the student, and for each the guardians who may answer."""
    student = _student(request, pk)
    links = GuardianLink.objects.with_authority().filter(
        student=student, guardian__ended_at__isnull=True
    )
    facts = {
        "student": student,
        "versions": access.forms_to_record(student, timezone.localdate()),
        "guardians": list(links.select_related("guardian").order_by("pk")),
        "may": access.may_record_for(request.user, student),
    }
    return render(request, "consents/recorded/choose.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def record_answer(
    request: SignedInRequest, pk: int, version_pk: int, guardian_pk: int
) -> HttpResponse:
    """The words to read out, and what was said."""
    student = _student(request, pk)
    version = _version(student, version_pk)
    links = GuardianLink.objects.with_authority().filter(student=student)
    guardian = get_object_or_404(
        Guardian.objects.filter(pk__in=links.values("guardian")), pk=guardian_pk
    )
    access.may_record(request.user, version, student, guardian).require()
    ask = Ask(version=version, student=student, guardian=guardian)
    zone = ZoneInfo(version.activity.year.timezone)
    if request.method != "POST":
        return _page(request, ask, _blank(zone))
    form = RecordForm(request.POST, zone=zone)
    if not form.is_valid():
        return _page(request, ask, form, status=422)
    try:
        answer = actions.record_answer(
            version, student, guardian, _told(request, form, guardian), by=actor_of(request)
        )
    except Refused as refused:
        for reason in refused.decision.refusals:
            form.add_error(None, str(reason))
        return _page(request, ask, form, status=422)
    except FormChanged:
        form.add_error(None, _("The form has changed. Read the new words out, and ask again."))
        return _page(request, ask, form, status=422)
    messages.success(request, _say(answer))
    return redirect("record_choose", pk)


def _told(request: SignedInRequest, form: RecordForm, guardian: Guardian) -> actions.Told:
    given = form.cleaned_data
    return actions.Told(
        route=Route(given["route"]),
        decision=AnswerDecision(given["decision"]),
        second=given["witness"],
        signed_at=given["signed_at"],
        form_key=given["form_key"],
        language=_language(request, guardian),
        shown_sha256=given["shown"],
        reason=given["reason"],
        **_of_a_no(given),
        phones=form.phones(),
    )


def _say(answer: Answer) -> str:
    if hasattr(answer, "hold"):
        return _(
            "Recorded. Somebody else of the office checks it first: something about the telephone number does"
            " not fit. The guardian gets a message at the contact on file."
        )
    return _("Recorded. The guardian gets a message at the contact on file.")


def _of_a_no(given: dict[str, Any]) -> dict[str, Any]:
    """What only a no can bring: a reason chosen, and the wish to be called about it."""
    if given["decision"] != AnswerDecision.REFUSED:
        return {}
    return {"reason_code": given["reason_code"], "call_me": given["call_me"]}


def _blank(zone: ZoneInfo) -> RecordForm:
    now = timezone.now().astimezone(zone)
    initial = {"said_on": local_day(now, zone.key), "said_at": now.time(), "route": Route.PHONE}
    return RecordForm(zone=zone, initial={**initial, "form_key": secrets.token_hex(KEY_BYTES)})


def _page(
    request: SignedInRequest, ask: Ask, form: RecordForm, *, status: int = 200
) -> HttpResponse:
    words = showing.words_for(ask, _language(request, ask.guardian))
    form.initial["shown"] = words.sha256
    facts: dict[str, Any] = {
        "ask": ask,
        "form": form,
        "words": words,
        "language": words.language,
        "languages": settings.LANGUAGES,
        "always": ask.version.rule.rule.get("guardian_on_thread") == GuardianOnThread.ALWAYS,
    }
    return render(request, "consents/recorded/record.html", facts, status=status)


def _language(request: SignedInRequest, guardian: Guardian) -> str:
    """The language read out: the one named in the address, else the guardian's on file, else English."""
    spoken = dict(settings.LANGUAGES)
    wanted = (request.GET.get("language", ""), guardian.language)
    return next((one for one in wanted if one in spoken), settings.LANGUAGE_CODE)


def _student(request: SignedInRequest, pk: int) -> Student:
    students = Student.objects.visible_to(request.user).select_related("school")
    return get_object_or_404(students, pk=pk)


def _version(student: Student, pk: int) -> ActivityVersion:
    """A form that names the student and was sent; any other does not exist."""
    found = (
        ActivityVersion.objects.filter(pk=pk, student_rows__student=student, asked_at__isnull=False)
        .select_related("activity__school", "activity__year", "activity__kind", "rule", "platform")
        .first()
    )
    if found is None:
        raise Http404
    return found
