"""Who runs a survey, and who answers for a school (P1)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from platforms.access.roles import may_work
from platforms.models import SurveyedSchool
from platforms.models.surveys import schools_answered_by
from platforms.terms.surveys import SurveyTime

NOT_THE_SCHOOL: Final = Reason(
    "not_the_school", "P1", _("Only the school's own office answers for the school.")
)
NOT_OPEN_YET: Final = Reason("not_open_yet", "P1", _("The survey has not begun yet."))
CLOSED: Final = Reason("survey_closed", "P1", _("The survey is over. What was handed in is kept."))

__all__ = ["CLOSED", "holder_of", "may_answer", "may_run", "sees_answers"]

may_run = may_work


def holder_of(surveyed: SurveyedSchool) -> Actor:
    """Whoever holds the school's link. It answers for this one school in this one survey."""
    return Actor(ActorKind.ANYONE, f"survey-{surveyed.pk}", "The school's link")


def sees_answers(by: Actor, surveyed: SurveyedSchool) -> bool:
    """A school's answers are seen by that school and ITS alone."""
    return _is_school(by, surveyed) or bool(may_work(by))


def may_answer(by: Actor, surveyed: SurveyedSchool) -> Decision:
    """The school's office, or whoever holds its link, while the survey is open."""
    time = surveyed.survey.time()
    return Decision.unless(
        (_is_school(by, surveyed), NOT_THE_SCHOOL),
        (time not in (SurveyTime.DRAFT, SurveyTime.TO_COME), NOT_OPEN_YET),
        (time not in (SurveyTime.CLOSED, SurveyTime.DISCARDED), CLOSED),
    )


def _is_school(by: Actor, surveyed: SurveyedSchool) -> bool:
    if by.kind == ActorKind.ANYONE:
        return by.id == holder_of(surveyed).id
    user = User.objects.filter(pk=by.user_id, is_active=True).first() if by.user_id else None
    return user is not None and schools_answered_by(user).filter(pk=surveyed.school_id).exists()
