"""A guardian signs: the answer, the words shown, the phones, the form for the folder and the receipt, at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from consents import showing, standing, wording
from consents.access import answers as access
from consents.access.causes import Signed
from consents.actions import holds
from consents.actions.codes import actor_for
from consents.actions.follow_ups import follow_refusal
from consents.actions.news_queue import look_again
from consents.actions.snapshots import snapshot_of
from consents.actions.telling import tell_adults
from consents.models import Answer, Ask, PhoneChoice, SchoolTablet, ShownForm
from consents.terms import AnswerDecision, Reason, Route, SignerKind
from consents.terms.threads import NumberSharing
from core.actor import Actor
from documents import actions as documents
from documents.terms import DocumentKind
from notices import posting
from schools import signing
from schools.models import Guardian
from trail.recording import record


@dataclass(frozen=True, slots=True)
class Phones:
    """Which phones the texts go to (T2b, T3a)."""

    texts_student: bool = True
    student_phone: str = ""
    duplicates: bool = False
    own_phone: str = ""
    sharing: NumberSharing = NumberSharing.OWN_CHILD


@dataclass(frozen=True, slots=True)
class Signature:
    """Everything a guardian says on a form. `form_key` is the one rendering it was signed on."""

    decision: AnswerDecision
    typed_name: str
    agreed_to_sign_electronically: bool
    language: str
    form_key: str
    shown_sha256: str
    reason: str = ""
    # One of `consents.wording.refusals`, and the wish to be called about it.
    reason_code: str = ""
    call_me: bool = False
    call_at: str = ""
    keeps_earlier: bool = False
    phones: Phones = field(default_factory=Phones)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the signature came from and how the person was proved (ESIGN, UETA)."""

    address: str = ""
    browser: str = ""
    # A mark of the browser, and the school's tablet it is, if any.
    device: str = ""
    tablet: SchoolTablet | None = None
    proof: dict[str, Any] = field(default_factory=dict)


class FormChanged(Exception):
    """The words are no longer those the guardian read; they must read them again."""


def ask_in_full(pk: int) -> Ask:
    """An ask with all that a form, a decision or a page reads of it."""
    return (
        Ask.objects.select_related(
            "guardian__merged_into",
            "student__school",
            "version__rule",
            "version__platform",
            "version__activity__school",
            "version__activity__year",
            "version__activity__kind",
        )
        .prefetch_related(*(f"version__{path}" for path in standing.FETCH))
        .get(pk=pk)
    )


@transaction.atomic
def sign(ask: Ask, signature: Signature, *, evidence: Evidence) -> Answer:
    """Take a guardian's grant or refusal (T1, T2a). The same form sent twice is one answer.

    Raises `Refused` when it could not count, `FormChanged` when the words are not those that were read.
    """
    guardian = Guardian.objects.select_for_update().get(pk=ask.guardian_id)
    standing_answer = Answer.objects.filter(form_key=signature.form_key, ask=ask).first()
    if standing_answer:
        return standing_answer
    ask, at, by = ask_in_full(ask.pk), timezone.now(), actor_for(signing.person_of(guardian))
    access.may_answer(ask, at).require()
    words, english = _shown(ask, signature)
    stood = access.live_grants(ask)
    silent = not access.has_answered(ask)
    answer = _write(ask, signature, evidence, (words, english), at)
    if signature.decision == AnswerDecision.GRANTED and not ask.version.rule.is_opt_out:
        choose_phones(answer, signature.phones, at)
    elif signature.decision == AnswerDecision.REFUSED:
        tell_of_refusal(answer, stood, silent=silent)
    record(
        "answer.given", answer, by=by, topic=ask.version.activity,
        decision=str(signature.decision), version=ask.version_id, student=ask.student_id,
        keeps_earlier=signature.keeps_earlier, shown=words.sha256, language=words.language,
        also_named=is_also_named(ask),
    )  # fmt: skip
    holds.consider(Signed(answer, evidence.tablet), by=by)
    if signature.decision == AnswerDecision.REFUSED:
        follow_refusal(answer, by=by, call_me=signature.call_me, phone=signature.call_at)
    file_form(answer, by)
    send_receipt(answer, by)
    look_again(ask.version.activity_id, ask.student_id)
    return answer


def tell_of_refusal(answer: Answer, stood: list[Answer], *, silent: bool) -> None:
    """The adults hear at once of a no that ends something: a yes, or the silence that an opt-out takes for one.

    `stood` are the signer's grants that stood before; `silent`: this is their first word on the activity.
    """
    if answer.version.rule.is_opt_out:
        if stood or silent:
            tell_adults("consents/objected_staff", [answer], key=f"objected-staff:{answer.pk}")
    elif stood and not answer.keeps_earlier:
        # A no after a yes ends it as a withdrawal does.
        tell_adults(
            "consents/withdrawn_staff",
            stood,
            key=f"refused-staff:{answer.pk}",
            why=Reason.REFUSED,
        )


def choose_phones(answer: Answer, phones: Phones, at: datetime) -> PhoneChoice:
    """The row of a choice; the latest one counts."""
    return PhoneChoice.objects.create(
        answer=answer,
        texts_student=phones.texts_student,
        student_phone=phones.student_phone if phones.texts_student else "",
        duplicates=phones.duplicates,
        own_phone=phones.own_phone,
        sharing=phones.sharing,
        at=at,
    )


def is_also_named(ask: Ask) -> bool:
    """Whether the guardian is also an adult the form names, or asked for it; told by their e-mail address."""
    if not ask.guardian.email:
        return False
    involved = Q(staff__version_rows__version=ask.version_id) | Q(
        pk__in=[ask.version.asked_by_id, ask.version.activity.asked_by_id]
    )
    return User.objects.filter(involved, email__iexact=ask.guardian.email).exists()


def send_receipt(answer: Answer, by: Actor) -> None:
    """Tell the guardian that their answer is kept, and where the copy is; never the child."""
    reach = posting.reach(answer.guardian)
    if reach is None:
        return
    posting.post(
        "consents/receipt",
        channel=reach.channel,
        address=reach.address,
        recipient=by,
        language=answer.language,
        facts={"answer": answer.pk},
        key=f"receipt:{answer.pk}",
    )


def _shown(ask: Ask, signature: Signature) -> tuple[ShownForm, ShownForm]:
    words = showing.words_for(ask, signature.language)
    if words.sha256 != signature.shown_sha256:
        raise FormChanged
    same = words.language == wording.ENGLISH
    english = words if same else showing.words_for(ask, wording.ENGLISH)
    return keep_words(words), keep_words(english)


def keep_words(words: wording.Words) -> ShownForm:
    """The words as shown, kept once by their hash."""
    return ShownForm.objects.get_or_create(
        sha256=words.sha256,
        defaults={"language": words.language, "title": words.title, "body": words.body},
    )[0]


def _write(
    ask: Ask,
    signature: Signature,
    evidence: Evidence,
    shown: tuple[ShownForm, ShownForm],
    at: datetime,
) -> Answer:
    signer = signing.person_of(ask.guardian)
    kind = SignerKind.STUDENT if signer.self_of_id else SignerKind.GUARDIAN
    return Answer.objects.create(
        ask=ask,
        version=ask.version,
        student=ask.student,
        guardian=signer,
        signer_kind=kind,
        decision=signature.decision,
        reason=signature.reason,
        reason_code=signature.reason_code,
        keeps_earlier=signature.keeps_earlier,
        signed_at=at,
        received_at=at,
        route=Route.ONLINE,
        form_key=signature.form_key,
        shown=shown[0],
        shown_english=shown[1],
        language=shown[0].language,
        typed_name=signature.typed_name,
        agreed_to_sign_electronically=signature.agreed_to_sign_electronically,
        address=evidence.address,
        browser=evidence.browser[:300],
        device=evidence.device,
        proof=evidence.proof,
    )


def file_form(answer: Answer, by: Actor, kind: DocumentKind = DocumentKind.SIGNED_FORM) -> None:
    """The signed form goes to the student's cumulative folder (T8)."""
    activity, student = answer.version.activity, answer.student
    documents.file(
        kind,
        source=f"consents.answer:{answer.pk}",
        student=student,
        school=student.school or activity.school,
        year=activity.year,
        title=answer.version.name,
        language=answer.language,
        snapshot=snapshot_of(answer),
        by=by,
    )
