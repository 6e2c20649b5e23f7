"""A roster comes in: tried first, then imported; the same again; a dirty one; one that would empty a school."""

import shutil

import pytest

from schools.models import Student
from tests.factories import DistrictFactory, district_user
from tests.journeys import steps
from tests.schools import rosters


@pytest.fixture
def admin(transactional_db):
    DistrictFactory()
    user = district_user(name="Ada Moreau")
    steps.give_password(user)
    return user


@pytest.fixture
def packed(tmp_path):
    """`packed(name, users)` gives the zip of a roster with two schools."""

    def pack(name, users):
        folder = rosters.write(tmp_path / name, orgs=rosters.ORGS, users=users)
        return shutil.make_archive(str(folder), "zip", folder)

    return pack


def try_file(page, path):
    page.goto("/imports/upload/")
    page.get_by_label("Roster (OneRoster)").check()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("heading", name="Difference").wait_for()


def students_row(page):
    """The difference of students: added, changed, moved, left, kept, same."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Students"))
    return [
        int(cell) if cell.isdecimal() else 0 for cell in row.get_by_role("cell").all_inner_texts()
    ]


def test_a_roster_is_tried_imported_and_braked(desk, admin, packed, check_page):
    north = rosters.student_rows(20)
    south = rosters.student_rows(3, school="south", grade="04")
    steps.sign_in(desk, admin)

    # Tried: the difference is shown and nothing is there yet.
    try_file(desk, packed("first", [*north, *south]))
    check_page(desk)
    assert students_row(desk) == [23, 0, 0, 0, 0, 0]
    assert Student.objects.count() == 0

    desk.get_by_role("button", name="Import it").click()
    desk.get_by_text("Imported").first.wait_for()
    check_page(desk)
    assert Student.objects.count() == 23

    # The same file again changes nothing.
    try_file(desk, packed("again", [*north, *south]))
    assert students_row(desk) == [0, 0, 0, 0, 0, 23]

    # A dirty file: the good rows are taken, the bad one is named by file, line and column.
    dirty = rosters.user("new", grade="Eleventy", orgs="north", given="Nia")
    try_file(desk, packed("dirty", [*north, *south, dirty]))
    check_page(desk)
    problem = desk.locator("#problems").inner_text()
    assert "users.csv" in problem
    assert "grades" in problem
    desk.get_by_role("button", name="Import it").click()
    desk.get_by_text("Imported").first.wait_for()
    assert Student.objects.get(sourced_id="new").given_name == "Nia"

    # One that would empty a school stops, and goes on only after a tick.
    try_file(desk, packed("empty", north))
    check_page(desk)
    desk.get_by_text("this would take a lot away").wait_for()
    desk.get_by_role("checkbox").check()
    desk.locator("main form").get_by_role("button").first.click()
    desk.get_by_text("Imported").first.wait_for()
    assert Student.objects.enrolled().filter(school__name="South Elementary School").count() == 0
    assert Student.objects.count() == 24
