"""ITS runs a survey: who is asked, who is reminded, how far it is, and what the answers come to."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.actor import Actor
from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from notices.wording import worded
from platforms.actions import survey_mail, survey_names, surveys
from platforms.actions.surveys import Written
from platforms.models import Platform, SurveyMailing, ToolName
from platforms.reports import survey_links as links
from platforms.terms import Status
from platforms.terms.surveys import NameState, SurveyScope, SurveyStage
from schools.models import School
from schools.terms import Role
from tests.factories import (
    NetworkFactory,
    SchoolFactory,
    actor,
    district_user,
    principal_of,
    staff_at,
)
from tests.platform_factories import PlatformFactory
from tests.platforms.surveys import asked_school, make_survey, say, tool_name

pytestmark = [pytest.mark.django_db, pytest.mark.clause("P1")]
JOB = Actor.job("platforms.run_surveys")


@pytest.fixture
def its():
    return district_user(Role.ITS)


def written(**facts):
    today = timezone.localdate()
    defaults = {
        "title": "Tools",
        "purpose": "To help.",
        "opens_on": today,
        "closes_on": today + timedelta(days=10),
    }
    return Written(**{**defaults, **facts})


def mails():
    """The kind and the address of every message, in order."""
    return list(Notice.objects.order_by("pk").values_list("kind", "address"))


def page_of(user, door, *keys, **query):
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"platforms:{door}", args=keys), query)


def in_days(days):
    return timezone.now() + timedelta(days=days)


def test_each_school_is_asked_by_its_own_link(its):
    one, other = SchoolFactory(), SchoolFactory()
    principal, administrator = principal_of(one), staff_at(other, Role.ADMINISTRATOR)
    staff_at(one, Role.ADMINISTRATOR)
    SchoolFactory(closed_on=timezone.localdate())
    survey = surveys.begin(written(), by=actor(its))
    assert mails() == []

    assert surveys.start(survey, by=actor(its)) == 2
    survey_mail.run(survey, timezone.now(), by=JOB)

    assert mails() == [
        ("platforms/survey_asked", principal.email),
        ("platforms/survey_asked", administrator.email),
    ]
    for notice, asked in zip(
        Notice.objects.order_by("pk"), survey.asked.order_by("pk"), strict=True
    ):
        assert links.address_of(asked) in worded(notice).body
        assert links.token_of(asked) not in str(notice.facts)


def test_networks_kinds_and_named_schools(its):
    network = NetworkFactory()
    inside, charter = SchoolFactory(network=network), SchoolFactory(kind="charter")
    chosen = {
        SurveyScope.NETWORKS: ([str(network.pk)], [inside]),
        SurveyScope.KINDS: (["charter"], [charter]),
        SurveyScope.NAMED: ([str(charter.pk)], [charter]),
    }

    for scope, (words, expected) in chosen.items():
        survey = surveys.begin(written(scope=scope, chosen=words), by=actor(its))
        surveys.start(survey, by=actor(its))
        assert list(School.objects.filter(surveyed__survey=survey)) == expected


def test_what_may_not_be_changes_nothing(its):
    SchoolFactory()
    survey = surveys.begin(written(scope=SurveyScope.KINDS, chosen=["options"]), by=actor(its))
    teacher = actor(staff_at())

    with pytest.raises(Refused) as nobody:
        surveys.start(survey, by=actor(its))
    with pytest.raises(Refused) as not_its:
        surveys.begin(written(), by=teacher)

    assert [one.code for one in nobody.value.decision.refusals] == ["nobody_asked"]
    assert [one.code for one in not_its.value.decision.refusals] == ["not_its"]
    survey.refresh_from_db()
    assert (survey.stage, survey.asked.count()) == (SurveyStage.DRAFT, 0)


def test_what_was_started_is_not_rewritten(its):
    survey = make_survey(SchoolFactory())

    with pytest.raises(IllegalMove):
        surveys.write(survey, written(), by=actor(its))
    with pytest.raises(IllegalMove):
        surveys.discard(survey, by=actor(its))


def test_a_later_survey_asks_on_its_first_day(its):
    principal_of(SchoolFactory())
    today = timezone.localdate()
    survey = surveys.begin(
        written(opens_on=today + timedelta(days=2), closes_on=today + timedelta(days=20)),
        by=actor(its),
    )
    surveys.start(survey, by=actor(its))

    survey_mail.run_all(timezone.now(), by=JOB)
    assert mails() == []
    survey_mail.run_all(in_days(2), by=JOB)
    survey_mail.run_all(in_days(2), by=JOB)

    assert len(mails()) == 1


def test_who_has_not_answered_is_reminded_seven_and_two_days_before_the_end():
    survey = make_survey(opened=0, left=10)
    silent, done = asked_school(survey), asked_school(survey)
    principal, _other = principal_of(silent.school), principal_of(done.school)
    survey_mail.run(survey, timezone.now(), by=JOB)
    say(done)

    for day in range(1, 12):
        survey_mail.run_all(in_days(day), by=JOB)

    today = timezone.localdate()
    assert list(silent.mailings.order_by("on").values_list("kind", "on", "people")) == [
        ("asked", today, 1),
        ("reminded", today + timedelta(days=3), 1),
        ("reminded", today + timedelta(days=8), 1),
    ]
    assert list(done.mailings.values_list("kind", flat=True)) == ["asked"]
    assert [address for kind, address in mails() if "reminded" in kind] == [principal.email] * 2


def test_a_person_reminds_once_a_day_and_is_told_who_was_left_out(its):
    survey = make_survey(opened=3)
    asked = asked_school(survey)
    principal_of(asked.school)
    survey_mail.run(survey, timezone.now() - timedelta(days=1), by=JOB)

    assert survey_mail.remind_by_hand(survey, by=actor(its)) == (1, 0)
    assert survey_mail.remind_by_hand(survey, by=actor(its)) == (0, 1)

    assert list(SurveyMailing.objects.order_by("pk").values_list("kind", "by")) == [
        ("asked", None),
        ("reminded", its.pk),
    ]


def test_a_message_is_no_longer_wanted_once_the_school_answered_or_the_survey_is_over():
    survey = make_survey()
    asked = asked_school(survey)
    principal_of(asked.school)
    survey_mail.run(survey, timezone.now(), by=JOB)
    notice = Notice.objects.get()
    assert worded(notice) is not None

    say(asked)

    assert worded(notice) is None


def test_a_school_without_anybody_is_asked_all_the_same(its):
    asked = asked_school(make_survey())

    survey_mail.run(asked.survey, timezone.now(), by=JOB)

    assert asked.mailings.get().people == 0
    assert "Nobody to write to" in page_of(its, "its_survey", asked.survey_id).content.decode()


def test_another_last_day_opens_the_links_again(its):
    survey = make_survey(SchoolFactory(), opened=20, left=-3)
    today = timezone.localdate()

    surveys.move_end(survey, today, note="A holiday.", by=actor(its))
    with pytest.raises(Refused):
        surveys.move_end(survey, today - timedelta(days=1), note="No.", by=actor(its))

    survey.refresh_from_db()
    assert survey.closes_on == today
    assert list(survey.steps.values_list("closes_on", "note")) == [(today, "A holiday.")]
    assert Client().get(links.address_of(survey.asked.get())).status_code == 200


def test_progress_takes_the_same_queries_for_one_school_and_for_thirty(
    its, django_assert_max_num_queries
):
    survey = make_survey()
    say(asked_school(survey), ("Chat", 3))
    with django_assert_max_num_queries(100) as one:
        page_of(its, "its_survey", survey.pk)
    for _ in range(29):
        say(asked_school(survey), ("Chat", 3))

    with django_assert_max_num_queries(100) as thirty:
        page = page_of(its, "its_survey", survey.pk, show="answered")

    assert len(thirty) == len(one)
    assert len(page.context["rows"]) == 30


def test_the_export_has_a_line_a_tool_and_no_formula(its):
    survey = make_survey()
    say(asked_school(survey, name="=North"), (PlatformFactory(name="Chat"), 3), ("Odd", None))
    say(asked_school(survey, name="South"))

    answer = page_of(its, "export_survey", survey.pk)

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["'=North", "'=North", "South"]
    assert [line.split(",")[6] for line in lines[1:]] == ["Chat", "To be matched", ""]
    workbook = page_of(its, "export_survey", survey.pk, format="xlsx")
    assert b"".join(workbook.streaming_content)[:2] == b"PK"
    workbook.close()


def test_the_map_is_narrowed_added_up_and_exported(its):
    survey, flagged = make_survey(), PlatformFactory(standing=Status.FLAGGED_FIXING)
    chat = PlatformFactory()
    one, other = asked_school(survey), asked_school(survey)
    say(one, (chat, 40), (flagged, 9))
    say(other, (chat, 60))

    def shown(**query):
        rows = page_of(its, "usage_map", **query).context["page"].rows
        return [(row.use.school, row.platform) for row in rows]

    assert shown(status="flagged_fixing") == [(one.school.name, flagged)]
    assert shown(network=other.school.network_id) == [(other.school.name, chat)]
    assert shown(platform=chat.pk, audience="families") == []
    totals = page_of(its, "usage_map", show="platforms").context["page"].rows
    assert [(row.platform, row.schools, row.students) for row in totals] == [
        (chat, 2, 100),
        (flagged, 1, 9),
    ]
    lines = b"".join(page_of(its, "usage_map", format="csv").streaming_content).splitlines()
    assert len(lines) == 4


def test_a_new_platform_is_entered_from_its_name_and_settles_it(its):
    asked = asked_school()
    say(asked, ("Flag Chat", 3))
    client = Client()
    client.force_login(its)
    name = ToolName.objects.get()

    client.post(
        reverse("platforms:settle_name", args=[name.pk]),
        {"verdict": "new", "name": "FlagChat Messenger", "vendor": "Flag Systems"},
    )

    platform = Platform.objects.get()
    name.refresh_from_db()
    assert (name.state, name.platform) == (NameState.PLATFORM, platform)
    assert platform.vendor.name == "Flag Systems"


def test_a_name_that_is_taken_is_said_and_nothing_is_settled(its):
    PlatformFactory(name="Flag Chat Two")
    name = tool_name("Something")
    client = Client()
    client.force_login(its)

    answer = client.post(
        reverse("platforms:settle_name", args=[name.pk]),
        {"verdict": "new", "name": "flag chat two", "vendor": "Flag Systems"},
    )

    assert answer.status_code == 422
    name.refresh_from_db()
    assert (name.state, Platform.objects.count()) == (NameState.OPEN, 1)


def test_the_catalogue_settles_what_it_has_learnt():
    tool_name("Late Chat")
    platform = PlatformFactory(name="Late Chat")

    assert survey_names.look_again(by=JOB) == 1
    assert survey_names.look_again(by=JOB) == 0

    assert ToolName.objects.get().platform == platform


def test_a_districts_names_are_looked_up_in_one_go(django_assert_num_queries):
    for number in range(3):
        PlatformFactory(name=f"Known {number}")

    def look(*names):
        with django_assert_num_queries(10):
            survey_names.names_for(names, by=JOB)

    look("Known 0", "New 0")
    look("Known 1", "Known 2", *(f"New {number}" for number in range(1, 12)))

    assert ToolName.objects.filter(state=NameState.PLATFORM).count() == 3
