"""Who may knock at each page of the survey, and what each is answered."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from platforms.models import SurveyedSchool
from platforms.reports import survey_links as links
from platforms.terms.surveys import SurveyStage
from tests.doors import knock
from tests.factories import SchoolFactory, principal_of
from tests.platform_factories import PlatformFactory
from tests.platforms.doors import ITS_ONLY, answers, people_of
from tests.platforms.surveys import make_survey, say, tool_name

pytestmark = pytest.mark.django_db

NAMESPACE = "platforms:"
NEVER = [302, *[405] * 6]
# roles: nobody teacher principal procurement admin its reviewer
DONE = [302, 404, 404, 404, 404, 302, 302]
SCHOOL = [302, 404, 200, 404, 404, 404, 404]
TODAY = timezone.localdate().isoformat()
WRITTEN = {
    "title": "Tools",
    "purpose": "To help.",
    "opens_on": TODAY,
    "closes_on": TODAY,
    "scope": "all",
}
# Door → method → one answer per role.
DOORS = {
    "my_surveys": {"get": [302, *[200] * 6], "post": NEVER},
    "my_survey": {"get": SCHOOL, "post": [302, 404, 302, 404, 404, 404, 404]},
    "surveys": {"get": ITS_ONLY, "post": NEVER},
    "new_survey": {"get": ITS_ONLY, "post": DONE},
    "its_survey": {"get": ITS_ONLY, "post": NEVER},
    "edit_survey": {"get": ITS_ONLY, "post": DONE},
    "start_survey": {"get": NEVER, "post": DONE},
    "discard_survey": {"get": NEVER, "post": DONE},
    "move_survey_end": {"get": NEVER, "post": DONE},
    "remind_schools": {"get": NEVER, "post": DONE},
    "export_survey": {"get": ITS_ONLY, "post": NEVER},
    "surveyed_school": {"get": ITS_ONLY, "post": NEVER},
    "renew_link": {"get": NEVER, "post": DONE},
    "survey_names": {"get": ITS_ONLY, "post": NEVER},
    "survey_name": {"get": ITS_ONLY, "post": NEVER},
    "settle_name": {"get": NEVER, "post": DONE},
    "take_name_back": {"get": NEVER, "post": DONE},
    "look_again": {"get": NEVER, "post": DONE},
    "usage_map": {"get": ITS_ONLY, "post": NEVER},
}
OPEN_DOORS = {"survey": {"get": 200, "post": 302}}
SENT = {
    "new_survey": WRITTEN,
    "edit_survey": WRITTEN,
    "move_survey_end": {"end-closes_on": TODAY, "end-note": "Done."},
    "settle_name": {"verdict": "no_tool"},
    "take_name_back": {"back-reason": "Wrong."},
    "my_survey": {"move": "none", "seen": "1.0", "tool-TOTAL_FORMS": 0, "tool-INITIAL_FORMS": 0},
}
OF_DRAFT = {"edit_survey", "start_survey", "discard_survey"}
OF_SCHOOL = {"my_survey", "surveyed_school", "renew_link"}
PLAIN = {"my_surveys", "surveys", "new_survey", "survey_names", "look_again", "usage_map"}


def address(door, school):
    survey = make_survey(school)
    if door in PLAIN:
        return reverse(f"platforms:{door}")
    if door in OF_DRAFT:
        key = make_survey(stage=SurveyStage.DRAFT).pk
    elif door in OF_SCHOOL:
        surveyed = SurveyedSchool.objects.get(survey=survey)
        say(surveyed, ("Chat", 3))
        key = surveyed.pk
    elif "name" in door:
        key = tool_name("Chat", PlatformFactory()).pk
    else:
        key = survey.pk
    return reverse(f"platforms:{door}", args=[key])


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, rows in DOORS.items() for method in rows]
)
def test_door(door, method):
    school = SchoolFactory()
    people = people_of(school)
    data = SENT.get(door) if method == "post" else None

    assert answers(people, method, address(door, school), data) == DOORS[door][method]


@pytest.mark.parametrize("method", OPEN_DOORS["survey"])
def test_the_schools_link_opens_without_signing_in(method):
    survey = make_survey(SchoolFactory())
    data = {**SENT["my_survey"], "seen": "0.0", "by_name": "Ana Ruiz"} if method == "post" else None

    status = knock(None, method, links.address_of(survey.asked.get()), data)

    assert status == OPEN_DOORS["survey"][method]


def test_another_schools_principal_does_not_see_it():
    surveyed = make_survey(SchoolFactory()).asked.get()
    client = Client()
    client.force_login(principal_of())

    assert client.get(reverse("platforms:my_survey", args=[surveyed.pk])).status_code == 404
