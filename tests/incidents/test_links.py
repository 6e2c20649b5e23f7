"""Case staff ask the other registers, and no reader of those registers learns that they did."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from consents.models import ExportResult, ExportRun
from core.decision import Refused
from incidents.actions import links
from incidents.models import CaseStep
from incidents.terms import Part
from platforms.terms import Status
from tests.consent_factories import safety_meetup
from tests.consents.group_texts import take, whole
from tests.factories import SchoolFactory, SchoolYearFactory, actor, staff_at
from tests.incident_factories import accused, case_of, report, seated
from tests.incidents.people import hurt, named, row_of
from tests.platform_factories import PlatformFactory
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def oig():
    return seated()


@pytest.fixture
def club():
    return safety_meetup(guardians=1)


@pytest.fixture
def case(club):
    return case_of(report(club.school, people=(accused(club.coach), hurt(club.student))))


@pytest.mark.clause("I1")
def test_was_this_adult_allowed_then_and_nobody_of_the_other_register_learns_of_the_question(
    oig, club, case
):
    """The door of that register writes the question down on the student; the case's own way writes nothing there."""
    by = actor(oig)

    made = links.ask_verdict(case, row_of(case), row_of(case, Part.HURT), timezone.now(), by=by)

    said = made.words()
    assert (said["said"], said["about"]) == ("Not allowed", f"{club.coach.name} → {club.student}")
    assert said["lines"][0]["head"] == f"Robotics club · {club.school}"
    assert [(one["clause"]) for one in said["lines"][0]["reasons"]] == ["T1"]
    assert Entry.objects.about(club.student).count() == 0
    assert Entry.objects.about(club.activity).count() == 0
    assert Entry.objects.filter(verb__startswith="verdict").count() == 0
    assert club.student.given_name.encode() not in bytes(made.sealed)
    step = CaseStep.objects.get(case=case, deed="case.register_asked")
    assert step.facts == {"kind": "verdict", "row": str(made.name)}


def test_outside_every_activity_the_answer_is_no(oig, club):
    teacher = staff_at(club.school)
    case = case_of(report(club.school, people=(accused(teacher), hurt(club.student))))

    made = links.ask_verdict(
        case, row_of(case), row_of(case, Part.HURT), timezone.now(), by=actor(oig)
    )

    [line] = made.words()["lines"]
    assert (line["said"], line["reasons"][0]["clause"]) == ("No activity names both.", "T1")


def test_which_recipients_were_held_that_day(oig, case):
    made = links.ask_recipients(case, row_of(case), timezone.localdate(), by=actor(oig))

    assert (made.words()["said"], made.words()["lines"]) == ("Students on their group texts: 0", [])


@pytest.mark.clause("I1")
def test_an_adult_with_a_group_text_was_allowed_and_held_its_student(oig):
    club = whole()
    take(club)
    case = case_of(report(club.school, people=(accused(club.coach), hurt(club.student))))
    by = actor(oig)

    verdict = links.ask_verdict(case, row_of(case), row_of(case, Part.HURT), timezone.now(), by=by)
    held = links.ask_recipients(case, row_of(case), timezone.localdate(), by=by).words()

    assert verdict.words()["said"] == "Allowed, for what is listed"
    assert held["said"] == "Students on their group texts: 1"
    assert str(club.student) in held["lines"][0]["said"]


def test_a_list_was_made_on_the_day_that_it_was_at_the_school(oig, club, case):
    """An hour after midnight in Chicago it is still the evening before in Honolulu."""
    today = timezone.localdate()
    made_at = datetime.combine(today, time(1), ZoneInfo("America/Chicago"))
    SchoolYearFactory(school=club.school, timezone="Pacific/Honolulu")
    run = ExportRun.objects.create(activity=club.activity, profile="generic", by=club.coach)
    kept = {"sha256": "0" * 64, "stored_as": "lists/1.zip", "counts": {"rows": 3}}
    ExportResult.objects.create(
        run=run, version=club.activity.latest, judged_at=made_at, made_at=made_at, **kept
    )

    made = links.ask_recipients(case, row_of(case), today, by=actor(oig))

    evening = today - timedelta(days=1)
    assert [one["said"] for one in made.words()["lines"]] == [
        f"A list of 3 recipients was made on {evening} by {club.coach.name}"
    ]


@pytest.mark.parametrize(
    ("typed", "days", "said"),
    [
        ("Chirp", 0, "Approved"),
        ("Chirp", 3650, "Not reviewed"),
        ("Xylo", 0, "Not on the list, and so not approved"),
    ],
)
def test_was_this_tool_approved_that_day(oig, case, typed, days, said):
    PlatformFactory(name="Chirp", standing=Status.APPROVED)
    day = timezone.localdate() - timedelta(days=days)

    made = links.ask_platform(case, typed, day, by=actor(oig))

    assert made.words()["said"] == said


def test_a_name_alone_asks_nothing_and_strangers_ask_nothing(oig):
    case = case_of(report(SchoolFactory(), people=(named("Dana Reed"),)))

    with pytest.raises(Refused, match="who this is"):
        links.ask_recipients(case, row_of(case), timezone.localdate(), by=actor(oig))
    with pytest.raises(Refused):
        links.ask_platform(case, "Chirp", timezone.localdate(), by=actor(staff_at()))

    assert case.link_answers.count() == 0
