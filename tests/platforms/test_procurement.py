"""A flag for Procurement: told first, two signers, on its own desk, ended the same way (P5)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from notices.wording import worded
from platforms.access.procurement import flags_in_force
from platforms.actions import procurement
from platforms.models import FlagLift, FlagRead, PlatformAlias, ProcurementFlag
from platforms.terms.after import FlagScope, ProposalStage
from schools.terms import Role
from tests.factories import actor, district_user
from tests.platform_factories import PlatformFactory
from tests.platforms.after import flag_put_forward, in_days, today

pytestmark = pytest.mark.django_db


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


def signed(platform=None, **facts):
    flag = flag_put_forward(platform, **facts)
    return procurement.sign(flag, by=actor(district_user(Role.REVIEWER)))


@pytest.mark.clause("P5")
def test_a_signed_flag_holds_between_its_days_and_procurement_is_told():
    buyer = district_user(Role.PROCUREMENT)
    flag = signed(starts_on=in_days(2), ends_on=in_days(4), scope=FlagScope.RENEWALS)

    found = [
        [one.pk for one in flags_in_force(flag.platform, in_days(day))] for day in (1, 2, 4, 5)
    ]
    message = worded(Notice.objects.get(kind="platforms/procurement_flag", address=buyer.email))

    assert found == [[], [flag.pk], [flag.pk], []]
    assert message.subject == f"Hold back purchases: {flag.platform.name}"
    assert "It will not switch off one-to-one threads." in message.body


@pytest.mark.clause("P5")
def test_who_put_it_forward_does_not_sign_in_view_action_and_database(client):
    reviewer = district_user(Role.REVIEWER)
    flag = flag_put_forward(by=reviewer)
    client.force_login(reviewer)

    answer = client.post(reverse("platforms:sign_procurement_flag", args=[flag.pk]))
    with pytest.raises(Refused) as refused:
        procurement.sign(flag, by=actor(reviewer))
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcurementFlag.objects.update(
            stage=ProposalStage.CONFIRMED, closed_by=reviewer, closed_at=timezone.now()
        )

    assert answer.status_code == 403
    assert codes(refused) == ["own_proposal"]
    assert not ProcurementFlag.objects.in_force(today()).exists()


def test_the_vendor_is_told_first_and_has_its_days():
    found = []
    for facts in ({"notice_on": in_days(1), "answer_by": in_days(20)}, {"answer_by": in_days(-10)}):
        with pytest.raises(Refused) as refused:
            flag_put_forward(**facts)
        found.append(codes(refused))

    assert found == [["notice_later"], ["too_little_time"]]
    assert not ProcurementFlag.objects.exists()


def test_it_is_signed_once_the_vendor_answered_or_its_day_passed():
    flag = flag_put_forward(answer_by=in_days(0))
    reviewer = actor(district_user(Role.REVIEWER))

    with pytest.raises(Refused) as refused:
        procurement.sign(flag, by=reviewer)
    procurement.record_answer(flag, "We will not.", by=actor(district_user(Role.ITS)))
    procurement.sign(flag, by=reviewer)

    assert codes(refused) == ["vendor_may_answer"]
    assert [one.pk for one in flags_in_force(flag.platform)] == [flag.pk]


def test_a_flag_of_the_vendor_holds_all_its_platforms():
    platform = PlatformFactory()
    other = PlatformFactory(vendor=platform.vendor)

    flag = signed(platform.vendor)

    assert [flags_in_force(one) for one in (platform, other, PlatformFactory())] == [
        [flag], [flag], [],
    ]  # fmt: skip


@pytest.mark.clause("P5")
def test_it_ends_the_same_way_and_is_never_erased():
    its, reviewer = district_user(Role.ITS), district_user(Role.REVIEWER)
    flag = signed()
    lift = procurement.propose_lift(flag, "It does now.", in_days(3), by=actor(reviewer))

    with pytest.raises(Refused) as refused:
        procurement.sign_lift(lift, by=actor(reviewer))
    with pytest.raises(IllegalMove):
        procurement.propose_lift(flag, "Again.", in_days(4), by=actor(its))
    with pytest.raises(IntegrityError), transaction.atomic():
        FlagLift.objects.update(
            stage=ProposalStage.CONFIRMED, closed_by=reviewer, closed_at=timezone.now()
        )
    procurement.sign_lift(lift, by=actor(district_user(Role.REVIEWER)))

    assert codes(refused) == ["own_proposal"]
    assert [len(flags_in_force(flag.platform, in_days(day))) for day in (0, 2, 3)] == [1, 1, 0]
    assert ProcurementFlag.objects.get().stage == ProposalStage.CONFIRMED


def test_a_refused_end_leaves_the_flag_and_another_may_follow():
    flag = signed()
    its, reviewer = actor(district_user(Role.ITS)), actor(district_user(Role.REVIEWER))
    lift = procurement.propose_lift(flag, "It does now.", today(), by=its)

    procurement.refuse_lift(lift, "Not shown.", by=reviewer)
    again = procurement.propose_lift(flag, "Shown.", today(), by=its)

    assert flags_in_force(flag.platform) == [flag]
    assert again.stage == ProposalStage.OPEN


def test_procurement_says_once_that_it_read_a_flag(client):
    buyer = district_user(Role.PROCUREMENT)
    flag = signed()
    client.force_login(buyer)
    address = reverse("platforms:read_procurement_flag", args=[flag.pk])

    answers = [client.post(address).status_code for _again in range(2)]

    assert answers == [302, 302]
    assert FlagRead.objects.get().by == buyer


def test_the_desk_finds_by_platform_vendor_and_alias_and_shows_no_unsigned_flag(client):
    platform = PlatformFactory(name="Bright Bell")
    PlatformAlias.objects.create(platform=platform, kind="domain", value="bell.example")
    signed(platform)
    waiting = flag_put_forward(PlatformFactory(name="Other Bell"))
    client.force_login(district_user(Role.PROCUREMENT))

    pages = {
        query: client.get(reverse("platforms:procurement"), {"q": query}).content.decode()
        for query in ("bright", "bell.example", platform.vendor.name, "other", "nothing")
    }

    assert {query: "Bright Bell</bdi>" in page for query, page in pages.items()} == {
        "bright": True, "bell.example": True, platform.vendor.name: True, "other": False,
        "nothing": False,
    }  # fmt: skip
    assert str(waiting.platform) not in pages["bright"] + pages["other"]


def test_the_desk_asks_as_many_questions_for_thirty_flags_as_for_one(client):
    client.force_login(district_user(Role.PROCUREMENT))
    address = reverse("platforms:procurement")
    asked = []
    for more in (1, 29):
        for _each in range(more):
            signed()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked.append(len(queries))

    assert asked[0] == asked[1]
