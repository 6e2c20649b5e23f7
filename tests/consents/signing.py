"""Answers as rows, at any moment, without the way that leads to them."""

from datetime import UTC, datetime
from itertools import count

from consents import models
from consents.terms import AnswerDecision, Route

YES, NO = AnswerDecision.GRANTED, AnswerDecision.REFUSED
_numbers = count(1)


def moment(text):
    """`2026-10-12 18:40`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def shown():
    return models.ShownForm.objects.get_or_create(
        sha256="0" * 64, defaults={"language": "en", "title": "Form", "body": []}
    )[0]


def answer(version, student, guardian, decision=YES, *, at, received_at=None, phones=None, **facts):
    """A signed answer; `phones` are the fields of the choice made with it (none for a refusal)."""
    ask, _made = models.Ask.objects.get_or_create(
        version=version, student=student, guardian=guardian, defaults={"created_at": at}
    )
    row = models.Answer.objects.create(
        ask=ask,
        version=version,
        student=student,
        guardian=guardian,
        decision=decision,
        signed_at=at,
        received_at=received_at or at,
        shown=shown(),
        shown_english=shown(),
        language="en",
        typed_name="A. Parent",
        agreed_to_sign_electronically=True,
        form_key=f"form-{next(_numbers)}",
        **facts,
    )
    if decision == YES:
        choose(row, at=row.received_at, **(phones or {}))
    return row


def choose(row, *, at, **fields):
    return models.PhoneChoice.objects.create(answer=row, at=at, **fields)


def withdraw(row, *, at, recorded_at=None):
    return models.Withdrawal.objects.create(
        answer=row,
        at=at,
        recorded_at=recorded_at or at,
        route=Route.ONLINE,
        actor_kind="guardian",
        actor_id=str(row.guardian_id),
    )


def invalidate(row, *, at, by, recorded_at=None):
    return models.Invalidation.objects.create(
        answer=row, at=at, recorded_at=recorded_at or at, by=by, reason="Wrong person."
    )
