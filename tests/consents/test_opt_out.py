"""The classroom social-media form: signed only to refuse; families are told, and nobody is chased (G1)."""

import pytest
from django.urls import reverse

from consents.actions import asking
from consents.models import PhoneChoice
from consents.reports import guardian_home
from consents.reports.verdict_board import board
from consents.terms import AnswerDecision
from consents.verdicts import verdict
from documents.models import Document
from notices.models import Notice
from notices.wording import worded
from tests.consent_factories import safety_meetup
from tests.consents.families import (
    HIDDEN,
    JOB,
    ask_of,
    asked,
    at,
    kept,
    let_in,
    sign,
    sign_on_pages,
)
from tests.platform_factories import PlatformFactory

pytestmark = pytest.mark.django_db
REFUSED, GRANTED = AnswerDecision.REFUSED, AnswerDecision.GRANTED


@pytest.fixture
def classroom():
    """A class that uses an approved page; its families have been told."""
    return asked(
        code="classroom_social_media", platform=PlatformFactory(name="ClassPage"), name="Art class"
    )


@pytest.fixture
def guardian(classroom):
    return classroom.guardians[0]


@pytest.fixture
def ask(guardian):
    return ask_of(guardian)


def reasons(scene):
    found = verdict(scene.coach.staff, scene.student, scene.activity).verdict
    return [(reason.code, reason.clause) for reason in found.reasons]


@pytest.mark.clause("G1")
def test_silence_is_enough_once_the_principal_approved_and_families_were_told(classroom):
    assert reasons(classroom) == []


@pytest.mark.clause("T6")
def test_silence_is_not_enough_before_the_principal_approved():
    scene = safety_meetup(code="classroom_social_media", platform=PlatformFactory(), stage="asked")

    assert reasons(scene) == [("not_approved", "T6")]


def test_the_message_says_that_nothing_need_be_done(classroom, guardian):
    notice = Notice.objects.get(kind="consents/asked", address=guardian.email)

    subject, body = worded(notice).subject, worded(notice).body

    assert subject == f"{classroom.school.name} tells you something. You need to do nothing."
    assert "You need to do nothing. Sign only if you do not agree." in body
    assert "asks for your permission" not in body
    assert str(classroom.student) not in body


def test_home_says_that_nothing_waits(guardian):
    page = let_in(guardian).get(at("guardian", guardian)).content.decode()

    assert "Nothing waits for your answer." in page
    assert "You need to do nothing" in page
    assert "Sign only if you do not agree." in page
    assert "Waiting" not in page


def test_the_form_offers_a_no_and_needs_no_yes(guardian, ask):
    client = let_in(guardian)

    form = client.get(at("guardian_form", guardian, ask.pk)).content.decode()
    choice = client.get(at("guardian_answer", guardian, ask.pk)).context["form"].fields["choice"]

    assert "I have read it" in form
    assert [label for _value, label in choice.choices] == ["I do not agree"]


@pytest.mark.clause("G1")
def test_one_signed_no_ends_it_and_the_adults_hear_of_it(classroom, guardian, ask):
    response = sign_on_pages(let_in(guardian), ask, choice="no")

    (answer,) = kept(ask)
    assert response.url == at("guardian_receipt", guardian, answer.pk)
    assert (answer.decision, reasons(classroom)) == (REFUSED, [("refused", "T1")])
    assert PhoneChoice.objects.count() == 0
    told = Notice.objects.filter(kind="consents/objected_staff")
    assert [notice.address for notice in told] == [classroom.coach.email]
    assert "Take the student off the class's page" in worded(told.get()).body
    assert Document.objects.get().snapshot["choices"] == {}


def test_a_yes_that_nobody_needs_is_not_taken(guardian, ask):
    client = let_in(guardian)
    client.get(at("guardian_form", guardian, ask.pk))

    response = client.post(at("guardian_answer", guardian, ask.pk), {"choice": "yes"})

    assert (response.status_code, kept(ask)) == (422, [])


def test_who_refused_can_agree_again_without_naming_a_telephone(classroom, guardian, ask):
    client = let_in(guardian)
    sign_on_pages(client, ask, choice="no")
    client.get(at("guardian_form", guardian, ask.pk))

    onward = client.post(at("guardian_answer", guardian, ask.pk), {"choice": "yes"})
    page = client.get(onward.url)
    hidden = {key: page.context["form"][key].value() for key in HIDDEN}
    client.post(onward.url, {**hidden, "typed_name": "Ana María O'Neill", "agreed": "on"})

    assert onward.url == at("guardian_sign", guardian, ask.pk)
    assert [answer.decision for answer in kept(ask)] == [REFUSED, GRANTED]
    assert (reasons(classroom), PhoneChoice.objects.count()) == ([], 0)


def test_the_receipt_of_a_yes_offers_another_answer_and_nothing_to_take_back(guardian, ask):
    sign(ask, REFUSED, key="first")
    yes = sign(ask, GRANTED, key="second")
    client = let_in(guardian)

    page = client.get(at("guardian_receipt", guardian, yes.pk)).content.decode()
    withdraw = client.get(at("guardian_withdraw", guardian, yes.pk))
    phones = client.get(at("guardian_change_phones", guardian, yes.pk))

    assert "I agree" in page
    assert "Change my answer" in page
    assert "Take my permission back" not in page
    assert [withdraw.url, phones.url] == [at("guardian_receipt", guardian, yes.pk)] * 2


def test_the_receipt_of_a_no_says_what_follows(guardian, ask):
    no = sign(ask, REFUSED)

    page = let_in(guardian).get(at("guardian_receipt", guardian, no.pk)).content.decode()

    assert "I do not agree" in page
    assert "Your child does not use the page of the class." in page


@pytest.mark.clause("G1")
def test_the_other_parents_agreement_does_not_undo_a_no(classroom):
    first, second = classroom.guardians
    sign(ask_of(first), REFUSED)
    sign(ask_of(second), REFUSED, key="no")
    sign(ask_of(second), GRANTED, key="yes")

    assert reasons(classroom) == [("conflict", "T1")]


def test_a_second_no_tells_nobody_again(guardian, ask):
    sign(ask, REFUSED, key="first")

    sign(ask, REFUSED, key="second")

    assert Notice.objects.filter(kind="consents/objected_staff").count() == 1


def test_the_other_parent_said_nothing_and_is_not_waited_for(guardian, ask):
    row = guardian_home.row_of(ask, ask.created_at)

    assert [word.value for word in row.others] == ["silent"]


def test_boards_wait_for_nobody(classroom):
    (row,) = board(classroom.activity).rows

    assert (row.allowed, [said.word.label for said in row.said]) == (True, ["No objection"] * 2)


def test_the_activitys_page_says_who_was_told(client, classroom):
    client.force_login(classroom.coach)

    page = client.get(reverse("activity", args=[classroom.activity.pk])).content.decode()

    assert "Told, no objection" in page


@pytest.mark.clause("T1")
def test_silence_never_lets_anybody_text_a_phone():
    scene = asked(code="classroom_social_media")

    assert reasons(scene) == [("platform_not_approved", "T3")]


def test_asking_again_tells_nobody_twice(classroom):
    before = Notice.objects.count()

    made = asking.ask_families(classroom.approval, by=JOB)

    assert (made, Notice.objects.count()) == (0, before)
