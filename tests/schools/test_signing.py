"""Who may sign for a student: branches and orders, set by the records office, dated, never overwritten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.decision import Refused
from schools import signing
from schools.actions import signing as actions
from schools.actions.signing import Ruling
from schools.models import ContactBlock, GuardianLink, SigningBranch
from schools.terms import Authority, Branch, Role, Signs
from tests.consent_factories import make_activity
from tests.factories import (
    GuardianFactory,
    GuardianLinkFactory,
    StudentFactory,
    actor,
    district_user,
    staff_at,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("T1")]
SOURCE = "Order of 3 March seen; copy in the safe, folder 12."


def records():
    return actor(district_user(Role.RECORDS))


def family():
    student = StudentFactory()
    return student, GuardianFactory(of=student), GuardianFactory(of=student)


def signers(student):
    """Who may sign now, by the query and by the sheet: always the same."""
    links = GuardianLink.objects.with_authority().filter(student=student)
    by_query = set(links.values_list("guardian", flat=True))
    assert set(signing.sheets([student.pk])[student.pk].may_sign) == by_query
    return by_query


def codes_of(refused):
    return [reason.code for reason in refused.value.decision.refusals]


def test_without_papers_the_guardians_with_authority_sign():
    student, mother, father = family()
    GuardianFactory(of=student, of__authority=Authority.CHECK)

    assert signers(student) == {mother.pk, father.pk}


def test_a_blocked_contact_is_out_at_once_for_that_student_alone():
    student, mother, father = family()
    sibling = StudentFactory(school=student.school)
    GuardianLinkFactory(guardian=father, student=sibling)

    actions.block(father, [student], by=records(), source=SOURCE)

    assert (signers(student), signers(sibling)) == ({mother.pk}, {father.pk})
    assert signing.sheets([student.pk])[student.pk].blocked == {father.pk}
    assert not signing.is_shut_out(father)


def test_who_is_kept_from_every_student_is_shut_out_until_it_is_lifted():
    student, mother, father = family()
    by = records()
    row = actions.block(father, [student], by=by, source=SOURCE)[0]
    was_out = signing.is_shut_out(father)

    actions.lift_block(row, by=by, source="The order ended.")

    assert (was_out, signing.is_shut_out(father)) == (True, False)
    assert signers(student) == {mother.pk, father.pk}


def test_a_block_without_paper_is_on_the_list_until_the_paper_is_there():
    student, _mother, father = family()
    by, due = records(), timezone.localdate() + timedelta(days=10)
    row = actions.block(father, [student], by=by, source="By telephone.", proof_due_on=due)[0]
    waiting = list(ContactBlock.objects.without_proof())

    actions.prove_block(row, by=by, source=SOURCE)

    assert waiting == [row]
    assert list(ContactBlock.objects.without_proof()) == []
    assert signing.is_shut_out(father)


@pytest.mark.parametrize(
    ("ruling", "expected", "alone"),
    [
        (Ruling(Branch.NOBODY), set(), False),
        (Ruling(Branch.EMANCIPATED), set(), True),
        (Ruling(Branch.UNACCOMPANIED, Signs.STUDENT), set(), True),
        (Ruling(Branch.UNACCOMPANIED, Signs.NOBODY), set(), False),
    ],
)
def test_in_a_branch_the_guardians_do_not_sign(ruling, expected, alone):
    student, *_others = family()

    actions.set_branch(student, ruling, by=records(), source=SOURCE)

    assert signers(student) == expected
    assert signing.signs_alone(student) == alone


def test_a_named_person_signs_for_a_ward_and_nobody_else():
    student, *_others = family()
    agency = GuardianFactory(of=student, of__relationship="Case worker")

    actions.set_branch(student, Ruling(Branch.WARD, signer=agency), by=records(), source=SOURCE)

    assert signers(student) == {agency.pk}


def test_a_branch_ends_by_a_new_row_and_the_old_one_stays():
    student, mother, father = family()
    by = records()
    actions.set_branch(student, Ruling(Branch.NOBODY), by=by, source=SOURCE)

    actions.set_branch(student, Ruling(Branch.GUARDIANS), by=by, source="The court decided.")

    assert signers(student) == {mother.pk, father.pk}
    rows = SigningBranch.objects.order_by("pk").values_list("branch", flat=True)
    assert list(rows) == [Branch.NOBODY, Branch.GUARDIANS]


def test_what_is_recorded_later_about_an_earlier_day_counts_from_that_day_as_known_now():
    student, mother, father = family()
    now = timezone.now()
    held, before = now - timedelta(days=9), now - timedelta(days=5)

    actions.block(father, [student], by=records(), source=SOURCE, at=held)

    rows = signing.papers(list(signing.with_papers(type(student).objects.filter(pk=student.pk))))
    then = signing.sheet(rows, student.pk, at=before, known_at=before)
    known_now = signing.sheet(rows, student.pk, at=before, known_at=timezone.now())
    assert (then.may_sign, known_now.may_sign) == ({mother.pk, father.pk}, {mother.pk})


@pytest.mark.parametrize("role", [Role.CLERK, Role.PRINCIPAL, Role.ADMINISTRATOR])
def test_the_schools_office_sets_no_branch_and_no_block(role):
    student, _mother, father = family()
    by = actor(staff_at(student.school, role))

    with pytest.raises(Refused) as branch:
        actions.set_branch(student, Ruling(Branch.NOBODY), by=by, source=SOURCE)
    with pytest.raises(Refused) as block:
        actions.block(father, [student], by=by, source=SOURCE)

    assert codes_of(branch) == codes_of(block) == ["not_the_records_office"]
    assert (SigningBranch.objects.count(), ContactBlock.objects.count()) == (0, 0)


def test_whoever_gains_from_the_answer_only_takes_away():
    student, _mother, father = family()
    user = district_user(Role.RECORDS)
    make_activity(student.school, asked_by=user, students=[student])

    with pytest.raises(Refused) as branch:
        actions.set_branch(student, Ruling(Branch.EMANCIPATED), by=actor(user), source=SOURCE)
    row = actions.block(father, [student], by=actor(user), source=SOURCE)[0]
    with pytest.raises(Refused) as lift:
        actions.lift_block(row, by=actor(user), source="The order ended.")

    assert codes_of(branch) == codes_of(lift) == ["has_stake"]
    assert signing.is_shut_out(father)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"source": " "}, "no_source"),
        ({"at": timezone.now() + timedelta(days=2)}, "in_future"),
    ],
)
def test_a_block_needs_a_source_and_no_future(facts, code):
    student, _mother, father = family()

    with pytest.raises(Refused) as refused:
        actions.block(father, [student], by=records(), **{"source": SOURCE, **facts})

    assert codes_of(refused) == [code]
    assert ContactBlock.objects.count() == 0


def test_a_stranger_or_a_blocked_contact_is_not_named_to_sign():
    student, _mother, father = family()
    stranger, by = GuardianFactory(), records()
    actions.block(father, [student], by=by, source=SOURCE)

    for person in (stranger, father, None):
        with pytest.raises(Refused) as refused:
            actions.set_branch(student, Ruling(Branch.WARD, signer=person), by=by, source=SOURCE)
        assert codes_of(refused) == ["not_a_contact"]
    assert SigningBranch.objects.count() == 0


def test_the_sheets_of_many_students_cost_the_same(django_assert_num_queries):
    students = [family()[0] for _ in range(6)]
    by = records()
    for student in students:
        actions.set_branch(student, Ruling(Branch.NOBODY), by=by, source=SOURCE)

    with django_assert_num_queries(3):
        signing.sheets([students[0].pk])
    with django_assert_num_queries(3):
        signing.sheets([student.pk for student in students])
