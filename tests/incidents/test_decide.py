"""manage.py decide incidents: lines in, routings out, every kind of bad line; a reviewed table; a second reading of the contract."""

import io
import json
import random
from copy import deepcopy

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from core.reading import Unreadable
from incidents.decide import asked, decide, question
from incidents.policy import concern_of
from incidents.terms import AboutWhom, Concern
from tests.incidents.routing_table import ASKED, COLUMNS, cases, kept_rows, question_of, row_of

QUESTION = {
    "concern": "unsure",
    "danger_now": True,
    "parent_safe": False,
    "reporter": {"role": "staff", "id": "t"},
    "accused": ["x"],
    "accused_known": True,
    "keep_from": ["a"],
    "school": {"principal": "p", "administrators": ["a", "b"], "network_chief": "c"},
    "delegates": {"x": ["b"], "z": ["p"]},
}
ANSWER = {
    "offices": ["oig", "student_protections"],
    "people": ["p"],
    "withheld_from": ["a", "b"],
    "call": ["911", "988", "oig", "student_protections", "dcfs"],
    "parent_notice": "held",
    "priority": "life_safety",
}
LINE = json.dumps(QUESTION).encode()
GONE = object()


def changed(path, value):
    """The question with one value changed, or taken out."""
    made = deepcopy(QUESTION)
    *above, last = path.split(".")
    place = made
    for step in above:
        place = place[step]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    return made


def run(monkeypatch, given_bytes, *arguments):
    """Output lines, the exit code and what went to stderr, for the bytes given on stdin."""
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given_bytes), encoding="ascii"))
    code, message = 0, ""
    try:
        call_command("decide", "incidents", *arguments, stdout=out)
    except CommandError as error:
        code, message = error.returncode, str(error)
    return [json.loads(line) for line in out.getvalue().splitlines()], code, message


# Lines


def test_one_line_in_one_line_out(monkeypatch):
    assert run(monkeypatch, LINE + b"\n") == ([ANSWER], 0, "")


def test_a_bad_line_is_answered_in_its_place_and_the_others_all_the_same(monkeypatch, tmp_path):
    given_bytes = b"\n".join([LINE, b"", b"nonsense", b"  \t ", LINE, b"[]"])
    (tmp_path / "questions.jsonl").write_bytes(given_bytes)

    found = run(monkeypatch, given_bytes)

    answers, code, message = found
    assert answers == [
        ANSWER,
        {"error": "not JSON: Expecting value at character 1"},
        ANSWER,
        {"error": "expected an object, found a list"},
    ]
    assert (code, message) == (2, "2 of 4 lines could not be read")
    assert run(monkeypatch, b"", str(tmp_path / "questions.jsonl")) == found


@pytest.mark.clause("I3")
def test_a_parent_reports_the_same_two_ways_and_little_need_be_said():
    small = {
        "reporter": {"role": "guardian"},
        "accused": [],
        "accused_known": False,
        "keep_from": [],
    }

    answers = {
        concern: decide({"concern": concern, **small})
        for concern in ("online_bullying", "adult_communication")
    }

    assert answers == {
        "online_bullying": {
            "offices": ["student_protections"], "people": [], "withheld_from": [], "call": ["student_protections"],
            "parent_notice": "prompt", "priority": "standard",
        },
        "adult_communication": {
            "offices": ["oig"], "people": [], "withheld_from": [], "call": ["oig"], "parent_notice": "held",
            "priority": "standard",
        },
    }  # fmt: skip


@pytest.mark.parametrize("key", ["concern", "reporter", "accused", "accused_known", "keep_from"])
def test_a_key_without_a_default_must_be_there(key):
    with pytest.raises(Unreadable, match=f"^{key}: missing$"):
        decide(changed(key, GONE))


@pytest.mark.parametrize("key", ["danger_now", "parent_safe", "school", "delegates"])
def test_a_key_with_a_default_may_be_left_out(key):
    decide(changed(key, GONE))


@pytest.mark.parametrize(
    "path", ["school", "school.principal", "school.network_chief", "reporter.id"]
)
def test_what_may_be_null_is_as_if_left_out(path):
    assert decide(changed(path, None)) == decide(changed(path, GONE))


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("concern", "bullying", "concern: "),
        ("concern", "Unsure", "concern: "),
        ("concern", None, "concern: "),
        ("concern", ["unsure"], "concern: "),
        ("reporter", "student", "reporter: "),
        ("reporter", None, "reporter: "),
        ("reporter.role", "teacher", "reporter.role: "),
        ("reporter.role", GONE, "reporter.role: missing"),
        ("reporter.id", 7, "reporter.id: "),
        ("reporter.name", "Ann", "reporter.name: unknown key"),
        ("accused", "x", "accused: "),
        ("accused", None, "accused: "),
        ("accused", [1], r"accused\[0\]: "),
        ("accused", [None], r"accused\[0\]: "),
        ("accused_known", 1, "accused_known: "),
        ("accused_known", None, "accused_known: "),
        ("accused_known", "true", "accused_known: "),
        ("keep_from", {}, "keep_from: "),
        ("school", [], "school: "),
        ("school.administrators", GONE, "school.administrators: missing"),
        ("school.administrators", None, "school.administrators: "),
        ("school.principal", ["p"], "school.principal: "),
        ("school.clerk", "k", "school.clerk: unknown key"),
        ("delegates", None, "delegates: "),
        ("delegates", [], "delegates: "),
        ("delegates.x", "b", r"delegates\.x: "),
        ("danger_now", None, "danger_now: "),
        ("danger_now", 0, "danger_now: "),
        ("parent_safe", "no", "parent_safe: "),
        ("priority", "standard", "priority: unknown key"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_place(path, value, says):
    with pytest.raises(Unreadable, match=f"^{says}"):
        decide(changed(path, value))


# The table


@pytest.mark.clause("I1")
@pytest.mark.clause("I2")
def test_every_routing_is_as_it_was_reviewed():
    head, rows = kept_rows()

    found = {row_of(names, decide(question_of(names))) for names in cases()}

    assert head == COLUMNS
    assert len(rows) == len(set(rows)) > 300
    assert found == set(rows)


# A second reading of CONTRACT.md section 3, from its sentences alone


def read_again(asked_for):
    concern = asked_for["concern"]
    school = asked_for.get("school") or {}
    principal, chief = school.get("principal"), school.get("network_chief")
    administrators = set(school.get("administrators", []))
    reporter = asked_for["reporter"]
    named = set(asked_for["accused"]) | set(asked_for["keep_from"])
    out = set(named)
    for one in named:
        out.update(asked_for.get("delegates", {}).get(one, []))
    leaders_here = administrators | ({principal} if principal is not None else set())

    offices = {
        "adult_communication": ["oig"],
        "online_bullying": ["student_protections"],
        "unsure": ["oig", "student_protections"],
    }[concern]
    nobody_known = not asked_for["accused_known"] or not asked_for["accused"]
    only_office = concern in ("adult_communication", "unsure") and nobody_known
    about_principal = principal is not None and principal in named
    people = set()
    if not only_office:
        people = set() if about_principal else leaders_here - out
        if not people and chief is not None and chief not in out:
            people = {chief}
    withheld = {one for one in leaders_here | {chief} if one is not None and one in out}
    if only_office or about_principal:
        withheld |= leaders_here
    for group in (people, withheld):
        group.discard(reporter.get("id"))

    danger = asked_for.get("danger_now", False)
    call = (["911", "988"] if danger else []) + offices
    if reporter["role"] == "staff" and concern != "online_bullying":
        call.append("dcfs")
    prompt = concern == "online_bullying" and asked_for.get("parent_safe", True)
    return {
        "offices": offices,
        "people": sorted(people),
        "withheld_from": sorted(withheld),
        "call": call,
        "parent_notice": "prompt" if prompt else "held",
        "priority": "life_safety" if danger else "standard",
    }


def at_random(draw):
    """A question among few people, so that they are often the same one."""
    ids = ["p", "a", "b", "c", "t", "10", "9", ""]

    def some(most=3):
        return draw.sample(ids, draw.randint(0, most))

    def left_out(key, value):
        return {} if draw.random() < 0.25 else {key: value}

    school = {
        "administrators": some(),
        **left_out("principal", draw.choice([*ids, None])),
        **left_out("network_chief", draw.choice([*ids, None])),
    }
    return {
        "concern": draw.choice(["adult_communication", "online_bullying", "unsure"]),
        "reporter": {
            "role": draw.choice(["student", "guardian", "staff", "public"]),
            **left_out("id", draw.choice(ids)),
        },
        "accused": some(2),
        "accused_known": draw.random() < 0.7,
        "keep_from": some(2),
        **left_out("school", draw.choice([school, school, school, None])),
        **left_out("delegates", {draw.choice(ids): some(2) for _ in range(draw.randint(0, 3))}),
        **left_out("danger_now", draw.random() < 0.5),
        **left_out("parent_safe", draw.random() < 0.5),
    }


def test_two_readings_of_the_contract_agree_on_thousands_of_questions():
    draw = random.Random(20261125)
    questions = [at_random(draw) for _ in range(6_000)]

    different = [one for one in questions if decide(one) != read_again(one)]

    assert different == []


# What must hold of every routing

IDS = st.sampled_from("p a b c t u 1".split())
QUESTIONS = st.fixed_dictionaries(
    {
        "concern": st.sampled_from(["adult_communication", "online_bullying", "unsure"]),
        "reporter": st.fixed_dictionaries(
            {"role": st.sampled_from(["student", "guardian", "staff", "public"])},
            optional={"id": IDS},
        ),
        "accused": st.lists(IDS, max_size=3),
        "accused_known": st.booleans(),
        "keep_from": st.lists(IDS, max_size=3),
    },
    optional={
        "school": st.none()
        | st.fixed_dictionaries(
            {"administrators": st.lists(IDS, max_size=4)},
            optional={"principal": st.none() | IDS, "network_chief": st.none() | IDS},
        ),
        "delegates": st.dictionaries(IDS, st.lists(IDS, max_size=3), max_size=4),
        "danger_now": st.booleans(),
        "parent_safe": st.booleans(),
    },
)


@settings(max_examples=300, deadline=None)
@given(QUESTIONS)
def test_kept_out_and_readers_never_meet_and_the_office_is_never_empty(asked_for):
    facts = question(asked_for)

    answer = decide(asked_for)

    people, withheld = set(answer["people"]), set(answer["withheld_from"])
    assert people.isdisjoint(facts.kept_out)
    # A chief who is an administrator there too is left out with the school, and reads it as the chief.
    chief = facts.school.network_chief if facts.school else None
    assert people & withheld <= {chief}
    assert facts.reporter.id not in people | withheld
    assert answer["offices"] != []
    assert people | withheld <= (facts.school.all if facts.school else set())
    assert decide(asked(facts)) == answer


# The concern is worked out, never ticked


@pytest.mark.clause("I1")
@pytest.mark.parametrize(
    ("about", "names_adult", "expected"),
    [
        ((), False, Concern.UNSURE),
        ((), True, Concern.ADULT_COMMUNICATION),
        ((AboutWhom.STUDENT,), False, Concern.ONLINE_BULLYING),
        ((AboutWhom.STUDENT,), True, Concern.UNSURE),
        ((AboutWhom.SCHOOL_ADULT,), False, Concern.ADULT_COMMUNICATION),
        ((AboutWhom.OTHER_ADULT,), False, Concern.ADULT_COMMUNICATION),
        ((AboutWhom.SCHOOL_ADULT, AboutWhom.STUDENT), False, Concern.UNSURE),
        ((AboutWhom.SCHOOL_ADULT, AboutWhom.UNKNOWN), False, Concern.UNSURE),
        ((AboutWhom.UNKNOWN,), False, Concern.UNSURE),
        ((AboutWhom.UNKNOWN, AboutWhom.STUDENT), False, Concern.UNSURE),
    ],
)
def test_any_adult_makes_it_at_least_unsure(about, names_adult, expected):
    assert concern_of(about, names_adult=names_adult) is expected


def test_the_table_asks_all_that_a_question_can_hold():
    assert set(ASKED) | {"accused_known"} == set(QUESTION)
