"""Single values of a roster: one certain meaning, or none."""

from datetime import date

import pytest

from schools.roster import relations, values
from schools.roster.problems import Unclear


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        ("9", "09"), ("09", "09"), ("9th", "09"), ("06", "06"), ("6", "06"), ("1st", "01"), ("2nd", "02"),
        ("3RD", "03"), ("Grade 9", "09"), ("grade 12", "12"), ("9th grade", "09"), ("Gr. 4", "04"), ("12", "12"),
        ("K", "KG"), ("KG", "KG"), ("Kindergarten", "KG"), ("k", "KG"),
        ("PK", "PK"), ("Pre-K", "PK"), ("PreKindergarten", "PK"), ("TK", "PK"), ("IT", "PK"),
        ("", ""), ("UG", ""), ("13", ""), ("PS", ""), ("Other", ""),
    ],
)  # fmt: skip
def test_grade(written, grade):
    assert values.grade(written) == grade


@pytest.mark.parametrize("written", ["14", "-1", "ninth", "9-10", "9/10", "X", "109"])
def test_a_grade_that_is_none_is_refused(written):
    with pytest.raises(Unclear):
        values.grade(written)


def test_a_grade_list_is_one_grade():
    assert values.grades("09") == "09"
    assert values.grades("9,09") == "09"
    with pytest.raises(Unclear):
        values.grades("09,10")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-06-15", date(2023, 6, 15)),
        ("2023-06-15T18:25:43.511Z", date(2023, 6, 15)),
        ("20230615", date(2023, 6, 15)),
        ("15/06/2023", date(2023, 6, 15)),
        ("06/15/2023", date(2023, 6, 15)),
        ("15.6.2023", date(2023, 6, 15)),
        ("5/5/2023", date(2023, 5, 5)),
        ("2024-02-29", date(2024, 2, 29)),
        ("  ", None),
    ],
)
def test_day(written, day):
    assert values.day(written) == day


@pytest.mark.parametrize(
    "written",
    ["06/05/2023", "2023-02-29", "31/02/2023", "15/06/23", "June 15", "2023-13-01", "0023-01-01", "1/2"],
)  # fmt: skip
def test_a_day_that_could_mean_two_or_none_is_refused(written):
    with pytest.raises(Unclear):
        values.day(written)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("(773) 555-0481", "+17735550481"),
        ("773.555.0481", "+17735550481"),
        ("+13125555605", "+13125555605"),
        ("+48 22 123 45 67", "+48221234567"),
        ("", ""),
    ],
)
def test_phone(written, number):
    assert values.phone(written) == number


@pytest.mark.parametrize("written", ["603121567", "call me", "555-0481", "773 555 0481 x12"])
def test_a_phone_nobody_can_text_is_refused(written):
    with pytest.raises(Unclear):
        values.phone(written)


@pytest.mark.parametrize(
    ("written", "flag"),
    [("TRUE", True), ("true", True), ("1", True), ("Y", True), ("False", False), ("0", False), ("", None)],
)  # fmt: skip
def test_flag(written, flag):
    assert values.flag(written) is flag


@pytest.mark.parametrize(
    ("written", "code"),
    [("Spanish", "es"), ("es-MX", "es"), ("spa", "es"), ("zh-CN", "zh-hans"), ("Arabic", "ar"), ("", "")],
)  # fmt: skip
def test_language(written, code):
    assert values.language(written) == code


def test_a_language_we_do_not_write_in_is_refused():
    with pytest.raises(Unclear):
        values.language("Tagalog")


def test_email_and_lists():
    assert values.email(" Ana.Ruiz@District.Example ") == "ana.ruiz@district.example"
    assert values.listed("a, b,a") == ["a", "b"]
    assert values.listed("[a;b]") == ["a", "b"]
    with pytest.raises(Unclear):
        values.email("ana at district")


@pytest.mark.parametrize(
    ("relationship", "kind", "authority"),
    [
        ("Mother", "guardian", "yes"), ("father", "", "yes"), ("Parent", "Parent", "yes"), ("Mom", "", "yes"),
        ("Guardian", "guardian", "yes"), ("Legal Guardian", "", "yes"), ("legal  guardian", "", "yes"),
        ("Foster Parent", "guardian", "check"), ("Grandparent", "guardian", "check"),
        ("Stepfather", "guardian", "check"), ("Aunt", "", "check"), ("", "guardian", "check"),
        ("Mother", "emergency", "check"), ("Case worker", "", "check"),
    ],
)  # fmt: skip
@pytest.mark.clause("T1")
def test_authority_is_presumed_for_parent_and_guardian_alone(relationship, kind, authority):
    assert relations.presumed(relationship, kind) == authority
