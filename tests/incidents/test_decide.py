"""manage.py decide incidents: CONTRACT.md section 3."""

import pytest

from incidents.decide import decide


@pytest.mark.clause("I3")
def test_a_parent_reports_the_same_two_ways():
    question = {
        "concern": "online_bullying",
        "reporter": {"role": "guardian"},
        "accused": [],
        "accused_known": False,
        "keep_from": [],
        "school": {"principal": "p", "administrators": ["a"], "network_chief": "c"},
    }

    assert decide(question) == {
        "offices": ["student_protections"],
        "people": ["a", "p"],
        "withheld_from": [],
        "call": ["student_protections"],
        "parent_notice": "prompt",
        "priority": "standard",
    }
