"""Staff write down what a guardian said on paper, by telephone or in person; a second person stands by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from consents import showing, wording
from consents.access import recorded as access
from consents.access.activities import acting_user
from consents.access.answers import has_answered, live_grants
from consents.access.causes import Signed
from consents.actions import asking, holds
from consents.actions.answers import (
    FormChanged,
    Phones,
    ask_in_full,
    choose_phones,
    file_form,
    is_also_named,
    keep_words,
    tell_of_refusal,
)
from consents.actions.codes import actor_for
from consents.actions.follow_ups import follow_refusal
from consents.actions.news_queue import look_again
from consents.models import ActivityVersion, Answer, Ask, Recording, Review, ShownForm
from consents.terms import AnswerDecision, Route
from core.actor import Actor, ActorKind
from documents.terms import DocumentKind
from notices import posting
from notices.terms import Channel
from schools.models import Guardian, Student
from trail.recording import record

KINDS = {
    Route.PAPER: DocumentKind.PAPER_FORM,
    Route.PHONE: DocumentKind.SPOKEN_FORM,
    Route.IN_PERSON: DocumentKind.SPOKEN_FORM,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the guardian said and how. `second` heard it too, or saw the same paper.

    `shown` are the words on the sheet; by word of mouth they are the words read out, which `shown_sha256`
    names. One `form_key` is one answer, however often it is sent. `proof` holds ids and hashes.
    """

    route: Route
    decision: AnswerDecision
    second: User
    signed_at: datetime
    form_key: str
    received_at: datetime | None = None
    language: str = wording.ENGLISH
    shown: tuple[ShownForm, ShownForm] | None = None
    shown_sha256: str = ""
    typed_name: str = ""
    reason: str = ""
    # One of `consents.wording.refusals`, and the wish to be called about it.
    reason_code: str = ""
    call_me: bool = False
    keeps_earlier: bool = False
    phones: Phones = field(default_factory=Phones)
    review: Review | None = None
    proof: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def record_answer(
    version: ActivityVersion, student: Student, guardian: Guardian, told: Told, *, by: Actor
) -> Answer:
    """Take down an answer that did not come online (T1, T2a); the guardian is told at the contact on file.

    `by` is the member of the office who recorded it. Raises `Refused` with every reason, `FormChanged`
    when the words read out are no longer the form's.
    """
    guardian = Guardian.objects.select_for_update().get(pk=guardian.pk)
    known = Answer.objects.filter(form_key=told.form_key, guardian=guardian).first()
    if known:
        return known
    user, at = acting_user(by), timezone.now()
    access.may_record(user, version, student, guardian).require()
    access.may_be_second(told.second, user, student, guardian).require()
    ask = ask_of(version, student, guardian)
    received_at = told.received_at or told.signed_at
    access.may_count(ask, told.decision, told.signed_at, received_at, at).require()
    stood = [grant for grant in live_grants(ask) if grant.signed_at <= told.signed_at]
    silent = not has_answered(ask)
    answer = _write(ask, told, user, at)
    Recording.objects.create(answer=answer, second=told.second, review=told.review)
    if told.decision == AnswerDecision.REFUSED:
        tell_of_refusal(answer, stood, silent=silent)
    elif not version.rule.is_opt_out:
        choose_phones(answer, told.phones, answer.received_at)
    record(
        "answer.recorded", answer, by=by, topic=ask.version.activity,
        decision=str(told.decision), route=str(told.route), version=ask.version_id,
        student=ask.student_id, second=told.second.pk, shown=answer.shown.sha256,
        review=told.review.pk if told.review else None, also_named=is_also_named(ask),
    )  # fmt: skip
    _follow(answer, told, by)
    file_form(answer, by, KINDS[told.route])
    _send_receipt(answer)
    if told.route != Route.PAPER:
        _tell_witness(answer, told.second)
    look_again(ask.version.activity_id, ask.student_id)
    return answer


def _follow(answer: Answer, told: Told, by: Actor) -> None:
    """What an answer online brings too: a check where something does not fit, a call where one is wanted."""
    holds.consider(Signed(answer), by=by)
    if told.decision == AnswerDecision.REFUSED:
        follow_refusal(answer, by=by, call_me=told.call_me, phone="")


def ask_of(version: ActivityVersion, student: Student, guardian: Guardian) -> Ask:
    """What the guardian was asked; whoever could not be asked by message is asked by this very form."""
    ask, _made = Ask.objects.get_or_create(version=version, student=student, guardian=guardian)
    return ask_in_full(ask.pk)


def words_to_read(ask: Ask, language: str) -> wording.Words:
    """The form's words in a language, to be read out by telephone or in person."""
    return showing.words_for(ask, language)


def _write(ask: Ask, told: Told, user: User, at: datetime) -> Answer:
    shown, english = told.shown or _read_out(ask, told)
    received_at = told.received_at or told.signed_at
    return Answer.objects.create(
        ask=ask,
        version=ask.version,
        student=ask.student,
        guardian=ask.guardian,
        decision=told.decision,
        reason=told.reason,
        reason_code=told.reason_code,
        keeps_earlier=told.keeps_earlier,
        signed_at=told.signed_at,
        received_at=received_at,
        recorded_at=max(at, received_at),
        route=told.route,
        recorded_by=user,
        form_key=told.form_key,
        shown=shown,
        shown_english=english,
        language=shown.language,
        typed_name=told.typed_name or str(ask.guardian),
        proof=_proof(told, user, at),
    )


def _read_out(ask: Ask, told: Told) -> tuple[ShownForm, ShownForm]:
    words = words_to_read(ask, told.language)
    if words.sha256 != told.shown_sha256:
        raise FormChanged
    return keep_words(words), keep_words(words_to_read(ask, wording.ENGLISH))


def _proof(told: Told, user: User, at: datetime) -> dict[str, Any]:
    """Who stands by it: position, name and date of each (ISSRA)."""
    second = "confirmed_by" if told.route == Route.PAPER else "witness"
    return {
        "recorded_by": user.name,
        second: told.second.name,
        "recorded_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        **told.proof,
    }


def _send_receipt(answer: Answer) -> None:
    """Tell the guardian what was written down in their name, and what to do if it was not them."""
    guardian = answer.ask.guardian
    reach = posting.reach(guardian)
    if reach is None:
        return
    activity = answer.version.activity
    asking.invite(guardian, activity.school, activity.year, timezone.now())
    posting.post(
        "consents/recorded",
        channel=reach.channel,
        address=reach.address,
        recipient=actor_for(guardian),
        language=guardian.language or answer.language,
        facts={"answer": answer.pk},
        key=f"receipt:{answer.pk}",
    )


def _tell_witness(answer: Answer, witness: User) -> None:
    """Whoever is named as witness hears of it, and can say that they were not there."""
    posting.post(
        "consents/witness",
        channel=Channel.EMAIL,
        address=witness.email,
        recipient=Actor(ActorKind.USER, str(witness.pk), witness.name),
        language="en",
        facts={"answer": answer.pk},
        key=f"witness:{answer.pk}",
    )
