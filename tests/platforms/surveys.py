"""Surveys for tests: asked schools, and what they said, as rows."""

from datetime import timedelta

from django.utils import timezone

from platforms.models import Survey, SurveyAnswer, SurveyedSchool, ToolName, UsageClaim
from platforms.policy.surveys import name_key
from platforms.terms.surveys import NameState, SurveyStage
from schools.terms import Role
from tests.factories import SchoolFactory, district_user


def make_survey(*schools, opened=3, left=14, stage=SurveyStage.STARTED, **facts):
    """A survey that began `opened` days ago and has `left` more days; these schools are asked."""
    today = timezone.localdate()
    survey = Survey.objects.create(
        **{
            "title": "What do you use?",
            "purpose": "To know which tools help you.",
            "opens_on": today - timedelta(days=opened),
            "closes_on": today + timedelta(days=left),
            "stage": stage,
            "created_by": district_user(Role.ITS),
            **facts,
        }
    )
    for school in schools:
        SurveyedSchool.objects.create(survey=survey, school=school, nonce=f"{school.pk}" * 8)
    return survey


def tool_name(written, platform=None):
    state = NameState.PLATFORM if platform else NameState.OPEN
    name, _made = ToolName.objects.get_or_create(
        folded=name_key(written),
        defaults={"written": written, "state": state, "platform": platform},
    )
    return name


def say(surveyed, *tools, days_ago=0, **facts):
    """An answer as a row; each tool is (name or platform, students)."""
    answer = SurveyAnswer.objects.create(
        surveyed=surveyed,
        school=surveyed.school,
        number=surveyed.answers.count() + 1,
        by_name="Ana Ruiz",
        uses_none=not tools,
        given_at=timezone.now() - timedelta(days=days_ago),
        **facts,
    )
    for named, students in tools:
        typed = named if isinstance(named, str) else named.name
        platform = None if isinstance(named, str) else named
        UsageClaim.objects.create(
            answer=answer,
            name=tool_name(typed, platform),
            typed=typed,
            students=students,
            audiences=["students"],
        )
    return answer


def asked_school(survey=None, **facts):
    """A school that is asked in a survey (a new one unless given)."""
    school = SchoolFactory(**facts)
    survey = survey or make_survey()
    return SurveyedSchool.objects.create(survey=survey, school=school, nonce=f"{school.pk}" * 8)
