"""A case ends: what stands in the way, the letter, and opening it again."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.decision import Reason, Refused
from core.workflow import IllegalMove
from incidents.access import closing as access
from incidents.actions import closing, desk
from incidents.models import CaseMessage, Closing
from incidents.policy.clocks import Promise
from incidents.policy.letters import filled, unknown_blanks
from incidents.reports.clocks import timed_one
from incidents.terms import OfficeCode, Stage
from incidents.terms.desk import ActionKind, Outcome
from tests.factories import SchoolFactory, actor, principal_of
from tests.incident_factories import bullying, case_of, seated

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return seated(OfficeCode.STUDENT_PROTECTIONS)


@pytest.fixture
def worked(office):
    """A case that was acknowledged, and about which something was done."""
    case = case_of(bullying(SchoolFactory(), language="en"))
    return desk.act(case, ActionKind.SPOKE_STUDENT, by=actor(office))


def codes(case, outcome):
    return [one.code for one in access.in_the_way(case, outcome).refusals]


def send(user, case, **data):
    client = Client()
    client.force_login(user)
    return client.post(reverse("incidents:close", args=[case.code]), data)


def test_what_stands_in_the_way(office):
    case = case_of(bullying(SchoolFactory()))
    fresh = (codes(case, Outcome.FOUNDED), codes(case, Outcome.REFERRED))

    desk.acknowledge(case, by=actor(office))

    assert (fresh, codes(case, Outcome.FOUNDED), codes(case, Outcome.REFERRED)) == (
        (["not_told", "not_acted"], ["not_told"]),
        ["not_acted"],
        [],
    )


def test_another_subject_says_what_is_to_be_done_first(worked, office, monkeypatch):
    lacking = Reason("to_be_done", "I1", "Do this first.")
    monkeypatch.setattr(access, "_checks", {"other": lambda _case, outcome: [lacking] if outcome == Outcome.UNFOUNDED else []})  # fmt: skip

    with pytest.raises(Refused):
        closing.close(worked, Outcome.UNFOUNDED, by=actor(office), reason="Looked into.")

    worked.refresh_from_db()
    assert (worked.stage, Closing.objects.count()) == (Stage.WORKING, 0)
    assert codes(worked, Outcome.FOUNDED) == []


@pytest.mark.clause("I2")
def test_closing_keeps_the_reason_with_the_office_and_sends_the_letter(worked, office):
    preview = send(office, worked, outcome="founded", reason="Two saw it.", own_words="At {school}.", preview="1")  # fmt: skip
    untouched = CaseMessage.objects.filter(kind="letter").count()

    send(office, worked, outcome="founded", reason="Two saw it.", own_words="At {school}.")

    worked.refresh_from_db()
    kept, letter = Closing.objects.get(), CaseMessage.objects.get(kind="letter").words()["text"]
    assert (untouched, worked.stage, kept.outcome, kept.office) == (
        *(0, Stage.CLOSED, "founded"),
        "student_protections",
    )
    assert kept.words() == {"reason": "Two saw it.", "letter": letter}
    assert preview.context["letter"] == letter
    assert [words in letter for words in (f"At {worked.school.name}.", "Two saw it.")] == [
        True,
        False,
    ]


def test_a_school_closes_nothing(worked):
    principal = principal_of(worked.school)

    with pytest.raises(Refused):
        closing.close(worked, Outcome.FOUNDED, by=actor(principal), reason="Over.")

    worked.refresh_from_db()
    assert (worked.stage, Closing.objects.count()) == (Stage.WORKING, 0)


def test_what_nobody_read_is_not_closed(office):
    case = case_of(bullying(SchoolFactory()))

    with pytest.raises(IllegalMove):
        closing.close(case, Outcome.REFERRED, by=actor(office), reason="Not ours.")

    assert (send(office, case, outcome="referred", reason="Not ours.").status_code) == 409


BLANKS = {"school": "Oak {office}", "office": "The office"}


@pytest.mark.parametrize(
    ("typed", "unknown", "shown"),
    [
        ("At {school}.", [], "At Oak {office}."),
        ("{{ 7*7 }} {% load x %}", [" 7*7 ", "% load x %"], "{{ 7*7 }} {% load x %}"),
        ("{school.name}", ["school.name"], "{school.name}"),
        ("{school!r} {0}", ["school!r", "0"], "{school!r} {0}"),
        ("%(school)s ${school}", [], "%(school)s $Oak {office}"),
    ],
)
def test_x2_only_named_blanks_are_filled_in(typed, unknown, shown):
    assert (unknown_blanks(typed, BLANKS), filled(typed, BLANKS)) == (unknown, shown)


def test_x2_a_letter_with_anything_else_in_braces_is_asked_about(worked, office):
    answer = send(office, worked, outcome="founded", reason="Seen.", own_words="{settings}")

    assert (answer.status_code, Closing.objects.count()) == (422, 0)


def test_opened_again_the_promises_begin_anew_and_the_closing_stays(worked, office):
    closing.close(worked, Outcome.NOT_ENOUGH, by=actor(office), reason="Nobody saw it.")
    ended = [
        str(one.promise) for one in timed_one(_fresh(worked), timezone.now()).clocks if one.runs
    ]

    closing.reopen(worked, by=actor(office), reason="A picture came in.")

    again = [
        str(one.promise) for one in timed_one(_fresh(worked), timezone.now()).clocks if one.runs
    ]
    assert (ended, again, _fresh(worked).stage, Closing.objects.count()) == (
        *([], [Promise.UPDATE], Stage.WORKING),
        1,
    )


def _fresh(case):
    case.refresh_from_db()
    return case
