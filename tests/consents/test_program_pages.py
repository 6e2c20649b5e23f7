"""The pages of programs: what the office does on them, and that nobody else meets the inside name."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiKey
from consents.actions import program_people
from consents.models import Program, ProgramStudent
from consents.terms import ProgramStage
from documents.models import Document
from schools.terms import Role
from tests.consent_factories import NECESSARY, kind
from tests.consents.families import ask_of, sign
from tests.consents.programs import NEUTRAL, SECRET, approval_file, asked_for, published, released
from tests.consents.test_api import bearer, new_key
from tests.factories import (
    GuardianFactory,
    SchoolFactory,
    StudentFactory,
    actor,
    district_user,
    staff_at,
)

pytestmark = pytest.mark.django_db


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_office_enters_puts_forward_and_a_second_person_publishes():
    kind("re_engagement")
    office, second = district_user(Role.OUTREACH), district_user(Role.OUTREACH)
    worker = staff_at()
    mine = browser(office)
    form = {
        "code": "prog-9", "kind": kind("re_engagement").pk, "name": SECRET, "public_name": NEUTRAL,
        "requirements": "Come once a week.", "approved_by": "Dana Whitlock",
        "approved_on": "2026-01-05", "document": approval_file(),
    }  # fmt: skip
    mine.post(reverse("new_program"), form)
    program = Program.objects.get()
    mine.post(reverse("program_staff", args=[program.pk]), {"email": worker.email})
    mine.post(reverse("put_program_forward", args=[program.pk]))

    own = mine.post(reverse("publish_program", args=[program.pk]))
    other = browser(second).post(reverse("publish_program", args=[program.pk]))

    assert (own.status_code, other.status_code) == (403, 302)
    assert program.newest.stage == ProgramStage.PUBLISHED


def test_the_same_name_twice_is_no_neutral_name():
    client = browser(district_user(Role.OUTREACH))
    form = {"name": SECRET, "public_name": f" {SECRET.upper()} ", "document": approval_file()}

    response = client.post(reverse("new_program"), form)

    assert response.status_code == 422
    assert response.context["form"].errors["public_name"] == [
        "The public name must be another, neutral one."
    ]


def test_numbers_that_name_nobody_stay_to_be_mended():
    scene = published()
    other = StudentFactory(school=SchoolFactory(), grade="09")

    response = browser(scene.office).post(
        reverse("program_students", args=[scene.program.pk]),
        {"numbers": f"{other.number}\n99999999"},
    )

    assert response.context["unknown"] == ["99999999"]
    assert ProgramStudent.objects.filter(student=other).exists()


def test_the_list_says_why_a_family_was_not_told():
    scene = published()
    alone = StudentFactory(school=scene.school)
    program_people.add_students(scene.program, [alone], by=actor(scene.office))

    response = browser(scene.office).get(
        reverse("program_students", args=[scene.program.pk]) + "?show=not_told"
    )

    rows = [(row.student, row.problem.code) for row in response.context["rows"]]
    assert rows == [(alone, "no_guardian")]


def test_the_worker_reads_the_list_and_changes_nothing():
    scene = published()
    client = browser(scene.worker)
    address = reverse("program_students", args=[scene.program.pk])

    assert client.get(address).status_code == 200
    assert client.post(address, {"numbers": scene.student.number}).status_code == 403


def test_asking_begins_with_the_schools_whose_families_were_told():
    scene = published()
    client = browser(scene.worker)
    address = reverse("ask_for_program", args=[scene.program.pk])

    schools = client.get(address).context["schools"]
    page = client.get(f"{address}?school={scene.school.pk}")
    initial = page.context["form"].initial
    sent = client.post(
        f"{address}?school={scene.school.pk}",
        {
            "name": "Other",
            "purpose": "Where to meet.",
            "starts_on": initial["starts_on"].isoformat(),
            "ends_on": initial["ends_on"].isoformat(),
            "channel": "group_text",
        },
    )

    version = scene.program.activities.get().latest
    assert [(one, one.told_count) for one in schools] == [(scene.school, 1)]
    assert sent.status_code == 302
    assert version.name == NEUTRAL
    assert list(version.students.all()) == [scene.student]
    assert list(version.adults.all()) == [scene.worker.staff]


def test_lists_ask_the_same_queries_however_long():
    scene = published()
    client = browser(scene.office)

    def queries_with(count):
        students = [StudentFactory(school=scene.school) for _ in range(count)]
        for student in students:
            GuardianFactory(of=student)
        program_people.add_students(scene.program, students, by=actor(scene.office))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("program_students", args=[scene.program.pk]))
        return len(queries), len(response.context["rows"])

    (few, two), (many, thirty) = queries_with(1), queries_with(28)

    assert (two, thirty) == (2, 30)
    assert few == many


SCHOOL_PEOPLE = ["principal", "chief", "coach", "clerk", "administrator", "records", "admin"]


def people(scene):
    return {
        "principal": scene.principal,
        "chief": scene.chief,
        "coach": scene.coach,
        "clerk": staff_at(scene.school, Role.CLERK),
        "administrator": staff_at(scene.school, Role.ADMINISTRATOR),
        "records": district_user(Role.RECORDS),
        "admin": district_user(Role.ADMIN),
    }


def pages_of(scene):
    """Every page on which somebody of a school could come across an activity, a form or a student."""
    student, activity = scene.student.pk, scene.activity.pk
    return [
        reverse("activities") + "?whose=school",
        reverse("activity", args=[activity]),
        reverse("approvals") + "?show=approved",
        reverse("approval", args=[scene.approval.pk]),
        reverse("may_i_text") + f"?how=text&student={student}",
        reverse("may_i_text") + f"?how=text&student={student}&activity={activity}",
        reverse("folder", args=[student]),
        reverse("folders"),
        reverse("year_end"),
        reverse("schools:student", args=[student]),
        reverse("schools:school", args=[scene.school.pk]),
        reverse("programs"),
        reverse("program", args=[scene.program.pk]),
        "/",
    ]


@pytest.mark.parametrize("who", SCHOOL_PEOPLE)
def test_nobody_of_a_school_or_another_office_sees_who_is_in_a_program(who):
    scene = released()
    sign(ask_of(scene.guardian))
    client = browser(people(scene)[who])
    seen = "\n".join(client.get(address).content.decode() for address in pages_of(scene))
    folder = client.get(reverse("folder", args=[scene.student.pk]))

    if who != "admin":
        # An administrator may be the second person who confirms it, and sees its facts without its people.
        assert SECRET not in seen
    assert scene.worker.name not in seen
    assert "Re-engagement program" not in folder.content.decode()
    assert client.get(reverse("activity", args=[scene.activity.pk])).status_code == 404
    assert client.get(reverse("program_students", args=[scene.program.pk])).status_code == 404


def files_of(scene):
    """What can be taken away or handed to another system, and the lists it is taken from."""
    pk = scene.activity.pk
    return [
        *(reverse(name, args=[pk]) for name in ("activity_board", "activity_travel", "recipients", "threads")),
        *(reverse("board_file", args=[pk, kind]) for kind in ("csv", "xlsx")),
        f"/api/v1/activities/{pk}/recipients",
    ]  # fmt: skip


def taken(client, address, **headers):
    """The status and the whole text of an answer; of a workbook that of every part."""
    response = client.get(address, headers=headers)
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"PK"):
        book = ZipFile(BytesIO(content))
        content = b"\n".join(book.read(name) for name in book.namelist())
    return response.status_code, str(response.headers) + content.decode()


@pytest.mark.parametrize("who", SCHOOL_PEOPLE)
def test_boards_files_and_lists_of_a_program_are_not_there_for_others(who):
    scene = released()
    sign(ask_of(scene.guardian))
    client = browser(people(scene)[who])

    for address in files_of(scene)[:-1]:
        status, seen = taken(client, address)
        assert (address, status, SECRET in seen, NEUTRAL in seen) == (address, 404, False, False)


@pytest.mark.parametrize("who", ["office", "worker"])
def test_what_the_programs_staff_take_along_bears_the_neutral_name(who):
    scene = released()
    sign(ask_of(scene.guardian))
    client = browser(getattr(scene, who))
    key = bearer(new_key(ApiKey.Scope.RECIPIENTS))

    for address in files_of(scene)[-3:]:
        status, seen = taken(client, address, **(key if address.startswith("/api") else {}))
        assert (address, SECRET in seen, status >= 500) == (address, False, False)
    assert scene.student.family_name in taken(client, files_of(scene)[-2])[1]


@pytest.mark.parametrize("who", SCHOOL_PEOPLE)
def test_no_list_of_a_school_names_the_exception_or_who_is_in_a_program(who):
    scene = released()
    today = timezone.localdate()
    scene.student.birth_on = today.replace(year=today.year - 18) + timedelta(days=3)
    scene.student.save()
    client = browser(people(scene)[who])
    lists = [
        "turning_18", "paper", "packets", "answers_held", "call_backs", "replies", "failing_messages",
        "coverage", "year_start", "next_year", "stops", "overdue_stops", "changes", "channels",
    ]  # fmt: skip

    seen = "\n".join(client.get(reverse(name)).content.decode() for name in lists)
    record = client.get(reverse("record_choose", args=[scene.student.pk])).content.decode()

    assert NEUTRAL not in seen
    assert SECRET not in seen + record
    assert "Re-engagement program" not in seen + record


@pytest.mark.parametrize(
    ("who", "status"),
    [("principal", 403), ("clerk", 403), ("administrator", 403), ("records", 200)],
)
def test_the_records_office_alone_says_that_an_answer_of_a_program_does_not_count(who, status):
    scene = released()
    answer = sign(ask_of(scene.guardian))
    client = browser(people(scene)[who])
    address = reverse("answer_invalidate", args=[answer.pk])

    page = client.get(address)
    client.post(address, {"reason": "Not hers."})
    folder = client.get(reverse("folder", args=[scene.student.pk])).content.decode()

    assert page.status_code == status
    assert hasattr(type(answer).objects.get(), "invalidation") == (who == "records")
    assert address not in folder


@pytest.mark.parametrize(("who", "status"), [("principal", 403), ("clerk", 403), ("records", 302)])
def test_a_school_sees_that_the_form_is_there_and_the_records_office_keeps_it(who, status):
    scene = released()
    sign(ask_of(scene.guardian))
    client = browser(people(scene)[who])
    folder = client.get(reverse("folder", args=[scene.student.pk])).content.decode()

    file = reverse("folder_file", args=[scene.student.pk, Document.objects.get().pk])
    assert NEUTRAL in folder
    assert client.get(file).status_code == status


@pytest.mark.parametrize("who", ["office", "worker"])
def test_the_office_and_its_staff_see_the_activity(who):
    scene = released()

    response = browser(getattr(scene, who)).get(reverse("activity", args=[scene.activity.pk]))

    assert response.status_code == 200


def test_the_office_releases_on_the_page_of_the_request():
    scene = asked_for(published())
    client = browser(scene.second)

    page = client.get(reverse("approval", args=[scene.approval.pk]))
    client.post(
        reverse("approve", args=[scene.approval.pk]), {"necessary": NECESSARY, "authorised": "T4"}
    )

    scene.approval.refresh_from_db()
    assert page.context["row"]["label"] == "Waiting for the outreach office"
    assert [step.move for step in scene.approval.steps.order_by("pk")] == ["ask", "release"]


def test_principals_have_nothing_of_it_to_decide():
    scene = asked_for(published())

    response = browser(scene.principal).get(reverse("approvals"))

    assert response.context["waiting"] == 0
