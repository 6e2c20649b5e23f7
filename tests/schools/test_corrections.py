"""Staff put records right: pinned, recorded, and the past kept."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from core.decision import Refused
from schools.access import KEPT_AWAY, OWN_ADDRESS
from schools.actions import signing
from schools.actions.corrections import (
    add_guardian,
    correct_guardian,
    correct_student,
    set_authority,
)
from schools.models import Change, Guardian, GuardianLink
from schools.terms import Authority, LinkSource, Role
from tests.factories import (
    GuardianFactory,
    SchoolFactory,
    StudentFactory,
    actor,
    district_user,
    staff_at,
)
from trail.models import Entry, name_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def student(school):
    return StudentFactory(school=school, given_name="Ana", grade="09")


@pytest.fixture
def clerk(school):
    return staff_at(school, Role.CLERK)


def test_a_correction_keeps_what_was_there_and_by_whom(student, clerk):
    correct_student(student, {"given_name": "Zoë", "family_name": student.family_name}, by=actor(clerk))  # fmt: skip

    change = Change.objects.get()
    assert (change.subject, change.field, change.before, change.after) == (name_of(student), "given_name", "Ana", "Zoë")  # fmt: skip
    assert (change.source, change.actor_id) == (LinkSource.PERSON, str(clerk.pk))
    entry = Entry.objects.get()
    assert (entry.verb, entry.facts) == ("student.corrected", {"fields": ["given_name"]})


def test_a_new_grade_is_a_new_period(student, clerk):
    correct_student(student, {"grade": "10"}, by=actor(clerk))

    today = timezone.localdate()
    assert list(student.enrolments.order_by("pk").values_list("grade", "ends_on")) == [
        ("09", date.fromordinal(today.toordinal() - 1)),
        ("10", None),
    ]


def test_nothing_new_is_no_correction(student, clerk):
    correct_student(student, {"given_name": "Ana"}, by=actor(clerk))

    assert not Change.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COACH, Role.AIDE])
def test_who_may_not_correct(student, school, role):
    with pytest.raises(Refused):
        correct_student(student, {"given_name": "Zoë"}, by=actor(staff_at(school, role)))

    student.refresh_from_db()
    assert student.given_name == "Ana"


def test_a_contact_put_right_is_unproved_and_no_longer_disputed(student, clerk):
    guardian = GuardianFactory(of=student, disputed_at=timezone.now())

    correct_guardian(guardian, {"phone": "+13125550199"}, student=student, by=actor(clerk))

    guardian.refresh_from_db()
    assert (guardian.phone, guardian.contact_verified_at, guardian.disputed_at) == ("+13125550199", None, None)  # fmt: skip
    entry = Entry.objects.get()
    assert entry.facts == {"fields": ["phone"], "dispute_settled": True}


def test_a_new_name_leaves_a_proved_contact_proved(student, clerk):
    guardian = GuardianFactory(of=student)

    correct_guardian(guardian, {"given_name": "Ola"}, student=student, by=actor(clerk))

    guardian.refresh_from_db()
    assert guardian.contact_verified_at is not None


def test_authority_is_a_new_link_with_its_ground(student, clerk):
    guardian = GuardianFactory(of=student, of__authority=Authority.CHECK)
    link = guardian.links.get()

    set_authority(link, Authority.YES, by=actor(clerk), reason=" court order seen ")

    rows = guardian.links.order_by("pk").values_list("authority", "source", "authority_source")
    assert list(rows) == [("check", "contacts", ""), ("yes", "person", "court order seen")]
    assert guardian.links.current().get().authority == "yes"
    assert list(GuardianLink.objects.with_authority(link.recorded_at)) == []


def test_authority_without_a_ground_is_refused(student, clerk):
    link = GuardianFactory(of=student).links.get()

    with pytest.raises(Refused):
        set_authority(link, Authority.NO, by=actor(clerk), reason="  ")

    assert GuardianLink.objects.current().get().authority == "yes"


def test_a_contact_is_entered_and_never_merged(student, clerk):
    GuardianFactory(given_name="Ola", family_name="Ruiz")

    add_guardian(
        student,
        {"given_name": "Ola", "family_name": "Ruiz", "email": "ola@example.org"},
        relationship="Mother",
        authority=Authority.YES,
        reason="came in person",
        by=actor(clerk),
    )

    assert Guardian.objects.filter(given_name="Ola").count() == 2
    assert student.guardian_links.get().source == LinkSource.PERSON


def test_nobody_makes_a_signer_of_themself(student, clerk):
    guardian = GuardianFactory(of=student)
    mine = GuardianFactory(of=student, email=clerk.email.upper(), of__authority=Authority.CHECK)
    theirs = {"given_name": "Ola", "email": clerk.email}
    tries = [
        lambda: correct_guardian(guardian, {"email": clerk.email}, student=student, by=actor(clerk)),
        lambda: add_guardian(student, theirs, relationship="Aunt", authority=Authority.YES, reason="said so", by=actor(clerk)),
        lambda: set_authority(mine.links.get(), Authority.YES, by=actor(clerk), reason="said so"),
    ]  # fmt: skip

    for attempt in tries:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.decision.refusals == (OWN_ADDRESS,)

    assert Guardian.objects.filter(email__iexact=clerk.email).get() == mine
    assert mine.links.get().authority == Authority.CHECK


@pytest.mark.clause("T1")
def test_who_is_kept_away_does_not_come_back_under_another_row(student, clerk):
    father = GuardianFactory(of=student, phone="+13125550188")
    mother = GuardianFactory(of=student)
    twin = GuardianFactory(of=student, email=father.email, of__authority=Authority.CHECK)
    records = actor(district_user(Role.RECORDS))
    signing.block(father, [student], by=records, source="Court order.")
    again = {"given_name": "Ola", "email": father.email.upper()}

    def enter(by):
        add_guardian(student, again, relationship="Father", authority=Authority.YES, reason="said so", by=by)  # fmt: skip

    tries = [
        lambda: enter(actor(clerk)),
        lambda: correct_guardian(mother, {"phone": father.phone}, student=student, by=actor(clerk)),
        lambda: set_authority(twin.links.get(), Authority.YES, by=actor(clerk), reason="said so"),
    ]

    for attempt in tries:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.decision.refusals == (KEPT_AWAY,)
    assert Guardian.objects.count() == 3
    enter(records)
    assert Guardian.objects.count() == 4


def test_a_colleague_enters_staff_who_are_family(student, clerk, school):
    guardian = GuardianFactory(of=student)
    colleague = staff_at(school, Role.CLERK)

    correct_guardian(guardian, {"email": clerk.email}, student=student, by=actor(colleague))

    assert Guardian.objects.get().email == clerk.email


def test_the_pages(client, student, clerk):
    link = GuardianFactory(of=student).links.get()
    client.force_login(clerk)

    def post(door, pk, **facts):
        return client.post(reverse(f"schools:{door}", args=[pk]), facts).status_code

    names = {"given_name": "Zoë", "family_name": "Öz"}
    assert post("correct_student", student.pk, **names, grade="ninth") == 422
    assert post("correct_student", student.pk, **names, grade="10") == 302
    assert post("correct_contact", link.pk, **names, phone="12") == 422
    assert post("correct_contact", link.pk, **names, phone="773 555 0123", language="pl") == 302
    assert post("set_authority", link.pk, authority="no") == 422
    assert post("set_authority", link.pk, authority="no", reason="order of 3 March") == 302
    contact = {**names, "relationship": "Aunt", "authority": "check", "reason": "came in person"}
    assert post("add_contact", student.pk, **contact, email="x") == 422
    assert post("add_contact", student.pk, **contact, email="aunt@example.org") == 302

    student.refresh_from_db()
    assert (student.given_name, student.grade) == ("Zoë", "10")
    link.guardian.refresh_from_db()
    assert (link.guardian.phone, link.guardian.language) == ("+17735550123", "pl")
    current = student.guardian_links.current().order_by("pk").values_list("authority", flat=True)
    assert list(current) == ["no", "check"]


def test_a_teacher_sees_who_may_sign_and_not_how_to_reach_them(client, student, school, clerk):
    guardian = GuardianFactory(of=student)
    page = reverse("schools:student", args=[student.pk])

    client.force_login(staff_at(school))
    to_teacher = client.get(page).content.decode()
    client.force_login(district_user(Role.RECORDS))
    to_records = client.get(page).content.decode()

    assert (str(guardian) in to_teacher, guardian.email in to_teacher) == (True, False)
    assert guardian.email in to_records
