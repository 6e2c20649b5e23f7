"""The survey in the practice district: last year's, and one that runs now with a few answers and a name to match."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from cps_comms.demo.district import practice_school
from cps_comms.demo.story import actor
from platforms.access.surveys import holder_of
from platforms.actions import survey_answers, survey_mail, surveys
from platforms.actions.survey_answers import Said, Tool
from platforms.actions.survey_names import names_for
from platforms.actions.surveys import Written
from platforms.models import Survey, SurveyAnswer, SurveyedSchool, UsageClaim
from platforms.policy.surveys import name_key
from platforms.reports.survey_rows import stamp_of
from platforms.terms.surveys import Payer, SurveyStage
from schools.models import School

PURPOSE = "We want to know which messaging tools work for you, so that we can check them and help you use them safely."
LAST_YEAR = timedelta(days=360)
# What the practice schools say now, one after the other; the practice school itself has begun.
SAID: Sequence[tuple[str, Sequence[Tool]]] = (
    (
        "Ana Ruiz",
        (
            Tool(name="QuickPing", audiences=["students", "families"], students=240, payer=Payer.FREE,
                 uses=["class", "families"], why="Families answer within the hour."),
            Tool(name="Lakeshore Alerts", audiences=["families"], students=410, payer=Payer.DISTRICT,
                 uses=["alerts"]),
        ),
    ),
    (
        "Bo Lindqvist",
        (
            Tool(name="Quick Ping app", audiences=["students"], students=85, payer=Payer.STAFF, cost=60,
                 uses=["teams"], why="The team was on it already."),
            Tool(name="Prairie Chat", audiences=["staff"], payer=Payer.UNKNOWN, uses=["staff"]),
        ),
    ),
    ("Dee Okoro", ()),
)  # fmt: skip


def tell(people: Mapping[str, User]) -> None:
    """As the practice people would have done it."""
    by, school = actor(people["its"]), practice_school()
    others = list(School.objects.open().exclude(pk=school.pk).order_by("name")[: len(SAID)])
    tell_last_year(people["its"], [school, *others])
    survey = tell_this_year(by)
    for other, (name, tools) in zip(others, SAID, strict=False):
        surveyed = survey.asked.get(school=other)
        said = Said(name=name, position="Clerk", tools=tools)
        seen = stamp_of(surveyed)
        survey_answers.hand_in(surveyed, said, seen=seen, by=holder_of(surveyed))


def tell_last_year(its: User, schools: Sequence[School]) -> None:
    """A survey that is over, as rows of their day."""
    today, at = timezone.localdate() - LAST_YEAR, timezone.now() - LAST_YEAR
    survey = Survey.objects.create(
        title="Messaging tools, last year",
        purpose=PURPOSE,
        opens_on=today - timedelta(days=10),
        closes_on=today + timedelta(days=10),
        stage=SurveyStage.STARTED,
        created_by=its,
        created_at=at,
    )
    names = names_for(["QuickPing", "TeamSnapTalk"], by=Actor.command("seed_demo"))
    for school in schools:
        surveyed = SurveyedSchool.objects.create(
            survey=survey, school=school, nonce=f"{school.pk:032d}", created_at=at
        )
        answer = SurveyAnswer.objects.create(
            surveyed=surveyed, school=school, number=1, by_name="Ana Ruiz", given_at=at
        )
        for typed, students in (("QuickPing", 200), ("TeamSnapTalk", 30)):
            UsageClaim.objects.create(
                answer=answer,
                name=names[name_key(typed)],
                typed=typed,
                audiences=["students"],
                students=students,
                payer=Payer.FREE,
                uses=["class"],
            )


def tell_this_year(by: Actor) -> Survey:
    """Begun today, open for three weeks; every school has its link."""
    today = timezone.localdate()
    survey = surveys.begin(
        Written(
            title="Messaging tools, this year",
            purpose=PURPOSE,
            opens_on=today,
            closes_on=today + timedelta(days=21),
        ),
        by=by,
    )
    surveys.start(survey, by=by)
    survey_mail.run(survey, timezone.now(), by=Actor.job("platforms.run_survey"))
    return survey
