"""What every page behind six words does first: is the visitor still in, in which language, what comes before all else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from core.actor import Actor
from incidents.access.visits import visit_of
from incidents.actions import visits
from incidents.actions.visits import Entered
from incidents.models import Case, Visit

PageView = Callable[..., HttpResponse]
READ_OR_SEND: Final = ["GET", "HEAD", "POST"]
# What a page is on that closed while somebody wrote: their own words, given back to them.
TYPED: Final = "text"
MOST_GIVEN_BACK: Final = 20_000


@dataclass(frozen=True, slots=True)
class Door:
    """A visit that lasts, and the secret of its cookie."""

    visit: Visit
    secret: str

    @property
    def case(self) -> Case:
        found: Case = self.visit.way_back.case
        return found

    @property
    def by(self) -> Actor:
        return visits.reporter_of(self.case)

    @property
    def must_write(self) -> bool:
        """Whether words are to be written down before anything else."""
        return self.visit.words is not None and self.visit.written_at is None

    def to(self, name: str) -> HttpResponse:
        return redirect(f"incidents:{name}", self.visit.handle)


def behind_words(view: PageView) -> PageView:
    """A page of the reporter's own; `view(request, door, …)`. Words that are to be written down come first."""

    @wraps(view)
    def opened(request: HttpRequest, door: Door, *args: Any, **kwargs: Any) -> HttpResponse:
        return door.to("my_words") if door.must_write else view(request, door, *args, **kwargs)

    return inside(opened)


def inside(view: PageView) -> PageView:
    """The same, for the pages on which words are written down, and for leaving."""

    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, handle: str, *args: Any, **kwargs: Any) -> HttpResponse:
        secret = request.COOKIES.get(cookie_of(handle), "")
        visit = visit_of(handle, secret)
        if visit is None:
            return quiet(closed(request))
        speak(request, visit.way_back.case)
        visits.seen(visit)
        return quiet(view(request, Door(visit, secret), *args, **kwargs))

    return opened


def closed(request: HttpRequest) -> HttpResponse:
    """The visit is over, or never was: the words open it again. What was being written is given back."""
    if request.method != "POST":
        return redirect(f"{reverse('incidents:come_back')}?closed")
    typed = {"typed": request.POST.get(TYPED, "")[:MOST_GIVEN_BACK]}
    return draw(request, "closed", typed, status=409)


def draw(
    request: HttpRequest, page: str, facts: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render(request, f"incidents/return/{page}.html", facts, status=status)


def quiet(response: HttpResponse) -> HttpResponse:
    """Kept nowhere, found by nobody."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def cookie_of(handle: str) -> str:
    return f"page-{handle}"


def path_of(handle: str) -> str:
    return reverse("incidents:my_report", args=[handle])


def let_in(response: HttpResponse, entered: Entered) -> HttpResponse:
    """Give the visitor the secret of their visit: for these pages alone, until the browser closes."""
    handle = entered.visit.handle
    response.set_cookie(
        cookie_of(handle),
        entered.secret,
        path=path_of(handle),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def let_out(response: HttpResponse, handle: str) -> HttpResponse:
    response.delete_cookie(cookie_of(handle), path=path_of(handle), samesite="Strict")
    return response


def speak(request: HttpRequest, case: Case) -> None:
    """The language the report was written in, until the visitor chooses another at the top of the page."""
    spoken = {code for code, _name in settings.LANGUAGES}
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and case.language in spoken:
        translation.activate(case.language)
