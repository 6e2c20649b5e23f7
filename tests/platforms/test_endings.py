"""What ends is announced 90, 60 and 30 days ahead, once each, whether or not a day was missed (P3)."""

import pytest
from django.urls import reverse

from core.actor import Actor
from notices.models import Notice
from notices.wording import worded
from platforms.actions import endings
from platforms.models import Announcement
from platforms.reports.endings import endings as ending_rows
from platforms.terms import Status
from platforms.terms.after import EndingKind
from schools.terms import Role
from tests.factories import SchoolFactory, district_user, principal_of
from tests.platform_factories import PlatformFactory
from tests.platforms.after import agreement, in_days, today, using

pytestmark = pytest.mark.django_db
BY = Actor.job("platforms.announce_endings")


def approved_until(day):
    return PlatformFactory(standing=Status.APPROVED, standing__until=day)


def announced():
    return list(Announcement.objects.order_by("pk").values_list("days", flat=True))


@pytest.mark.clause("P3")
def test_an_end_is_announced_once_at_each_number_of_days():
    approved_until(in_days(90))
    its = district_user(Role.ITS)

    for day in (0, 0, 1, 29, 30, 31, 60, 61, 90):
        endings.announce(in_days(day), by=BY)

    assert announced() == [90, 60, 30]
    assert Notice.objects.filter(kind="platforms/endings", address=its.email).count() == 3


def test_a_missed_day_is_made_up_for_by_the_next():
    approved_until(in_days(90))

    endings.announce(in_days(3), by=BY)
    endings.announce(in_days(75), by=BY)

    assert announced() == [90, 30]


def test_one_message_a_day_names_everything_that_was_announced():
    platform = approved_until(in_days(60))
    agreement(platform, ends_on=in_days(30))
    district_user(Role.REVIEWER)

    endings.announce(today(), by=BY)

    message = worded(Notice.objects.get(kind="platforms/endings"))
    assert message.subject == "2 approvals, agreements and pieces of evidence end soon"
    assert f"{platform.name}: Data agreement" in message.body
    assert "(in 30 days)" in message.body


def test_schools_that_use_it_hear_at_thirty_days_unless_it_stands_otherwise_by_then():
    platform = approved_until(in_days(30))
    school = SchoolFactory()
    principal = principal_of(school)
    using(platform, school)

    endings.announce(today(), by=BY)

    notice = Notice.objects.get(kind="platforms/ending_school")
    assert notice.address == principal.email
    assert platform.name in worded(notice).subject
    renewed = PlatformFactory._meta.model.objects.get(pk=platform.pk)
    renewed.status_events.create(
        status=Status.APPROVED, until=in_days(300), effective_at=notice.created_at
    )
    assert worded(notice) is None


def test_an_agreement_that_another_goes_on_from_does_not_end():
    platform = PlatformFactory()
    agreement(platform, ends_on=in_days(20))
    bare = PlatformFactory()
    agreement(bare, ends_on=in_days(20))
    following = agreement(platform, ends_on=in_days(400))
    following.starts_on = in_days(21)
    following.save()

    found = ending_rows(today(), 90)

    assert [(one.kind, one.platform) for one in found] == [(EndingKind.AGREEMENT, bare)]


def test_an_agreement_of_a_merged_row_ends_as_the_tools_unless_one_of_the_tool_goes_on():
    kept, ended = PlatformFactory(), PlatformFactory()
    agreement(PlatformFactory(merged_into=kept), ends_on=in_days(20))
    agreement(kept, ends_on=in_days(400))
    agreement(
        PlatformFactory(merged_into=ended),
        ends_on=in_days(400), ended_on=in_days(31), ended_by=district_user(Role.ITS),
    )  # fmt: skip

    found = ending_rows(today(), 90)

    assert [(one.platform, one.ends_on) for one in found] == [(ended, in_days(30))]


def test_the_list_narrows_by_days_and_name_and_leaves_as_a_file(client):
    approved_until(in_days(20))
    late = approved_until(in_days(80))
    client.force_login(district_user(Role.ITS))
    address = reverse("platforms:endings")

    near = client.get(address, {"days": "30"}).content.decode()
    file = b"".join(client.get(address, {"format": "csv"}).streaming_content).decode()

    assert late.name not in near
    assert late.name in file
