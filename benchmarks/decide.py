"""How many questions a second `manage.py decide consents`, `decide platforms` and `decide incidents` answer.

The peer is what no such command can go below: reading and writing the same lines as JSON. The ratio is the
price of the policy itself.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import consents.decide
import incidents.decide
import platforms.decide
from core.reading import parse
from platforms.builtin import shipped

QUESTIONS = 5_000
AUDITS = 300
ROUNDS = 5
DAY = "2026-10-{day:02}T18:40:00-05:00"


def question(number: int) -> dict[str, object]:
    """A safety meet-up with two guardians, one of whom changed their mind; every fourth is refused."""
    day = DAY.format(day=1 + number % 28)
    answers = [
        {"signer": "g1", "decision": "granted", "at": "2026-09-01T10:00:00-05:00"},
        {"signer": "g2", "decision": "refused", "at": "2026-09-02T10:00:00-05:00"},
        {"signer": "g2", "decision": "granted", "at": "2026-09-03T10:00:00-05:00"},
    ]
    return {
        "at": day,
        "exception": "safety_meetup",
        "student": {"grade": f"{9 + number % 4:02}"},
        "approval": {"decision": "approved", "at": "2026-08-25T09:00:00-05:00"},
        "activity": {"starts_on": "2026-08-24", "ends_on": "2027-06-11"},
        "year": {"starts_on": "2026-07-01", "ends_on": "2027-06-30"},
        "adult": {"designated": True, "active": True},
        "guardians": ["g1", "g2"],
        "answers": answers[: 2 if number % 4 == 0 else 3],
        "thread": ["student", "adult", "employee_email", "guardian:g1"],
    }


def echoed(line: str) -> str:
    return json.dumps(json.loads(line))


def decided(line: str) -> str:
    return json.dumps(consents.decide.decide(parse(line.encode())))


def audit(number: int) -> dict[str, object]:
    """An audit under the whole shipped set; every fourth fails a knock-out."""
    (the_set,) = shipped().values()
    criteria = [
        {"id": one.id, "group": group.id, "weight": one.weight, "knockout": str(one.knockout)}
        for group, one in the_set.criteria()
    ]
    results = {str(one["id"]): {"value": "met", "evidence": "observed"} for one in criteria}
    if number % 4 == 0:
        results["PAR-01"] = {"value": "partial", "evidence": "observed"}
    return {
        "criteria": criteria,
        "results": results,
        "student_data": True,
        "agreement_until": "2027-06-30",
        "on": f"2026-10-{1 + number % 28:02}",
    }


def audited(line: str) -> str:
    return json.dumps(platforms.decide.decide(parse(line.encode())))


def report(number: int) -> dict[str, object]:
    """A report about a known adult; every fourth is about the principal, so that only the chief reads it."""
    return {
        "concern": "adult_communication",
        "reporter": {"role": "student"},
        "accused": ["principal" if number % 4 == 0 else f"teacher-{number}"],
        "accused_known": True,
        "keep_from": ["administrator-1"],
        "school": {
            "principal": "principal",
            "administrators": ["administrator-1", "administrator-2"],
            "network_chief": "chief",
        },
        "delegates": {"principal": ["administrator-2"]},
    }


def routed(line: str) -> str:
    return json.dumps(incidents.decide.decide(parse(line.encode())))


def rate(work: Callable[[str], str], lines: list[str]) -> float:
    """Lines a second, the best of several rounds."""
    best = 0.0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for line in lines:
            work(line)
        best = max(best, len(lines) / (time.perf_counter() - begun))
    return best


def show(name: str, work: Callable[[str], str], lines: list[str]) -> None:
    ours, floor = rate(work, lines), rate(echoed, lines)
    print(f"decide {name:<10} {ours:10,.0f} questions a second")
    print(f"reading and writing the same JSON {floor:10,.0f} lines a second")
    print(f"an answer costs as much as {floor / ours:.1f} readings and writings of its question")


def main() -> None:
    lines = [json.dumps(question(number)) for number in range(QUESTIONS)]
    assert sum(json.loads(decided(line))["allowed"] for line in lines) == QUESTIONS * 3 // 4
    show("consents", decided, lines)
    audits = [json.dumps(audit(number)) for number in range(AUDITS)]
    approved = [json.loads(audited(line))["outcome"] == "approved" for line in audits]
    assert sum(approved) == AUDITS * 3 // 4
    show("platforms", audited, audits)
    reports = [json.dumps(report(number)) for number in range(QUESTIONS)]
    chiefs = [json.loads(routed(line))["people"] == ["chief"] for line in reports]
    assert sum(chiefs) == QUESTIONS // 4
    show("incidents", routed, reports)


if __name__ == "__main__":
    main()
