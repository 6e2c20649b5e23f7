"""Hold an answer until somebody has checked it; release it, or say that it does not count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from consents.access import holds as access
from consents.access.activities import acting_user
from consents.access.causes import Signed, causes_of
from consents.actions.codes import actor_for
from consents.actions.news_queue import look_again
from consents.actions.telling import tell_adults
from consents.models import Answer, Hold, HoldRelease, Invalidation
from consents.terms.holds import HoldCause
from core.actor import Actor
from core.decision import Decision
from notices import posting
from schools import signing
from schools.models import Guardian, GuardianLink
from trail.recording import record


def consider(signed: Signed, *, by: Actor) -> Hold | None:
    """Hold an answer that was just signed, where something about it does not fit; in the caller's transaction."""
    causes = causes_of(signed)
    return hold(signed.answer, causes, by=by) if causes else None


@transaction.atomic
def hold(answer: Answer, causes: Iterable[HoldCause], *, by: Actor) -> Hold:
    """The answer is checked first; the student's other guardians hear that, and no more (T1).

    A held grant does not count meanwhile, a held refusal does. Holding twice changes nothing.
    """
    standing = Hold.objects.filter(answer=answer).first()
    if standing:
        return standing
    codes = [str(cause) for cause in HoldCause if cause in set(causes)]
    row = Hold.objects.create(answer=answer, causes=codes, at=timezone.now())
    record(
        "answer.held", answer, by=by, topic=answer.version.activity,
        causes=codes, student=answer.student_id,
    )  # fmt: skip
    _tell_others(answer, f"held:{row.pk}")
    return row


@transaction.atomic
def release(row: Hold, *, by: Actor, words: str) -> HoldRelease:
    """Somebody without a stake has seen that the answer is the signer's own: it counts from now."""
    user, row = acting_user(by), _locked(row)
    access.may_release(user, row).require()
    Decision.unless((words.strip(), access.NO_WORDS)).require()
    made = HoldRelease.objects.create(
        hold=row, words=words.strip()[:500], at=timezone.now(), by=user
    )
    record(
        "answer.released", row.answer, by=by, topic=row.answer.version.activity,
        student=row.answer.student_id, causes=row.causes,
    )  # fmt: skip
    look_again(row.answer.version.activity_id, row.answer.student_id)
    return made


@transaction.atomic
def invalidate(
    answer: Answer, *, by: Actor, reason: str, at: datetime | None = None
) -> Invalidation:
    """This answer turned out not to count (no authority, wrong person, forged): from `at`, else from its signing.

    The named adults and the signer's contact on file hear of it at once. A new answer takes its place; nothing
    takes this back.
    """
    user, now = acting_user(by), timezone.now()
    answer = Answer.objects.select_for_update().select_related("guardian", "student").get(pk=answer.pk)  # fmt: skip
    access.may_invalidate(user, answer).require()
    moment = at or answer.signed_at
    Decision.unless(
        (reason.strip(), access.NO_WORDS),
        (moment >= answer.signed_at, access.BEFORE_SIGNING),
        (moment <= now, access.IN_FUTURE),
    ).require()
    row = Invalidation.objects.create(
        answer=answer, at=moment, recorded_at=now, by=user, reason=reason.strip()[:500]
    )
    record(
        "answer.invalidated", answer, by=by, topic=answer.version.activity,
        student=answer.student_id, at=moment.isoformat(),
    )  # fmt: skip
    tell_adults("consents/invalidated_staff", [answer], key=f"invalidated-staff:{row.pk}")
    _tell_signer(answer, row)
    look_again(answer.version.activity_id, answer.student_id)
    return row


def _locked(row: Hold) -> Hold:
    """The hold, with its answer's row locked against a second settling."""
    Answer.objects.select_for_update().get(pk=row.answer_id)
    return Hold.objects.select_related(
        "release", "answer__invalidation", "answer__student", "answer__version__activity"
    ).get(pk=row.pk)


def _tell_others(answer: Answer, key: str) -> None:
    """The other guardians who may sign for the student, never the signer's own other row.

    What a student says who answers alone is told to nobody (FERPA: rights have passed).
    """
    if answer.guardian.self_of_id is not None:
        return
    own = signing.rows_of(answer.guardian)
    links = GuardianLink.objects.with_authority().filter(student=answer.student_id)
    for link in links.exclude(guardian__in=own).select_related("guardian").order_by("pk"):
        _post("consents/answer_held", link.guardian, answer, f"{key}:{link.guardian_id}")


def _tell_signer(answer: Answer, row: Invalidation) -> None:
    """Whoever is kept away from the student is told nothing, here as everywhere."""
    if not signing.shut_out_of(answer.guardian, answer.student):
        _post("consents/invalidated_guardian", answer.guardian, answer, f"invalidated:{row.pk}")


def _post(kind: str, guardian: Guardian, answer: Answer, key: str) -> None:
    person = signing.person_of(guardian)
    reach = posting.reach(person)
    if reach is None:
        return
    posting.post(
        kind,
        channel=reach.channel,
        address=reach.address,
        recipient=actor_for(person),
        language=person.language,
        facts={"answer": answer.pk, "guardian": person.pk},
        key=key,
    )
