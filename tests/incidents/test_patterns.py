"""Several reports about one number, user name or adult: seen by the Inspector General, by nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.decision import Refused
from incidents.actions import patterns
from incidents.models import Case, CaseMessage, CaseStep, PatternAlert, PatternEntry
from incidents.policy.patterns import PatternTerms
from incidents.reports.patterns import clusters, related
from incidents.terms import OfficeCode
from incidents.terms.patterns import EndedBecause, EntryKind
from tests.factories import SchoolFactory, actor, principal_of, staff_at
from tests.incident_factories import accused, bullying, case_of, kept_from, report, seated
from tests.incidents.people import named

pytestmark = pytest.mark.django_db


@pytest.fixture
def oig():
    return seated()


def looked(*made):
    """Cases of the reports, each looked at by the worker as it comes in."""
    cases = [case_of(one) for one in made]
    for case in cases:
        patterns.look(case.pk)
    return cases


def alerts():
    return [one.case for one in PatternAlert.objects.filter(reviewed_at=None).order_by("pk")]


@pytest.mark.clause("I1")
def test_a_second_report_with_the_same_number_raises_an_alert_on_both(oig):
    first, second = looked(
        report(SchoolFactory(), people=(named("Mr K", "312-555-0142"),)),
        report(SchoolFactory(), people=(named("a coach", "(312) 555 0142, @kk"),)),
    )

    assert alerts() == [first, second]
    assert [(one.words, one.cases) for one in related(first, oig)] == [("312-555-0142", [second])]


@pytest.mark.clause("I1")
def test_the_same_confirmed_adult_at_another_school_raises_one_too(oig):
    teacher = staff_at()
    first, second = looked(
        report(SchoolFactory(), people=(accused(teacher),)),
        report(SchoolFactory(), people=(accused(teacher),)),
    )

    assert alerts() == [first, second]
    assert patterns.look(second.pk) == 0


def test_one_report_alone_is_no_pattern_and_the_table_says_nothing(oig):
    [case] = looked(report(SchoolFactory(), people=(named("Mr K", "@coach_k"),)))

    assert (alerts(), related(case, oig)) == ([], [])
    for entry in PatternEntry.objects.all():
        assert b"coach_k" not in bytes(entry.sealed)
        assert len(entry.mark) == 64


def test_schools_and_student_protections_see_no_other_report():
    """Neither a step of the case's history, nor a related report, nor a cluster."""
    school = SchoolFactory()
    principal, protector = principal_of(school), seated(OfficeCode.STUDENT_PROTECTIONS)
    teacher = staff_at(school)
    first, second = looked(
        report(school, people=(accused(teacher),)), report(SchoolFactory(), people=(accused(teacher),))
    )  # fmt: skip

    assert alerts() == [first, second]
    deeds = set(CaseStep.objects.filter(case=first).values_list("deed", flat=True))
    assert deeds == {"case.received", "case.routed"}
    for user in (principal, protector):
        with pytest.raises(Refused):
            patterns.review(PatternAlert.objects.first(), "Seen.", by=actor(user))
        with pytest.raises(Refused):
            patterns.set_rule(PatternTerms(), by=actor(user))
    assert PatternAlert.objects.filter(reviewed_at=None).count() == 2


def test_a_kept_out_investigator_is_not_even_shown_a_number(oig):
    other = seated()
    first, _second = looked(
        report(SchoolFactory(), people=(named("K", "@coach_k"),)),
        report(SchoolFactory(), people=(named("K", "@coach_k"), kept_from(other))),
    )

    assert ([one.reports for one in related(first, oig)], related(first, other)) == ([2], [])
    assert clusters(other) == []


def test_a_case_of_the_other_office_is_a_number_only(oig):
    student = named("Some student", "@kk_99")
    first, _second = looked(
        report(SchoolFactory(), people=(named("K", "@kk_99"),)),
        bullying(SchoolFactory(), people=(type(student)(student.part, "S", is_adult=False, note="@kk_99"),)),
    )  # fmt: skip

    [found] = related(first, oig)

    assert (found.cases, found.unseen, found.reports) == ([], 1, 2)


def test_a8_related_reports_never_join_what_their_reporters_see(oig):
    first, second = looked(
        report(SchoolFactory(), people=(named("K", "@coach_k"),)),
        report(SchoolFactory(), people=(named("K", "@coach_k"),)),
    )

    patterns.review(PatternAlert.objects.filter(case=first).get(), "One man.", by=actor(oig))

    assert CaseMessage.objects.count() == 0
    assert {one.case_id for one in first.ways_back.all()} == {first.pk}
    assert not second.ways_back.filter(case=first).exists()


def test_d4_a_campaign_naming_one_teacher_is_one_cluster_and_each_report_is_kept(oig):
    school = SchoolFactory()
    made = looked(*(report(school, people=(named("Mr. Dana Reed"),)) for _ in range(12)))

    [cluster] = clusters(oig)

    assert (cluster.kind, cluster.words, cluster.reports) == (EntryKind.NAME, "Mr. Dana Reed", 12)
    assert Case.objects.open().count() == len(made) == 12
    # A typed name is nobody yet: it groups, and raises nothing.
    assert alerts() == []


def test_an_entry_is_ended_by_who_may_and_counts_no_more(oig):
    first, second = looked(
        report(SchoolFactory(), people=(named("K", "@coach_k"),)),
        report(SchoolFactory(), people=(named("K", "@coach_k"),)),
    )
    entry = PatternEntry.objects.get(case=second, kind=EntryKind.HANDLE)
    with pytest.raises(Refused):
        patterns.end_entry(entry, EndedBecause.REVIEWED, by=actor(staff_at()))

    patterns.end_entry(entry, EndedBecause.REVIEWED, by=actor(oig))
    patterns.look(second.pk)

    assert related(first, oig) == []
    assert alerts() == [first]


def test_entries_end_with_their_time_and_the_threshold_is_the_offices(oig):
    patterns.set_rule(PatternTerms(threshold=3, keep_days=60, review_days=5), by=actor(oig))
    first, second = looked(
        report(SchoolFactory(), people=(named("K", "@coach_k"),)),
        report(SchoolFactory(), people=(named("K", "@coach_k"),)),
    )
    assert alerts() == []

    [third] = looked(report(SchoolFactory(), people=(named("K", "@coach_k"),)))
    assert alerts() == [first, second, third]

    with time_machine.travel(timezone.now() + timedelta(days=61)):
        assert related(first, oig) == []


def test_case_staff_enter_what_the_words_hold(oig):
    case, _other = looked(
        report(SchoolFactory()), report(SchoolFactory(), people=(named("K", "coach@home.example"),))
    )

    patterns.keep_handle(case, "Coach@Home.example", by=actor(oig))

    assert case in alerts()
    with pytest.raises(Refused, match="no telephone number"):
        patterns.keep_handle(case, "the man at the gate", by=actor(oig))
    with pytest.raises(Refused):
        patterns.keep_handle(case, "@another", by=actor(staff_at()))
