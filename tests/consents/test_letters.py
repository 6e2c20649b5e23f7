import pytest

from consents.actions.approvals import approve, deny, question, reply, revoke
from consents.actions.narrowing import end_early, take_off_adult, take_off_student
from consents.actions.steps import tell_approvers
from consents.terms import Stage
from notices.models import Notice
from notices.wording import worded
from tests.consent_factories import NECESSARY, safety_meetup
from tests.factories import DelegationFactory, actor

pytestmark = pytest.mark.django_db
WHY = {"necessary": NECESSARY, "authorised": "T2"}


@pytest.fixture
def asked():
    return safety_meetup(stage=Stage.ASKED)


@pytest.fixture
def approved():
    return safety_meetup()


def newest():
    return worded(Notice.objects.latest("pk"))


def test_the_principal_is_told_what_is_asked_and_where_to_decide(asked, settings):
    tell_approvers(asked.approval, asked.approval.steps.get())

    message = newest()
    assert message.subject == "For you to decide: texting for “Robotics club”"
    assert f"{settings.SITE_URL}/approvals/{asked.approval.pk}/" in message.body
    assert asked.coach.name in message.body
    assert asked.student.family_name not in message.body


def test_once_somebody_decided_the_letter_is_no_longer_wanted(asked):
    tell_approvers(asked.approval, asked.approval.steps.get())
    notice = Notice.objects.get()

    approve(asked.approval, by=actor(asked.principal), **WHY)

    assert worded(notice) is None


@pytest.mark.parametrize(
    ("move", "words", "subject"),
    [
        (approve, WHY, "Approved: texting for “Robotics club”"),
        (deny, {"note": "No."}, "Not approved: texting for “Robotics club”"),
        (question, {"note": "Why?"}, "A question about texting for “Robotics club”"),
    ],
)
def test_the_asker_is_told_what_was_decided(asked, move, words, subject):
    move(asked.approval, by=actor(asked.principal), **words)

    message = newest()
    assert message.subject == subject
    assert f"/activities/{asked.activity.pk}/" in message.body
    assert asked.principal.name in message.body


def test_an_answer_to_a_question_says_that_it_is_one(asked):
    question(asked.approval, by=actor(asked.principal), note="Why?")
    reply(asked.approval, by=actor(asked.coach), note="No device on the bus.")

    assert newest().subject == "Answered, for you to decide: texting for “Robotics club”"


def test_for_whom_a_delegate_decided_is_said(asked):
    delegate = DelegationFactory(principal=asked.principal, school=asked.school).delegate

    deny(asked.approval, by=actor(delegate), note="No.")

    assert f"{delegate.name}, for {asked.principal.name}, did not approve" in newest().body


def test_every_adult_is_told_to_stop(approved):
    revoke(approved.approval, by=actor(approved.principal), note="Over.")

    message = newest()
    assert message.subject == "Stop now: texting for “Robotics club” is no longer approved"
    assert approved.principal.name in message.body


def test_who_was_taken_off_is_told_so(approved):
    take_off_adult(approved.activity, approved.coach.staff, by=actor(approved.principal))

    assert newest().subject == "You may no longer text for “Robotics club”"


@pytest.mark.parametrize(
    "narrow",
    [
        lambda scene, by: take_off_student(scene.activity, scene.student, by=by),
        lambda scene, by: end_early(scene.activity, scene.version.starts_on, by=by),
    ],
)
def test_less_is_told_without_a_childs_name(approved, narrow):
    narrow(approved, actor(approved.principal))

    message = newest()
    assert message.subject == "Less is permitted now for “Robotics club”"
    assert approved.student.given_name not in message.body
    assert approved.student.family_name not in message.body
