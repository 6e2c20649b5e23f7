"""Carriers' doors: what became of e-mails and texts. Signed, small, and answered the same however often."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from notices import deliveries, hooks
from notices.deliveries import Told
from notices.terms import Outcome

MOST_EVENTS = 1000
LONGEST_ID, LONGEST_CODE = 120, 40
PROBLEM = "application/problem+json"

Taken = Callable[[HttpRequest, Any], HttpResponse]


def signed(key_name: str) -> Callable[[Taken], Callable[[HttpRequest], HttpResponse]]:
    """A door for a carrier that signs with the settings' key of this name; shut (404) while there is none."""

    def door(view: Taken) -> Callable[[HttpRequest], HttpResponse]:
        @csrf_exempt
        @login_not_required
        @require_POST
        @wraps(view)
        def opened(request: HttpRequest) -> HttpResponse:
            key = getattr(settings, key_name)
            if not key:
                raise Http404
            if int(request.META.get("CONTENT_LENGTH") or 0) > hooks.MOST_BYTES:
                return problem(413, "The call is too long.")
            try:
                said = hooks.read(key, request.headers.get(hooks.HEADER, ""), request.body)
                return view(request, said)
            except hooks.Unsigned:
                return problem(403, "The signature does not hold or is not fresh.")
            except hooks.Malformed as error:
                return problem(422, f"Not understood: {error}.")

        return opened

    return door


@signed("MAIL_HOOK_KEY")
def mail_hook(_request: HttpRequest, said: Any) -> HttpResponse:
    """Events of e-mails."""
    return _take_in("mail", said)


@signed("SMS_HOOK_KEY")
def sms_hook(_request: HttpRequest, said: Any) -> HttpResponse:
    """Events of texts."""
    return _take_in("sms", said)


def problem(status: int, detail: str) -> JsonResponse:
    """RFC 9457."""
    said = {"type": "about:blank", "status": status, "detail": detail}
    return JsonResponse(said, status=status, content_type=PROBLEM)


def _take_in(source: str, said: Any) -> HttpResponse:
    events = said if isinstance(said, list) else [said]
    if len(events) > MOST_EVENTS:
        raise hooks.Malformed("too many events")
    taken, unknown = deliveries.take_in(source, [_told(event) for event in events])
    return JsonResponse({"taken": taken, "unknown": unknown})


def _told(event: Any) -> Told:
    if not isinstance(event, dict):
        raise hooks.Malformed("event")
    outcome = hooks.word(event, "event", longest=LONGEST_CODE)
    if outcome not in Outcome.values:
        raise hooks.Malformed("event")
    return Told(
        event_id=hooks.word(event, "id", longest=LONGEST_ID),
        message_id=hooks.word(event, "message_id", longest=LONGEST_ID),
        outcome=Outcome(outcome),
        at=hooks.moment(event, "at"),
        code=hooks.word(event, "code", longest=LONGEST_CODE, default=""),
    )
