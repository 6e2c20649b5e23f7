"""A guardian's link: a code first, then every child and every form."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents import links
from consents.access import codes as access
from consents.access import visits, wishes
from consents.actions import call_backs, codes, contacts, family
from consents.actions.codes import Tried
from consents.forms.guardian import BirthDateForm, CallBackForm, CodeForm, ContactForm
from consents.models import OneTimeCode
from consents.reports import guardian_home
from consents.reports.wishes import own_wishes
from consents.terms import CallBackKind
from consents.views import proofs
from consents.views.guardian_door import (
    Door,
    behind_link,
    behind_proof,
    draw,
    draw_over,
    language_now,
    no_link,
    posted,
)
from core import limits
from core.decision import Refused
from core.http import client_address
from notices.models import NumberStop
from notices.terms import Channel

# A masked contact keeps its order of characters in a right-to-left page.
LEFT_TO_RIGHT, POP = "\u2066", "\u2069"


@require_safe
@behind_link
def guardian(request: HttpRequest, door: Door) -> HttpResponse:
    """The first page: where shall the code go? Once proved: every child and form."""
    if door.proof:
        children = guardian_home.children(door.guardian, timezone.now())
        waiting = sum(len(child.waiting) for child in children)
        asks = {
            "wishes": own_wishes(door.guardian),
            "may_ask_school": bool(wishes.offered(timezone.now())),
        }
        return draw(request, door, "home", {"children": children, "waiting": waiting, **asks})
    if door.guardian.disputed_at:
        return draw(request, door, "stopped", {})
    return _gate(request, door, ContactForm(contacts=contacts_of(door)))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def guardian_fresh(request: HttpRequest, token: str) -> HttpResponse:
    """A link that is over: send a fresh one to the contact on file, with the same reply whatever comes of it."""
    if links.invitation_of(token):
        return redirect("guardian", token)
    ended = links.ended_invitation_of(token)
    if ended is None or request.method != "POST":
        return no_link(request, token)
    if not limits.within("fresh-link", client_address(request), most=visits.REQUESTS):
        return draw_over(request, ended, "over", {"token": token, "too_many": True}, status=429)
    family.ask_for_fresh_link(ended)
    return draw_over(request, ended, "fresh_sent", {}, status=200)


@require_POST
@behind_link
def guardian_send(request: HttpRequest, door: Door) -> HttpResponse:
    """Send the code to the contact that was chosen."""
    form = ContactForm(request.POST, contacts=contacts_of(door))
    if not form.is_valid():
        return _gate(request, door, form, status=422)
    if not limits.within("code", client_address(request), most=visits.CODES):
        return _too_often(request, door, access.TOO_MANY.text)
    try:
        codes.send_code(
            door.guardian, channel=Channel(form.cleaned_data["to"]), language=language_now()
        )
    except Refused as refused:
        return _too_often(request, door, str(refused))
    return door.to("guardian_code")


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def guardian_code(request: HttpRequest, door: Door) -> HttpResponse:
    """Type the code back; five tries, ten minutes, once."""
    code = access.live_code(door.guardian, timezone.now())
    if request.method != "POST":
        return _code_page(request, door, code, CodeForm()) if code else door.to("guardian")
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, door, code, form, status=422)
    tried = codes.try_code(door.guardian, form.cleaned_data["code"])
    if tried.code is None:
        return _code_page(request, door, code, _wrong(form, tried), status=422)
    return entered(request, door, tried.code)


def entered(request: HttpRequest, door: Door, code: OneTimeCode) -> HttpResponse:
    """The code was right: in, or first a child's birth date where the contact is new this year."""
    if access.needs_birth_date(code, door.invitation.school, timezone.now()):
        proofs.begin_half(request, code)
        return door.to("guardian_birth")
    _let_in(request, code, birth_date_asked=False)
    return door.to("guardian")


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def guardian_birth(request: HttpRequest, door: Door) -> HttpResponse:
    """A child's birth date, where the contact was not verified this school year."""
    code = proofs.half(request, door.guardian)
    if code is None:
        return door.to("guardian")
    if not access.birth_tries_left(door.guardian) or not access.birth_dates(door.guardian):
        return draw(request, door, "birth_stuck", {})
    form = BirthDateForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return _try_birth_date(request, door, code, form)
    status = 422 if form.is_bound else 200
    return draw(request, door, "birth", {"form": form}, status=status)


def _try_birth_date(
    request: HttpRequest, door: Door, code: OneTimeCode, form: BirthDateForm
) -> HttpResponse:
    tried = codes.try_birth_date(code, form.cleaned_data["birth_on"])
    if tried.code:
        _let_in(request, tried.code, birth_date_asked=True)
        return door.to("guardian")
    if not tried.tries_left:
        return draw(request, door, "birth_stuck", {}, status=422)
    form.add_error("birth_on", _("This is not the birth date the school has. Look at it again."))
    return draw(request, door, "birth", {"form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def guardian_not_me(request: HttpRequest, door: Door) -> HttpResponse:
    """ "This is not me", in two taps: messages to this contact stop and the school is told."""
    if request.method != "POST" and not door.guardian.disputed_at:
        return draw(request, door, "not_me", {})
    if not door.guardian.disputed_at:
        contacts.dispute(door.invitation, language=language_now())
        proofs.end(request)
    return draw(request, door, "stopped", {})


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def guardian_call_back(request: HttpRequest, door: Door) -> HttpResponse:
    """Ask the school to call: the code never came, the number changed, the date is not accepted."""
    kind = request.GET.get("why", CallBackKind.NO_CODE)
    form = CallBackForm(posted(request), initial={"kind": kind})
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return draw(request, door, "call_back", {"form": form}, status=status)
    if not may_knock(request, form):
        return draw(request, door, "call_back", {"form": form}, status=429)
    wish = call_backs.CallBackWish(**form.cleaned_data, language=language_now())
    call_backs.ask_for_call(door.invitation.school, wish, guardian=door.guardian)
    return draw(request, door, "call_back_done", {})


def may_knock(request: HttpRequest, form: CallBackForm) -> bool:
    """A few wishes an hour from one place; the form says so where there were too many."""
    if limits.within("call-back", client_address(request), most=visits.CALL_BACKS):
        return True
    form.add_error(None, _("Too many tries from here. Try again in an hour, or call the school."))
    return False


@require_POST
@behind_proof
def guardian_leave(request: HttpRequest, door: Door) -> HttpResponse:
    """Close the page on a phone that others use too."""
    proofs.end(request)
    messages.success(request, _("You are signed out. To come back, open your link again."))
    return door.to("guardian")


def contacts_of(door: Door) -> list[tuple[str, str]]:
    """Where a code can go, masked: whoever knows the contact recognises it, nobody else learns it."""
    guardian = door.guardian
    if guardian.disputed_at:
        return []
    both = [
        (str(Channel.EMAIL), masked_email(guardian.email)),
        (str(Channel.SMS), masked_phone(guardian.phone)),
    ]
    if NumberStop.objects.stopped([guardian.phone]):
        # No text of ours goes there, not even a code.
        both.pop()
    return [(channel, f"{LEFT_TO_RIGHT}{shown}{POP}") for channel, shown in both if shown]


def masked_email(address: str) -> str:
    name, at, domain = address.partition("@")
    host, dot, end = domain.rpartition(".")
    return f"{name[:1]}•••{at}{host[:1]}•••{dot}{end}" if at else ""


def masked_phone(number: str) -> str:
    return f"••• ••• {number[-4:]}" if number else ""


def _let_in(request: HttpRequest, code: OneTimeCode, *, birth_date_asked: bool) -> None:
    before = code.guardian.contact_verified_at
    proved = codes.prove(code, birth_date_asked=birth_date_asked)
    proofs.begin(request, proved, birth_date_asked=birth_date_asked, verified_before=before)


def _gate(
    request: HttpRequest, door: Door, form: ContactForm, *, status: int = 200
) -> HttpResponse:
    pending = access.live_code(door.guardian, timezone.now()) is not None
    return draw(request, door, "gate", {"form": form, "pending": pending}, status=status)


def _too_often(request: HttpRequest, door: Door, why: object) -> HttpResponse:
    code = access.live_code(door.guardian, timezone.now())
    form = CodeForm()
    if code is None:
        return draw(request, door, "gate", {"form": ContactForm(contacts=contacts_of(door)), "why": why}, status=429)  # fmt: skip
    return _code_page(request, door, code, form, status=429, why=why)


def _code_page(
    request: HttpRequest,
    door: Door,
    code: OneTimeCode | None,
    form: CodeForm,
    *,
    status: int = 200,
    why: object = "",
) -> HttpResponse:
    where = ""
    if code:
        masked = masked_email if code.channel == Channel.EMAIL else masked_phone
        where = masked(code.address)
    facts = {"form": form, "code": code, "where": where, "why": why}
    return draw(request, door, "code", facts, status=status)


def _wrong(form: CodeForm, tried: Tried) -> CodeForm:
    if tried.tries_left:
        form.add_error("code", _("This code is not right. Look at the message again."))
    else:
        form.add_error("code", _("This code can no longer be used. Ask for a new one."))
    return form
