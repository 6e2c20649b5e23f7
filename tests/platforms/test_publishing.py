"""A decided audit becomes an approval once the CIO authorised it: by whom, with what, until when (P3)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.decision import Refused
from core.workflow import IllegalMove
from platforms.actions.publishing import publish
from platforms.actions.statuses import Standing, set_status
from platforms.models import StatusEvent
from platforms.reports import after
from platforms.terms import Cause, Status
from platforms.terms.audits import Outcome
from schools.terms import Role
from tests.factories import actor, district_user, principal_of
from tests.platform_factories import PlatformFactory
from tests.platforms.after import agreement, authorised, decided, in_days, today
from trail.models import Entry

pytestmark = pytest.mark.django_db


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


@pytest.mark.clause("P3")
def test_an_authorised_decision_is_an_approval_from_now_on():
    scene = decided(conditions="Two-way threads stay off.")

    event = publish(scene.decision, authorised(reference="Memo 12"), by=actor(scene.auditor))

    stand = scene.platform.standing(timezone.now()).on(today())
    assert (stand.status, stand.until) == (Status.APPROVED, in_days(365))
    assert (event.authorised_by, event.authorised_on, event.authorisation) == (
        "Chief Information Officer", today(), "Memo 12",
    )  # fmt: skip
    assert (event.reason, event.conditions) == ("It met what we ask.", "Two-way threads stay off.")
    assert Entry.objects.filter(verb="platform.status").count() == 1


def test_an_approval_for_stated_uses_carries_them():
    scene = decided(Outcome.APPROVED_FOR_USES, uses=["bulk_alerts"], until=in_days(180))

    event = publish(scene.decision, authorised(), by=actor(scene.auditor))

    assert (event.status, event.uses) == (Status.APPROVED_FOR_USES, ["bulk_alerts"])


@pytest.mark.clause("P3")
def test_student_data_wants_an_agreement_in_force_and_its_end_is_the_approvals():
    scene = decided(student_data=True)

    with pytest.raises(Refused) as refused:
        publish(scene.decision, authorised(), by=actor(scene.auditor))
    agreement(scene.platform, ends_on=in_days(40))
    event = publish(scene.decision, authorised(), by=actor(scene.auditor))

    assert codes(refused) == ["no_agreement"]
    assert event.until == in_days(40)


@pytest.mark.clause("P3")
def test_an_agreement_signed_under_a_merged_name_is_the_tools_until_the_day_it_ends_early():
    scene = decided(student_data=True)
    agreement(
        PlatformFactory(merged_into=scene.platform),
        ended_on=in_days(41), ended_by=scene.reviewer,
    )  # fmt: skip

    event = publish(scene.decision, authorised(), by=actor(scene.auditor))

    assert event.until == in_days(40)
    assert after.without_agreement() == []


@pytest.mark.parametrize(("days", "is_enough"), [(0, True), (-1, False)])
def test_an_agreement_holds_on_its_last_day_and_not_on_the_next(days, is_enough):
    scene = decided(student_data=True)
    agreement(scene.platform, ends_on=in_days(days))

    if is_enough:
        assert publish(scene.decision, authorised(), by=actor(scene.auditor)).until == today()
    else:
        with pytest.raises(Refused):
            publish(scene.decision, authorised(), by=actor(scene.auditor))


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("decider", ["decided_it"]),
        ("principal", ["not_its"]),
        ("procurement", ["not_its"]),
        ("admin", ["not_its"]),
    ],
)
def test_who_decided_or_is_not_of_its_records_no_authorisation(who, expected):
    scene = decided()
    people = {
        "decider": lambda: scene.reviewer,
        "principal": principal_of,
        "procurement": lambda: district_user(Role.PROCUREMENT),
        "admin": district_user,
    }

    with pytest.raises(Refused) as refused:
        publish(scene.decision, authorised(), by=actor(people[who]()))

    assert codes(refused) == expected
    assert not StatusEvent.objects.filter(status=Status.APPROVED).exists()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"name": " "}, ["no_name"]),
        ({"on": "tomorrow"}, ["authorised_later"]),
        ({"on": "yesterday"}, ["authorised_before"]),
    ],
)
def test_an_authorisation_has_a_name_and_comes_after_the_review(facts, expected):
    scene = decided()
    days = {"tomorrow": in_days(1), "yesterday": in_days(-1)}
    given = authorised(**{name: days.get(fact, fact) for name, fact in facts.items()})

    with pytest.raises(Refused) as refused:
        publish(scene.decision, given, by=actor(scene.auditor))

    assert codes(refused) == expected


def test_a_flagged_audit_is_never_published():
    scene = decided(Outcome.FLAGGED, until=None)

    with pytest.raises(Refused) as refused:
        publish(scene.decision, authorised(), by=actor(scene.auditor))

    assert codes(refused) == ["no_approval", "decision_over"]


def test_a_later_no_stands_against_an_earlier_approval():
    scene = decided()
    no = Standing(status=Status.NOT_APPROVED, cause=Cause.QUICK_NO)
    set_status(scene.platform, no, by=actor(scene.reviewer))

    with pytest.raises(Refused) as refused:
        publish(scene.decision, authorised(), by=actor(scene.auditor))

    assert codes(refused) == ["superseded"]
    assert scene.platform.standing(timezone.now()).status == Status.NOT_APPROVED


def test_a_decision_is_published_once_by_action_and_database():
    scene = decided()
    event = publish(scene.decision, authorised(), by=actor(scene.auditor))

    with pytest.raises(IllegalMove):
        publish(scene.decision, authorised(), by=actor(scene.auditor))
    event.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save(force_insert=True)

    assert StatusEvent.objects.filter(decision=scene.decision).count() == 1


@pytest.mark.clause("P3")
def test_an_approval_lapses_the_day_after_its_last_with_no_job_run():
    scene = decided(until=in_days(10))
    publish(scene.decision, authorised(), by=actor(scene.auditor))
    standing = scene.platform.standing(timezone.now())

    last, next_day = standing.on(in_days(10)), standing.on(in_days(11))

    assert (last.status, last.lapsed) == (Status.APPROVED, False)
    assert (next_day.status, next_day.lapsed) == (Status.NOT_APPROVED, True)


def test_a_decision_past_its_last_day_is_not_published():
    scene = decided(until=in_days(10))

    with (
        time_machine.travel(timezone.now() + timedelta(days=11)),
        pytest.raises(Refused) as refused,
    ):
        publish(scene.decision, authorised(on=today()), by=actor(scene.auditor))

    assert codes(refused) == ["decision_over"]
