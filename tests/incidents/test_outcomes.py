"""What follows for adults and students, from the policy's own list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.decision import Refused
from incidents.actions import outcomes
from incidents.actions.outcomes import Words
from incidents.policy.consequences import Ordered, may_order, may_order_for_student
from incidents.reports.outcomes import outcomes_of, settled
from incidents.terms import OfficeCode
from incidents.terms.outcomes import AdultKind, Consequence, Finding
from tests.factories import SchoolFactory, StudentFactory, actor, principal_of, staff_at
from tests.incident_factories import accused, bullying, case_of, report, seated
from tests.incidents.people import accused_student, row_of

EMPLOYEE, OUTSIDE, STRANGER = AdultKind
SUSPENDED, DISMISSED = Consequence.ACCESS_SUSPENDED, Consequence.DISMISSAL


@pytest.mark.clause("I4")
@pytest.mark.parametrize(
    ("ordered", "refusals"),
    [
        (Ordered(EMPLOYEE, frozenset()), ["no_consequence"]),
        (Ordered(EMPLOYEE, frozenset({Consequence.NONE})), []),
        (Ordered(EMPLOYEE, frozenset({Consequence.NONE, SUSPENDED})), ["none_with_others"]),
        (Ordered(EMPLOYEE, frozenset({SUSPENDED, Consequence.DISCIPLINE})), []),
        (Ordered(EMPLOYEE, frozenset({Consequence.EXCLUSION})), ["not_theirs"]),
        (Ordered(OUTSIDE, frozenset({DISMISSED})), ["not_theirs"]),
        (Ordered(OUTSIDE, frozenset({Consequence.CONTRACT, Consequence.EXCLUSION})), []),
        (Ordered(STRANGER, frozenset({Consequence.CRIMINAL})), []),
        # Harm to a minor: the most severe there is for such a person, or who decided otherwise and why.
        (Ordered(EMPLOYEE, frozenset({SUSPENDED}), harm_to_minor=True), ["not_most_severe"]),
        (Ordered(EMPLOYEE, frozenset({SUSPENDED, DISMISSED}), harm_to_minor=True), []),
        (Ordered(OUTSIDE, frozenset({Consequence.EXCLUSION}), harm_to_minor=True), []),
        (Ordered(STRANGER, frozenset({Consequence.PREMISES}), harm_to_minor=True), []),
        (Ordered(EMPLOYEE, frozenset({SUSPENDED}), harm_to_minor=True, departs=True), []),
        (Ordered(EMPLOYEE, frozenset({Consequence.NONE}), harm_to_minor=True), ["not_most_severe"]),
    ],
)  # fmt: skip
def test_what_may_be_ordered_for_an_adult(ordered, refusals):
    assert [(one.code, one.clause) for one in may_order(ordered).refusals] == [
        (code, "I4") for code in refusals
    ]


@pytest.mark.clause("I5")
@pytest.mark.parametrize(("reference", "allowed"), [("Group 3-7", True), ("  ", False)])
def test_a_students_consequence_names_the_code_of_conduct(reference, allowed):
    assert bool(may_order_for_student(reference)) is allowed


def words(**facts):
    today = timezone.localdate()
    return Words(
        **{
            "ordered_by": "Chief of Talent", "ordered_on": today, "adult_kind": EMPLOYEE,
            "consequences": (DISMISSED,), **facts,
        }
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.clause("I4")
def test_an_office_finds_and_writes_down_what_was_ordered_and_nothing_is_overwritten():
    oig, school = seated(), SchoolFactory()
    case = case_of(report(school, people=(accused(staff_at(school)),)))
    row = row_of(case)
    with pytest.raises(Refused, match="substantiated"):
        outcomes.order(row, words(), by=actor(oig))
    assert not settled(case)

    outcomes.find(row, Finding.NOT_SHOWN, by=actor(oig), reason="First look.")
    outcomes.find(row, Finding.SUBSTANTIATED, by=actor(oig), reason="The messages are there.")
    assert not settled(case)
    outcomes.order(row, words(harm_to_minor=True), by=actor(oig))

    [found] = outcomes_of(case)
    assert (found.reason, found.consequences, found.earlier) == (
        "The messages are there.", ["Termination of employment"], 1,
    )  # fmt: skip
    assert settled(case)
    assert b"Talent" not in bytes(found.order.sealed)


@pytest.mark.django_db
@pytest.mark.clause("I5")
def test_a_student_is_under_the_code_of_conduct():
    school = SchoolFactory()
    protector = seated(OfficeCode.STUDENT_PROTECTIONS)
    student = StudentFactory(school=school)
    case = case_of(bullying(school, people=(accused_student(student),)))
    row, by = row_of(case), actor(protector)
    outcomes.find(row, Finding.SUBSTANTIATED, by=by, reason="Seen.")

    with pytest.raises(Refused, match="Code of Conduct"):
        outcomes.order(row, words(adult_kind=None, consequences=()), by=by)
    outcomes.order(row, words(adult_kind=None, consequences=(), reference="Group 3-7"), by=by)

    assert outcomes_of(case)[0].words["reference"] == "Group 3-7"


@pytest.mark.django_db
def test_a_school_orders_nothing_and_no_order_is_of_tomorrow():
    oig, school = seated(), SchoolFactory()
    principal = principal_of(school)
    case = case_of(report(school, people=(accused(staff_at(school)),)))
    row = row_of(case)
    with pytest.raises(Refused, match="Only the office"):
        outcomes.find(row, Finding.UNFOUNDED, by=actor(principal), reason="No.")
    outcomes.find(row, Finding.SUBSTANTIATED, by=actor(oig), reason="Yes.")

    with pytest.raises(Refused, match="day that is past"):
        tomorrow = timezone.localdate() + timedelta(days=1)
        outcomes.order(row, words(ordered_on=tomorrow), by=actor(oig))

    assert (case.findings.count(), case.orders.count()) == (1, 0)
