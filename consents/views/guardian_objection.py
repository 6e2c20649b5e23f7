"""A guardian reads that the school wrote down an answer in their name, and says that it was not theirs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consents.actions import objections
from consents.terms import Route
from consents.views.guardian_door import Door, behind_proof, draw, language_now
from consents.views.guardian_receipt import find_answer


@require_http_methods(["GET", "HEAD", "POST"])
@behind_proof
def guardian_not_mine(request: HttpRequest, door: Door, answer_id: int) -> HttpResponse:
    """Tap one shows what happens; tap two keeps their word, ends a yes, and puts a call on the office's list."""
    answer, ask = find_answer(door, answer_id)
    if answer.route == Route.ONLINE or hasattr(answer, "objection"):
        return door.to("guardian_receipt", answer_id)
    if request.method != "POST":
        return draw(request, door, "not_mine", {"answer": answer, "ask": ask})
    objections.object_to(answer, language=language_now())
    messages.success(request, _("Thank you for telling us. The school will call you."))
    return door.to("guardian_receipt", answer_id)
