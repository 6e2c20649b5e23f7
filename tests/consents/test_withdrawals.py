from datetime import timedelta

import pytest
import time_machine

from consents.access import answers as access
from consents.actions import asking
from consents.actions.answers import Phones
from consents.actions.phones import change_phones
from consents.actions.withdrawals import withdraw
from consents.models import PhoneChoice, Withdrawal
from consents.terms import AnswerDecision
from core.decision import Refused
from notices.models import Notice
from notices.wording import worded
from tests.consent_factories import make_version
from tests.consents.families import JOB, ask_of, asked, sign
from tests.factories import staff_at
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def meetup():
    return asked()


@pytest.fixture
def ask(meetup):
    return ask_of(meetup.guardians[0])


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("address", flat=True))


def test_a_withdrawal_ends_the_grant_at_once_and_tells(meetup, ask):
    answer = sign(ask)

    withdraw(ask, language="es")

    assert Withdrawal.objects.values_list("answer", "actor_kind", "actor_id").get() == (
        answer.pk,
        "guardian",
        str(ask.guardian_id),
    )
    assert access.live_grants(ask) == []
    assert told("consents/withdrawn_staff") == [meetup.coach.email]
    assert told("consents/withdrawn_guardian") == [ask.guardian.email]
    assert Entry.objects.filter(verb="answer.withdrawn").count() == 1


def test_every_version_ends_and_every_adult_of_any_hears(meetup, ask):
    sign(ask)
    helper = staff_at(meetup.school)
    wider = make_version(
        meetup.activity,
        adults=[meetup.coach, helper],
        students=[meetup.student],
        decided_by=meetup.principal,
    )
    asking.ask_families(wider.approvals.get(), by=JOB)
    newer = ask_of(ask.guardian, wider)
    sign(newer)

    rows = withdraw(newer, language="en")

    assert len(rows) == 2
    assert told("consents/withdrawn_staff") == sorted([meetup.coach.email, helper.email])


def test_the_adult_reads_which_student_and_to_stop(meetup, ask):
    sign(ask)
    withdraw(ask, language="en")

    text = worded(Notice.objects.get(kind="consents/withdrawn_staff"))

    assert text.subject == "Stop texting: permission withdrawn for Robotics club"
    assert str(meetup.student) in text.body


def test_the_other_guardians_grant_stands(meetup, ask):
    theirs = ask_of(meetup.guardians[1])
    sign(ask)
    sign(theirs)

    withdraw(ask, language="en")

    assert [len(access.live_grants(one)) for one in (ask, theirs)] == [0, 1]


@pytest.mark.parametrize("before", [None, AnswerDecision.REFUSED])
def test_nothing_is_withdrawn_where_nothing_stands(ask, before):
    if before:
        sign(ask, before)

    with pytest.raises(Refused) as refused:
        withdraw(ask, language="en")

    assert refused.value.decision.refusals == (access.NOTHING_TO_WITHDRAW,)
    assert not Withdrawal.objects.exists()


def test_a_second_withdrawal_is_refused(ask):
    sign(ask)
    withdraw(ask, language="en")

    with pytest.raises(Refused):
        withdraw(ask, language="en")

    assert Withdrawal.objects.count() == 1


def test_a_yes_after_a_withdrawal_stands(ask):
    sign(ask)
    withdraw(ask, language="en")

    again = sign(ask, key="again")

    assert access.live_grants(ask) == [again]


def test_nothing_is_left_to_withdraw_after_the_year(meetup, ask):
    sign(ask)
    after = meetup.year.ends_on + timedelta(days=2)

    with time_machine.travel(after.isoformat() + "T12:00:00Z"), pytest.raises(Refused) as refused:
        withdraw(ask, language="en")

    assert refused.value.decision.refusals == (access.YEAR_OVER,)


@pytest.mark.clause("T3a")
def test_phones_change_by_a_new_row_and_the_adults_hear(meetup, ask):
    answer = sign(ask)

    change_phones(answer, Phones(texts_student=False, own_phone="+13125550199", duplicates=True))

    assert list(PhoneChoice.objects.order_by("pk").values_list("texts_student", "own_phone")) == [
        (True, "+13125550143"),
        (False, "+13125550199"),
    ]
    assert told("consents/phones_changed") == [meetup.coach.email]
    assert Entry.objects.filter(verb="phones.changed").count() == 1


def test_phones_of_a_withdrawn_grant_stay(ask):
    answer = sign(ask)
    withdraw(ask, language="en")

    with pytest.raises(Refused):
        change_phones(answer, Phones(own_phone="+13125550199"))

    assert PhoneChoice.objects.count() == 1
