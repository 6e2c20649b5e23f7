"""A guardian without a link: give a contact, type the code; the reply is the same, known or not."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consents import links
from consents.access import visits
from consents.access.codes import LIVES
from consents.actions import call_backs
from consents.actions import family as actions
from consents.actions.call_backs import CallBackWish
from consents.forms.guardian import CallBackForm, CodeForm, FamilyForm, SchoolForm
from consents.models import FamilyRequest, OneTimeCode
from consents.terms import CallBackKind
from consents.views import proofs
from consents.views.guardian import entered, may_knock
from consents.views.guardian_door import Door, district_name, language_now, posted
from core import limits
from core.http import client_address
from notices.terms import Channel
from schools.models import School

READ_OR_SEND = ["GET", "HEAD", "POST"]
REQUEST = "family_request"
MINUTES = int(LIVES.total_seconds() // 60)


@login_not_required
@require_http_methods(READ_OR_SEND)
def family(request: HttpRequest) -> HttpResponse:
    """Phone or e-mail, as the school has it."""
    form = FamilyForm(posted(request))
    if request.method != "POST":
        return _page(request, "start", {"form": form})
    if not form.is_valid():
        return _page(request, "start", {"form": form}, status=422)
    if not limits.within("family", client_address(request), most=visits.REQUESTS):
        form.add_error(None, _("Too many tries from here. Try again in an hour, or call the school."))  # fmt: skip
        return _page(request, "start", {"form": form}, status=429)
    contact = form.cleaned_data["contact"]
    channel = Channel.EMAIL if "@" in contact else Channel.SMS
    row = actions.ask_for_link(contact, channel=channel, language=language_now())
    request.session[REQUEST] = row.pk
    return redirect("family_code")


@login_not_required
@require_http_methods(READ_OR_SEND)
def family_code(request: HttpRequest) -> HttpResponse:
    """If the school has the contact, a message is there by now; its code opens the guardian's page."""
    row = FamilyRequest.objects.filter(pk=request.session.get(REQUEST, 0)).first()
    if row is None:
        return redirect("family")
    form = CodeForm(posted(request))
    facts = {"form": form, "channel": row.channel, "minutes": MINUTES}
    if request.method != "POST":
        return _page(request, "code", facts)
    if not form.is_valid():
        return _page(request, "code", facts, status=422)
    tried = actions.try_code(row, form.cleaned_data["code"])
    if tried.code is not None:
        return enter(request, tried.code)
    if tried.tries_left:
        form.add_error("code", _("This code is not right. Look at the message again."))
    else:
        form.add_error("code", _("This code can no longer be used. Ask for a new one."))
    return _page(request, "code", facts, status=422)


@login_not_required
@require_http_methods(READ_OR_SEND)
def family_help(request: HttpRequest) -> HttpResponse:
    """ "My number changed", "the code never came": the school's telephone, and a call back."""
    chosen = SchoolForm(request.GET if "school" in request.GET else None)
    school = chosen.cleaned_data["school"] if chosen.is_bound and chosen.is_valid() else None
    why = request.GET.get("why", CallBackKind.NUMBER_CHANGED)
    if school is None:
        status = 422 if chosen.is_bound else 200
        return _page(request, "school", {"form": chosen, "why": why}, status=status)
    return _call_back(request, school, why)


def _call_back(request: HttpRequest, school: School, why: str) -> HttpResponse:
    form = CallBackForm(posted(request), initial={"kind": why})
    facts = {"form": form, "school_name": school.name, "school_phone": school.phone}
    if request.method != "POST":
        return _page(request, "call_back", facts)
    if not form.is_valid():
        return _page(request, "call_back", facts, status=422)
    if not may_knock(request, form):
        return _page(request, "call_back", facts, status=429)
    wish = CallBackWish(**form.cleaned_data, language=language_now())
    call_backs.ask_for_call(school, wish, guardian=None)
    return _page(request, "call_back_done", facts)


def enter(request: HttpRequest, code: OneTimeCode) -> HttpResponse:
    """The code told which guardian it is; the rest goes as behind their link."""
    request.session.pop(REQUEST, None)
    invitation = actions.link_for(code.guardian)
    door = Door(links.token_of(invitation), invitation, proofs.current(request, code.guardian))
    return entered(request, door, code)


def _page(
    request: HttpRequest, page: str, facts: dict[str, object], *, status: int = 200
) -> HttpResponse:
    context = {"district_name": district_name(), **facts}
    response = render(request, f"consents/family/{page}.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response
