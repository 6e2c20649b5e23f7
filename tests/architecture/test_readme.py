"""What the README tells people to run, runs."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[2]


def test_the_example_questions_are_answered():
    out = StringIO()

    call_command("decide", "consents", str(ROOT / "docs/examples/questions.jsonl"), stdout=out)

    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [answer["reasons"] for answer in answers] == [
        [],
        ["conflict", "guardian_left_out", "employee_email_left_out"],
        ["another_school_year"],
    ]


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", *sorted(p.name for p in (ROOT / "docs").glob("*.md"))]
)
def test_links_lead_somewhere(name):
    path = next(p for p in (ROOT / name, ROOT / "docs" / name) if p.exists())
    targets = [piece.split(")")[0].split("#")[0] for piece in path.read_text().split("](")[1:]]
    local = [target for target in targets if target and not target.startswith("http")]

    assert [target for target in local if not (path.parent / target).exists()] == []
