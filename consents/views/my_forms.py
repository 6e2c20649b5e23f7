"""A student who signs for themself: district e-mail, a code, then their own forms. One reply, known or not."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consents.access import visits
from consents.access.codes import LIVES
from consents.actions import family as actions
from consents.forms.guardian import CodeForm
from consents.forms.my_forms import MyFormsForm
from consents.models import FamilyRequest
from consents.views.family import enter
from consents.views.guardian_door import district_name, language_now, posted
from core import limits
from core.http import client_address
from notices.terms import Channel

READ_OR_SEND = ["GET", "HEAD", "POST"]
REQUEST = "my_forms_request"
MINUTES = int(LIVES.total_seconds() // 60)


@login_not_required
@require_http_methods(READ_OR_SEND)
def my_forms(request: HttpRequest) -> HttpResponse:
    """The district e-mail address. Whether anybody has it, and how old they are, is not said."""
    form = MyFormsForm(posted(request))
    if request.method != "POST":
        return _page(request, "start", {"form": form})
    if not form.is_valid():
        return _page(request, "start", {"form": form}, status=422)
    if not limits.within("family", client_address(request), most=visits.REQUESTS):
        form.add_error(None, _("Too many tries from here. Try again in an hour, or call the school."))  # fmt: skip
        return _page(request, "start", {"form": form}, status=429)
    row = actions.ask_for_link(
        form.cleaned_data["email"], channel=Channel.EMAIL, language=language_now(), own=True
    )
    request.session[REQUEST] = row.pk
    return redirect("my_forms_code")


@login_not_required
@require_http_methods(READ_OR_SEND)
def my_forms_code(request: HttpRequest) -> HttpResponse:
    """The six digits from the district mailbox open the page."""
    row = FamilyRequest.objects.filter(pk=request.session.get(REQUEST, 0)).first()
    if row is None:
        return redirect("my_forms")
    form = CodeForm(posted(request))
    if request.method != "POST":
        return _page(request, "code", {"form": form})
    if not form.is_valid():
        return _page(request, "code", {"form": form}, status=422)
    tried = actions.try_code(row, form.cleaned_data["code"])
    if tried.code is not None:
        request.session.pop(REQUEST, None)
        return enter(request, tried.code)
    form.add_error(
        "code",
        _("This code is not right. Look at the message again.")
        if tried.tries_left
        else _("This code can no longer be used. Ask for a new one."),
    )
    return _page(request, "code", {"form": form}, status=422)


def _page(
    request: HttpRequest, page: str, facts: dict[str, object], *, status: int = 200
) -> HttpResponse:
    context = {"district_name": district_name(), "minutes": MINUTES, **facts}
    response = render(request, f"consents/my_forms/{page}.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response
