"""The pages on which a case is followed up, as the people use them who have it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.models import Pause
from core.templatetags.telephone import telephone
from incidents.actions import parents_watch, patterns
from incidents.models import Case, CaseStep, ParentAttempt, PatternAlert
from incidents.terms import OfficeCode, Part
from notices.models import Notice
from tests.factories import (
    DistrictFactory,
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    chief_of,
    principal_of,
    staff_at,
)
from tests.incident_factories import accused, bullying, case_of, report, seated
from tests.incidents.people import hurt, named, row_of
from trail.models import Entry

pytestmark = pytest.mark.django_db

NOTE = "xq-canary-note"


@pytest.fixture
def school():
    SchoolYearFactory()
    DistrictFactory()
    return SchoolFactory()


def at(door, case, *args):
    return reverse(f"incidents:{door}", args=[case.code, *args])


def words_of(answer):
    return answer.content.decode()


def post(client, address, prefix="", **given):
    return client.post(
        address, {f"{prefix}-{name}" if prefix else name: one for name, one in given.items()}
    )


def now():
    return timezone.localtime().strftime("%Y-%m-%dT%H:%M")


def test_a_principal_calls_a_mother_and_sends_the_letter(school, client):
    principal, child = principal_of(school), StudentFactory(school=school)
    mother, aunt = (
        GuardianFactory(of=child, language="es"),
        GuardianFactory(of=child, of__authority="no"),
    )
    case = case_of(bullying(school, people=(hurt(child),)))
    row = row_of(case, Part.HURT).name
    client.force_login(principal)
    page = words_of(client.get(at("case_parents", case)))
    assert str(child) in page
    assert telephone(mother.phone) in page
    assert telephone(aunt.phone) not in page

    bad = post(
        client,
        at("parents_log", case, row),
        f"log-{row}",
        guardian=mother.pk,
        way="phone",
        result="sent",
        at=now(),
    )
    done = post(
        client,
        at("parents_log", case, row),
        f"log-{row}",
        guardian=mother.pk,
        way="phone",
        result="call_back",
        at=now(),
        note=NOTE,
    )
    sent = post(client, at("parents_send", case, row), guardian=mother.pk)

    assert (bad.status_code, done.status_code, sent.status_code) == (422, 302, 302)
    assert [one.result for one in ParentAttempt.objects.order_by("pk")] == ["call_back", "sent"]
    page = words_of(client.get(at("case_parents", case)))
    assert NOTE in page
    letter = client.get(at("parents_letter", case, row), {"to": mother.pk})
    assert (letter.status_code, 'lang="es"' in words_of(letter)) == (200, True)
    assert client.get(at("parents_letter", case, row), {"to": aunt.pk}).status_code == 404
    assert client.get(at("case", case)).status_code == 200  # fmt: skip


@pytest.mark.clause("I1")
def test_an_investigator_does_the_list_step_by_step_on_the_page(school, client):
    oig, child = seated(), StudentFactory(school=school)
    mother = GuardianFactory(of=child)
    case = case_of(report(school, people=(hurt(child),)))
    row = row_of(case, Part.HURT).name
    client.force_login(oig)
    refused = post(client, at("parents_send", case, row), guardian=mother.pk)
    assert refused.status_code == 403

    post(client, at("parents_charge", case), "charge", user=oig.pk)
    for _ in range(3):
        post(
            client,
            at("parents_check", case, row),
            f"check-{row}",
            at=now(),
            spoke_with="Ms. Ray, DCFS",
        )
    post(client, at("parents_decide", case, row), f"decide-{row}", telling="tell", reason=NOTE)
    sent = post(client, at("parents_send", case, row), guardian=mother.pk)

    assert sent.status_code == 302
    assert case.parent_checks.count() == 3
    assert CaseStep.objects.filter(case=case, deed="case.parents_decided").count() == 1
    page = words_of(client.get(at("case_parents", case)))
    assert [one for one in ("Ms. Ray, DCFS", NOTE, oig.name) if one not in page] == []


@pytest.mark.clause("I2")
def test_when_a_day_is_over_the_next_ones_hear_of_it_each_once(school):
    principal, chief = principal_of(school), chief_of(school)
    protector = seated(OfficeCode.STUDENT_PROTECTIONS)
    child = StudentFactory(school=school)
    GuardianFactory(of=child)
    case = case_of(bullying(school, people=(hurt(child),)))
    due, hour, day = case.aware_at + timedelta(hours=24), timedelta(hours=1), timedelta(days=1)

    told = [
        parents_watch.watch(due + wait)
        for wait in (-hour, 0 * hour, hour, day, day + hour, 2 * day)
    ]

    assert told == [0, 1, 0, 1, 0, 1]
    heard = Notice.objects.filter(kind="incidents/waits", key__contains=":silence:").order_by("pk")
    assert sorted(heard.values_list("address", flat=True)) == sorted(
        [principal.email, protector.email, chief.email, protector.email]
    )


def test_an_office_alone_has_it_and_no_chief_hears_of_parents_not_told(school):
    chief, oig = chief_of(school), seated()
    case = case_of(report(school, people=(hurt(StudentFactory(school=school)), named("Mr K"))))

    parents_watch.watch(case.aware_at + timedelta(days=9))

    assert Case.objects.visible_to(chief).count() == 0
    assert {one.address for one in Notice.objects.filter(kind="incidents/waits")} == {oig.email}


def test_a_pause_is_warned_of_and_lifted_on_its_page(school, client):
    oig, teacher = seated(), staff_at(school)
    case = case_of(report(school, people=(accused(teacher),)))
    row = row_of(case).name
    client.force_login(oig)

    bad = post(client, at("pause_person", case, row), f"pause-{row}", reason=NOTE)
    done = post(client, at("pause_person", case, row), f"pause-{row}", reason=NOTE, warned="on")
    page = words_of(client.get(at("case_pause", case)))
    lifted = client.post(at("lift_person", case, row))

    assert (bad.status_code, done.status_code, lifted.status_code) == (422, 302, 302)
    assert NOTE in page
    assert Pause.objects.filter(lift__isnull=False).count() == 1
    assert client.get(at("case", case)).status_code == 200


def test_the_registers_are_asked_on_a_page_that_keeps_the_answers(school, client):
    teacher, child, principal = (
        staff_at(school),
        StudentFactory(school=school),
        principal_of(school),
    )
    case = case_of(report(school, people=(accused(teacher), hurt(child))))
    client.force_login(principal)
    adult, student = row_of(case).name, row_of(case, Part.HURT).name

    asked = [
        post(client, at("ask_verdict", case), "verdict", adult=adult, student=student, at=now()),
        post(client, at("ask_recipients", case), "recipients", adult=adult, day="2026-01-05"),
        post(client, at("ask_platform", case), "platform", tool="Xylo", day="2026-01-05"),
        post(client, at("ask_platform", case), "platform", tool="Xylo", day="2999-01-05"),
    ]

    assert [one.status_code for one in asked] == [302, 302, 302, 422]
    page = words_of(client.get(at("case_links", case)))
    assert [
        one for one in (f"{teacher.name} → {child}", "Xylo", "Not allowed") if one not in page
    ] == []


@pytest.mark.clause("I1")
def test_related_reports_are_the_inspector_generals_alone(school, client):
    oig, principal = seated(), principal_of(school)
    teacher = staff_at(school)
    first, second = (
        case_of(report(one, people=(accused(teacher),))) for one in (school, SchoolFactory())
    )
    patterns.look(first.pk)
    patterns.look(second.pk)
    alert = PatternAlert.objects.get(case=first)

    client.force_login(principal)
    assert second.code not in words_of(client.get(at("case", first)))
    assert "Related" not in words_of(client.get(at("case", first)))
    client.force_login(oig)
    assert second.code in words_of(client.get(at("case_related", first)))
    entry = alert.entry.name
    post(client, at("review_related", first, entry), f"review-{entry}", note=NOTE)

    page = words_of(client.get(at("case_related", first)))
    assert (NOTE in page, "Looked at" in page) == (True, True)
    assert second.code in words_of(client.get(reverse("incidents:patterns")))
    looked = Entry.objects.filter(verb__startswith="pattern.", verb__endswith="_read")
    assert sorted({one.verb for one in looked}) == ["pattern.all_read", "pattern.related_read"]
    rule = post(client, reverse("incidents:patterns"), threshold=3, keep_days=90, review_days=7)
    assert rule.status_code == 302
    assert second.code not in words_of(client.get(reverse("incidents:patterns")))


@pytest.mark.clause("I4")
def test_a_consequence_is_refused_with_its_reason_beside_the_form(school, client):
    oig = seated()
    case = case_of(report(school, people=(accused(staff_at(school)),)))
    row = row_of(case).name
    client.force_login(oig)
    post(
        client, at("find_person", case, row), f"finding-{row}", finding="substantiated", reason=NOTE
    )
    given = {
        "adult_kind": "employee", "consequences": ["access_suspended"], "harm_to_minor": "on",
        "ordered_by": "Talent", "ordered_on": "2026-01-05",
    }  # fmt: skip

    bad = post(client, at("order_person", case, row), f"order-{row}", **given)
    good = post(
        client,
        at("order_person", case, row),
        f"order-{row}",
        **{**given, "consequences": ["dismissal"]},
    )

    assert (bad.status_code, good.status_code) == (422, 302)
    assert "most severe consequence is due" in words_of(bad)
    page = words_of(client.get(at("case_outcome", case)))
    assert [one for one in (NOTE, "Termination of employment", "Complete") if one not in page] == []


def people_of(school, students):
    """So many students it happened to, and somebody who wrote from a user name."""
    return (*(hurt(StudentFactory(school=school)) for _ in range(students)), named("K", "@coach_k"))


def test_the_pages_ask_as_much_for_one_as_for_many(school, client):
    """The parents of one student and of six; what one report shares with others, and what ten do."""
    oig = seated()
    one, many = (case_of(report(school, people=people_of(school, n))) for n in (1, 6))
    for case in (one, many):
        patterns.look(case.pk)
    client.force_login(oig)

    def asked(address):
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return [one["sql"].split(" WHERE")[0][-60:] for one in found]

    for door in ("case_parents", "case_links", "case_outcome", "case_pause"):
        assert len(asked(at(door, many))) == len(asked(at(door, one)))


def test_where_no_student_is_known_the_page_says_who_can_say_it(school, client):
    principal, office = principal_of(school), seated(OfficeCode.STUDENT_PROTECTIONS)
    case = case_of(bullying(school))
    people = at("case_people", case)

    client.force_login(principal)
    of_school = words_of(client.get(at("case_parents", case)))
    client.force_login(office)
    of_office = words_of(client.get(at("case_parents", case)))

    students = at("case_students", case)
    assert (students in of_school, people in of_school) == (True, False)
    assert people in of_office
