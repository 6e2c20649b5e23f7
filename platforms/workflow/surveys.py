"""How a survey of schools moves (P1). It opens and closes by the calendar, not by a move."""

from core.workflow import Workflow
from platforms.terms.surveys import SurveyMove, SurveyStage

SURVEY: Workflow[SurveyStage, SurveyMove] = Workflow(
    {
        (SurveyStage.DRAFT, SurveyMove.WRITE): SurveyStage.DRAFT,
        (SurveyStage.DRAFT, SurveyMove.START): SurveyStage.STARTED,
        (SurveyStage.DRAFT, SurveyMove.DISCARD): SurveyStage.DISCARDED,
        (SurveyStage.STARTED, SurveyMove.MOVE_END): SurveyStage.STARTED,
    }
)
