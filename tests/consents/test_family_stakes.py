"""Nobody who gains from a family's yes changes who is asked, or where (T2a)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consents.terms import Stage
from core.decision import Refused
from schools import access
from schools.actions.corrections import add_guardian, correct_guardian, set_authority
from schools.models import Guardian, GuardianLink
from schools.terms import Authority, Role
from tests.consent_factories import make_activity, safety_meetup
from tests.factories import StudentFactory, actor, staff_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def meetup():
    return safety_meetup()


def in_the_office(user, school):
    user.role_assignments.create(school=school, role=Role.CLERK, starts_on=timezone.localdate())
    return user


@pytest.fixture
def coach(meetup):
    return in_the_office(meetup.coach, meetup.school)


def refusals(user, student):
    return access.may_correct(actor(user), student).refusals


@pytest.mark.clause("T2a")
def test_who_asked_does_not_send_the_form_to_their_own_address(meetup, coach):
    guardian = meetup.guardians[0]
    before = guardian.email

    with pytest.raises(Refused) as refused:
        correct_guardian(guardian, {"email": coach.email}, student=meetup.student, by=actor(coach))

    assert refused.value.decision.refusals == (access.HAS_STAKE,)
    assert Guardian.objects.get(pk=guardian.pk).email == before


def test_nor_enters_a_contact_who_may_sign(meetup, coach):
    count = Guardian.objects.count()

    with pytest.raises(Refused):
        add_guardian(
            meetup.student,
            {"family_name": "Nobody", "email": "me@example.org"},
            relationship="Uncle",
            authority=Authority.YES,
            reason="said so",
            by=actor(coach),
        )

    assert Guardian.objects.count() == count


def test_nor_says_who_may_sign(meetup, coach):
    link = meetup.guardians[0].links.get()

    with pytest.raises(Refused):
        set_authority(link, Authority.NO, by=actor(coach), reason="said so")

    assert GuardianLink.objects.get(pk=link.pk).ended_at is None


def test_nor_for_a_brother_or_sister_of_the_same_contacts(meetup, coach):
    sister = StudentFactory(school=meetup.school)
    GuardianLink.objects.create(guardian=meetup.guardians[0], student=sister, source="person")

    assert refusals(coach, sister) == (access.HAS_STAKE,)


def test_others_of_the_office_may_and_so_may_they_for_other_families(meetup, coach):
    other = StudentFactory(school=meetup.school)

    assert refusals(staff_at(meetup.school, Role.CLERK), meetup.student) == ()
    assert refusals(coach, other) == ()


@pytest.mark.parametrize(
    ("stage", "kept_out"),
    [
        (Stage.DRAFT, False),
        (Stage.ASKED, True),
        (Stage.QUESTIONED, True),
        (Stage.APPROVED, True),
        (Stage.DENIED, False),
        (Stage.RETRACTED, False),
        (Stage.REVOKED, False),
    ],
)
def test_who_is_named_keeps_out_while_it_is_asked_or_stands(meetup, stage, kept_out):
    clerk, student = staff_at(meetup.school, Role.CLERK), StudentFactory(school=meetup.school)
    make_activity(
        meetup.school, asked_by=meetup.coach, adults=[clerk], students=[student], stage=stage
    )

    assert bool(refusals(clerk, student)) is kept_out


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.DENIED, Stage.RETRACTED])
def test_who_asked_keeps_out_also_before_and_after(meetup, coach, stage):
    student = StudentFactory(school=meetup.school)
    make_activity(meetup.school, asked_by=coach, students=[student], stage=stage)

    assert refusals(coach, student) == (access.HAS_STAKE,)


def test_the_pages_say_why(client, meetup, coach):
    link = meetup.guardians[0].links.get()
    client.force_login(coach)

    pages = [
        client.get(reverse("schools:correct_contact", args=[link.pk])),
        client.get(reverse("schools:set_authority", args=[link.pk])),
        client.get(reverse("schools:add_contact", args=[meetup.student.pk])),
        client.get(reverse("schools:correct_student", args=[meetup.student.pk])),
    ]

    assert [page.status_code for page in pages] == [403] * 4
    assert {page.context["decision"].refusals for page in pages} == {(access.HAS_STAKE,)}
