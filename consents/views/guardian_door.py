"""What every page behind a guardian's link does first: read the token, choose the language, ask for proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from consents import links
from consents.models import Invitation
from consents.views import proofs
from schools.models import District, Guardian

PageView = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Door:
    """A link that fits: its token, its invitation, and the proof of the person, if any."""

    token: str
    invitation: Invitation
    proof: proofs.Proof | None

    @property
    def guardian(self) -> Guardian:
        return self.invitation.guardian

    def to(self, name: str, *args: int) -> HttpResponse:
        """Go to another page behind this link."""
        return redirect(name, self.token, *args)

    def url(self, name: str, *args: int) -> str:
        return reverse(name, args=[self.token, *args])


def behind_link(view: PageView) -> PageView:
    """A page anybody with the link may open: it names no child, school or adult."""

    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        invitation = links.invitation_of(token)
        if invitation is None:
            return no_link(request, token)
        _speak(request, invitation.guardian)
        door = Door(token, invitation, proofs.current(request, invitation.guardian))
        return _quiet(view(request, door, *args, **kwargs))

    return opened


def no_link(request: HttpRequest, token: str) -> HttpResponse:
    """A link that was ours and is over says so and offers a fresh one; anything else is not known."""
    ended = links.ended_invitation_of(token)
    if ended is None:
        return _quiet(render(request, "consents/guardian/unknown.html", status=404))
    return draw_over(request, ended, "over", {"token": token}, status=404)


def draw_over(
    request: HttpRequest, ended: Invitation, page: str, facts: dict[str, Any], *, status: int
) -> HttpResponse:
    """A page for somebody whose link opens nothing any more: in their language, and it names the district alone."""
    _speak(request, ended.guardian)
    facts = {"district_name": district_name(), **facts}
    return _quiet(render(request, f"consents/guardian/{page}.html", facts, status=status))


def behind_proof(view: PageView) -> PageView:
    """A page for the proved guardian alone; everybody else is asked for a code first."""

    @wraps(view)
    def proved(request: HttpRequest, door: Door, *args: Any, **kwargs: Any) -> HttpResponse:
        if door.proof is None:
            return door.to("guardian")
        return view(request, door, *args, **kwargs)

    return behind_link(proved)


def draw(
    request: HttpRequest, door: Door, page: str, facts: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A guardian page; the school shows in the foot only once the person is proved."""
    school = door.invitation.school
    known = {"school_name": school.name, "school_phone": school.phone} if door.proof else {}
    context = {
        "door": door,
        "token": door.token,
        "guardian": door.guardian,
        # A student who signs for themself reads "you", not "your child".
        "is_student": door.guardian.self_of_id is not None,
        "district_name": district_name(),
        **known,
        **facts,
    }
    return render(request, f"consents/guardian/{page}.html", context, status=status)


def district_name() -> str:
    """Whose schools these are: all that a page says before the code."""
    return District.objects.order_by("pk").values_list("name", flat=True).first() or ""


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also where that is nothing at all; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def language_now() -> str:
    """The language this page is drawn in."""
    return translation.get_language() or settings.LANGUAGE_CODE


def _speak(request: HttpRequest, guardian: Guardian) -> None:
    """The guardian's own language, until they choose another at the top of the page."""
    spoken = {code for code, _name in settings.LANGUAGES}
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and guardian.language in spoken:
        translation.activate(guardian.language)


def _quiet(response: HttpResponse) -> HttpResponse:
    """Kept nowhere, found by nobody, told to nobody."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
