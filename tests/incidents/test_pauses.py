"""An office pauses an adult because of a report; nobody outside the case can tell."""

import pytest
from django.urls import reverse

from consents.models import Lift, Pause
from consents.verdicts import verdict
from core.decision import Refused
from incidents.actions import outcomes, patterns, pauses
from incidents.models import CasePause, PatternEntry
from incidents.terms import OfficeCode
from incidents.terms.outcomes import Finding
from notices.models import Notice
from schools.terms import Role
from tests.consent_factories import safety_meetup
from tests.factories import SchoolFactory, actor, district_user, principal_of, staff_at
from tests.incident_factories import accused, case_of, report, seated
from tests.incidents.people import named, row_of
from trail.models import Entry

pytestmark = pytest.mark.django_db

WHY = "xq-canary-why"


@pytest.fixture
def oig():
    return seated()


def pause(case, user, **facts):
    return pauses.pause(row_of(case), by=actor(user), **{"reason": WHY, "warned": True, **facts})


@pytest.mark.clause("I4")
def test_from_then_on_the_adult_may_text_nobody(oig):
    club = safety_meetup()
    case = case_of(report(club.school, people=(accused(club.coach),)))

    pause(case, oig)

    found = verdict(club.coach.staff, club.student, club.activity)
    assert [(one.code, one.clause) for one in found.verdict.reasons][:1] == [("adult_paused", "T1")]


def test_a_pause_is_as_any_other_and_leads_to_no_case(oig, client):
    """No notice leaves; the register's row, its page and the trail there know no case and no reason."""
    school = SchoolFactory()
    teacher, principal = staff_at(school), principal_of(school)
    case = case_of(report(school, people=(accused(teacher),)))

    made = pause(case, oig)

    assert Notice.objects.count() == 0
    kept = Pause.objects.get()
    assert (kept.office, kept.school, kept.network, kept.reason) == (
        Role.OIG,
        None,
        None,
        pauses.NEUTRAL,
    )
    assert WHY.encode() not in bytes(made.sealed)
    entries = Entry.objects.filter(verb="adult.paused")
    assert [(one.topic, one.facts) for one in entries] == [(f"schools.staff:{teacher.staff.pk}", {"office": "oig"})]  # fmt: skip
    for reader in (principal, district_user(Role.ADMIN)):
        client.force_login(reader)
        for address in (reverse("pauses"), reverse("adult", args=[teacher.staff.pk])):
            page = client.get(address).content.decode()
            assert "district" in page
            assert [one for one in (case.code, WHY, oig.name) if one in page] == []


@pytest.mark.parametrize(
    ("who", "warned", "says"),
    [("principal", True, "Only the office"), ("oig", False, "will notice")],
)
def test_it_is_the_offices_deliberate_step(oig, who, warned, says):
    school = SchoolFactory()
    principal = principal_of(school)
    case = case_of(report(school, people=(accused(staff_at(school)),)))

    with pytest.raises(Refused, match=says):
        pause(case, {"oig": oig, "principal": principal}[who], warned=warned)

    assert (Pause.objects.count(), CasePause.objects.count()) == (0, 0)


def test_nobody_is_paused_by_a_name_alone(oig):
    case = case_of(report(SchoolFactory(), people=(named("Dana Reed"),)))

    with pytest.raises(Refused, match="Nobody has confirmed"):
        pause(case, oig)


def test_it_is_lifted_by_the_office_and_another_cases_pause_goes_on(oig):
    teacher = staff_at()
    first = case_of(report(SchoolFactory(), people=(accused(teacher),)))
    second = case_of(report(SchoolFactory(), people=(accused(teacher),)))
    pause(first, oig)
    pause(second, oig)
    with pytest.raises(Refused):
        pause(first, oig)

    pauses.lift(row_of(first), by=actor(oig))

    assert [hasattr(one, "lift") for one in Pause.objects.order_by("pk")] == [True, False]
    with pytest.raises(Refused, match="not paused because"):
        pauses.lift(row_of(first), by=actor(oig))
    with pytest.raises(Refused):
        pauses.lift(row_of(second), by=actor(seated(OfficeCode.STUDENT_PROTECTIONS)))


@pytest.mark.clause("I4")
def test_unfounded_lifts_the_pause_ends_the_entries_and_tells_the_adult(oig):
    teacher = staff_at()
    case = case_of(report(SchoolFactory(), people=(accused(teacher, note="@coach_k"),)))
    patterns.look(case.pk)
    pause(case, oig)

    outcomes.find(
        row_of(case), Finding.UNFOUNDED, by=actor(oig), reason="A mix-up.", letter="It is over."
    )

    assert Lift.objects.count() == 1
    assert list(CasePause.objects.filter(ended_at=None)) == []
    ended = PatternEntry.objects.filter(case=case).values_list("kind", "ended_because")
    assert sorted(ended) == [("adult", "unfounded"), ("handle", "unfounded")]
    letter = case.person_letters.get()
    assert (letter.words()["text"], b"over" in bytes(letter.sealed)) == ("It is over.", False)
