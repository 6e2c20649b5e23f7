"""The exceptions that ship with the product."""

import pytest

from consents.builtin import FOLDER, built_ins, read
from consents.terms import AnswerRule, GuardianOnThread
from core.reading import Unreadable


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


def test_each_says_where_it_was_read_and_when():
    undated = [one.code for one in built_ins().values() if not (one.source and one.verified_on)]

    assert undated == []


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ("clause: T2\n", "", "clause: missing"),
        ("clause: T2\n", "clause: T2\nclauses: T3\n", "clauses: unknown key"),
        ('"09"', "09.0", "grades[0]: expected a string, found 9.0"),
        ("enrolled_only: true", "enrolled_only: 1", "enrolled_only: expected true or false, found 1"),
        ("answer_rule: no_objection", "answer_rule: most",
         'answer_rule: "most" is not one of any_one, all, no_objection, unless_refused'),
    ],
)  # fmt: skip
def test_a_file_that_is_not_as_it_should_be(tmp_path, before, after, error):
    path = tmp_path / "trial.yaml"
    path.write_text((FOLDER / "safety_meetup.yaml").read_text().replace(before, after))

    with pytest.raises(Unreadable) as caught:
        read(path)

    assert str(caught.value) == f"trial.yaml.{error}"


def test_a_file_that_is_no_yaml(tmp_path):
    path = tmp_path / "trial.yaml"
    path.write_text("name: [")

    with pytest.raises(Unreadable, match=r"^trial\.yaml: not YAML: "):
        read(path)
