"""manage.py decide platforms: lines in, outcomes out, every kind of bad line; and a second reading of the contract."""

import io
import json
import random
from copy import deepcopy
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.management import CommandError, call_command

from core.reading import Unreadable
from platforms.builtin import shipped
from platforms.decide import asked, decide, question

QUESTION = {
    "criteria": [
        {"id": "IAM-01", "group": "IAM", "weight": 20, "knockout": "hard"},
        {"id": "CON-01", "group": "CON", "weight": 10, "knockout": "curable", "documents_suffice": True},
    ],
    "results": {
        "IAM-01": {"value": "met", "evidence": "observed"},
        "CON-01": {"value": "met", "evidence": "documented"},
    },
    "student_data": True,
    "agreement_until": "2027-06-30",
    "on": "2026-11-25",
}  # fmt: skip
OUTCOME = {"outcome": "approved", "score": 100.0, "reasons": [], "until": "2027-06-30"}
LINE = json.dumps(QUESTION).encode()
GONE = object()


def changed(path, value):
    """The question with one value changed, or taken out."""
    made = deepcopy(QUESTION)
    *above, last = path.split(".")
    place = made
    for step in above:
        place = place[int(step) if step.isdigit() else step]
    if value is GONE:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return made


def run(monkeypatch, given, *arguments):
    """Output lines, the exit code and what went to stderr, for the bytes given on stdin."""
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given), encoding="ascii"))
    code, message = 0, ""
    try:
        call_command("decide", "platforms", *arguments, stdout=out)
    except CommandError as error:
        code, message = error.returncode, str(error)
    return [json.loads(line) for line in out.getvalue().splitlines()], code, message


def test_one_line_in_one_line_out(monkeypatch):
    assert run(monkeypatch, LINE + b"\n") == ([OUTCOME], 0, "")


@pytest.mark.clause("P4")
def test_a_flag_is_an_answer_like_any_other(monkeypatch):
    line = json.dumps(changed("results.IAM-01", {"value": "partial"})).encode()

    flagged = {
        "outcome": "flagged",
        "score": 66.7,
        "reasons": ["hard_knockout:IAM-01"],
        "until": None,
    }
    assert run(monkeypatch, line) == ([flagged], 0, "")


def test_a_bad_line_is_answered_in_its_place_and_the_others_all_the_same(monkeypatch, tmp_path):
    given = b"\n".join([LINE, b"", b"nonsense", b"  \t ", LINE, b"[]"])
    (tmp_path / "questions.jsonl").write_bytes(given)

    found = run(monkeypatch, given)

    answers, code, message = found
    assert answers == [
        OUTCOME,
        {"error": "not JSON: Expecting value at character 1"},
        OUTCOME,
        {"error": "expected an object, found a list"},
    ]
    assert (code, message) == (2, "2 of 4 lines could not be read")
    assert run(monkeypatch, b"", str(tmp_path / "questions.jsonl")) == found


def test_what_may_be_left_out():
    small = {
        "criteria": [{"id": "A", "group": "G", "weight": 1, "knockout": "none"}],
        "results": {"A": {"value": "met"}},
        "student_data": False,
        "on": "2026-11-25",
    }

    assert decide(small) == {
        "outcome": "approved",
        "score": 100.0,
        "reasons": [],
        "until": "2027-11-25",
    }
    assert decide({**small, "results": {}})["reasons"] == ["unknown:A"]
    assert decide({**small, "criteria": [], "results": {}}) == {
        "outcome": "undecided", "score": None, "reasons": ["nothing_applicable"], "until": None,
    }  # fmt: skip


@pytest.mark.parametrize("key", ["criteria", "results", "student_data", "on"])
def test_a_key_without_a_default_must_be_there(key):
    with pytest.raises(Unreadable, match=f"^{key}: missing$"):
        decide(changed(key, GONE))


@pytest.mark.parametrize(
    ("path", "value", "error"),
    [
        ("extra", 1, "extra: unknown key"),
        ("criteria", None, "criteria: expected a list, found null"),
        ("criteria", {}, "criteria: expected a list, found an object"),
        ("criteria.0", "IAM-01", 'criteria[0]: expected an object, found "IAM-01"'),
        ("criteria.0.id", GONE, "criteria[0].id: missing"),
        ("criteria.0.id", 7, "criteria[0].id: expected a string, found 7"),
        ("criteria.0.group", GONE, "criteria[0].group: missing"),
        ("criteria.0.group", None, "criteria[0].group: expected a string, found null"),
        ("criteria.0.weight", GONE, "criteria[0].weight: missing"),
        ("criteria.0.weight", 0, "criteria[0].weight: expected a whole number from 1, found 0"),
        ("criteria.0.weight", -1, "criteria[0].weight: expected a whole number from 1, found -1"),
        ("criteria.0.weight", 1.0, "criteria[0].weight: expected a whole number from 1, found 1.0"),
        ("criteria.0.weight", True, "criteria[0].weight: expected a whole number from 1, found true"),
        ("criteria.0.weight", "2", 'criteria[0].weight: expected a whole number from 1, found "2"'),
        ("criteria.0.knockout", GONE, "criteria[0].knockout: missing"),
        ("criteria.0.knockout", None, "criteria[0].knockout: expected a string, found null"),
        ("criteria.0.knockout", "Hard",
         'criteria[0].knockout: "Hard" is not one of hard, curable, none'),
        ("criteria.0.documents_suffice", 1,
         "criteria[0].documents_suffice: expected true or false, found 1"),
        ("criteria.0.title", "x", "criteria[0].title: unknown key"),
        ("criteria.1.id", "IAM-01", 'criteria: "IAM-01" is there twice'),
        ("results", [], "results: expected an object, found a list"),
        ("results", None, "results: expected an object, found null"),
        ("results.IAM-01", None, "results.IAM-01: expected an object, found null"),
        ("results.IAM-01", "met", 'results.IAM-01: expected an object, found "met"'),
        ("results.IAM-01", {}, "results.IAM-01.value: missing"),
        ("results.IAM-01.value", "yes",
         'results.IAM-01.value: "yes" is not one of met, partial, not_met, na, unknown'),
        ("results.IAM-01.evidence", "seen",
         'results.IAM-01.evidence: "seen" is not one of claimed, documented, observed, attested'),
        ("results.IAM-01.evidence", None, "results.IAM-01.evidence: expected a string, found null"),
        ("results.IAM-01.second_review", "no",
         'results.IAM-01.second_review: expected true or false, found "no"'),
        ("results.IAM-01.note", "x", "results.IAM-01.note: unknown key"),
        ("results.IAM-99", {"value": "met"}, 'results: "IAM-99" is not among the criteria'),
        ("student_data", None, "student_data: expected true or false, found null"),
        ("student_data", 0, "student_data: expected true or false, found 0"),
        ("agreement_until", "soon",
         'agreement_until: expected a date (YYYY-MM-DD), found "soon"'),
        ("agreement_until", "2027-02-30", 'agreement_until: no such date: "2027-02-30"'),
        ("agreement_until", "2027-06-30T00:00:00Z",
         'agreement_until: expected a date (YYYY-MM-DD), found "2027-06-30T00:00:00Z"'),
        ("on", None, "on: expected a string, found null"),
        ("on", "2026-1-5", 'on: expected a date (YYYY-MM-DD), found "2026-1-5"'),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_place(path, value, error):
    with pytest.raises(Unreadable) as found:
        decide(changed(path, value))

    assert str(found.value) == error


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"{", "not JSON: Expecting property name enclosed in double quotes at character 2"),
        (b"\xff", "not UTF-8 at byte 1"),
        (b'{"on": NaN}', "not JSON: NaN is not a number"),
        (b'{"on": "2026-01-01", "on": "2026-01-02"}', '"on" is given twice in one object'),
        (b"[" * 100_000, "not readable: nested too deeply"),
        (b"1" * 5000, "not readable: a number is too long"),
        (LINE.replace(b'"2026-11-25"', b'"9999-11-25"').replace(b'"2027-06-30"', b'"9999-12-31"')
         .replace(b'"student_data": true', b'"student_data": false'),
         "on: the approval would end outside the calendar"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_question(monkeypatch, line, error):
    assert run(monkeypatch, line) == ([{"error": error}], 2, "1 of 1 lines could not be read")


def test_thousands_of_criteria_take_no_time():
    many = [
        {"id": f"C-{one}", "group": "G", "weight": 10**40, "knockout": "none"}
        for one in range(5000)
    ]
    results = {one["id"]: {"value": "partial"} for one in many}

    found = decide({**QUESTION, "criteria": many, "results": results})

    assert (found["outcome"], found["score"]) == ("flagged", 50.0)


def test_the_shipped_criteria_can_be_asked_about():
    (one,) = shipped().values()
    criteria = [
        {"id": each.id, "group": group.id, "weight": each.weight, "knockout": str(each.knockout),
         "documents_suffice": each.documents_suffice}
        for group, each in one.criteria()
    ]  # fmt: skip
    met = {each["id"]: {"value": "met", "evidence": "attested"} for each in criteria}

    found = decide({**QUESTION, "criteria": criteria, "results": met})

    assert found == OUTCOME


def test_a_question_is_written_as_it_is_read():
    assert question(asked(question(QUESTION))) == question(QUESTION)


# --- the contract read a second time ---


def by_the_contract(given):  # noqa: C901 -- one paragraph a sentence, as the contract has them
    """CONTRACT section 3, sentence by sentence, in other words than the product's: integers and decimals."""
    on = date.fromisoformat(given["on"])
    until = given.get("agreement_until")
    until = until and date.fromisoformat(until)
    found = {
        one["id"]: given["results"].get(one["id"], {"value": "unknown"})
        for one in given["criteria"]
    }
    open_reasons, failed = [], []
    accepted = 0
    for one in given["criteria"]:
        result, code = found[one["id"]], one["id"]
        value, evidence = result["value"], result.get("evidence", "claimed")
        if value == "unknown":
            open_reasons.append(f"unknown:{code}")
        elif value == "na":
            if result.get("second_review", False):
                accepted += 1
            else:
                open_reasons.append(f"na_unreviewed:{code}")
        elif one["knockout"] != "none":
            weak = {"claimed"} if one.get("documents_suffice") else {"claimed", "documented"}
            if value == "met" and evidence in weak:
                open_reasons.append(f"weak_evidence:{code}")
            if value != "met":
                failed.append(f"{one['knockout']}_knockout:{code}")
    if accepted == len(given["criteria"]):
        open_reasons.append("nothing_applicable")
    if given["student_data"] and (until is None or until < on):
        open_reasons.append("no_agreement")

    def points(criteria):
        """Twice the points reached, and the points there are."""
        reached = total = 0
        for one in criteria:
            twice = {"met": 2, "partial": 1, "not_met": 0}.get(found[one["id"]]["value"])
            if twice is not None:
                reached += twice * one["weight"]
                total += one["weight"]
        return reached, total

    reached, total = points(given["criteria"])
    unknown = any(one["value"] == "unknown" for one in found.values())
    score = None
    if total and not unknown:
        exact = Decimal(50 * reached) / Decimal(total)
        score = float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))
    if open_reasons:
        return {
            "outcome": "undecided",
            "score": score,
            "reasons": sorted(open_reasons),
            "until": None,
        }
    if not failed and 50 * reached < 60 * total:
        failed = ["score_below_60"]
    if failed:
        return {"outcome": "flagged", "score": score, "reasons": sorted(failed), "until": None}
    limits = ["score_below_80"] if 50 * reached < 80 * total else []
    for group in {one["group"] for one in given["criteria"]}:
        of_group, there_are = points([one for one in given["criteria"] if one["group"] == group])
        if there_are and 50 * of_group < 50 * there_are:
            limits.append(f"group_below_half:{group}")
    last = on + timedelta(days=180 if limits else 365)
    if given["student_data"] and until < last:
        last = until
    outcome = "approved_for_uses" if limits else "approved"
    return {
        "outcome": outcome,
        "score": score,
        "reasons": sorted(limits),
        "until": last.isoformat(),
    }


def at_random(dice):
    """A question that is decided about as often as not."""
    values = dice.choice([
        ["met"], ["met"] * 6 + ["partial"], ["met"] * 4 + ["partial", "not_met", "na"],
        ["met", "partial", "not_met", "na", "unknown"],
    ])  # fmt: skip
    grades = dice.choice([["attested"], ["claimed", "documented", "observed", "attested"]])
    knockouts = dice.choice([["none"], ["none", "none", "hard", "curable"]])
    criteria = [
        {"id": f"{dice.choice('ABC')}-{number}", "group": dice.choice("XYZ"),
         "weight": dice.choice([1, 5, 10, 20, dice.randint(1, 99)]),
         "knockout": dice.choice(knockouts), "documents_suffice": dice.random() < 0.3}
        for number in range(dice.randint(0, 9))
    ]  # fmt: skip
    results = {
        one["id"]: {"value": dice.choice(values), "evidence": dice.choice(grades),
                    "second_review": dice.random() < 0.8}
        for one in criteria if dice.random() < 0.97
    }  # fmt: skip
    on = date(2026, 1, 1) + timedelta(days=dice.randint(0, 700))
    agreement = on + timedelta(days=dice.randint(-2, 400)) if dice.random() < 0.9 else None
    return {
        "criteria": criteria, "results": results, "student_data": dice.random() < 0.5,
        "agreement_until": agreement and agreement.isoformat(), "on": on.isoformat(),
    }  # fmt: skip


@pytest.mark.clause("P2")
@pytest.mark.clause("P3")
def test_a_second_reading_of_the_contract_agrees_on_thousands_of_questions():
    dice = random.Random(20261125)
    seen = set()

    for _ in range(5000):
        given = at_random(dice)
        found = decide(given)
        assert found == by_the_contract(given), given
        seen.add(found["outcome"])

    assert seen == {"approved", "approved_for_uses", "flagged", "undecided"}
