"""One form, one question a page: read it, yes or no, which phones or why not, sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consents import showing
from consents.access import answers as access
from consents.actions import answers as actions
from consents.actions.answers import Evidence, FormChanged, Phones, Signature
from consents.forms.guardian import (
    KEEP,
    NO,
    ONLY_ME,
    YES,
    ChoiceForm,
    PhonesForm,
    ReasonForm,
    SignForm,
)
from consents.forms.my_forms import OwnPhoneForm
from consents.models import Answer, Ask
from consents.reports import guardian_home
from consents.terms import AnswerDecision, Channel, GuardianOnThread
from consents.terms.threads import NumberSharing
from consents.views import devices, drafts
from consents.views.guardian_door import Door, behind_proof, draw, language_now, posted
from core.decision import Decision, Refused
from core.http import client_address
from schools import signing

READ_OR_SEND = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Desk:
    """One form on the table: the ask, the unsent draft, and the earlier permission, if any."""

    door: Door
    ask: Ask
    draft: dict[str, Any]
    earlier: Answer | None

    @property
    def path(self) -> str:
        return self.door.url("guardian_form", self.ask.pk)

    @property
    def opt_out(self) -> bool:
        """Signed only to refuse: no telephones, no "keep", and yes only after a no."""
        return self.ask.version.rule.is_opt_out

    @property
    def always(self) -> bool:
        """The guardian is on every text (T2b)."""
        return bool(self.ask.version.rule.rule.get("guardian_on_thread") == GuardianOnThread.ALWAYS)


@require_safe
@behind_proof
def guardian_form(request: HttpRequest, door: Door, ask_id: int) -> HttpResponse:
    """The form itself: who, why, until when, and what is different from an earlier one."""
    desk = _desk(request, door, ask_id)
    refusal = _closed(request, desk)
    if refusal:
        return refusal
    row = guardian_home.row_of(desk.ask, timezone.now())
    facts = {
        "row": row,
        "words": showing.words_for(desk.ask, language_now()),
        "changes": _changes(desk),
        "next_url": door.url("guardian_answer", ask_id),
    }
    return _page(request, desk, "form", facts)


@require_http_methods(READ_OR_SEND)
@behind_proof
def guardian_answer(request: HttpRequest, door: Door, ask_id: int) -> HttpResponse:
    """Yes or no, with equal weight; for a wider form also: keep what I allowed before."""
    desk = _desk(request, door, ask_id)
    refusal = _closed(request, desk)
    if refusal:
        return refusal
    form = _choice_form(request, desk)
    if request.method != "POST":
        return _page(request, desk, "answer", {"form": form})
    if not form.is_valid():
        return _page(request, desk, "answer", {"form": form}, status=422)
    choice = form.cleaned_data["choice"]
    after_yes = "guardian_sign" if desk.opt_out else "guardian_phones"
    return _onward(desk, {"choice": choice}, after_yes if choice == YES else "guardian_reason")


def _choice_form(request: HttpRequest, desk: Desk) -> ChoiceForm:
    return ChoiceForm(
        posted(request),
        may_keep=bool(desk.earlier),
        opt_out=desk.opt_out,
        has_refused=desk.opt_out and access.has_answered(desk.ask),
        initial={name: desk.draft[name] for name in ("choice",) if name in desk.draft},
    )


@require_http_methods(READ_OR_SEND)
@behind_proof
def guardian_phones(request: HttpRequest, door: Door, ask_id: int) -> HttpResponse:
    """After yes: the child's phone or "only me", and one's own for the same texts (T2b, T3a)."""
    desk = _desk(request, door, ask_id)
    refusal = _closed(request, desk)
    if refusal:
        return refusal
    if desk.draft.get("choice") != YES or desk.opt_out:
        return door.to("guardian_answer", ask_id)
    form = _phones_form(desk, posted(request))
    if request.method != "POST":
        return _page(request, desk, "phones", {"form": form})
    if not form.is_valid():
        return _page(request, desk, "phones", {"form": form}, status=422)
    return _onward(desk, {"phones": form.cleaned_data}, "guardian_sign")


@require_http_methods(READ_OR_SEND)
@behind_proof
def guardian_reason(request: HttpRequest, door: Door, ask_id: int) -> HttpResponse:
    """After no: a reason for those who want to give one."""
    desk = _desk(request, door, ask_id)
    refusal = _closed(request, desk)
    if refusal:
        return refusal
    if desk.draft.get("choice") not in (NO, KEEP):
        return door.to("guardian_answer", ask_id)
    form = ReasonForm(posted(request), initial=desk.draft)
    if request.method != "POST":
        return _page(request, desk, "reason", {"form": form})
    if not form.is_valid():
        return _page(request, desk, "reason", {"form": form}, status=422)
    return _onward(desk, form.cleaned_data, "guardian_sign")


@require_http_methods(READ_OR_SEND)
@behind_proof
def guardian_sign(request: HttpRequest, door: Door, ask_id: int) -> HttpResponse:
    """Sign: the words once more, a typed name, the wish to sign here. Sent twice, it is one answer."""
    desk = _desk(request, door, ask_id)
    sent = _sent_before(request, desk)
    if sent:
        return _to_receipt(desk, sent)
    aside = _closed(request, desk) or _unfinished(desk)
    if aside:
        return aside
    if request.method != "POST":
        return _sign_page(request, desk, None)
    return _read_and_sign(request, desk)


def _phones_form(desk: Desk, given: QueryDict | None) -> PhonesForm | OwnPhoneForm:
    """A student who signs for themself names their own number alone."""
    initial = desk.draft.get("phones")
    if desk.door.guardian.self_of_id is not None:
        return OwnPhoneForm(given, initial=initial)
    in_group = desk.ask.version.channel == Channel.GROUP_TEXT
    return PhonesForm(given, always=desk.always, in_group=in_group, initial=initial)


def _read_and_sign(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = SignForm(request.POST)
    if not form.is_valid():
        return _sign_page(request, desk, form, status=422)
    if form.cleaned_data["draft"] != drafts.mark_of(desk.draft):
        form.add_error(None, _("Your answers were changed in another window. Look at them again."))
        return _sign_page(request, desk, form, status=409)
    return _sign(request, desk, form)


def _sign(request: HttpRequest, desk: Desk, form: SignForm) -> HttpResponse:
    proof, device = desk.door.proof, devices.device_of(request)
    evidence = Evidence(
        address=client_address(request),
        browser=request.META.get("HTTP_USER_AGENT", ""),
        device=devices.mark_of(device),
        tablet=devices.tablet_of(request, timezone.now()),
        proof=proof.facts if proof else {},
    )
    try:
        answer = actions.sign(desk.ask, _signature(desk, form), evidence=evidence)
    except Refused as refused:
        return _cannot(request, desk, refused.decision)
    except FormChanged:
        messages.warning(request, _("The form changed while you were reading. Please read it again."))  # fmt: skip
        return desk.door.to("guardian_form", desk.ask.pk)
    return devices.keep(_to_receipt(desk, answer), device)


def _signature(desk: Desk, form: SignForm) -> Signature:
    choice, given = desk.draft["choice"], form.cleaned_data
    phones = desk.draft.get("phones", {}) if choice == YES else {}
    return Signature(
        decision=AnswerDecision.GRANTED if choice == YES else AnswerDecision.REFUSED,
        keeps_earlier=choice == KEEP and desk.earlier is not None,
        **({} if choice == YES else _wish(desk.draft)),
        phones=phones_of(phones),
        typed_name=given["typed_name"],
        agreed_to_sign_electronically=given["agreed"],
        language=given["language"],
        shown_sha256=given["shown"],
        form_key=desk.draft["key"],
    )


def _wish(draft: dict[str, Any]) -> dict[str, Any]:
    """What was said with a no: the reason chosen, own words, and the wish to be called."""
    return {
        "reason": draft.get("reason", ""),
        "reason_code": draft.get("reason_code", ""),
        "call_me": bool(draft.get("call_me")),
        "call_at": draft.get("call_at", ""),
    }


def phones_of(given: dict[str, Any]) -> Phones:
    """The cleaned fields of PhonesForm as the action wants them."""
    return Phones(
        texts_student=given.get("who") != ONLY_ME,
        student_phone=given.get("student_phone", ""),
        duplicates=bool(given.get("duplicates")),
        own_phone=given.get("own_phone", ""),
        sharing=NumberSharing(given.get("sharing") or NumberSharing.OWN_CHILD),
    )


def find_ask(door: Door, ask_id: int) -> Ask:
    """An ask of this very person; anybody else's does not exist."""
    if not Ask.objects.filter(pk=ask_id, guardian__in=signing.rows_of(door.guardian)).exists():
        raise Http404
    return actions.ask_in_full(ask_id)


def _desk(request: HttpRequest, door: Door, ask_id: int) -> Desk:
    ask = find_ask(door, ask_id)
    grants = [grant for grant in access.live_grants(ask) if grant.version_id != ask.version_id]
    return Desk(door, ask, drafts.read(request, ask_id), grants[-1] if grants else None)


def _closed(request: HttpRequest, desk: Desk) -> HttpResponse | None:
    """The page that says why a signature could not count, and when signing opens."""
    decision = access.may_answer(desk.ask, timezone.now())
    return None if decision else _cannot(request, desk, decision)


def _cannot(request: HttpRequest, desk: Desk, decision: Decision) -> HttpResponse:
    codes = {reason.code for reason in decision.refusals}
    year = desk.ask.version.activity.year
    facts = {
        "decision": decision,
        "opens_on": year.starts_on if access.NOT_YET_OPEN.code in codes else None,
        # Who may not sign for this child is told nothing about the child.
        "ask": None if access.NO_AUTHORITY.code in codes else desk.ask,
    }
    return draw(request, desk.door, "cannot_sign", facts, status=409)


def _sent_before(request: HttpRequest, desk: Desk) -> Answer | None:
    """The answer that this very rendering of the form already is."""
    key = request.POST.get("form_key", "")
    answers = Answer.objects.filter(ask=desk.ask, form_key__isnull=False)
    # A key of ours is letters and digits; PostgreSQL would choke on a NUL.
    return answers.filter(form_key=key).first() if key.isprintable() and key else None


def _unfinished(desk: Desk) -> HttpResponse | None:
    """Back to yes or no, where the draft is lost or not complete."""
    choice = desk.draft.get("choice")
    needed = "phones" if choice == YES else "reason"
    if (choice == YES and desk.opt_out) or (choice and needed in desk.draft):
        return None
    return desk.door.to("guardian_answer", desk.ask.pk)


def _changes(desk: Desk) -> list[showing.Change]:
    if desk.earlier is None:
        return []
    old = actions.ask_in_full(desk.earlier.ask_id).version
    return showing.changes_between(old, desk.ask.version)


def _sign_page(
    request: HttpRequest, desk: Desk, form: SignForm | None, *, status: int = 200
) -> HttpResponse:
    words = showing.words_for(desk.ask, language_now())
    fresh = {
        "form_key": desk.draft["key"],
        "language": words.language,
        "shown": words.sha256,
        "draft": drafts.mark_of(desk.draft),
    }
    if form is None:
        form = SignForm(initial=fresh)
    else:
        # The hidden fields follow the words this page shows now.
        form.data = {**dict(form.data.items()), **fresh}
    in_group = desk.ask.version.channel == Channel.GROUP_TEXT
    facts = {"form": form, "words": words, "in_group": in_group}
    return _page(request, desk, "sign", facts, status=status)


def _to_receipt(desk: Desk, answer: Answer) -> HttpResponse:
    response = desk.door.to("guardian_receipt", answer.pk)
    return drafts.drop(response, desk.ask.pk, desk.path)


def _onward(desk: Desk, given: dict[str, Any], name: str) -> HttpResponse:
    response = redirect(name, desk.door.token, desk.ask.pk)
    return drafts.keep(response, desk.draft | given, desk.path)


def _page(
    request: HttpRequest, desk: Desk, page: str, facts: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context = {
        "ask": desk.ask,
        "earlier": desk.earlier,
        "draft": desk.draft,
        "opt_out": desk.opt_out,
        **facts,
    }
    response = draw(request, desk.door, page, context, status=status)
    return drafts.keep(response, desk.draft, desk.path)
