"""A guardian says: the answer that the school wrote down was not mine."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from consents.access.answers import may_withdraw
from consents.actions.answers import ask_in_full
from consents.actions.codes import actor_for
from consents.actions.withdrawals import withdraw
from consents.models import Answer, CallBack, Objection
from consents.reports.follow_up import due_on
from consents.terms import AnswerDecision, CallBackKind, Route
from schools.models import Guardian
from trail.recording import record


@transaction.atomic
def object_to(answer: Answer, *, language: str) -> Objection:
    """Keep the guardian's word and put it on the office's list, once.

    A yes that was written down ends at once, as a withdrawal does: the adults are told to stop. What came of
    it is settled by people of the office who have no stake in it.
    """
    guardian = Guardian.objects.select_for_update().get(pk=answer.guardian_id)
    objection, made = Objection.objects.get_or_create(answer=answer)
    if not made:
        return objection
    by, ask = actor_for(guardian), ask_in_full(answer.ask_id)
    record("answer.objected", answer, by=by, topic=ask.version.activity, route=answer.route)
    CallBack.objects.create(
        school=ask.student.school or ask.version.activity.school,
        guardian=guardian,
        kind=CallBackKind.NOT_MY_ANSWER,
        phone=guardian.phone,
        language=language,
        student=ask.student,
        activity=ask.version.activity,
        answer=answer,
        due_on=due_on(ask.student.school or ask.version.activity.school, timezone.now()),
    )
    granted = answer.decision == AnswerDecision.GRANTED
    if granted and may_withdraw(ask, timezone.now()):
        withdraw(ask, language=language, route=Route.ONLINE)
    return objection
