"""Approved channels: each school tells its families once, on time, and the list says which have not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.actions import channels
from consents.models import ChannelsNotice, ChannelsTold
from consents.reports.channels import channels_of, due_on
from notices.models import Notice
from notices.wording import worded
from schools.models import SchoolYear
from schools.terms import Role
from tests.consent_factories import make_activity, safety_meetup
from tests.factories import (
    DistrictFactory,
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    actor,
    district_user,
    staff_at,
)
from tests.platform_factories import PlatformFactory
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return safety_meetup(guardians=2)


def tell(scene, key="once", words=""):
    notice = channels.tell_families(
        scene.school, by=actor(scene.principal), words=words, form_key=key
    )
    channels.tell_everybody(notice.pk)
    return notice


def told(notice):
    return sorted(Notice.objects.filter(kind=channels.KIND).values_list("address", flat=True))


@pytest.mark.clause("G1")
def test_every_guardian_is_told_once_however_many_children(scene):
    brother = StudentFactory(school=scene.school)
    for guardian in scene.guardians:
        brother.guardian_links.create(guardian=guardian, authority="yes", source="person")

    notice = tell(scene)
    channels.tell_everybody(notice.pk)

    assert told(notice) == sorted(guardian.email for guardian in scene.guardians)
    assert list(notice.told.values_list("reached", flat=True)) == [True, True]


def test_who_cannot_be_reached_is_counted_and_who_may_not_sign_is_not_told(scene):
    silent, stranger = scene.guardians
    silent.email = silent.phone = ""
    silent.save()
    stranger.links.update(authority="no")

    notice = tell(scene)

    assert (told(notice), list(notice.told.values_list("guardian", "reached"))) == (
        [],
        [(silent.pk, False)],
    )


def test_the_message_is_in_the_guardians_language_and_names_no_child(scene):
    make_activity(scene.school, code="bulk_alerts", platform=PlatformFactory(name="Lakeshore"))
    tell(scene, words="Call us any time.")

    message = worded(Notice.objects.filter(kind=channels.KIND).first())

    assert scene.school.name in message.subject
    assert ("Lakeshore" in message.body, "Call us any time." in message.body) == (True, True)
    assert f"/channels/{scene.school.pk}/" in message.body
    assert str(scene.student) not in message.body + message.subject


def test_a_message_that_waited_is_dropped_once_the_contact_is_wrong(scene):
    tell(scene)
    notice = Notice.objects.filter(kind=channels.KIND).first()
    guardian = next(one for one in scene.guardians if one.email == notice.address)
    guardian.disputed_at = timezone.now()
    guardian.save()

    assert worded(notice) is None


def test_a_platform_that_is_not_approved_is_no_channel(scene):
    make_activity(
        scene.school, code="bulk_alerts", platform=PlatformFactory(name="QuickPing", standing="flagged_fixing"),
    )  # fmt: skip

    assert channels_of(scene.school, timezone.now()).platforms == ()


def test_the_preview_sends_once_and_keeps_the_history(client, scene):
    client.force_login(scene.principal)
    address = reverse("tell_channels", args=[scene.school.pk])
    key = client.get(address).context["form"]["key"].value()

    for _ in range(2):
        response = client.post(address, {"words": "", "key": key}, follow=True)

    assert ChannelsNotice.objects.count() == 1
    assert response.context["is_told"] is True
    assert Entry.objects.filter(verb="channels.told").count() == 1


def test_another_schools_office_tells_nobody(client, scene):
    client.force_login(staff_at(SchoolFactory(), Role.CLERK))

    response = client.post(reverse("tell_channels", args=[scene.school.pk]), {"key": "x"})

    assert (response.status_code, ChannelsNotice.objects.count()) == (404, 0)


def test_late_schools_show_until_they_have_told(client, scene):
    year = SchoolYear.objects.get()
    district = district_user(Role.RECORDS)
    client.force_login(district)
    late = timezone.localdate() > due_on(year)

    page = client.get(reverse("channels"))
    assert [(row.school, row.late) for row, _ in page.context["rows"]] == [(scene.school, late)]

    tell(scene)
    page = client.get(reverse("channels"))
    (row,) = [one for one, _ in page.context["rows"]]
    assert (page.context["late"], row.state, row.reached, row.unreached) == (0, "told", 2, 0)


def test_the_tenth_day_is_still_in_time():
    DistrictFactory()
    today = timezone.localdate()
    year = SchoolYearFactory(class_starts_on=today - timedelta(10))

    assert due_on(year) == today


def test_a_batch_takes_the_same_queries_for_one_and_for_thirty():
    asked = []
    for number in (1, 30):
        scene = safety_meetup(guardians=number)
        notice = channels.tell_families(
            scene.school, by=actor(scene.principal), words="", form_key=f"k{number}"
        )
        with CaptureQueriesContext(connection) as captured:
            channels.tell_everybody(notice.pk)
        asked.append(len(captured))

    assert asked[0] == asked[1]
    assert ChannelsTold.objects.count() == 31


def test_cut_off_it_goes_on_where_it_was(scene):
    third = GuardianFactory(of=scene.student)
    notice = channels.tell_families(scene.school, by=actor(scene.principal), words="", form_key="k")
    first = min(scene.guardians, key=lambda one: one.pk)
    ChannelsTold.objects.create(notice=notice, guardian=first, reached=True)

    assert channels.tell_everybody(notice.pk) == 2
    others = {one.email for one in [*scene.guardians, third]} - {first.email}
    assert (notice.told.count(), set(told(notice))) == (3, others)


def test_the_public_page_says_the_same_words(client, scene):
    page = client.get(reverse("school_channels", args=[scene.school.pk])).content.decode()

    assert scene.school.name in page
    assert "No adult of the school texts your child alone." in page
    assert str(scene.student) not in page
