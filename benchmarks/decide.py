"""How many consent questions a second `manage.py decide consents` answers.

The peer is what no such command can go below: reading and writing the same lines as JSON. The ratio is the
price of the policy itself.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from consents.decide import decide
from core.reading import parse

QUESTIONS = 5_000
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
    return json.dumps(decide(parse(line.encode())))


def rate(work: Callable[[str], str], lines: list[str]) -> float:
    """Lines a second, the best of several rounds."""
    best = 0.0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for line in lines:
            work(line)
        best = max(best, len(lines) / (time.perf_counter() - begun))
    return best


def main() -> None:
    lines = [json.dumps(question(number)) for number in range(QUESTIONS)]
    allowed = sum(json.loads(decided(line))["allowed"] for line in lines)
    assert allowed == QUESTIONS * 3 // 4
    ours, floor = rate(decided, lines), rate(echoed, lines)
    print(f"decide consents   {ours:10,.0f} questions a second")
    print(f"reading and writing the same JSON {floor:10,.0f} lines a second")
    print(f"a verdict costs as much as {floor / ours:.1f} readings and writings of its question")


if __name__ == "__main__":
    main()
