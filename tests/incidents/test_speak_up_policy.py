"""What report the answers make: the concern is worked out, and whoever must not see it does not."""

import pytest

from incidents.policy import concern_of
from incidents.policy.speak_up import report_of, step_after, step_before, steps_for
from incidents.terms import Concern, Part, Post, ReporterRole, Safe
from incidents.terms.speak_up import Step


def made(danger=False, **answers):
    return report_of(answers, danger=danger, language="en")


def row(kind="", name="", handle=""):
    return {"kind": kind, "name": name, "handle": handle}


@pytest.mark.parametrize(
    ("about", "kinds", "concern"),
    [
        ([], [], Concern.UNSURE),
        (["unknown"], [], Concern.UNSURE),
        (["school_adult"], [], Concern.ADULT_COMMUNICATION),
        (["other_adult"], [], Concern.ADULT_COMMUNICATION),
        (["student"], [], Concern.ONLINE_BULLYING),
        (["student", "school_adult"], [], Concern.UNSURE),
        (["student"], ["coach"], Concern.UNSURE),
        ([], ["coach"], Concern.ADULT_COMMUNICATION),
        ([], ["student"], Concern.ONLINE_BULLYING),
        (["school_adult"], ["student"], Concern.UNSURE),
        (["student"], [""], Concern.ONLINE_BULLYING),
    ],
)
def test_the_concern_is_worked_out_from_whom_the_report_names(about, kinds, concern):
    report = made(about={"about": about}, people={"people": [row(one, "A. Name") for one in kinds]})

    assert concern_of(report.about, names_adult=report.names_adult) == concern


def test_a_report_about_the_principal_is_kept_from_the_principal():
    report = made(people={"people": [row("principal", "Mr. P", "@mrp")]})

    found = [(one.part, one.post, one.is_adult, one.note) for one in report.people]

    assert found == [
        (Part.ACCUSED, None, True, "@mrp"),
        (Part.KEEP_FROM, Post.PRINCIPAL, True, ""),
    ]


def test_who_must_not_see_it_is_posts_and_names_as_typed():
    keep = {"who": ["principal", "administrators"], "names": ["Ms. Day"]}

    report = made(keep=keep)

    assert [(one.post, one.name, one.user_id) for one in report.people] == [
        (Post.PRINCIPAL, "", None),
        (Post.ADMINISTRATORS, "", None),
        (None, "Ms. Day", None),
    ]


@pytest.mark.parametrize(
    ("home", "who", "safe"),
    [
        ("", [], Safe.UNSAID),
        ("yes", [], Safe.YES),
        ("yes", ["parent"], Safe.NO),
        ("unsure", [], Safe.UNSURE),
    ],
)
def test_kept_from_a_parent_is_not_safe_to_tell_a_parent(home, who, safe):
    assert made(home={"safe": home}, keep={"who": who}).parent_safe == safe


def test_everything_may_be_left_out():
    report = made()

    assert (report.said, report.people, report.contact) == ("", (), {})
    assert (report.reporter_role, report.school_id) == (ReporterRole.STUDENT, None)


def test_what_was_written_in_a_hurry_comes_first():
    report = made(danger=True, now={"said": "Help", "place": "Gym"}, said={"said": "He hit me"})

    assert (report.danger_now, report.said) == (True, "Help\n\nGym\n\nHe hit me")


def test_pages_come_one_after_the_other_and_go_back():
    calm, danger = steps_for({}, danger=False), steps_for({}, danger=True)
    parents = steps_for({"you": {"role": "guardian"}}, danger=False)

    assert (calm[0], danger[0]) == (Step.SAID, Step.NOW)
    assert (step_before(Step.SAID, calm), step_after(Step.CHECK, calm)) == (None, Step.CHECK)
    assert step_after(Step.YOU, parents) == Step.TRUSTED
