"""Uploads off the request, the brake's page, years, lists that cost the same with one row and thirty."""

import csv
import io
import zipfile
from datetime import date

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import OutboxMessage
from schools.calendar import next_year
from schools.models import ImportRun, School, SchoolYear, Student
from schools.terms import ImportState, Role
from tests.factories import (
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    district_user,
    principal_of,
)
from tests.schools.rosters import ORGS, student_rows, user, write

pytestmark = pytest.mark.django_db


def packed(tmp_path, users):
    folder = write(tmp_path / "r", orgs=ORGS, users=users)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, path.name)
    return SimpleUploadedFile("autumn.zip", made.getvalue(), "application/zip")


@pytest.fixture
def hand_in(client, tmp_path, django_capture_on_commit_callbacks):
    """Upload as the records office; the worker runs as soon as the page has answered."""
    client.force_login(district_user(Role.RECORDS))

    def hand_in(users):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(
                reverse("schools:upload"), {"kind": "roster", "file": packed(tmp_path, users)}
            )
        return ImportRun.objects.latest("pk")

    return hand_in


@pytest.fixture
def go_on(client, django_capture_on_commit_callbacks):
    def go_on(run, **facts):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("schools:import_go_on", args=[run.pk]), facts)
        return answer.status_code, ImportRun.objects.latest("pk")

    return go_on


def test_an_upload_is_tried_first_and_imported_when_a_person_says_so(hand_in, go_on):
    tried = hand_in([user("s1"), user("s2", given="")])
    assert (tried.state, tried.counts["students"], tried.problem_count) == (ImportState.DRY_RUN, {"added": 1}, 1)  # fmt: skip
    assert not Student.objects.exists()
    assert default_storage.exists(tried.stored_as)
    stored = tried.stored_as

    status, done = go_on(tried)

    assert (status, done.state, done.follows_id) == (302, ImportState.DONE, tried.pk)
    assert Student.objects.count() == 1
    assert not default_storage.exists(stored)
    assert go_on(tried)[0] == 409
    assert OutboxMessage.objects.filter(state="done").count() == 2


def test_the_brake_asks_for_a_tick(client, hand_in, go_on):
    go_on(hand_in(student_rows(20)))
    tried = hand_in(student_rows(10))
    page = client.get(reverse("schools:import_run", args=[tried.pk])).content.decode()
    assert "10 of 20 students would be marked as having left." in page

    refused, last = go_on(tried)
    assert (refused, last.pk) == (422, tried.pk)
    assert Student.objects.enrolled().count() == 20

    status, done = go_on(tried, understood="on")
    assert (status, done.state, done.confirmed_by_id) == (302, ImportState.DONE, done.started_by_id)
    assert Student.objects.enrolled().count() == 10


def test_a_discarded_file_is_gone(client, hand_in, django_capture_on_commit_callbacks):
    run = hand_in([user("s1")])

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("schools:import_discard", args=[run.pk]))

    assert not default_storage.exists(run.stored_as)
    run.refresh_from_db()
    assert (run.state, run.stored_as) == (ImportState.DRY_RUN, "")


def test_the_wrong_kind_of_file_is_refused(client):
    client.force_login(district_user())
    file = SimpleUploadedFile("roster.csv", b"x")

    answer = client.post(reverse("schools:upload"), {"kind": "roster", "file": file})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    assert not ImportRun.objects.exists()


def test_the_problems_as_csv(client, hand_in):
    run = hand_in([user("s1", given=""), user("s2", email="nonsense")])

    answer = client.get(reverse("schools:import_problems", args=[run.pk]))

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["file", "line", "column", "reason"],
        ["users.csv", "3", "email", "not an e-mail address"],
        ["users.csv", "2", "givenName", "is empty"],
    ]


def test_a_running_import_asks_to_look_again(client):
    client.force_login(district_user())
    run = ImportRun.objects.create(kind="roster", file_name="r.zip", sha256="")

    page = client.get(reverse("schools:import_run", args=[run.pk])).content.decode()
    part = client.get(
        reverse("schools:import_run", args=[run.pk]), headers={"HX-Request": "true"}
    ).content.decode()

    assert "The file is being read" in page
    assert part.lstrip().startswith('<div class="stack" id="import"')


@pytest.mark.parametrize("door", ["schools", "without_principal", "students", "nobody_to_ask"])
def test_a_list_costs_the_same_with_one_row_and_thirty(client, door):
    client.force_login(district_user())

    def fill(count):
        for _ in range(count):
            student = StudentFactory()
            GuardianFactory(of=student, of__authority="check")
            if door == "schools":
                principal_of(student.school)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(f"schools:{door}"))
        return len(queries)

    fill(1)
    cost()
    one = cost()
    fill(29)

    assert cost() == one


def test_one_student_and_one_school_cost_the_same_with_many_contacts_and_roles(client):
    school = SchoolFactory()
    student = StudentFactory(school=school)
    client.force_login(principal_of(school))

    def cost(door, pk):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"schools:{door}", args=[pk]))
        return len(queries)

    GuardianFactory(of=student)
    cost("student", student.pk)
    before = cost("student", student.pk)
    GuardianFactory.create_batch(20, of=student)

    assert cost("student", student.pk) == before


def test_paging_goes_forth_and_back(client):
    client.force_login(district_user())
    school = SchoolFactory()
    StudentFactory.create_batch(70, school=school)
    first = client.get(reverse("schools:students"))
    names = [student.pk for student in first.context["page"].rows]

    second = client.get(reverse("schools:students") + first.context["page"].next_url)
    back = client.get(reverse("schools:students") + second.context["page"].previous_url)
    last = client.get(reverse("schools:students") + second.context["page"].next_url)

    assert first.context["page"].previous_url == ""
    assert [student.pk for student in back.context["page"].rows] == names
    assert len(last.context["page"].rows) == 10
    assert last.context["page"].next_url == ""


def test_students_are_found_by_name_number_grade_and_school(client):
    client.force_login(district_user())
    ana = StudentFactory(given_name="Łucja", family_name="Öz", number="777001", grade="09")
    StudentFactory(grade="10")
    gone = StudentFactory(left_on=date(2026, 9, 1))

    def found(**asked):
        page = client.get(reverse("schools:students"), asked).context["page"]
        return [student.pk for student in page.rows]

    assert found(q="Łucja Öz") == [ana.pk]
    assert found(q="7770") == [ana.pk]
    assert found(grade="09") == [ana.pk]
    assert found(school=ana.school_id) == [ana.pk]
    assert found(q="nobody") == []
    assert found(school=gone.school_id) == []
    assert found(school=gone.school_id, left="yes") == [gone.pk]


YEAR = {
    "name": "2031-32", "class_starts_on": "2031-08-25", "class_ends_on": "2032-06-11",
    "starts_on": "2031-07-01", "ends_on": "2032-06-30",
}  # fmt: skip


@pytest.mark.clause("T7")
def test_years_are_entered_without_overlap_and_changed_before_they_begin(client):
    client.force_login(district_user())
    charter = SchoolFactory()
    assert client.post(reverse("schools:add_year"), YEAR).status_code == 302
    assert client.post(reverse("schools:add_year"), YEAR | {"starts_on": "2032-06-30"}).status_code == 422  # fmt: skip
    overlap = client.post(reverse("schools:add_year"), YEAR | {"starts_on": "2031-06-01"})
    assert overlap.context["form"].non_field_errors() == ["These consent dates overlap another year."]  # fmt: skip
    own = client.post(f"{reverse('schools:add_year')}?school={charter.pk}", YEAR)
    assert own.status_code == 302

    year = SchoolYear.objects.get(school=None)
    page = reverse("schools:edit_year", args=[year.pk])
    assert client.post(page, YEAR | {"ends_on": "2032-07-15"}).status_code == 302
    with time_machine.travel("2031-09-01 12:00Z"):
        client.force_login(district_user())
        begun = client.post(page, YEAR | {"ends_on": "2032-08-01"})
    assert begun.context["form"].non_field_errors() == ["The year has begun: its consent dates stay."]  # fmt: skip
    year.refresh_from_db()
    assert year.ends_on == date(2032, 7, 15)
    assert SchoolYear.objects.count() == 2


def test_the_next_year_follows_in_the_same_calendar():
    this, following = SchoolYearFactory(starts=2030), SchoolYearFactory(starts=2031)
    SchoolYearFactory(starts=2031, school=SchoolFactory())

    assert next_year(this) == following
    assert next_year(following) is None


def test_a_schools_facts_are_edited(client):
    school = SchoolFactory(phone="")
    client.force_login(district_user())
    page = reverse("schools:edit_school", args=[school.pk])

    wrong = client.post(page, {"kind": "charter", "phone": "12"})
    client.post(page, {"kind": "charter", "phone": "773 555 0100", "network": school.network_id})

    school.refresh_from_db()
    assert wrong.status_code == 422
    assert (school.kind, school.phone) == ("charter", "+17735550100")


@pytest.mark.parametrize(
    ("command", "content", "code"),
    [
        ("import_roster", None, 2),
        ("import_roster", b"not a zip", 2),
        ("import_contacts", b"a,b\n1,2\n", 2),
    ],
)
def test_commands_refuse_what_they_cannot_read(tmp_path, capsys, command, content, code):
    path = tmp_path / "input"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(SystemExit) as stopped:
        call_command(command, str(path))

    assert stopped.value.code == code
    assert "Traceback" not in capsys.readouterr().err


def test_the_command_tells_the_difference_and_the_problems(tmp_path, capsys):
    folder = write(tmp_path / "r", orgs=ORGS, users=[user("s1"), user("s2", given="")])

    call_command("import_roster", str(folder), "--dry-run")
    told = capsys.readouterr()
    assert "  students: 1 added" in told.out.splitlines()
    assert told.err.splitlines() == ["users.csv:3 givenName: is empty"]
    assert not School.objects.exists()

    with pytest.raises(SystemExit) as strict:
        call_command("import_roster", str(folder), "--strict")
    assert (strict.value.code, Student.objects.count()) == (1, 1)


def test_the_command_stops_at_the_brake_until_told_yes(tmp_path, capsys):
    call_command("import_roster", str(write(tmp_path / "a", orgs=ORGS, users=student_rows(5))))
    folder = str(write(tmp_path / "b", orgs=ORGS, users=student_rows(3)))

    with pytest.raises(SystemExit) as stopped:
        call_command("import_roster", folder)
    assert stopped.value.code == 1
    assert "2 of 5 students would be marked as having left." in capsys.readouterr().err.splitlines()

    call_command("import_roster", folder, "--yes")
    assert Student.objects.enrolled().count() == 3


@pytest.mark.parametrize("name", ["", "nowhere.zip", "x" * 300, "\0"])
@pytest.mark.parametrize("command", ["import_roster", "import_contacts"])
def test_the_command_says_that_there_is_no_such_file(command, name, capsys):
    with pytest.raises(SystemExit) as refused:
        call_command(command, name)

    assert refused.value.code == 2
    assert capsys.readouterr().err == f"{name}: no such file or folder.\n"
