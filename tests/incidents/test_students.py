"""A school says which of its students a report of bullying is about (I2), and its parents' day has somebody to call."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.decision import Refused
from core.workflow import IllegalMove
from incidents.actions import handing, naming
from incidents.actions.recusing import recuse
from incidents.facts.parents import children_of
from incidents.models import CaseReason, CaseStep, Involved, Routing
from incidents.policy import Person
from incidents.terms import OfficeCode, Part
from schools.models import Student
from schools.terms import Role
from tests.factories import (
    GuardianFactory,
    RoleAssignmentFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    actor,
    principal_of,
    staff_at,
)
from tests.incident_factories import bullying, case_of, report, seated
from tests.incidents.people import hurt, row_of

pytestmark = pytest.mark.django_db

NOTE = "xq-canary-her-homeroom-teacher-knew"


@pytest.fixture
def school():
    SchoolYearFactory()
    return SchoolFactory()


@pytest.fixture
def principal(school):
    return principal_of(school)


@pytest.fixture
def case(school, principal):
    return case_of(bullying(school))


def at(door, case, *more):
    return reverse(f"incidents:{door}", args=[case.code, *more])


def children(case):
    return [(one.student, one.involved.part) for one in children_of(case, timezone.localdate())]


def post_add(client, case, student, part=Part.HURT, note=""):
    asked = {"person": student.pk, "part": part, "note": note}
    return client.post(at("student_add", case), asked)


def written():
    return [
        model.objects.order_by("pk").values_list("pk", flat=True).count()
        for model in (Involved, CaseStep, CaseReason, Routing)
    ] + [Involved.objects.filter(ended_at=None).count()]


@pytest.mark.clause("I2")
def test_the_school_names_both_and_their_parents_are_to_hear_at_once(
    client, school, principal, case
):
    child, other = StudentFactory(school=school), StudentFactory(school=school)
    mother = GuardianFactory(of=child)
    client.force_login(principal)
    before = client.get(at("case", case)).content.decode()

    answers = [
        post_add(client, case, child, note=NOTE).status_code,
        post_add(client, case, other, Part.ACCUSED).status_code,
    ]

    assert answers == [302, 302]
    assert children(case) == [(child, Part.HURT), (other, Part.ACCUSED)]
    made = row_of(case, Part.HURT)
    assert (made.is_adult, made.settled, made.confirmed_by) == (False, "student", principal)
    assert made.words()["note"] == NOTE
    assert row_of(case, Part.ACCUSED).is_adult is False
    assert "Find out whose parents are to hear" in before
    assert f'href="{at("case_students", case)}"' in before
    after = client.get(at("case", case)).content.decode()
    assert ("Tell the parents" in after, "Find out whose parents" in after) == (True, False)
    assert str(mother) in client.get(at("case_parents", case)).content.decode()
    named = client.get(at("case_students", case)).content.decode()
    assert [one for one in (str(child), str(other), NOTE) if one not in named] == []


def test_what_is_kept_of_it_in_the_open_names_nobody(school, principal, case):
    child = StudentFactory(school=school)

    made = naming.name_student(case, child, Part.HURT, note=NOTE, by=actor(principal))

    step = CaseStep.objects.get(case=case, deed="person.student_named")
    assert step.facts == {"person": str(made.name), "part": "hurt"}
    assert NOTE.encode() not in bytes(made.sealed)
    assert case.routings.count() == 1


def test_an_administrator_and_who_was_brought_in_do_it_too(school, principal, case):
    helper, administrator = staff_at(school), staff_at(school, Role.ADMINISTRATOR)
    office = seated(OfficeCode.STUDENT_PROTECTIONS)
    second = case_of(bullying(school))
    handing.bring_in(second, helper, why="She trusts them.", by=actor(office))
    one, two = StudentFactory(school=school), StudentFactory(school=school)

    naming.name_student(second, one, Part.HURT, by=actor(helper))
    naming.name_student(second, two, Part.HURT, by=actor(administrator))

    assert children(second) == [(one, Part.HURT), (two, Part.HURT)]


def test_nothing_is_shown_before_a_search_and_only_this_schools_roster_after(
    client, school, principal, case
):
    StudentFactory(school=school, family_name="Quillby")
    StudentFactory(family_name="Quillfar")
    StudentFactory(school=school, family_name="Quillgone", left_on="2021-01-01")
    client.force_login(principal)

    empty = client.get(at("case_students", case)).content.decode()
    found = client.get(at("case_students", case), {"q": "quill"}).content.decode()

    names = ("Quillby", "Quillfar", "Quillgone")
    assert [one for one in names if one in empty] == []
    assert [one for one in names if one in found] == ["Quillby"]


def test_a_student_of_another_school_is_refused_and_nothing_changes(client, school):
    """Not even for somebody who sees both schools' students."""
    far = SchoolFactory()
    both, gone = principal_of(school), StudentFactory(school=school, left_on="2021-01-01")
    RoleAssignmentFactory(user=both, role=Role.ADMINISTRATOR, school=far)
    case = case_of(bullying(school))
    theirs = StudentFactory(school=far)
    client.force_login(both)
    before = written()

    answers = [post_add(client, case, one).status_code for one in (theirs, gone)]

    assert answers == [422, 422]
    for one in (theirs, gone):
        with pytest.raises(Refused, match="student of the school"):
            naming.name_student(case, one, Part.HURT, by=actor(both))
    own, teacher = StudentFactory(school=school), staff_at(school)
    with pytest.raises(Refused, match="do not work on this case"):
        naming.name_student(case, own, Part.HURT, by=actor(teacher))
    assert Student.objects.visible_to(both).filter(pk=theirs.pk).exists()
    assert written() == before


def test_other_reports_take_no_students_here(client, school):
    """Of an adult, or at no school: 403 with the reason, also for the office; who is kept out finds nothing."""
    principal, office = principal_of(school), seated(OfficeCode.STUDENT_PROTECTIONS)
    oig, child = seated(), StudentFactory(school=school)
    of_adult, nowhere, left = (
        case_of(report(school)),
        case_of(bullying(None)),
        case_of(bullying(school)),
    )
    recuse(left, why="My niece.", by=actor(principal))
    before = written()

    answers = []
    for user, case in (
        (oig, of_adult),
        (office, nowhere),
        (principal, of_adult),
        (principal, left),
    ):
        client.force_login(user)
        answers.append(
            (
                client.get(at("case_students", case)).status_code,
                post_add(client, case, child).status_code,
            )
        )

    assert answers == [(403, 403), (403, 403), (404, 404), (404, 404)]
    for user, case in ((oig, of_adult), (principal, left)):
        with pytest.raises(Refused):
            naming.name_student(case, child, Part.HURT, by=actor(user))
    assert written() == before


def test_no_adult_and_no_other_part_and_nobody_twice(client, school, principal, case):
    child = StudentFactory(school=school)
    naming.name_student(case, child, Part.HURT, by=actor(principal))
    client.force_login(principal)
    before = written()

    again = post_add(client, case, child)
    wrong = [post_add(client, case, child, part).status_code for part in ("keep_from", "reporter")]

    assert (again.status_code, wrong) == (422, [422, 422])
    assert "named so already" in again.content.decode()
    with pytest.raises(IllegalMove):
        naming.name_student(case, child, Part.HURT, by=actor(principal))
    with pytest.raises(Refused, match="whether it happened"):
        naming.name_student(case, child, Part.WITNESS, by=actor(principal))
    assert written() == before


def test_who_entered_it_or_the_office_takes_it_back_with_a_reason(client, school, principal, case):
    child, other = StudentFactory(school=school), StudentFactory(school=school)
    colleague, office = staff_at(school, Role.ADMINISTRATOR), seated(OfficeCode.STUDENT_PROTECTIONS)
    case = case_of(bullying(school))
    first = naming.name_student(case, child, Part.HURT, by=actor(principal))
    second = naming.name_student(case, other, Part.ACCUSED, by=actor(principal))
    before = written()

    client.force_login(colleague)
    theirs = client.post(at("student_end", case, first.name), {"why": "Wrong."}).status_code
    client.force_login(principal)
    silent = client.post(at("student_end", case, first.name), {"why": " "}).status_code
    unchanged = written() == before
    own = client.post(at("student_end", case, first.name), {"why": NOTE}).status_code
    again = client.post(at("student_end", case, first.name), {"why": NOTE}).status_code
    naming.end_student(second, why="It was her twin.", by=actor(office))

    assert (theirs, silent, unchanged, own, again) == (403, 422, True, 302, 404)
    assert children(case) == []
    first.refresh_from_db()
    assert first.ended_by == principal
    assert [one.words()["text"] for one in case.reasons.order_by("pk")] == [
        NOTE,
        "It was her twin.",
    ]


def test_taking_back_ends_nobody_but_a_student(school, principal):
    typed = Person(Part.ACCUSED, name="Mr Zed", is_adult=True)
    case = case_of(bullying(school, people=(typed, hurt(StudentFactory(school=school)))))
    office = seated(OfficeCode.STUDENT_PROTECTIONS)
    before = written()

    for row in case.involved.filter(ended_at=None):
        with pytest.raises(Refused):
            naming.end_student(row, why="Wrong.", by=actor(principal))
    adult = row_of(case, Part.ACCUSED)
    with pytest.raises(Refused):
        naming.end_student(adult, why="Wrong.", by=actor(office))

    assert written() == before


def test_the_page_asks_as_much_for_thirty_as_for_one(client, school, principal, case):
    client.force_login(principal)
    counts = []
    for number in (1, 29):
        for _each in range(number):
            child = StudentFactory(school=school, family_name="Quill")
            naming.name_student(case, child, Part.HURT, note="Known.", by=actor(principal))
        client.get(at("case_students", case), {"q": "quill"})
        with CaptureQueriesContext(connection) as asked:
            client.get(at("case_students", case), {"q": "quill"})
        counts.append(len(asked))

    StudentFactory(school=school, family_name="Quill")
    page = client.get(at("case_students", case), {"q": "quill"}).content.decode()

    assert counts[0] == counts[1]
    assert "after=" in page
    assert Student.objects.filter(family_name="Quill").count() == 31
