"""Speaking up: the first page, and leaving in a hurry (I1, I2, I3). Nobody signs in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from incidents.actions import drafts
from incidents.actions.drafts import Kept
from incidents.forms.speak_up import MOST_SAID
from incidents.forms.words import clean_words
from incidents.reports import offices
from incidents.reports.calls import services
from incidents.terms.speak_up import Level, Step
from incidents.views.leaving import away
from incidents.views.speak_up_door import (
    SEE_OTHER,
    Room,
    behind_draft,
    draw,
    give_key,
    key_of,
    take_key,
)
from incidents.wording import danger as danger_words
from incidents.wording import pages
from schools.lines import lines

DANGER = ("yes", "no", "unsure")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def speak_up(request: HttpRequest) -> HttpResponse:
    """Whom to call, whether somebody is in danger, what to do first; each answer begins a report."""
    if request.method == "POST":
        return _begin(request)
    asked = request.GET.get("words", "")
    level = pages.level_of(asked)
    now = timezone.now()
    facts = {
        "page": pages.page("front", level),
        "services": services(lines(now)),
        "nobody": bool(offices.down(now)),
        "chosen": level if asked in Level.values else "",
    }
    return draw(request, "front", facts, level=level)


def _begin(request: HttpRequest) -> HttpResponse:
    danger, words = request.POST.get("danger", ""), request.POST.get("words", "")
    # Words given back by a page that had closed.
    said = clean_words(request.POST.get("said", ""))[:MOST_SAID]
    kept = Kept(
        danger=danger if danger in DANGER else "unsure",
        level=words if words in Level.values else "",
        answers={Step.SAID.value: {"said": said}} if said else {},
        card=danger_words.sounds_like(said),
    )
    draft, key = drafts.begin(kept)
    first = Step.NOW if kept.is_danger else Step.SAID
    address = reverse("incidents:speak_up_step", args=[draft.handle, first])
    return give_key(HttpResponseRedirect(address, status=SEE_OTHER), draft, key)


@behind_draft
def speak_up_room(_request: HttpRequest, room: Room) -> HttpResponse:
    """The draft's own address leads to its first page."""
    return room.to(Step.SAID)


# Leaving is never refused, so it asks for no token: it forgets only what the visitor's own cookie opens, and that
# cookie (SameSite=Strict) comes with no request from elsewhere.
@csrf_exempt
@require_POST
@login_not_required
def speak_up_leave(_request: HttpRequest) -> HttpResponse:
    """Leave at once, from a page that holds no draft."""
    return away()


@csrf_exempt
@require_POST
@login_not_required
def speak_up_leave_room(request: HttpRequest, handle: str) -> HttpResponse:
    """Leave at once: the draft is forgotten here, its key in the browser."""
    key = key_of(request, handle)
    if key:
        drafts.leave(handle, key)
    return take_key(away(), handle)
