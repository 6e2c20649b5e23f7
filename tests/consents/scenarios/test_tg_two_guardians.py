"""Two guardians (tg): one agrees and another is silent, objects or conflicts; who is told what, and what closes it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consents.access import call_backs as access
from consents.access.others import NOTHING_OPEN
from consents.actions import approvals, asking, call_backs, others, recorded, withdrawals
from consents.actions.answers import Evidence
from consents.actions.recorded import Told
from consents.models import Activity, Answer, CallBack, OtherTold, Program
from consents.reports import reminding
from consents.terms import AnswerDecision, CallBackKind, Route, SettledBy, Unreminded
from consents.wording import Words
from core.decision import Refused
from core.models import OutboxMessage
from notices.models import Notice
from schools.actions import merges
from schools.models import GuardianLink
from schools.terms import Role
from tests.consent_factories import make_activity
from tests.consents.families import (
    CHILD_PHONE,
    JOB,
    PHONES,
    ask_of,
    asked,
    let_in,
    sign,
    sign_on_pages,
    token_of,
)
from tests.consents.news import MORNING, changes, codes, letter, look, told
from tests.consents.signing import answer
from tests.factories import (
    GuardianFactory,
    GuardianLinkFactory,
    actor,
    district_user,
    staff_at,
)
from tests.platform_factories import PlatformFactory

pytestmark = pytest.mark.django_db

NO = AnswerDecision.REFUSED
BEFORE = MORNING - timedelta(days=1)
WORDS = Words("en", "May school staff text your child?", [])
# What must not stand in any message or page before the person is proved.
SECRET_PURPOSE, SECRET_NAME = "Behind the gym at 17:45", "Chess at Millennium Park"


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def meetup():
    """Mother and father were asked; nobody has answered."""
    found = asked(at=BEFORE, name=SECRET_NAME, purpose=SECRET_PURPOSE)
    found.mother, found.father = found.guardians
    return found


@pytest.fixture
def agreed(meetup, morning):
    """The mother has said yes, and the register has looked."""
    sign(ask_of(meetup.mother))
    look(meetup)
    morning.shift(60)
    return meetup


def told_row(guardian):
    return OtherTold.objects.select_related("guardian", "student", "year", "kind").get(
        guardian=guardian
    )


def object_to(guardian):
    return others.object_to(
        told_row(guardian), words=(WORDS, WORDS), evidence=Evidence("192.0.2.7")
    )


def object_page(guardian):
    return reverse("guardian_object", args=[token_of(guardian), told_row(guardian).pk])


def entry(kind=CallBackKind.CONFLICT):
    return CallBack.objects.get(kind=kind)


# Told once


def test_tg_01_the_silent_guardian_is_told_once(agreed):
    look(agreed)

    assert told("other_agreed") == [agreed.father.email]
    assert [row.guardian for row in OtherTold.objects.all()] == [agreed.father]


def test_tg_02_the_message_names_no_child_place_hour_contact_or_reason(agreed):
    words = letter("other_agreed")

    canaries = [
        agreed.student.given_name, agreed.student.family_name, SECRET_NAME, SECRET_PURPOSE,
        agreed.coach.name, str(agreed.mother), agreed.mother.email, CHILD_PHONE, "0142",
    ]  # fmt: skip
    assert [one for one in canaries if one in words.subject + words.body] == []
    assert object_page(agreed.father) in words.body


def test_tg_03_the_page_says_as_little(client, agreed):
    page = client.get(object_page(agreed.father)).content.decode()

    canaries = [
        agreed.student.given_name, agreed.student.family_name, SECRET_NAME, SECRET_PURPOSE,
        agreed.coach.name, str(agreed.mother), CHILD_PHONE, "0142", agreed.school.name,
    ]  # fmt: skip
    assert [one for one in canaries if one in page] == []
    assert "May school staff text your child to keep them safe at an activity?" in page
    assert "Another parent or guardian said yes" in page


def test_tg_04_once_proved_the_page_says_which_child(agreed):
    page = let_in(agreed.father).get(object_page(agreed.father)).content.decode()

    assert str(agreed.student) in page


def test_tg_05_another_guardians_link_does_not_open_it(client, agreed):
    address = reverse("guardian_object", args=[token_of(agreed.mother), told_row(agreed.father).pk])

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert Answer.objects.filter(decision=NO).count() == 0


def test_tg_06_once_an_exception_and_year_however_many_activities(agreed):
    second = make_activity(
        agreed.school,
        asked_by=agreed.coach,
        students=[agreed.student],
        decided_by=agreed.principal,
        at=BEFORE,
    )
    asking.ask_families(second.latest.approvals.get(), by=JOB)
    sign(ask_of(agreed.mother, second.latest))
    agreed.activity = second

    assert look(agreed) == 1
    assert told("other_agreed") == [agreed.father.email]


def test_tg_07_off_for_bulk_alerts():
    found = asked(at=BEFORE, code="bulk_alerts", platform=PlatformFactory())
    sign(ask_of(found.guardians[0]))

    assert look(found) == 1
    assert (told("other_agreed"), OtherTold.objects.count()) == ([], 0)


def test_tg_08_in_the_guardians_own_language(meetup):
    meetup.father.language = "es"
    meetup.father.save()
    sign(ask_of(meetup.mother))
    look(meetup)

    assert Notice.objects.get(kind="consents/other_agreed").language == "es"


def test_tg_09_not_in_the_quiet_hours(meetup, morning):
    late = datetime(2026, 10, 15, 3, tzinfo=UTC)  # 22:00 in Chicago
    morning.move_to(late)
    sign(ask_of(meetup.mother))
    look(meetup)

    row = OutboxMessage.objects.get(
        task="notices.deliver", args=[Notice.objects.get(kind="consents/other_agreed").pk]
    )
    assert row.not_before == datetime(2026, 10, 15, 13, tzinfo=UTC)


@pytest.mark.parametrize("why", ["no authority", "to be checked", "disputed", "no contact", "gone"])
def test_tg_10_who_may_not_be_told_is_not(meetup, why):
    father = meetup.father
    if why in ("no authority", "to be checked"):
        GuardianLink.objects.filter(guardian=father).update(
            authority="no" if why == "no authority" else "check"
        )
    elif why == "disputed":
        father.disputed_at = timezone.now()
    elif why == "no contact":
        father.email = father.phone = ""
    else:
        father.ended_at = timezone.now()
    father.save()
    sign(ask_of(meetup.mother))

    look(meetup)

    assert (told("other_agreed"), OtherTold.objects.count()) == ([], 0)


def test_tg_11_who_answered_meanwhile_gets_no_message(agreed):
    sign(ask_of(agreed.father))

    assert letter("other_agreed") is None


def test_tg_12_the_message_takes_the_place_of_reminders(agreed):
    lines = reminding.lines(agreed.version, timezone.now())

    assert {line.ask.guardian: line.why for line in lines} == {
        agreed.mother: Unreminded.ANSWERED,
        agreed.father: Unreminded.TOLD,
    }


# One tap


def test_tg_40_one_person_in_two_rows_objects_by_the_link_they_have(client, agreed):
    father = agreed.father
    kept = GuardianFactory(of=agreed.student, email=father.email, phone=father.phone)
    page = object_page(father)
    merges.merge(kept, father, by=actor(district_user(Role.RECORDS)), reason="Two spellings.")

    response = client.post(page)

    assert response.status_code == 200
    assert Answer.objects.get(decision=NO).guardian == kept


def test_tg_41_a_yes_under_the_other_row_is_not_ended_by_a_tap(client, agreed):
    father = agreed.father
    page = object_page(father)
    other = GuardianFactory(of=agreed.student, email=father.email, phone=father.phone)
    answer(agreed.version, agreed.student, other, at=timezone.now())
    merges.merge(father, other, by=actor(district_user(Role.RECORDS)), reason="Two spellings.")

    response = client.post(page)

    assert response.status_code == 409
    assert not Answer.objects.filter(decision=NO).exists()


@pytest.mark.clause("T1")
def test_tg_13_one_tap_turns_the_yes_into_a_conflict_at_once(client, agreed):
    assert codes(agreed) == ()

    page = client.post(object_page(agreed.father))

    assert page.status_code == 200
    assert codes(agreed) == ("conflict",)
    row = Answer.objects.get(guardian=agreed.father)
    assert (row.decision, row.route, row.agreed_to_sign_electronically) == (NO, Route.LINK, False)
    assert row.proof == {"link": True, "told": told_row(agreed.father).pk}
    assert row.shown.title.startswith("May school staff text your child")


def test_tg_14_the_contact_on_file_gets_word_of_it(agreed):
    object_to(agreed.father)

    assert told("objected") == [agreed.father.email]
    body = letter("objected").body
    assert [one for one in (agreed.student.given_name, SECRET_NAME) if one in body] == []


def test_tg_15_two_taps_are_one_no(client, agreed):
    first, second = (client.post(object_page(agreed.father)) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 409)
    assert Answer.objects.filter(guardian=agreed.father).count() == 1


def test_tg_16_whoever_lost_authority_objects_no_more(agreed):
    GuardianLink.objects.filter(guardian=agreed.father).update(ended_at=timezone.now())

    with pytest.raises(Refused):
        object_to(agreed.father)

    assert codes(agreed) == ()


def test_tg_17_nothing_to_object_to_changes_nothing(agreed):
    sign(ask_of(agreed.father))

    with pytest.raises(Refused) as refused:
        object_to(agreed.father)

    assert refused.value.decision.refusals == (NOTHING_OPEN,)
    assert Answer.objects.filter(guardian=agreed.father).count() == 1


def test_tg_18_the_no_speaks_of_every_activity_of_the_exception(agreed):
    second = make_activity(
        agreed.school,
        asked_by=agreed.coach,
        students=[agreed.student],
        decided_by=agreed.principal,
        at=BEFORE,
    )
    asking.ask_families(second.latest.approvals.get(), by=JOB)
    sign(ask_of(agreed.mother, second.latest))

    answers = object_to(agreed.father)

    assert {one.version.activity for one in answers} == {agreed.activity, second}


def test_tg_19_an_answer_with_a_code_takes_its_place(agreed, morning):
    object_to(agreed.father)
    morning.shift(60)
    client = let_in(agreed.father)

    sign_on_pages(client, ask_of(agreed.father))

    assert codes(agreed) == ()


def test_tg_20_the_receipt_of_a_tap_speaks_of_no_signature(agreed):
    object_to(agreed.father)
    client = let_in(agreed.father)
    row = Answer.objects.get(guardian=agreed.father)

    page = client.get(reverse("guardian_receipt", args=[token_of(agreed.father), row.pk]))

    assert page.status_code == 200
    assert "You said no with one tap" in page.content.decode()
    assert "Signed by" not in page.content.decode()


# A conflict


@pytest.fixture
def conflict(agreed):
    object_to(agreed.father)
    look(agreed)
    return agreed


def test_tg_21_a_conflict_tells_both_what_happens_next(conflict):
    assert told("conflict") == sorted([conflict.mother.email, conflict.father.email])
    for guardian in conflict.guardians:
        words = letter("conflict", address=guardian.email)
        assert f"The office of {conflict.school.name} calls you by Oct. 16, 2026" in words.body
        # Never who said what, no reason, no child.
        canaries = [
            str(conflict.mother), str(conflict.father), conflict.student.given_name, SECRET_NAME,
            SECRET_PURPOSE, conflict.coach.name,
        ]  # fmt: skip
        assert [one for one in canaries if one in words.subject + words.body] == []


def test_tg_22_the_office_has_a_call_to_make(conflict):
    row = entry()

    assert (row.school, row.student, row.activity) == (
        conflict.school, conflict.student, conflict.activity,
    )  # fmt: skip
    # Wednesday and two school days.
    assert (row.due_on, row.done_at, row.assigned_to) == (date(2026, 10, 16), None, None)


def test_tg_23_the_adult_hears_at_once_and_once(conflict):
    look(conflict)

    assert told("changes_staff") == [conflict.coach.email]
    assert changes() == [True, ("conflict",)]


def test_tg_24_looked_at_again_it_stays_one(conflict):
    look(conflict)

    assert (CallBack.objects.count(), len(told("conflict"))) == (1, 2)


def test_tg_25_answers_that_agree_again_close_it(conflict, morning):
    morning.shift(60)
    sign(ask_of(conflict.father), key="again")
    look(conflict)

    row = entry()
    assert (row.settled_by, row.done_by, row.done_at) == (SettledBy.AGREED, None, timezone.now())
    assert codes(conflict) == ()
    assert changes() == [True, ("conflict",), True]
    # Nobody is told again that another one agreed: everybody has answered.
    assert told("other_agreed") == [conflict.father.email]


def test_tg_26_both_against_agree_too(conflict, morning):
    morning.shift(60)
    withdrawals.withdraw(ask_of(conflict.mother), language="en")
    look(conflict)

    assert codes(conflict) == ("refused",)
    assert entry().settled_by == SettledBy.AGREED


def test_tg_27_a_withdrawal_beside_a_yes_is_a_conflict(meetup, morning):
    for guardian in meetup.guardians:
        sign(ask_of(guardian))
    look(meetup)
    morning.shift(60)
    withdrawals.withdraw(ask_of(meetup.father), language="en")
    look(meetup)

    assert codes(meetup) == ("conflict",)
    assert len(told("conflict")) == 2
    # The withdrawal told the adult; nothing more leaves.
    assert (told("withdrawn_staff"), told("changes_staff")) == ([meetup.coach.email], [])


def test_tg_28_settled_by_hand_it_stays_settled_until_somebody_answers(conflict, morning):
    clerk = staff_at(conflict.school, Role.CLERK)
    call_backs.settle(entry(), by=clerk, outcome="Both stand by it.", contact_proved=False)
    look(conflict)
    assert CallBack.objects.filter(done_at=None).count() == 0

    morning.shift(60)
    sign(ask_of(conflict.father), key="yes")
    morning.shift(60)
    sign(ask_of(conflict.father), NO, key="no")
    look(conflict)

    assert CallBack.objects.filter(kind=CallBackKind.CONFLICT, done_at=None).count() == 1


def test_tg_29_a_form_that_is_over_needs_no_call(conflict):
    approvals.revoke(conflict.approval, by=actor(conflict.principal), note="Over.")
    look(conflict)

    assert entry().settled_by == SettledBy.OVER


# Four guardians, one mailbox


def test_tg_30_of_four_guardians_the_three_silent_ones_are_told():
    found = asked(at=BEFORE, guardians=4)
    sign(ask_of(found.guardians[0]))
    look(found)

    assert told("other_agreed") == sorted(one.email for one in found.guardians[1:])

    object_to(found.guardians[3])
    look(found)

    # Those who have a word in it; the two silent ones are left in peace.
    assert told("conflict") == sorted([found.guardians[0].email, found.guardians[3].email])


def test_tg_31_two_guardians_of_one_mailbox_have_a_link_each(agreed):
    aunt = GuardianFactory(of=agreed.student, email=agreed.father.email)
    OtherTold.objects.filter(guardian=aunt).delete()
    second = make_activity(
        agreed.school,
        asked_by=agreed.coach,
        students=[agreed.student],
        decided_by=agreed.principal,
        at=BEFORE,
    )
    asking.ask_families(second.latest.approvals.get(), by=JOB)
    sign(ask_of(agreed.mother, second.latest))
    agreed.activity = second
    look(agreed)

    assert told("other_agreed") == [agreed.father.email] * 2
    assert object_page(aunt) != object_page(agreed.father)
    object_to(aunt)
    assert set(Answer.objects.filter(decision=NO).values_list("guardian", flat=True)) == {aunt.pk}


def test_tg_32_a_guardian_found_later_is_asked_and_not_told(agreed):
    late = GuardianFactory()
    GuardianLinkFactory(guardian=late, student=agreed.student)

    assert look(agreed) == 0
    assert told("other_agreed") == [agreed.father.email]


# Refusals to follow up


@pytest.mark.parametrize(
    ("reason_code", "call_me", "kind"),
    [
        ("questions", False, CallBackKind.REFUSAL),
        ("my_number", False, CallBackKind.REFUSAL),
        ("not_this_adult", False, CallBackKind.REFUSAL),
        ("other", False, CallBackKind.REFUSAL),
        ("no_talk", False, None),
        ("", False, None),
        ("", True, CallBackKind.CALL_ME),
        ("no_talk", True, CallBackKind.CALL_ME),
    ],
)
def test_tg_33_only_a_no_that_wants_a_talk_is_followed_up(meetup, reason_code, call_me, kind):
    sign(ask_of(meetup.mother), NO, reason_code=reason_code, call_me=call_me)

    assert [row.kind for row in CallBack.objects.all()] == ([kind] if kind else [])


def test_tg_34_the_wish_says_language_number_and_day(meetup):
    meetup.mother.language = "pl"
    meetup.mother.save()
    client = let_in(meetup.mother)
    ask = ask_of(meetup.mother)
    client.post(
        reverse("guardian_answer", args=[token_of(meetup.mother), ask.pk]), {"choice": "no"}
    )
    client.post(
        reverse("guardian_reason", args=[token_of(meetup.mother), ask.pk]),
        {
            "reason_code": "questions",
            "reason": "Who else?",
            "call_me": "on",
            "call_at": "312 555 0190",
        },
    )
    page = client.get(reverse("guardian_sign", args=[token_of(meetup.mother), ask.pk]))
    hidden = {
        key: page.context["form"][key].value() for key in ("form_key", "language", "shown", "draft")
    }
    client.post(
        reverse("guardian_sign", args=[token_of(meetup.mother), ask.pk]),
        {**hidden, "typed_name": "Ana", "agreed": "on"},
    )

    row = entry(CallBackKind.CALL_ME)
    assert (row.phone, row.language, row.due_on) == ("+13125550190", "pl", date(2026, 10, 16))
    assert (row.answer.reason_code, row.answer.reason) == ("questions", "Who else?")


@pytest.mark.clause("T1")
def test_tg_35_the_calls_result_is_a_new_answer(meetup, morning):
    clerk, witness = staff_at(meetup.school, Role.CLERK), staff_at(meetup.school)
    sign(ask_of(meetup.mother), NO, reason_code="questions")
    row = entry(CallBackKind.REFUSAL)
    call_backs.take(row, by=clerk)
    morning.shift(timedelta(hours=1))
    ask = recorded.ask_of(meetup.version, meetup.student, meetup.mother)

    recorded.record_answer(
        meetup.version, meetup.student, meetup.mother,
        Told(
            route=Route.PHONE, decision=AnswerDecision.GRANTED, second=witness,
            signed_at=timezone.now(), form_key="call", phones=PHONES,
            shown_sha256=recorded.words_to_read(ask, "en").sha256,
        ),
        by=actor(clerk),
    )  # fmt: skip
    look(meetup)

    row.refresh_from_db()
    assert (row.settled_by, row.assigned_to) == (SettledBy.NEW_ANSWER, clerk)
    assert codes(meetup) == ()


def test_tg_36_nobody_with_a_stake_sees_or_settles_a_conflict(conflict):
    conflict.coach.role_assignments.create(
        school=conflict.school, role=Role.CLERK, starts_on=timezone.localdate()
    )
    row = entry()

    assert not access.visible_to(conflict.coach).exists()
    with pytest.raises(Refused):
        call_backs.settle(row, by=conflict.coach, outcome="Fine.", contact_proved=False)
    row.refresh_from_db()
    assert row.done_at is None


def test_tg_37_authority_that_ends_takes_its_yes_along(agreed):
    GuardianLink.objects.filter(guardian=agreed.mother).update(ended_at=timezone.now())

    assert codes(agreed) == ("no_answer",)
    look(agreed)
    # The adult hears; who may no longer sign hears nothing.
    assert told("changes_staff") == [agreed.coach.email]
    assert told("changed_guardian") == []


def test_tg_38_a_browser_without_a_link_finds_nothing(agreed):
    address = object_page(agreed.father).replace(
        token_of(agreed.father), "1.forgedforgedforgedforged"
    )

    assert Client().post(address).status_code == 404
    assert codes(agreed) == ()


@pytest.mark.clause("T4")
def test_tg_39_a_programs_family_is_followed_up_by_its_office_alone(conflict):
    program = Program.objects.create(
        code="fresh-start", kind=conflict.activity.kind, created_by=conflict.principal
    )
    Activity.objects.filter(pk=conflict.activity.pk).update(program=program)
    clerk, outreach = staff_at(conflict.school, Role.CLERK), district_user(Role.OUTREACH)

    assert not access.visible_to(clerk).exists()
    assert not access.visible_to(conflict.principal).exists()
    assert [row.kind for row in access.visible_to(outreach)] == [CallBackKind.CONFLICT]
    with pytest.raises(Refused):
        call_backs.settle(entry(), by=clerk, outcome="Fine.", contact_proved=False)
    assert "Practice District calls you by" in letter("conflict").body
