"""manage.py decide consents: lines in, verdicts out, and every kind of bad line."""

import io
import json
from copy import deepcopy

import pytest
from django.core.management import CommandError, call_command

from consents.decide import decide
from core.reading import Unreadable

QUESTION = {
    "at": "2026-10-12T18:40:00-05:00",
    "exception": "safety_meetup",
    "student": {"grade": "10"},
    "approval": {"decision": "approved", "at": "2026-09-01T08:00:00-05:00"},
    "year": {"starts_on": "2026-07-01", "ends_on": "2027-06-30"},
    "adult": {"designated": True, "active": True},
    "guardians": ["g1", "g2"],
    "answers": [{"signer": "g1", "decision": "granted", "at": "2026-09-02T08:00:00-05:00"}],
    "thread": ["student", "adult", "employee_email", "guardian:g1"],
}
VERDICT = {
    "allowed": True,
    "reasons": [],
    "clauses": [],
    "required_members": ["student", "adult", "guardian:any", "employee_email"],
    "until": "2027-06-30",
}
RULE = {
    "grades": None,
    "principal_approval": False,
    "ceo_program": False,
    "approved_platform": False,
    "guardian_on_thread": "never",
    "employee_email_on_thread": False,
    "answer_rule": "unless_refused",
}
LINE = json.dumps(QUESTION).encode()
GONE = object()


def changed(path, value):
    """The question with one value changed, or taken out."""
    question = deepcopy(QUESTION)
    question["exception"] = deepcopy(RULE) if path.startswith("exception.") else "safety_meetup"
    question["program"] = {"approved_at": "2026-09-01T08:00:00-05:00"}
    question["platform"] = {"status": "approved"}
    question["activity"] = {}
    *above, last = path.split(".")
    place = question
    for step in above:
        place = place[int(step) if step.isdigit() else step]
    if value is GONE:
        place.pop(last, None)
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return question


def run(monkeypatch, given, *arguments):
    """Output lines, the exit code and what went to stderr, for the bytes given on stdin."""
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given), encoding="ascii"))
    try:
        call_command("decide", "consents", *arguments, stdout=out)
    except CommandError as error:
        return _read(out), error.returncode, str(error)
    return _read(out), 0, ""


def _read(out):
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_one_line_in_one_line_out(monkeypatch):
    assert run(monkeypatch, LINE + b"\n") == ([VERDICT], 0, "")


def test_a_refusal_is_an_answer_like_any_other(monkeypatch):
    line = json.dumps(changed("approval", None)).encode()

    refused = {**VERDICT, "allowed": False, "reasons": ["not_approved"], "clauses": ["T2a"]}
    assert run(monkeypatch, line) == ([refused | {"until": None}], 0, "")


def test_a_bad_line_is_answered_in_its_place_and_the_others_all_the_same(monkeypatch):
    given = b"\n".join([LINE, b"", b"nonsense", b"  \t ", LINE, b"[]"])

    answers, code, message = run(monkeypatch, given)

    assert answers == [
        VERDICT,
        {"error": "not JSON: Expecting value at character 1"},
        VERDICT,
        {"error": "expected an object, found a list"},
    ]
    assert (code, message) == (2, "2 of 4 lines could not be read")


def test_the_answers_keep_the_order_of_the_questions(monkeypatch):
    grades = ["09", "08", "12", "PK", "10"]
    lines = [json.dumps(changed("student.grade", grade)).encode() for grade in grades]

    answers, code, _ = run(monkeypatch, b"\n".join(lines))

    assert ([answer["allowed"] for answer in answers], code) == (
        [True, False, True, False, True],
        0,
    )


@pytest.mark.parametrize(
    "given", [b"", b"\n\n", b"\r\n \r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"]
)
def test_nothing_asked_nothing_answered(monkeypatch, given):
    assert run(monkeypatch, given) == ([], 0, "")


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_a_line(monkeypatch):
    given = b"\xef\xbb\xbf" + LINE + b"\r\n\r\n" + LINE + b"\r\n"

    assert run(monkeypatch, given) == ([VERDICT, VERDICT], 0, "")


def test_a_line_ends_only_at_a_line_feed(monkeypatch):
    question = changed("thread", ["student", "\u2028\u0085"])
    given = json.dumps(question, ensure_ascii=False).encode()

    answers, code, _ = run(monkeypatch, given)

    assert (len(answers), answers[0]["reasons"][-1], code) == (1, "not_entitled_on_thread", 0)


def test_questions_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "questions.jsonl").write_bytes(LINE + b"\nbad")

    answers, code, _ = run(monkeypatch, b"never read", str(tmp_path / "questions.jsonl"))

    assert (answers[0], len(answers), code) == (VERDICT, 2, 2)


@pytest.mark.parametrize(("name", "why"), [("none", "No such file or directory"), ("", "Is a")])
def test_a_file_that_cannot_be_read_is_bad_usage(monkeypatch, tmp_path, name, why):
    answers, code, message = run(monkeypatch, b"", str(tmp_path / name))

    assert (answers, code, why in message) == ([], 2, True)


def test_an_unknown_subject_is_bad_usage():
    with pytest.raises(CommandError, match="invalid choice: 'weather'"):
        call_command("decide", "weather")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"nope", "not JSON: Expecting value at character 1"),
        (b"{", "not JSON: Expecting property name enclosed in double quotes at character 2"),
        (LINE + LINE, f"not JSON: Extra data at character {len(LINE) + 1}"),
        (b"null", "expected an object, found null"),
        (b"1", "expected an object, found 1"),
        (b'"text"', 'expected an object, found "text"'),
        (b"[]", "expected an object, found a list"),
        (b'{"at": NaN}', "not JSON: NaN is not a number"),
        (b'{"at": -Infinity}', "not JSON: -Infinity is not a number"),
        (b'{"at": ' + b"9" * 5000 + b"}", "not readable: a number is too long"),
        (b'{"at": 1e999}', "at: expected a string, found Infinity"),
        (b'{"at": "\xff"}', "not UTF-8 at byte 9"),
        (b"[" * 100_000, "not readable: nested too deeply"),
        (b'{"at": 1, "at": 2}', '"at" is given twice in one object'),
        (b"{}", "at: missing"),
    ],
    ids=range(15),
)
def test_lines_that_are_no_question(monkeypatch, line, error):
    assert run(monkeypatch, line) == ([{"error": error}], 2, "1 of 1 lines could not be read")


@pytest.mark.parametrize(
    "path",
    [
        *("at", "exception", "student", "year", "adult", "guardians", "answers"),
        *(f"exception.{key}" for key in RULE),
        *("student.grade", "approval.decision", "approval.at", "program.approved_at"),
        *("platform.status", "year.starts_on", "year.ends_on"),
        *("adult.designated", "adult.active"),
        *("answers.0.signer", "answers.0.decision", "answers.0.at"),
    ],
)
def test_a_key_without_a_default_must_be_there(path):
    with pytest.raises(Unreadable, match=r": missing$"):
        decide(changed(path, GONE))


@pytest.mark.parametrize("path", ["approval", "program", "platform", "activity", "thread"])
def test_null_and_leaving_out_are_the_same(path):
    assert decide(changed(path, GONE)) == decide(changed(path, None))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("exception.enrolled_only", True),
        ("student.enrolled", True),
        ("student.adult", False),
        ("program.ends_on", None),
        ("program.grades", None),
        ("platform.until", None),
        ("activity.starts_on", None),
        ("activity.ends_on", None),
        ("activity.student_listed", True),
        ("year.timezone", "America/Chicago"),
        ("adult.paused", False),
        ("answers.0.kind", "guardian"),
        ("answers.0.withdrawn_at", None),
        ("answers.0.invalidated_at", None),
        ("answers.0.duplicates", False),
    ],
)
def test_a_default_may_be_written_out(path, value):
    assert decide(changed(path, value)) == decide(changed(path, GONE))


@pytest.mark.parametrize(
    ("path", "value", "error"),
    [
        ("extra", 1, "extra: unknown key"),
        ("exception.clause", "T2", "exception.clause: unknown key"),
        ("student.name", "x", "student.name: unknown key"),
        ("approval.by", "x", "approval.by: unknown key"),
        ("program.name", "x", "program.name: unknown key"),
        ("platform.name", "x", "platform.name: unknown key"),
        ("activity.name", "x", "activity.name: unknown key"),
        ("year.name", "x", "year.name: unknown key"),
        ("adult.id", "x", "adult.id: unknown key"),
        ("answers.0.name", "x", "answers[0].name: unknown key"),
        ("at", "2026-10-12T18:40:00", 'at: a time without an offset: "2026-10-12T18:40:00"'),
        ("at", "2026-10-12", 'at: expected an ISO 8601 time with an offset, found "2026-10-12"'),
        ("at", "2026-02-30T00:00:00Z", 'at: no such time: "2026-02-30T00:00:00Z"'),
        ("at", "0001-01-01T00:00:00Z", "a time is outside the calendar"),
        ("at", 1791848400, "at: expected a string, found 1791848400"),
        ("approval.at", "2026-09-01T08:00:00", 'approval.at: a time without an offset: "2026-09-01T08:00:00"'),
        ("answers.0.at", None, "answers[0].at: expected a string, found null"),
        ("answers.0.withdrawn_at", "now", 'answers[0].withdrawn_at: expected an ISO 8601 time with an offset, found "now"'),
        ("exception", "field_trip", 'exception: "field_trip" is not one of safety_meetup, bulk_alerts, re_engagement'),
        ("exception", None, "exception: expected an object, found null"),
        ("exception.grades", ["9"], 'exception.grades[0]: "9" is not one of PK, KG, 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12'),
        ("exception.grades", "10", 'exception.grades: expected a list, found "10"'),
        ("exception.answer_rule", "most", 'exception.answer_rule: "most" is not one of any_one, all, no_objection, unless_refused'),
        ("exception.enrolled_only", None, "exception.enrolled_only: expected true or false, found null"),
        ("student", [], "student: expected an object, found a list"),
        ("student.grade", "kg", 'student.grade: "kg" is not one of PK, KG, 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12'),
        ("student.grade", 10, "student.grade: expected a string, found 10"),
        ("student.adult", 1, "student.adult: expected true or false, found 1"),
        ("approval.decision", "maybe", 'approval.decision: "maybe" is not one of approved, denied, pending, revoked'),
        ("program.grades", ["13"], 'program.grades[0]: "13" is not one of PK, KG, 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12'),
        ("program.ends_on", "2026-13-01", 'program.ends_on: no such date: "2026-13-01"'),
        ("platform.until", "20261012", 'platform.until: expected a date (YYYY-MM-DD), found "20261012"'),
        ("platform.status", "Approved", 'platform.status: "Approved" is not one of approved, approved_for_uses, in_review, flagged, not_approved, retired'),
        ("activity.student_listed", "yes", 'activity.student_listed: expected true or false, found "yes"'),
        ("year.timezone", "Mars/Olympus", 'year.timezone: "Mars/Olympus" is not a time zone'),
        ("year.timezone", "../etc/passwd", 'year.timezone: "../etc/passwd" is not a time zone'),
        ("year.timezone", "America", 'year.timezone: "America" is not a time zone'),
        ("year.timezone", "", 'year.timezone: "" is not a time zone'),
        ("year.timezone", None, "year.timezone: expected a string, found null"),
        ("year.starts_on", "2026-07-01T00:00:00Z", 'year.starts_on: expected a date (YYYY-MM-DD), found "2026-07-01T00:00:00Z"'),
        ("guardians", [1], "guardians[0]: expected a string, found 1"),
        ("guardians", None, "guardians: expected a list, found null"),
        ("answers", {}, "answers: expected a list, found an object"),
        ("answers.0.signer", 7, "answers[0].signer: expected a string, found 7"),
        ("answers.0.kind", "aunt", 'answers[0].kind: "aunt" is not one of guardian, student'),
        ("thread", "student", 'thread: expected a list, found "student"'),
        ("thread", [None], "thread[0]: expected a string, found null"),
    ],
)  # fmt: skip
def test_a_question_that_is_not_as_it_should_be(path, value, error):
    with pytest.raises(Unreadable) as caught:
        decide(changed(path, value))

    assert str(caught.value) == error


@pytest.mark.parametrize(
    "at",
    [
        "2026-10-12T23:40:00Z",
        "2026-10-12t23:40:00z",
        "2026-10-12 18:40-05:00",
        "2026-10-12T18:40:00.123456789-0500",
        "2026-10-12T18:40:00-05",
    ],
)
def test_the_ways_of_writing_one_moment(at):
    assert decide(changed("at", at)) == VERDICT


def test_ids_that_no_text_file_can_hold_do_not_stop_the_others(monkeypatch):
    question = json.dumps(changed("guardians", ["\ud800"])).encode()

    answers, code, _ = run(monkeypatch, question + b"\n" + LINE)

    assert ([answer["allowed"] for answer in answers], code) == ([False, True], 0)
