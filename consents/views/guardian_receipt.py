"""After signing: what was said, the copy to keep, withdrawing in two taps, other phones."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consents.access import answers as access
from consents.actions import phones as phone_actions
from consents.actions import withdrawals
from consents.actions.codes import actor_for
from consents.forms.guardian import CHILD, ONLY_ME, PhonesForm
from consents.forms.my_forms import OwnPhoneForm
from consents.models import Answer, Ask
from consents.reports import guardian_home
from consents.terms import AnswerDecision, Channel, GuardianOnThread
from consents.views.guardian_door import Door, behind_proof, draw, language_now, posted
from consents.views.guardian_form import find_ask, phones_of
from documents import actions as documents
from documents import keeping
from documents.models import Document
from schools import signing

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
@behind_proof
def guardian_receipt(request: HttpRequest, door: Door, answer_id: int) -> HttpResponse:
    """What was said, and what can be done with it; the newest word on the form shows where it is not this one."""
    answer, ask = find_answer(door, answer_id)
    at = timezone.now()
    row = guardian_home.row_of(ask, at)
    granted = answer.decision == AnswerDecision.GRANTED
    facts = {
        "answer": answer,
        "ask": ask,
        "row": row,
        "state": guardian_home.state_of(answer),
        "in_group": ask.version.channel == Channel.GROUP_TEXT,
        "is_latest": row.answer is None or row.answer.pk == answer.pk,
        "phones": answer.phone_choices.order_by("-pk").first(),
        "document": _document(answer),
        "opt_out": ask.version.rule.is_opt_out,
        # Who agreed to a form that is signed only to refuse changes the answer; there is nothing to withdraw.
        "may_withdraw": granted
        and not ask.version.rule.is_opt_out
        and bool(access.may_change_phones(answer, at)),
        "may_answer": bool(access.may_answer(ask, at)),
    }
    return draw(request, door, "receipt", facts)


@require_safe
@behind_proof
def guardian_copy(request: HttpRequest, door: Door, answer_id: int) -> HttpResponse:
    """The signed form as PDF; who opened it is written down."""
    answer, _ask = find_answer(door, answer_id)
    document = _document(answer)
    if document is None or document.made_at is None:
        return door.to("guardian_receipt", answer_id)
    try:
        content = documents.open_file(document, by=actor_for(door.guardian))
    except (keeping.NotMade, keeping.Damaged):
        messages.error(
            request, _("The signed form cannot be opened now. Ask the school for a copy.")
        )
        return door.to("guardian_receipt", answer_id)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{slugify(document.title) or 'form'}-{answer.pk}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(READ_OR_SEND)
@behind_proof
def guardian_withdraw(request: HttpRequest, door: Door, answer_id: int) -> HttpResponse:
    """Tap one shows what ends; tap two ends it, at once."""
    answer, ask = find_answer(door, answer_id)
    if ask.version.rule.is_opt_out or not access.may_withdraw(ask, timezone.now()):
        return door.to("guardian_receipt", answer_id)
    if request.method != "POST":
        return draw(request, door, "withdraw", {"answer": answer, "ask": ask})
    withdrawals.withdraw(ask, language=language_now())
    messages.success(request, _("Your permission has ended. The adults have been told to stop."))
    return door.to("guardian_receipt", answer_id)


@require_http_methods(READ_OR_SEND)
@behind_proof
def guardian_change_phones(request: HttpRequest, door: Door, answer_id: int) -> HttpResponse:
    """Other phones, from now on."""
    answer, ask = find_answer(door, answer_id)
    if ask.version.rule.is_opt_out or not access.may_change_phones(answer, timezone.now()):
        return door.to("guardian_receipt", answer_id)
    always = ask.version.rule.rule.get("guardian_on_thread") == GuardianOnThread.ALWAYS
    form: PhonesForm | OwnPhoneForm = PhonesForm(
        posted(request),
        always=always,
        in_group=ask.version.channel == Channel.GROUP_TEXT,
        initial=_initial(answer),
    )
    if door.guardian.self_of_id is not None:
        form = OwnPhoneForm(posted(request), initial=_initial(answer))
    facts = {"form": form, "answer": answer, "ask": ask}
    if request.method != "POST":
        return draw(request, door, "change_phones", facts)
    if not form.is_valid():
        return draw(request, door, "change_phones", facts, status=422)
    phone_actions.change_phones(answer, phones_of(form.cleaned_data))
    messages.success(request, _("The telephone numbers are changed."))
    return door.to("guardian_receipt", answer_id)


def find_answer(door: Door, answer_id: int) -> tuple[Answer, Ask]:
    """An answer of this very guardian, about a child they may sign for; anything else does not exist."""
    answers = Answer.objects.select_related(
        "withdrawal", "invalidation", "hold__release", "shown", "objection"
    )
    own = signing.rows_of(door.guardian)
    answer = answers.filter(pk=answer_id, guardian__in=own).first()
    if answer is None or not access.has_authority(door.guardian, answer.student_id):
        raise Http404
    ask = find_ask(door, answer.ask_id)
    answer.ask = ask
    return answer, ask


def _document(answer: Answer) -> Document | None:
    return Document.objects.filter(source=f"consents.answer:{answer.pk}").first()


def _initial(answer: Answer) -> dict[str, object]:
    kept = answer.phone_choices.order_by("-pk").first()
    if kept is None:
        return {}
    return {
        "who": CHILD if kept.texts_student else ONLY_ME,
        "student_phone": kept.student_phone,
        "duplicates": kept.duplicates,
        "own_phone": kept.own_phone,
        "sharing": kept.sharing,
    }
