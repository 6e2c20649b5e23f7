import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.models import MessageRule, Reminder
from consents.policy.messages import Numbers
from schools.terms import Role
from tests.consents.families import asked
from tests.consents.test_doors_messages import RULE
from tests.factories import GuardianFactory, district_user
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return district_user(Role.ADMIN)


def test_the_preview_says_who_and_who_not_and_why(client):
    meetup = asked(guardians=2)
    GuardianFactory._meta.model.objects.filter(pk=meetup.guardians[1].pk).update(email="", phone="")
    client.force_login(meetup.coach)

    page = client.get(reverse("remind_silent", args=[meetup.activity.pk]))

    assert [line.why for line in page.context["lines"]] == [None, "no_contact"]
    assert not Reminder.objects.exists()


def test_reminding_is_written_down_with_who_did_it(client):
    meetup = asked(guardians=2)
    client.force_login(meetup.coach)

    client.post(reverse("remind_silent", args=[meetup.activity.pk]))

    assert [row.by for row in Reminder.objects.all()] == [meetup.coach] * 2
    entry = Entry.objects.get(verb="families.reminded")
    assert (entry.actor_id, entry.facts) == (str(meetup.coach.pk), {"asks": 2, "slot": "hand"})


def test_the_preview_of_thirty_takes_the_queries_of_one(client, django_assert_num_queries):
    few, many = asked(guardians=1), asked(guardians=30)
    client.force_login(few.coach)
    with CaptureQueriesContext(connection) as taken:
        client.get(reverse("remind_silent", args=[few.activity.pk]))
    client.force_login(many.coach)

    with django_assert_num_queries(len(taken)):
        client.get(reverse("remind_silent", args=[many.activity.pk]))


def test_a_district_sets_its_own_numbers_and_the_old_ones_are_kept(client, admin):
    client.force_login(admin)
    before = timezone.now()

    client.post(reverse("message_rules"), RULE)

    found = MessageRule.objects.numbers(timezone.now())
    assert (found.answer_days, found.remind_days, found.most_reminders) == (10, (5, 1), 2)
    assert MessageRule.objects.numbers(before) == Numbers()


@pytest.mark.parametrize(
    "wrong",
    [{"remind_days": "soon"}, {"remind_days": "-1"}, {"answer_days": "0"}, {"quiet_from": "25:00"}],
)
def test_numbers_that_make_no_sense_change_nothing(client, admin, wrong):
    client.force_login(admin)

    page = client.post(reverse("message_rules"), {**RULE, **wrong})

    assert page.status_code == 422
    assert not MessageRule.objects.exists()
