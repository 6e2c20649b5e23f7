import pytest

from consents.actions.teams import keep_team, leave_team
from consents.models import Team
from core.decision import Refused
from tests.factories import SchoolFactory, StudentFactory, actor, staff_at
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def coach(school):
    return staff_at(school)


def members(team):
    return [row.student for row in team.members.filter(ended_at__isnull=True).order_by("pk")]


def test_keeping_a_team_again_makes_it_exactly_these_students(school, coach):
    first, second, third = (StudentFactory(school=school) for _ in range(3))
    keep_team(school, "Robotics", [first, second], by=actor(coach))

    team = keep_team(school, "Robotics", [second, third], by=actor(coach))

    assert Team.objects.count() == 1
    assert members(team) == [second, third]
    assert team.members.count() == 3
    assert Entry.objects.filter(verb="team.kept").count() == 2


def test_two_people_keep_teams_of_one_name(school, coach):
    other = staff_at(school)

    teams = [keep_team(school, "Band", [], by=actor(user)) for user in (coach, other)]

    assert [team.owner for team in teams] == [coach, other]


def test_a_team_is_kept_only_where_somebody_works(coach):
    with pytest.raises(Refused) as refused:
        keep_team(SchoolFactory(), "Band", [], by=actor(coach))

    assert [one.code for one in refused.value.decision.refusals] == ["not_at_school"]
    assert Team.objects.count() == 0


def test_only_its_owner_changes_a_team(school, coach):
    student = StudentFactory(school=school)
    team = keep_team(school, "Band", [student], by=actor(coach))

    with pytest.raises(Refused) as refused:
        leave_team(team, [student], by=actor(staff_at(school)))

    assert [one.code for one in refused.value.decision.refusals] == ["not_your_team"]
    assert members(team) == [student]
