"""One tap: "I object", for a guardian who was told that another one agreed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consents.access import others as access
from consents.access import visits
from consents.actions import others as actions
from consents.actions.answers import Evidence
from consents.models import FormText, OtherTold
from consents.views.guardian_door import Door, behind_link, draw, language_now
from consents.wording import ENGLISH, Words
from core import limits
from core.http import client_address
from schools import signing


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def guardian_object(request: HttpRequest, door: Door, told_id: int) -> HttpResponse:
    """What kind of form it is, and one button. The link suffices: a no only takes permission away.

    No child, place, hour, contact or reason shows; the child's name only once the person is proved.
    """
    told = (
        OtherTold.objects.select_related(
            "guardian__merged_into", "student", "kind", "year", "activity__school"
        )
        .filter(pk=told_id, guardian__in=signing.rows_of(door.guardian))
        .first()
    )
    if told is None:
        raise Http404
    words = _words(told)
    facts = {"told": told, "words": words}
    decision = access.may_object(told, timezone.now())
    if not decision:
        status = 409 if request.method == "POST" else 200
        return draw(request, door, "object_over", facts, status=status)
    if request.method != "POST":
        return draw(request, door, "object", facts)
    if not limits.within("object", client_address(request), most=visits.CALL_BACKS):
        why = _("Too many tries from here. Try again in an hour, or call the school.")
        return draw(request, door, "object", {**facts, "why": why}, status=429)
    evidence = Evidence(client_address(request), request.headers.get("User-Agent", ""))
    actions.object_to(told, words=(words, _in_english(told)), evidence=evidence)
    return draw(request, door, "object_done", facts)


def _words(told: OtherTold) -> Words:
    """What the page says, to be kept with the no: the form's neutral title and our sentences."""
    sections = [
        {
            "heading": _("Another parent or guardian said yes"),
            "text": _("It is a form of the school about text messages from school staff."),
        },
        {
            "heading": _("You can say no"),
            "text": _("Then no adult may text for this form. Nothing else changes for your child."),
        },
    ]
    return Words(language_now(), _title(told), sections)


def _in_english(told: OtherTold) -> Words:
    with translation.override(ENGLISH):
        return _words(told)


def _title(told: OtherTold) -> str:
    """The form's title in the reader's language; of a program's form nothing but that it is about texts."""
    usual = _("May school staff text your child?")
    if told.kind.rules.order_by("-number")[0].conditions.ceo_program:
        return usual
    texts = FormText.objects.filter(kind=told.kind).order_by("-number")
    for language in (language_now(), ENGLISH):
        text = texts.filter(language=language).first()
        if text is not None and "{" not in text.title:
            return text.title
    return usual
