"""The exceptions that ship with the product."""

import pytest

from consents.builtin import FOLDER, OWN, Terms, built_ins, packs, read, read_terms, written_terms
from consents.decide import outcome
from consents.terms import AnswerRule, GuardianOnThread, Starter
from core.reading import Unreadable

EVERY = [one for pack in packs().values() for one in pack.exceptions]


@pytest.mark.clause("T2")
@pytest.mark.clause("T3")
@pytest.mark.clause("T4")
def test_the_three_built_ins_are_as_published():
    table = {
        code: (
            one.rule.clause,
            one.rule.grades and sorted(one.rule.grades),
            one.rule.enrolled_only,
            one.rule.principal_approval,
            one.rule.ceo_program,
            one.rule.approved_platform,
            one.rule.guardian_on_thread,
            one.rule.employee_email_on_thread,
            one.rule.answer_rule,
        )
        for code, one in built_ins().items()
    }

    always, elected = GuardianOnThread.ALWAYS, GuardianOnThread.WHEN_ELECTED
    high, middle = ["09", "10", "11", "12"], ["07", "08", "09", "10", "11", "12"]
    agreed = AnswerRule.NO_OBJECTION
    assert table == {
        "safety_meetup": ("T2", high, True, True, False, False, always, True, agreed),
        "bulk_alerts": ("T3", None, True, True, False, True, elected, False, agreed),
        "re_engagement": ("T4", middle, False, False, True, False, always, True, agreed),
    }


def test_the_districts_pack_also_has_what_decide_does_not_know_by_name():
    own = {one.code: (one.published, one.rule.answer_rule) for one in packs()[OWN].exceptions}

    assert own == {
        "safety_meetup": (True, "no_objection"),
        "bulk_alerts": (True, "no_objection"),
        "re_engagement": (True, "no_objection"),
        "classroom_social_media": (True, "unless_refused"),
        "field_trip": (False, "no_objection"),
    }
    assert list(built_ins()) == ["safety_meetup", "bulk_alerts", "re_engagement"]


def test_each_that_is_published_says_where_it_was_read_and_when():
    undated = [one.code for one in EVERY if not (one.source and one.verified_on)]

    assert undated == ["field_trip"]


@pytest.mark.clause("T2")
@pytest.mark.clause("T5")
def test_each_says_whom_it_covers_and_who_starts():
    table = {
        one.code: (sorted(one.terms.adult_categories), one.terms.starts_by, one.terms.family_exempt)
        for one in EVERY
    }

    school, guardian = Starter.SCHOOL, Starter.GUARDIAN
    assert table == {
        "safety_meetup": (["employee", "stipend"], school, False),
        "bulk_alerts": (["employee"], school, False),
        "re_engagement": (["employee"], school, False),
        "classroom_social_media": (["employee"], school, False),
        "field_trip": (["employee"], school, False),
        "outside_platform": (["employee", "stipend", "volunteer"], guardian, True),
    }


@pytest.mark.parametrize(
    ("shipped", "example"),
    [(one, example) for one in EVERY for example in one.examples],
    ids=lambda value: getattr(value, "title", getattr(value, "code", "")),
)
def test_every_shipped_example_comes_out_as_its_file_says(shipped, example):
    found = outcome(example, shipped.rule, shipped.terms)

    assert (found.allowed, found.reasons) == (example.allowed, example.reasons)


def test_every_shipped_exception_has_an_example_of_a_no():
    assert [one.code for one in EVERY if all(case.allowed for case in one.examples)] == []


def test_every_pack_has_the_words_of_the_clauses_it_cites():
    missing = [
        (pack.code, one.code)
        for pack in packs().values()
        for one in pack.exceptions
        if one.rule.clause not in pack.clauses
    ]

    assert missing == []


@pytest.mark.parametrize("row", [one.terms for one in EVERY], ids=[one.code for one in EVERY])
def test_terms_are_read_as_they_were_written(row):
    assert read_terms(written_terms(row)) == row


def test_a_row_without_terms_is_as_exceptions_were_before():
    assert read_terms({}) == Terms()


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ("clause: T2\n", "", "clause: missing"),
        ("clause: T2\n", "clause: T2\nclauses: T3\n", "clauses: unknown key"),
        ('"09"', "09.0", "grades[0]: expected a string, found 9.0"),
        ("enrolled_only: true", "enrolled_only: 1", "enrolled_only: expected true or false, found 1"),
        ("answer_rule: no_objection", "answer_rule: most",
         'answer_rule: "most" is not one of any_one, all, no_objection, unless_refused'),
        ("longest_days: null", "longest_days: 400", "longest_days: expected a whole number of days from 1 to 366"),
        ("[employee, stipend]", "[employee, parent]",
         'adult_categories[1]: "parent" is not one of employee, stipend, volunteer, vendor'),
        ("  - title: A volunteer\n", "  - titel: A volunteer\n", "examples[8].title: missing"),
        ("    but: {approval: null}", "    but: {exception: bulk_alerts}",
         "examples[5].but.exception: an example does not name its exception"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_as_it_should_be(tmp_path, before, after, error):
    path = tmp_path / "trial.yaml"
    path.write_text((FOLDER / OWN / "safety_meetup.yaml").read_text().replace(before, after))

    with pytest.raises(Unreadable) as caught:
        read(path)

    assert str(caught.value) == f"trial.yaml.{error}"


def test_a_file_that_is_no_yaml(tmp_path):
    path = tmp_path / "trial.yaml"
    path.write_text("name: [")

    with pytest.raises(Unreadable, match=r"^trial\.yaml: not YAML: "):
        read(path)
