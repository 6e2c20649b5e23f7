"""Parents are told of their own child, in time or by somebody's word; and nobody who must not be."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.decision import Refused
from incidents.actions import naming, parents, parents_watch
from incidents.actions.parents import Tried
from incidents.facts.parents import children_of
from incidents.models import CaseStep, ParentAttempt, Silence, Suspicion
from incidents.reports.parents import late_of
from incidents.terms import OfficeCode, Part, Safe
from incidents.terms.parents import Check, Result, Telling, Way
from notices.models import Notice
from notices.wording import worded
from schools.models import ContactBlock
from tests.factories import (
    DistrictFactory,
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    actor,
    principal_of,
    staff_at,
)
from tests.incident_factories import accused, bullying, case_of, report, seated
from tests.incidents.people import accused_student, hurt

pytestmark = pytest.mark.django_db

CANARY = "xq-canary-words-of-the-report"


@pytest.fixture
def school():
    SchoolYearFactory()
    DistrictFactory()
    return SchoolFactory()


@pytest.fixture
def principal(school):
    return principal_of(school)


def called(result=Result.REACHED, way=Way.PHONE):
    return Tried(way=way, result=result, at=timezone.now(), note="Spoke for five minutes.")


def block(student, guardian):
    now = timezone.now()
    ContactBlock.objects.create(
        student=student, guardian=guardian, is_blocked=True, source="Order", at=now, by=principal_of()
    )  # fmt: skip


def test_the_parents_of_every_student_involved_are_told_and_never_one_kept_away(school, principal):
    """Those it happened to and those it is about; an order of protection holds whatever else."""
    child, other = StudentFactory(school=school), StudentFactory(school=school)
    mother, father = GuardianFactory(of=child), GuardianFactory(of=child)
    aunt = GuardianFactory(of=child, of__authority="no")
    theirs = GuardianFactory(of=other)
    block(child, father)
    case = case_of(bullying(school, people=(hurt(child), accused_student(other))))

    found = {one.student: [who.guardian for who in one.to_tell] for one in children(case)}

    assert found == {child: [mother], other: [theirs]}
    for guardian in (father, aunt, theirs):
        with pytest.raises(Refused, match="never told"):
            parents.log(case, child, guardian.pk, called(), by=actor(principal))
    assert ParentAttempt.objects.count() == 0


def children(case):
    return children_of(case, timezone.localdate())


@pytest.mark.clause("I2")
def test_a_call_is_kept_with_its_time_and_its_words_are_sealed(school, principal):
    child = StudentFactory(school=school)
    mother = GuardianFactory(of=child)
    case = case_of(bullying(school, people=(hurt(child),)))
    made = parents.log(case, child, mother.pk, called(), by=actor(principal))

    assert (made.way, made.result, made.by) == ("phone", "reached", principal)
    assert made.words()["guardian"] == mother.pk
    assert str(mother).encode() not in bytes(made.sealed)
    step = CaseStep.objects.get(case=case, deed="case.parents_tried")
    assert step.facts == {"way": "phone", "result": "reached", "row": str(made.name)}


def test_the_letter_quotes_nothing_and_names_no_other_child(school, principal):
    child = StudentFactory(school=school, given_name="Wren")
    other = StudentFactory(school=school, given_name="Zebulon")
    mother = GuardianFactory(of=child, language="es")
    people = (hurt(child), accused_student(other))
    case = case_of(bullying(school, said=CANARY, people=people))

    made = parents.send(case, child, mother.pk, by=actor(principal))

    notice = Notice.objects.get(kind="incidents/parent_told")
    message = worded(notice)
    assert (notice.address, notice.language) == (mother.email, "es")
    assert notice.facts == {"attempt": str(made.name)}
    for words in (made.words()["text"], message.body, message.subject):
        assert "Wren" in words or words == message.subject
        assert [one for one in (CANARY, "Zebulon", "bull", str(case.code)) if one in words] == []


def test_a_letter_that_waits_is_dropped_when_its_reader_may_not_hear_any_more(school, principal):
    child = StudentFactory(school=school)
    mother = GuardianFactory(of=child)
    case = case_of(bullying(school, people=(hurt(child),)))
    parents.send(case, child, mother.pk, by=actor(principal))

    block(child, mother)

    assert worded(Notice.objects.get(kind="incidents/parent_told")) is None


@pytest.mark.clause("I2")
@pytest.mark.parametrize("safe", [Safe.NO, Safe.UNSURE])
def test_where_it_is_not_safe_nobody_is_told_until_the_named_person_decides(
    school, principal, safe
):
    child = StudentFactory(school=school)
    mother = GuardianFactory(of=child)
    case = case_of(bullying(school, people=(hurt(child),), parent_safe=safe))
    protector = seated(OfficeCode.STUDENT_PROTECTIONS)
    with pytest.raises(Refused, match="Nobody is in charge"):
        parents.log(case, child, mother.pk, called(), by=actor(principal))

    parents.put_in_charge(case, protector, by=actor(principal))
    with pytest.raises(Refused, match="Only the person in charge"):
        parents.decide(case, child, Telling.TELL, by=actor(principal), reason="Fine.")
    with pytest.raises(Refused, match="decides first"):
        parents.send(case, child, mother.pk, by=actor(principal))
    parents.decide(case, child, Telling.TELL, by=actor(protector), reason="She asked us to.")

    assert parents.send(case, child, mother.pk, by=actor(principal)).result == Result.SENT


def test_nobody_is_put_in_charge_who_does_not_read_the_case(school, principal):
    case = case_of(bullying(school))

    with pytest.raises(Refused, match="do not read this case"):
        parents.put_in_charge(case, staff_at(school), by=actor(principal))

    assert case.parent_charges.count() == 0


def test_a_parent_who_is_accused_is_never_told_and_the_other_waits_for_a_decision(school):
    teacher = staff_at(school, name="Dana Reed")
    child = StudentFactory(school=school)
    GuardianFactory(of=child, given_name="Dana", family_name="Reed")
    other = GuardianFactory(of=child)
    case = case_of(report(school, people=(hurt(child), accused(teacher))))

    [found] = children(case)

    assert [one.guardian for one in found.to_tell] == [other]
    assert found.facts.household


@pytest.mark.clause("I1")
def test_misconduct_waits_for_the_list_done_in_order_by_people(school):
    child = StudentFactory(school=school)
    mother = GuardianFactory(of=child)
    case = case_of(report(school, people=(hurt(child),)))
    oig = seated()
    by, now = actor(oig), timezone.now()
    parents.put_in_charge(case, oig, by=by)

    with pytest.raises(Refused, match="earlier step"):
        parents.check(case, child, Check.STUDENT, by=by, at=now)
    parents.decide(case, child, Telling.TELL, by=by, reason="Authorities agree.")
    with pytest.raises(Refused, match="checklist comes first"):
        parents.send(case, child, mother.pk, by=by)
    parents.check(case, child, Check.AUTHORITIES, by=by, at=now, spoke_with="DCFS, Ms. Ray")
    parents.check(case, child, Check.TIMING, by=by, at=now, not_before=now - timedelta(hours=1))
    parents.check(case, child, Check.STUDENT, by=by, at=now, spoke_with="The student")

    assert [(one.check_done, one.by) for one in case.parent_checks.order_by("pk")] == [
        (str(one), oig) for one in Check
    ]
    assert parents.send(case, child, mother.pk, by=by).case == case


def test_somebody_without_the_case_calls_nobody(school):
    child = StudentFactory(school=school)
    mother = GuardianFactory(of=child)
    case = case_of(bullying(school, people=(hurt(child),)))

    with pytest.raises(Refused):
        parents.log(case, child, mother.pk, called(), by=actor(staff_at(school)))

    assert case.involved.get(part=Part.HURT).parent_attempts.count() == 0


@pytest.mark.clause("I2")
def test_the_day_runs_while_no_student_is_known_and_the_watch_hears_of_it(school, principal):
    office = seated(OfficeCode.STUDENT_PROTECTIONS)
    case = case_of(bullying(school))
    of_adult, of_machine = case_of(report(school)), case_of(bullying(school))
    Suspicion.objects.create(case=of_machine, signs=["trapped"])
    due = case.aware_at + timedelta(hours=24)

    early, late = parents_watch.watch(due - timedelta(minutes=1)), parents_watch.watch(due)

    told = Silence.objects.values_list("case", "promise", "due", "level")
    assert (early, late) == (0, 1)
    assert list(told) == [(case.pk, "parents", due, "readers")]
    assert not late_of(of_adult, due)
    child = StudentFactory(school=school)
    GuardianFactory(of=child)
    naming.add(case, hurt(child), why="She said so.", by=actor(office))
    assert late_of(case, due) == [due]
    parents.log(
        case, child, children(case)[0].to_tell[0].guardian.pk, called(), by=actor(principal)
    )
    assert late_of(case, due) == []
