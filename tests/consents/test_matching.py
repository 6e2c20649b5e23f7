import pytest

from consents.reports.matching import MOST_LINES, match
from tests.factories import SchoolFactory, StudentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def ana(school):
    return StudentFactory(
        school=school,
        given_name="Ana",
        middle_name="Lucía",
        family_name="Núñez Rivera",
        preferred_name="Anita",
        number="50123456",
        email="anunez@district.example",
    )


@pytest.fixture
def bo(school):
    return StudentFactory(school=school, given_name="Bo", family_name="Li", number="50123457")


@pytest.mark.parametrize(
    "line",
    [
        "50123456",
        "  50123456  ",
        "ID 50123456",
        "anunez@district.example",
        "ANUNEZ@District.Example",
        "Ana Núñez Rivera",
        "Núñez Rivera, Ana",
        "Nuñez Rivera Ana",
        "nunez rivera, ana",
        "NÚÑEZ RIVERA, ANA LUCÍA",
        "Ana L. Núñez Rivera",
        "Anita Nunez-Rivera",
        "Núñez Rivera\tAna",
        "Ana\tNúñez Rivera\t10\t2011-03-04",
        "Núñez Rivera, Ana, 10th, F",
        "50123456\tNúñez Rivera, Ana\tGrade 10",
        "Núñez Rivera, Ana <anunez@district.example>",
        '"Núñez Rivera, Ana"',
        "Núñez Rivera, Ana, Robotics",
    ],
)
def test_one_line_names_one_student(school, ana, bo, line):
    found = match(line, school)

    assert (found.found, found.doubts, found.unknown) == ([ana], [], [])


@pytest.mark.parametrize(
    "text",
    [
        "50123456\n50123457",
        "50123456, 50123457",
        "50123456;50123457",
        "50123456\t50123457",
        "Núñez Rivera, Ana; Li, Bo",
        "Ana Nunez Rivera, Bo Li",
        "Name\nAna Núñez Rivera\n\nLi, Bo",
        "Last name\tFirst name\tGrade\nNúñez Rivera\tAna\t10\r\nLi\tBo\t10",
        "Ana Núñez Rivera\nLi, Bo\n50123456",
    ],
)
def test_several_students_keep_their_order(school, ana, bo, text):
    found = match(text, school)

    assert (found.found, found.doubts, found.unknown) == ([ana, bo], [], [])


def test_a_student_named_twice_counts_once(school, ana):
    found = match("50123456\nAna Núñez Rivera", school)

    assert (found.found, found.repeated) == ([ana], 1)


def test_two_students_of_one_name_are_a_choice(school, bo):
    other = StudentFactory(school=school, given_name="Bo", family_name="Li")

    found = match("Li, Bo", school)

    assert found.found == []
    assert [(doubt.line, set(doubt.choices)) for doubt in found.doubts] == [("Li, Bo", {bo, other})]


@pytest.mark.parametrize(
    "line", ["Ana Nunez Riviera", "Anna Nunez Rivera", "Nunez Rivera", "Ana Rivera"]
)
def test_a_name_that_is_not_quite_it_is_a_choice(school, ana, bo, line):
    found = match(line, school)

    assert found.found == []
    assert [doubt.choices for doubt in found.doubts] == [(ana,)]


def test_a_number_beside_another_name_is_a_choice(school, ana, bo):
    found = match("50123456 Li, Bo", school)

    assert found.found == []
    assert [doubt.choices for doubt in found.doubts] == [(ana,)]


@pytest.mark.parametrize("line", ["Nobody Atall", "99999999", "nobody@district.example", "12"])
def test_nobody_is_nobody(school, ana, line):
    found = match(line, school)

    assert (found.found, found.doubts, found.unknown) == ([], [], [line])


def test_another_schools_student_is_found_by_number_and_never_by_name(school):
    elsewhere = StudentFactory(number="50999999")

    found = match(f"50999999\n{elsewhere.given_name} {elsewhere.family_name}", school)

    assert found.found == [elsewhere]
    assert found.unknown == [f"{elsewhere.given_name} {elsewhere.family_name}"]


def test_who_left_is_not_found(school):
    gone = StudentFactory(school=school, number="50111111", left_on="2020-01-01")

    assert match("50111111", school).unknown == [gone.number]


def test_names_in_other_scripts_are_matched(school):
    omar = StudentFactory(school=school, given_name="عمر", family_name="الحسن")
    wei = StudentFactory(school=school, given_name="伟", family_name="王")

    assert match("الحسن, عمر\n王 伟", school).found == [omar, wei]


def test_a_very_long_paste_says_what_was_left(school, ana):
    found = match("\n".join(["50123456"] * (MOST_LINES + 3)), school)

    assert (found.found, found.left_over) == ([ana], 3)


def test_many_names_cost_one_query(school, django_assert_num_queries):
    letters = "abcdefghij"
    students = [
        StudentFactory(school=school, given_name=f"Bel{one}", family_name=f"Kor{two}")
        for one in letters
        for two in letters
    ]
    text = "\n".join(f"{one.family_name}, {one.given_name}" for one in students)

    with django_assert_num_queries(1):
        found = match(text, school)

    assert found.found == students
