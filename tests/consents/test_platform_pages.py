"""Where people meet a platform's standing: choosing it, running an activity over it, asking "May I text?"."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from platforms.models import StatusEvent
from platforms.terms import Status
from tests.consent_factories import safety_meetup
from tests.platform_factories import PlatformFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meetup():
    return safety_meetup(platform=PlatformFactory(name="QuickPing"))


@pytest.fixture
def page_of(client, meetup):
    client.force_login(meetup.coach)

    def get(name, *args, **query):
        return client.get(reverse(name, args=args), query)

    return get


def set_to(platform, status, **facts):
    StatusEvent.objects.create(
        platform=platform, status=status, effective_at=timezone.now(), **facts
    )


@pytest.mark.clause("T3")
def test_only_platforms_approved_today_can_be_chosen_and_the_others_say_why(page_of):
    for name, standing in [("Flagged", Status.FLAGGED_FIXING), ("Unknown", Status.NOT_REVIEWED)]:
        PlatformFactory(name=name, standing=standing)
    lapsed = PlatformFactory(
        name="Lapsed", standing__until=timezone.localdate() - timedelta(days=1)
    )

    field = page_of("start_activity").context["form"]["platform"]

    choices = [str(label).partition(" (")[0] for _key, label in field.field.choices]
    greyed = [
        option.data["label"] for option in field.subwidgets if option.data["attrs"].get("disabled")
    ]
    assert choices == ["None: group text on phones", "QuickPing"]
    assert greyed == ["Flagged: Flagged: vendor is fixing it", "Lapsed: Approval lapsed"]
    assert str(lapsed.pk) not in {str(key) for key, _label in field.field.choices}


def test_a_platform_chosen_from_an_old_page_is_refused_in_words(client, meetup):
    client.force_login(meetup.coach)
    set_to(meetup.version.platform, Status.FLAGGED_FIXING)

    form = client.post(
        reverse("start_activity"), {"channel": "platform", "platform": meetup.version.platform_id}
    ).context["form"]

    assert form.errors["platform"] == [
        "This platform is not approved today. Choose another, or ask ITS."
    ]


def test_as_many_queries_for_a_long_list_of_platforms_as_for_one(page_of):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            page_of("start_activity")
        return len(seen)

    queries()
    one = queries()
    PlatformFactory.create_batch(29)

    assert queries() == one


@pytest.mark.clause("P4")
def test_an_activity_says_that_its_platform_is_flagged_and_what_is_approved(page_of, meetup):
    set_to(meetup.version.platform, Status.FLAGGED_FIXING, reason="Messages can be deleted.")
    other = PlatformFactory(name="Lakeshore Alerts")

    response = page_of("activity", meetup.activity.pk)

    found = response.context["on_platform"]
    assert (found.usable, found.alternatives) == (False, (other,))
    text = response.content.decode()
    for words in (
        "QuickPing may not be used for this today",
        "Messages can be deleted.",
        "Lakeshore Alerts",
    ):
        assert words in text


def test_an_activity_on_an_approved_platform_has_nothing_to_say(page_of, meetup):
    found = page_of("activity", meetup.activity.pk).context["on_platform"]

    assert (found.usable, found.wants_words) == (True, False)


@pytest.mark.parametrize(
    ("status", "facts"),
    [(Status.APPROVED, {}), (Status.FLAGGED_MOVING, {"uses": ["safety_meetup"]})],
)
def test_an_activity_says_until_when_its_platform_may_be_used(page_of, meetup, status, facts):
    until = timezone.localdate() + timedelta(days=1)
    set_to(meetup.version.platform, status, until=until, **facts)

    found = page_of("activity", meetup.activity.pk).context["on_platform"]

    assert (found.usable, found.wants_words, found.shown.until) == (True, True, until)


@pytest.mark.clause("T3")
def test_may_i_text_names_the_platform_and_how_it_stands(page_of, meetup):
    set_to(meetup.version.platform, Status.FLAGGED_FIXING)
    PlatformFactory(name="Lakeshore Alerts")

    response = page_of(
        "may_i_text",
        how="text",
        student=meetup.student.pk,
        activity=meetup.activity.pk,
        adult=meetup.coach.staff.pk,
    )

    found = response.context["now"].platform
    assert (found.platform.name, found.shown.status) == ("QuickPing", Status.FLAGGED_FIXING)
    assert "Lakeshore Alerts" in response.content.decode()
