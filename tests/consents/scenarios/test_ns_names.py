"""ns: names and scripts. A name is what its bearer writes; two people of one name are two, one in two spellings is one."""

import re
import unicodedata

import pytest

from consents import verdicts
from consents.models import Answer
from consents.terms import AnswerDecision
from schools import twice
from schools.actions import merges
from schools.models import Guardian
from schools.terms import Role
from tests.consents.families import ask_of, asked, let_in, sign, sign_on_pages
from tests.factories import GuardianFactory, StudentFactory, actor, district_user, staff_at

pytestmark = pytest.mark.django_db
YES, NO = AnswerDecision.GRANTED, AnswerDecision.REFUSED
SCRIPTS = [
    "Nguyễn Thị Ánh",
    "李娜",
    "آوا ديالو",
    "فاطمہ بی بی",
    "Łucja Wójcik-Żak",
    "Ολυμπία Παπαδοπούλου",
    "Юлия Жданова",
    "சரஸ்வதி",
    "Sukarno",
]


def people(one, other):
    """Two rows with these names (given, family)."""
    return [Guardian(given_name=given, family_name=family) for given, family in (one, other)]


def allowed(meetup):
    found = verdicts.verdict(meetup.coach.staff, meetup.student, meetup.activity)
    return found.verdict.allowed, [reason.code for reason in found.verdict.reasons]


@pytest.mark.parametrize("name", SCRIPTS)
def test_ns_01_a_name_in_any_script_signs(name):
    meetup = asked(guardians=1)
    client = let_in(meetup.guardians[0])

    sign_on_pages(client, ask_of(meetup.guardians[0]), name=name)

    assert Answer.objects.get().typed_name == name


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_ns_02_no_name_or_one_without_end_is_refused_on_the_same_page(name):
    meetup = asked(guardians=1)
    client = let_in(meetup.guardians[0])

    page = sign_on_pages(client, ask_of(meetup.guardians[0]), name=name)

    assert (page.status_code, Answer.objects.count()) == (422, 0)


@pytest.mark.clause("T1")
def test_ns_03_father_and_grandfather_of_one_name_stay_two():
    meetup = asked()
    for guardian in meetup.guardians:
        guardian.given_name, guardian.family_name = "José", "García"
        guardian.save()
    sign(ask_of(meetup.guardians[0]))

    sign(ask_of(meetup.guardians[1]), NO)

    assert allowed(meetup) == (False, ["conflict"])


@pytest.mark.clause("T1")
def test_ns_04_one_mother_under_two_spellings_is_one_signer_and_her_latest_word_counts():
    meetup = asked()
    older, newer = meetup.guardians
    sign(ask_of(older), NO)
    sign(ask_of(newer))
    before = allowed(meetup)

    merges.merge(older, newer, by=actor(district_user(Role.RECORDS)), reason="Passport seen.")

    assert (before, allowed(meetup)) == ((False, ["conflict"]), (True, []))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("José", "García"), ("Jose", "Garcia")),
        (
            (unicodedata.normalize("NFC", "Zoë"), "Müller"),
            (unicodedata.normalize("NFD", "Zoë"), "Müller"),
        ),
        (("Olena", "Kovalenko"), ("Elena", "Kovalenko")),
        (("Muhammad", "Ali"), ("Mohammed", "Ali")),
        (("Łukasz", "Nowak"), ("Lukasz", "Nowak")),
        (("María Guadalupe", "López"), ("Maria", "Lopez")),
        (("Garcia", "Maria"), ("Maria", "Garcia")),
        (("M.", "Lopez"), ("Maria", "Lopez")),
        (("李", "娜"), ("", "李娜")),
        (("", "Sukarno"), ("", "Soekarno")),
        (("آوا", "ديالو"), ("آوا", "ديالو")),
    ],
)
def test_ns_05_two_spellings_are_near(one, other):
    assert twice.near(*people(one, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ana", "Flores"), ("Juan", "Flores")),
        (("Ana", "Flores"), ("Ana", "Reyes")),
        (("李", "娜"), ("王", "伟")),
        (("", ""), ("", "")),
        (("آوا", "ديالو"), ("عمر", "ديالو")),
    ],
)
def test_ns_06_a_couple_and_two_strangers_are_not(one, other):
    assert not twice.near(*people(one, other))


def suggested(user):
    return [(row.one, row.other) for row in twice.suggestions(user).rows]


def test_ns_07_a_shared_contact_a_shared_student_and_a_near_name_are_suggested():
    student = StudentFactory()
    facts = {"of": student, "family_name": "García", "phone": "+13125550177"}
    one = GuardianFactory(given_name="José", **facts)
    other = GuardianFactory(given_name="Jose", **facts)
    GuardianFactory(given_name="Ana", **facts)
    GuardianFactory(
        of=StudentFactory(school=student.school), given_name="José", family_name="García"
    )
    elsewhere = staff_at(role=Role.CLERK)

    assert suggested(staff_at(student.school, Role.CLERK)) == [(one, other)]
    assert suggested(elsewhere) == []


def test_ns_08_said_to_be_two_they_are_not_suggested_again():
    student = StudentFactory()
    facts = {"of": student, "given_name": "José", "family_name": "García", "email": "g@example.org"}
    one, other = GuardianFactory(**facts), GuardianFactory(**facts)
    clerk = staff_at(student.school, Role.CLERK)

    merges.set_aside(one, other, by=actor(clerk), word="two")

    assert suggested(clerk) == []


@pytest.mark.parametrize("number", [1, 12])
def test_ns_09_the_suggestions_cost_the_same_for_one_and_many(number, django_assert_num_queries):
    student = StudentFactory()
    for n in range(number):
        facts = {
            "of": student,
            "given_name": f"José {n}",
            "family_name": "García",
            "email": f"g{n}@example.org",
        }
        GuardianFactory(**facts)
        GuardianFactory(**facts)
    clerk = staff_at(student.school, Role.CLERK)

    with django_assert_num_queries(7):
        found = twice.suggestions(clerk)

    assert len(found.rows) == number


def test_ns_10_a_name_from_right_to_left_stays_walled_off_on_the_page(client):
    student = StudentFactory(given_name="ليلى", family_name="حسن")
    GuardianFactory(of=student, given_name="آوا", family_name="ديالو")
    client.force_login(staff_at(student.school, Role.CLERK))

    page = client.get(f"/students/{student.pk}/").content.decode()

    assert re.search(r"<bdi[^>]*>آوا ديالو</bdi>", page)
