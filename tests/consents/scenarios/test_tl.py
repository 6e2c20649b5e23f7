"""Thread legs: each missing leg alone refuses; each change alone flips a yes to a no and ends what was handed out."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from consents.actions import approvals, asking, narrowing, pauses, phones, stopping
from consents.actions.answers import Phones, ask_in_full
from consents.actions.withdrawals import withdraw
from consents.models import Answer, Ask, Thread, ThreadStop
from consents.reports.thread_sheets import sheets_of
from consents.terms import AnswerDecision
from consents.terms.threads import NumberSharing
from core.actor import Actor
from notices.models import InboundText, Notice, NumberStop
from notices.wording import worded
from platforms.models import StatusEvent
from platforms.terms import Status
from schools.models import Enrolment, GuardianLink, RoleAssignment
from schools.terms import Role
from tests.consents.families import JOB, ask_of, sign
from tests.consents.group_texts import (
    CHILD,
    FATHER,
    MOTHER,
    codes,
    found,
    stops,
    take,
    whole,
    yes,
)
from tests.consents.signing import invalidate
from tests.consents.test_exports import alerts
from tests.factories import UserFactory, actor, staff_at
from tests.platform_factories import PlatformFactory

pytestmark = pytest.mark.django_db
LOOK = Actor.job(stopping.JOB)


def look():
    """What the hour's job does."""
    return stopping.look_at_threads(None, by=LOOK)


def change(row, **facts):
    type(row).objects.filter(pk=row.pk).update(**facts)


# Each missing leg alone refuses.


@pytest.mark.clause("T2b")
def test_tl_01_with_every_leg_the_thread_is_whole():
    scene = whole()

    assert (codes(scene), [leg.number for leg in found(scene).legs]) == ([], [CHILD, MOTHER])


def test_tl_02_without_the_students_number():
    scene = whole(sign=())
    yes(scene, scene.student, scene.guardians[0], MOTHER, child="")

    assert codes(scene) == ["no_student_number"]


@pytest.mark.clause("T2b")
def test_tl_03_without_a_guardians_number():
    scene = whole(sign=("",))

    assert codes(scene) == ["no_guardian_number"]


def test_tl_04_a_guardian_with_the_students_number_is_no_second_person():
    scene = whole(sign=(CHILD,))

    assert codes(scene) == ["one_number"]


def test_tl_05_without_a_mailbox_of_the_district():
    scene = whole()
    change(scene.coach, email="coach@elsewhere.example")

    assert codes(scene) == ["no_record"]


@pytest.mark.clause("T2a")
def test_tl_06_the_coach_is_not_the_guardian_of_their_own_thread():
    scene = whole()
    change(scene.guardians[0], email=scene.coach.email.upper())

    assert codes(scene) == ["own_family"]


def test_tl_07_another_guardian_takes_the_coachs_place():
    scene = whole(sign=(MOTHER, FATHER))
    change(scene.guardians[0], email=scene.coach.email)

    assert [leg.number for leg in found(scene).legs] == [CHILD, FATHER]


def test_tl_08_nor_is_a_guardian_who_asked_for_it():
    scene = whole()
    asker = UserFactory(email="asker@district.example")
    change(scene.activity, asked_by=asker)
    change(scene.guardians[0], email=asker.email)

    assert codes(scene) == ["own_family"]


def test_tl_09_a_thread_that_lacks_a_leg_is_refused_and_nothing_is_kept(client):
    scene = whole(sign=("",))
    client.force_login(scene.coach)

    response = client.post(
        f"/activities/{scene.activity.pk}/threads/hand-out/", {"only": scene.student.pk}
    )

    assert response.status_code == 403
    assert [one.code for one in response.context["decision"].refusals] == ["no_guardian_number"]
    assert Thread.objects.count() == 0


def test_tl_10_an_adult_student_needs_another_person_on_it():
    scene = whole()
    change(scene.student, birth_on=timezone.localdate() - timedelta(days=18 * 366))

    # A guardian's word no longer counts, and with it goes the number.
    assert codes(scene) == ["no_answer"]


# Each change alone flips yes to no, and ends what was handed out.


def test_tl_11_a_withdrawal_ends_the_thread_at_once():
    scene = whole()
    row = take(scene)

    withdraw(Ask.objects.get(guardian=scene.guardians[0]), language="en")

    assert codes(scene) == ["withdrawn"]
    assert stops(scene) == [["withdrawn"]]
    assert list(row.threads.in_use()) == []
    assert Notice.objects.filter(kind="consents/withdrawn_staff").count() == 1
    # The hour's job finds nothing left to tell.
    assert look() == 0


def test_tl_12_another_guardians_refusal_is_a_conflict():
    scene = whole()
    take(scene)
    asking.ask_families(scene.approval, by=JOB)

    sign(ask_of(scene.guardians[1]), AnswerDecision.REFUSED)
    look()

    assert (codes(scene), stops(scene)) == (["conflict"], [["conflict"]])


def test_tl_13_the_same_guardians_no_after_a_yes():
    scene = whole()
    take(scene)

    sign(Ask.objects.get(guardian=scene.guardians[0]), AnswerDecision.REFUSED)

    assert (codes(scene), stops(scene)) == (["refused"], [["refused"]])


def test_tl_14_the_principal_takes_the_approval_back():
    scene = whole()
    take(scene)

    approvals.revoke(scene.approval, by=actor(scene.principal), note="Not any more.")
    look()

    assert (codes(scene), stops(scene)) == (["approval_revoked"], [["approval_revoked"]])


def test_tl_15_the_student_is_taken_off_the_list():
    scene = whole()
    take(scene)

    narrowing.take_off_student(scene.activity, scene.student, by=actor(scene.principal))
    look()

    assert (codes(scene), stops(scene)) == (["not_this_activity"], [["not_this_activity"]])


def test_tl_16_the_adult_is_taken_off():
    scene = whole()
    take(scene)

    narrowing.take_off_adult(scene.activity, scene.coach.staff, by=actor(scene.principal))
    look()

    assert (codes(scene), stops(scene)) == (["adult_not_designated"], [["adult_not_designated"]])


def test_tl_17_the_adult_has_left():
    scene = whole()
    take(scene)

    change(scene.coach.staff, left_on=timezone.localdate(), left_recorded_at=timezone.now())
    look()

    assert (codes(scene), stops(scene)) == (["adult_not_active"], [["adult_not_active"]])


def test_tl_18_the_adults_last_role_has_ended():
    scene = whole()
    take(scene)

    yesterday = timezone.localdate() - timedelta(days=1)
    RoleAssignment.objects.filter(user=scene.coach).update(ends_on=yesterday)
    look()

    assert (codes(scene), stops(scene)) == (["adult_not_active"], [["adult_not_active"]])


def test_tl_19_the_adults_account_is_closed():
    scene = whole()
    take(scene)

    change(scene.coach, is_active=False)
    look()

    assert (codes(scene), stops(scene)) == (["adult_not_active"], [["adult_not_active"]])
    # Nobody reads that mailbox; the principal sees what is not confirmed.
    assert not Notice.objects.filter(kind="consents/thread_stopped").exists()


def test_tl_20_the_student_moves_to_a_school_that_has_not_approved():
    scene = whole()
    take(scene)
    elsewhere = staff_at(role=Role.TEACHER).role_assignments.get().school
    now, today = timezone.now(), timezone.localdate()

    Enrolment.objects.filter(student=scene.student).update(
        ends_on=today - timedelta(days=1), end_recorded_at=now
    )
    Enrolment.objects.create(student=scene.student, school=elsewhere, grade="10", starts_on=today)
    change(scene.student, school=elsewhere)
    look()

    assert (codes(scene), stops(scene)) == (["not_approved"], [["not_approved"]])


def test_tl_21_the_student_leaves_the_district():
    scene = whole()
    take(scene)
    yesterday = timezone.localdate() - timedelta(days=1)

    Enrolment.objects.filter(student=scene.student).update(
        ends_on=yesterday, end_recorded_at=timezone.now()
    )
    change(scene.student, left_on=yesterday)
    look()

    assert (codes(scene), stops(scene)) == (["student_not_enrolled"], [["student_not_enrolled"]])


def test_tl_22_the_students_grade_is_not_covered_any_more():
    scene = whole()
    take(scene)

    Enrolment.objects.filter(student=scene.student).update(grade="08")
    look()

    assert (codes(scene), stops(scene)) == (["grade_not_covered"], [["grade_not_covered"]])


@pytest.mark.clause("T3")
def test_tl_23_a_flagged_platform_gives_no_recipients():
    platform = PlatformFactory()
    scene = whole(platform=platform)
    assert codes(scene) == []

    StatusEvent.objects.create(
        platform=platform, status=Status.FLAGGED_FIXING, effective_at=timezone.now()
    )

    assert codes(scene) == ["platform_not_approved"]


def test_tl_24_the_activity_is_over():
    scene = whole(ends_on=timezone.localdate())
    take(scene)

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        look()
        assert (codes(scene), stops(scene)) == (["not_this_activity"], [["not_this_activity"]])


@pytest.mark.clause("T7")
def test_tl_25_the_school_year_is_over():
    scene = whole()
    take(scene)
    after = datetime.combine(
        scene.year.ends_on + timedelta(days=1), time(0, 1), ZoneInfo(scene.year.timezone)
    )

    with time_machine.travel(after, tick=False):
        look()
        assert codes(scene) == ["not_this_activity", "another_school_year"]
        assert stops(scene) == [["not_this_activity", "another_school_year"]]


def test_tl_26_the_guardians_authority_has_ended():
    scene = whole()
    take(scene)

    links = GuardianLink.objects.filter(guardian=scene.guardians[0])
    links.update(ended_at=timezone.now())
    look()

    assert (codes(scene), stops(scene)) == (["no_answer"], [["no_answer"]])


def test_tl_27_one_of_two_guardians_has_lost_authority_and_leaves_the_thread():
    scene = whole(sign=(MOTHER, FATHER))
    take(scene)

    GuardianLink.objects.filter(guardian=scene.guardians[1]).update(ended_at=timezone.now())
    look()

    # The permission stands; the old group, with him in it, does not.
    assert codes(scene) == []
    assert stops(scene) == [["not_entitled_on_thread"]]


def test_tl_28_the_answer_turns_out_not_to_count():
    scene = whole()
    take(scene)

    invalidate(scene.answers[0], at=timezone.now(), by=scene.principal)
    look()

    assert (codes(scene), stops(scene)) == (["no_answer"], [["no_answer"]])


def test_tl_29_the_mother_changes_a_number_and_the_old_group_must_stop():
    scene = whole()
    take(scene)

    phones.change_phones(
        Answer.objects.get(), Phones(student_phone=CHILD, own_phone=FATHER, duplicates=True)
    )

    assert codes(scene) == []
    assert stops(scene) == [["number_changed"]]
    assert look() == 0


def test_tl_30_a_changed_number_concerns_only_who_holds_the_old_one():
    scene = whole()

    phones.change_phones(
        Answer.objects.get(), Phones(student_phone=CHILD, own_phone=FATHER, duplicates=True)
    )

    assert stops(scene) == []
    assert Notice.objects.filter(kind="consents/phones_changed").count() == 1


def test_tl_31_only_me_takes_the_childs_phone_out():
    scene = whole()
    take(scene)

    phones.change_phones(
        Answer.objects.get(), Phones(texts_student=False, own_phone=MOTHER, duplicates=True)
    )

    assert codes(scene) == ["refused"]
    assert stops(scene) == [["number_changed"]]


def test_tl_32_the_father_no_longer_shares_his_number_with_the_mother():
    scene = whole(sign=(MOTHER, FATHER))
    row = take(scene)

    phones.change_phones(
        Answer.objects.get(guardian=scene.guardians[1]),
        Phones(student_phone=CHILD, own_phone=FATHER, duplicates=True, sharing=NumberSharing.NEVER),
    )

    assert list(row.threads.in_use()) == []
    assert [leg.number for leg in found(scene).legs] == [CHILD, MOTHER]


def test_tl_33_the_adults_district_address_changes():
    scene = whole()
    take(scene)

    change(scene.coach, email="new.name@district.example")
    look()

    assert stops(scene) == [["record_changed"]]


def test_tl_34_a_second_guardians_yes_leaves_the_thread_as_it_is():
    scene = whole()
    take(scene)

    yes(scene, scene.student, scene.guardians[1], FATHER)

    assert (look(), stops(scene)) == (0, [])


def test_tl_35_nothing_changed_stops_nothing():
    scene = whole()
    take(scene)

    assert (look(), look(), stops(scene)) == (0, 0, [])


def test_tl_36_everything_an_adult_must_stop_is_one_message_without_a_name():
    scene = whole()
    take(scene)

    approvals.revoke(scene.approval, by=actor(scene.principal), note="Not any more.")
    look()

    notice = Notice.objects.get(kind="consents/thread_stopped")
    assert notice.address == scene.coach.email
    said = worded(notice)
    assert scene.student.family_name not in said.subject + said.body
    assert "/stops/" in said.body


def test_tl_37_a_thread_taken_after_the_stop_is_a_new_one():
    scene = whole()
    take(scene)
    withdraw(Ask.objects.get(), language="en")
    sign(ask_in_full(Ask.objects.get().pk), AnswerDecision.GRANTED, key="again")

    row = take(scene)

    assert list(row.threads.in_use()) == list(row.threads.all())
    assert look() == 0


def test_tl_38_a_withdrawal_tells_every_named_adult_also_without_a_thread():
    scene = whole()
    other = staff_at(scene.school)
    scene.version.adults.add(other.staff)

    withdraw(Ask.objects.get(), language="en")

    told = ThreadStop.objects.order_by("staff").values_list("staff__user", "reasons")
    assert list(told) == [(scene.coach.pk, ["withdrawn"]), (other.pk, ["withdrawn"])]


def say_stop(number):
    """The number's last word to us is that texts stop."""
    text = InboundText.objects.create(
        carrier_id=f"text-{number}", sender=number, reading="stop", at=timezone.now()
    )
    NumberStop.objects.create(number=number, stops=True, text=text, at=timezone.now())


def test_tl_39_the_mothers_number_has_asked_that_texts_stop():
    scene = whole()
    take(scene)

    say_stop(MOTHER)
    look()

    assert (codes(scene), stops(scene)) == (["number_stopped"], [["number_stopped"]])


def test_tl_40_the_fathers_number_takes_her_place_on_the_thread():
    scene = whole(sign=(MOTHER, FATHER))

    say_stop(MOTHER)

    assert [leg.number for leg in found(scene).legs] == [CHILD, FATHER]


def test_tl_41_the_students_phone_has_asked_that_texts_stop():
    scene = whole()
    take(scene)

    say_stop(CHILD)
    look()

    assert (codes(scene), stops(scene)) == (["withdrawn"], [["withdrawn"]])


def test_tl_42_a_paused_adult_texts_nobody_and_nobody_is_written_to():
    scene = whole()
    row = take(scene)

    pauses.pause(scene.coach.staff, by=actor(scene.principal), reason="Being looked into.")
    look()

    assert (codes(scene), stops(scene)) == (["adult_paused"], [])
    assert [sheet.is_right for sheet in sheets_of(row)] == [False]


def test_tl_43_a_guardian_who_stopped_their_copies_gets_none_and_the_student_still_does():
    scene = alerts(duplicates=True)
    student = scene.students[0]
    assert [leg.number for leg in found(scene, student).legs] == ["+13125552000", "+13125553000"]

    say_stop("+13125553000")

    assert [leg.number for leg in found(scene, student).legs] == ["+13125552000"]
