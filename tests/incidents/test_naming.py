"""Names in a report (I1, I2): whoever one could be is out until the office settles it; what is settled holds at once."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import vault
from core.decision import Refused
from core.workflow import IllegalMove
from incidents.actions import naming
from incidents.models import Case, CaseReason, CaseStep, Involved, Unnaming
from incidents.policy import Person
from incidents.policy.names import could_be, is_whole_name, posts_in
from incidents.terms import Concern, OfficeCode, Part, Post
from incidents.terms.people import Settled
from notices.models import Notice
from notices.wording import worded
from schools.terms import Role
from tests.factories import (
    SchoolFactory,
    StudentFactory,
    actor,
    chief_of,
    principal_of,
    staff_at,
)
from tests.incident_factories import accused, bullying, case_of, report, seated
from trail import guards

pytestmark = pytest.mark.django_db

WHY = "She told us on the telephone."


def reads(case, *people):
    return [Case.objects.visible_to(one).filter(pk=case.pk).exists() for one in people]


def typed(name, part=Part.ACCUSED, is_adult=True, **facts):
    return Person(part, name=name, is_adult=is_adult, **facts)


def row_of(case, part=Part.ACCUSED):
    return case.involved.get(part=part, ended_at=None)


# Whom a typed name could mean


@pytest.mark.parametrize(
    ("said", "name", "expected"),
    [
        ("Ms. Okafor", "Patricia Okafor", True),
        ("okafor, patricia", "Patricia Okafor", True),
        ("P. Okafor", "Patricia Okafor", True),
        ("Mrs O", "Patricia Okafor", True),
        ("Pat Okafor", "Patricia Okafor", True),
        ("Ms Okafer", "Patricia Okafor", True),
        ("Wojcik", "Tomasz Wójcik", True),
        ("José ONeil", "Jose O'Neil", True),
        ("Dr García", "Ana María Garcia López", True),
        ("Ana Maria Lopez", "Ana Lopez", True),
        ("my math teacher Mr Okafor from room 12", "Patricia Okafor", True),
        ("Maria Lopez", "Maria Schmidt", False),
        ("Maria Lopez", "Ana Lopez", False),
        ("Smith", "Patricia Okafor", False),
        ("the teacher", "Patricia Okafor", False),
        ("", "Patricia Okafor", False),
        ("Ms Okafor", "", False),
    ],
)
def test_whose_name_it_could_be(said, name, expected):
    assert could_be(said, name) is expected


def test_a_whole_name_has_first_and_last():
    found = [is_whole_name(said, "Oscar Grant") for said in ("Grant, Oscar", "Mr Grant", "O Grant")]

    assert found == [True, False, False]


def test_posts_are_read_from_words():
    found = {
        words: posts_in(words) for words in ("the Principal", "our AP", "vice principal", "Ms Li")
    }

    assert found == {
        "the Principal": {Post.PRINCIPAL},
        "our AP": {Post.ADMINISTRATORS},
        "vice principal": {Post.ADMINISTRATORS},
        "Ms Li": set(),
    }


# Until somebody settles it


@pytest.mark.clause("I2")
def test_every_leader_a_typed_name_could_mean_is_out_until_it_is_settled():
    school = SchoolFactory()
    principal = principal_of(school, name="Patricia Okafor")
    one = staff_at(school, Role.ADMINISTRATOR, name="Peter Okafor")
    other = staff_at(school, Role.ADMINISTRATOR, name="Lena Brandt")
    chief, office = chief_of(school, name="Carl Hope"), seated(OfficeCode.STUDENT_PROTECTIONS)
    case = case_of(bullying(school, people=(typed("Mr Okafor", Part.KEEP_FROM),)))
    before = reads(case, principal, one, other, chief)

    naming.match(row_of(case, Part.KEEP_FROM), one, why=WHY, by=actor(office))

    assert before == [False, False, False, True]
    assert reads(case, principal, one, other, chief) == [True, False, True, False]


def test_a_name_in_a_report_about_students_keeps_out_whom_it_could_mean():
    school = SchoolFactory()
    principal = principal_of(school, name="Patricia Okafor")
    case = case_of(bullying(school, people=(typed("Okafor", is_adult=None),)))
    students = case_of(bullying(school, people=(typed("Patricia", is_adult=False),)))

    assert [*reads(case, principal), *reads(students, principal)] == [False, True]


def test_somebody_of_the_office_whose_whole_name_was_typed_sees_nothing():
    school = SchoolFactory()
    named, other = seated(name="Oscar Grant"), seated(name="Odile Fontaine")

    case = case_of(report(school, people=(typed("Oscar Grant"),)))

    assert reads(case, named, other) == [False, True]


def test_the_principal_said_as_a_post_is_out_like_one_who_is_named():
    school = SchoolFactory()
    principal, chief = principal_of(school), chief_of(school)

    case = case_of(bullying(school, people=(typed("the principal", Part.KEEP_FROM),)))

    assert reads(case, principal, chief) == [False, True]


# Settled


@pytest.mark.clause("I1")
def test_a_name_is_known_once_somebody_of_the_office_says_who_is_meant():
    school = SchoolFactory()
    principal, teacher, oig = principal_of(school), staff_at(school, name="Dan Reed"), seated()
    case = case_of(report(school, people=(typed("Mr Reed"),)))
    before = reads(case, principal)

    made = naming.match(row_of(case), teacher, why=WHY, by=actor(oig))

    old = Involved.objects.get(pk=made.follows_id)
    assert [*before, *reads(case, principal, teacher)] == [False, True, False]
    assert (made.confirmed_by, made.settled, old.mark, old.ended_by) == (
        oig,
        Settled.STAFF,
        "",
        oig,
    )
    assert made.words()["name"] == "Mr Reed"
    assert CaseReason.objects.get(case=case).words() == {"text": WHY}
    assert [step.facts for step in CaseStep.objects.filter(deed="person.matched")] == [
        {"person": str(made.name), "part": "accused"}
    ]


@pytest.mark.clause("I1")
def test_an_adult_found_in_a_report_about_students_brings_the_inspector_general():
    school = SchoolFactory()
    teacher, oig = staff_at(school), seated()
    office = seated(OfficeCode.STUDENT_PROTECTIONS)
    case = case_of(bullying(school, people=(typed("Jay", is_adult=None),)))
    before = reads(case, oig)

    naming.match(row_of(case), teacher, why=WHY, by=actor(office))

    case.refresh_from_db()
    assert (before, reads(case, oig, office), case.concern) == (
        [False],
        [True, True],
        Concern.UNSURE,
    )


def test_somebody_outside_makes_nobody_known():
    school = SchoolFactory()
    principal, oig = principal_of(school), seated()
    case = case_of(report(school, people=(typed("Uncle Ray"),)))

    naming.settle_outside(row_of(case), why=WHY, by=actor(oig))

    assert reads(case, oig, principal) == [True, False]


def test_a_student_is_one_of_the_reports_school():
    school = SchoolFactory()
    office, own, other = (
        seated(OfficeCode.STUDENT_PROTECTIONS),
        StudentFactory(school=school),
        StudentFactory(),
    )
    case = case_of(bullying(school, people=(typed("Jay", is_adult=False),)))

    with pytest.raises(Refused):
        naming.settle_student(row_of(case), other, why=WHY, by=actor(office))
    made = naming.settle_student(row_of(case), own, why=WHY, by=actor(office))

    assert (made.words()["student"], made.settled) == (own.pk, Settled.STUDENT)


def test_nobody_settles_a_name_that_could_be_their_own_but_as_their_own():
    school = SchoolFactory()
    grant, other = seated(name="Oscar Grant"), seated(name="Odile Fontaine")
    case = case_of(report(school, people=(typed("Mr Grant"),)))

    with pytest.raises(Refused) as refused:
        naming.settle_outside(row_of(case), why=WHY, by=actor(grant))
    naming.match(row_of(case), grant, why=WHY, by=actor(grant))

    assert [one.code for one in refused.value.decision.refusals] == ["your_name"]
    assert reads(case, grant, other) == [False, True]


def test_only_the_office_says_who_is_meant():
    school = SchoolFactory()
    principal, teacher = principal_of(school), staff_at(school)
    seated(OfficeCode.STUDENT_PROTECTIONS)
    case = case_of(bullying(school, people=(typed("Jay"),)))
    before = Involved.objects.count()

    for act in (
        lambda: naming.match(row_of(case), teacher, why=WHY, by=actor(principal)),
        lambda: naming.add(case, typed("Kay"), why=WHY, by=actor(principal)),
        lambda: naming.take_back(row_of(case), why=WHY, by=actor(principal)),
        lambda: naming.match(row_of(case), teacher, why=" ", by=actor(principal)),
    ):
        with pytest.raises(Refused):
            act()

    assert (Involved.objects.count(), CaseReason.objects.count()) == (before, 0)


# Put down wrongly


def test_whoever_is_kept_out_is_let_in_by_two_people_only():
    school = SchoolFactory()
    teacher, one, other = staff_at(school, name="Dan Reed"), seated(), seated()
    case = case_of(report(school, people=(typed("Mr Reed"),)))
    naming.match(row_of(case), teacher, why=WHY, by=actor(one))

    asked = naming.take_back(row_of(case), why="It was his brother.", by=actor(one))
    with pytest.raises(Refused):
        naming.answer_unnaming(asked, agreed=True, by=actor(one))
    with pytest.raises(IllegalMove):
        naming.take_back(row_of(case), why="Again.", by=actor(one))
    still = row_of(case).mark != ""
    naming.answer_unnaming(asked, agreed=True, by=actor(other))

    row = row_of(case)
    assert (still, row.mark, row.settled, row.words()["name"]) == (True, "", "", "Mr Reed")
    assert row.words()["user"] is None
    with pytest.raises(IllegalMove):
        naming.answer_unnaming(asked, agreed=False, by=actor(other))


def test_a_no_of_the_second_person_leaves_everything_as_it_was():
    one, other, school = seated(), seated(), SchoolFactory()
    principal = principal_of(school)
    case = case_of(report(school, people=(accused(principal),)))

    asked = naming.take_back(row_of(case), why="Not he.", by=actor(one))
    naming.answer_unnaming(asked, agreed=False, by=actor(other))

    assert reads(case, principal) == [False]


def test_the_database_too_wants_two_people_and_changes_no_row_of_a_person():
    one, school = seated(), SchoolFactory()
    case = case_of(report(school, people=(accused(principal_of(school)),)))
    asked = naming.take_back(row_of(case), why="Not he.", by=actor(one))
    moment = asked.asked_at

    attempts = (
        lambda: Unnaming.objects.update(settled_by=one, settled_at=moment, agreed=True),
        lambda: Involved.objects.update(mark=""),
        lambda: Involved.objects.update(part=Part.WITNESS),
        lambda: Involved.objects.update(sealed=b""),
        lambda: case.offices.all().delete(),
    )

    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


# What the accused see of it


def test_a4_who_becomes_the_accused_is_out_in_that_instant(client):
    """A4: open tabs, the desk, the menu's count and notices not sent yet are gone for them."""
    school = SchoolFactory()
    principal = principal_of(school, name="Pia Oak")
    chief, office = chief_of(school), seated(OfficeCode.STUDENT_PROTECTIONS)
    case = case_of(bullying(school))
    address = reverse("incidents:case", args=[case.code])
    client.force_login(principal)
    before = client.get(address).status_code
    naming.add(case, typed("Jay", Part.WITNESS, is_adult=False), why=WHY, by=actor(office))
    naming.add(case, Person(Part.ACCUSED, name="Pia Oak", is_adult=True), why=WHY, by=actor(office))

    after = [client.get(address).status_code, client.post(address).status_code]
    listed = case.code in client.get(reverse("incidents:cases")).content.decode()

    assert (before, after, listed) == (200, [404, 404], False)
    for notice in Notice.objects.filter(recipient_id=str(principal.pk)):
        assert worded(notice) is None
    assert reads(case, chief) == [False]


def test_a10_words_moved_to_another_case_do_not_open(client):
    """A10: words swapped in the database are damage, never somebody else's words; pages say so, and an alarm goes out once."""
    school, oig = SchoolFactory(), seated()
    case, other = (
        case_of(report(school, people=(typed(name),))) for name in ("Canary One", "Canary Two")
    )
    mine, theirs = row_of(case), row_of(other)
    guards.remove(connection)
    Involved.objects.filter(pk=mine.pk).update(sealed=theirs.sealed)
    client.force_login(oig)

    with pytest.raises(vault.Sealed):
        row_of(case).words()
    pages = [
        client.get(reverse(f"incidents:{page}", args=[case.code]))
        for page in ("case", "case_people", "case_people")
    ]

    steps = CaseStep.objects.filter(deed="case.damaged")
    assert [page.status_code for page in pages] == [200, 409, 409]
    assert ["Canary" in page.content.decode() for page in pages] == [False] * 3
    assert [step.facts for step in steps] == [{"kind": "incidents.involved", "row": str(mine.name)}]
    assert Notice.objects.filter(recipient_id=str(oig.pk), facts__case=case.code).exists()
    guards.install(connection)


# Its pages


def test_the_people_of_a_report_cost_the_same_for_few_and_many(client):
    school, oig = SchoolFactory(), seated()
    few, many = (
        case_of(report(school, people=tuple(typed(f"Name {n}") for n in range(number))))
        for number in (1, 30)
    )
    client.force_login(oig)

    counts = []
    for case in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("incidents:case_people", args=[case.code]))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_office_settles_a_name_on_its_page(client):
    school, oig = SchoolFactory(), seated()
    teacher, principal = staff_at(school, name="Dan Reed"), principal_of(school, name="Pia Oak")
    case = case_of(report(school, people=(typed("Mr Reed"),)))
    row = row_of(case)
    client.force_login(oig)
    page = client.get(reverse("incidents:case_person", args=[case.code, row.name])).content.decode()

    empty = client.post(reverse("incidents:person_match", args=[case.code, row.name]), {"why": WHY})
    done = client.post(
        reverse("incidents:person_match", args=[case.code, row.name]),
        {"person": teacher.pk, "why": WHY},
    )

    assert ("Dan Reed" in page, "Pia Oak" in page, "The only one it fits" in page) == (
        True,
        False,
        True,
    )
    assert (empty.status_code, done.status_code) == (422, 302)
    assert reads(case, principal) == [True]


def test_what_was_chosen_and_written_stays_where_the_page_comes_back(client):
    school, office = SchoolFactory(), seated()
    hale = staff_at(school, name="Marcus Hale")
    case = case_of(report(school, people=(typed("Hale"),)))
    client.force_login(office)
    door = reverse("incidents:person_match", args=[case.code, row_of(case).name])

    no_reason = client.post(door, {"person": hale.pk, "why": ""}).text
    nobody = client.post(f"{door}?q=Marcus", {"why": WHY}).text

    assert f'value="{hale.pk}" checked' in no_reason
    assert (nobody.count(WHY) >= 3, f'id="found-{hale.pk}"' in nobody) == (True, True)


def test_a_student_is_looked_for_by_the_name_in_the_report(client):
    school, office = SchoolFactory(), seated(OfficeCode.STUDENT_PROTECTIONS)
    student = StudentFactory(school=school)
    case = case_of(bullying(school, people=(typed(student.family_name, Part.HURT, False),)))
    client.force_login(office)
    here = reverse("incidents:case_person", args=[case.code, row_of(case, Part.HURT).name])

    page = client.get(here).text

    # Two may have one name: the number tells them apart.
    assert (f'id="student-{student.pk}"' in page, student.number in page) == (True, True)
    assert "Staff of the school it could be" not in page
