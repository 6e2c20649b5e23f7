"""One person in two rows: put together, kept by imports, and taken apart exactly."""

import pytest
from django.utils import timezone

from core.decision import Refused
from schools.actions import merges
from schools.models import ContactMerge, ContactPair, Guardian, GuardianLink
from schools.terms import Authority, PairWord, Role
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
WHY = "She showed her passport."


def twice():
    """One mother under two spellings; the second row also stands for a sibling."""
    student = StudentFactory()
    sibling = StudentFactory(school=student.school)
    one = GuardianFactory(of=student, given_name="Olena", family_name="Kovalenko")
    other = GuardianFactory(of=student, given_name="Elena", family_name="Kovalenko")
    GuardianLinkFactory(guardian=other, student=sibling)
    return student, sibling, one, other


def records():
    return actor(district_user(Role.RECORDS))


def standing():
    """Every link that stands: who for whom, and how."""
    rows = GuardianLink.objects.current().order_by("guardian", "student")
    return list(rows.values_list("guardian", "student", "relationship", "authority", "source"))


def codes_of(refused):
    return [reason.code for reason in refused.value.decision.refusals]


def test_the_kept_row_speaks_for_both_and_for_every_student():
    student, sibling, one, other = twice()

    merges.merge(one, other, by=records(), reason=WHY)

    links = GuardianLink.objects.with_authority().order_by("student")
    assert list(links.values_list("guardian", "student")) == [
        (one.pk, student.pk),
        (one.pk, sibling.pk),
    ]
    other.refresh_from_db()
    assert (other.merged_into, other.ended_at) == (one, None)


def test_taken_apart_everything_stands_as_it_stood():
    _student, _sibling, one, other = twice()
    before, by = standing(), records()
    row = merges.merge(one, other, by=by, reason=WHY)

    merges.unmerge(row, by=by, reason="A sister of the same family.")

    other.refresh_from_db()
    assert (standing(), other.merged_into) == (before, None)


def test_the_schools_office_may_where_all_the_students_are_its_own():
    student, _sibling, one, other = twice()

    merges.merge(one, other, by=actor(staff_at(student.school, Role.CLERK)), reason=WHY)

    assert ContactMerge.objects.count() == 1


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COACH])
def test_teachers_put_nobody_together(role):
    student, _sibling, one, other = twice()

    with pytest.raises(Refused) as refused:
        merges.merge(one, other, by=actor(staff_at(student.school, role)), reason=WHY)

    assert codes_of(refused) == ["not_records"]
    assert ContactMerge.objects.count() == 0


def test_whoever_gains_from_the_answers_puts_nobody_together():
    student, _sibling, one, other = twice()
    clerk = staff_at(student.school, Role.CLERK)
    make_activity(student.school, asked_by=clerk, students=[student])

    with pytest.raises(Refused) as refused:
        merges.merge(one, other, by=actor(clerk), reason=WHY)

    assert codes_of(refused) == ["has_stake"]
    assert ContactMerge.objects.count() == 0


def test_rows_that_differ_in_who_may_sign_are_not_put_together():
    student = StudentFactory()
    one = GuardianFactory(of=student)
    other = GuardianFactory(of=student, of__authority=Authority.NO)
    before = standing()

    with pytest.raises(Refused) as refused:
        merges.merge(one, other, by=records(), reason=WHY)

    assert codes_of(refused) == ["authority_differs"]
    assert standing() == before


def test_strangers_and_one_row_alone_are_not_put_together():
    _student, _sibling, one, _other = twice()
    stranger = GuardianFactory(of=StudentFactory())

    with pytest.raises(Refused) as two:
        merges.merge(one, stranger, by=records(), reason=WHY)
    with pytest.raises(Refused) as twice_put:
        merges.merge(one, stranger, by=records(), reason=" ")

    assert codes_of(two) == ["no_student"]
    assert codes_of(twice_put) == ["no_student", "no_reason"]


def test_a_row_is_put_together_once():
    student, _sibling, one, other = twice()
    third, by = GuardianFactory(of=student), records()
    merges.merge(one, other, by=by, reason=WHY)

    with pytest.raises(Refused) as refused:
        merges.merge(third, other, by=by, reason=WHY)

    assert codes_of(refused) == ["already_merged", "no_student"]


def test_the_row_that_can_be_reached_is_kept():
    student = StudentFactory()
    one = GuardianFactory(of=student, email="", phone="")
    other = GuardianFactory(of=student)

    with pytest.raises(Refused) as refused:
        merges.merge(one, other, by=records(), reason=WHY)

    assert codes_of(refused) == ["keep_the_other"]


def test_they_are_two_is_remembered():
    _student, _sibling, one, other = twice()

    merges.set_aside(other, one, by=records(), word=PairWord.TWO)

    row = ContactPair.objects.get()
    assert (row.one, row.other, row.word, row.until) == (one, other, PairWord.TWO, None)


def test_nothing_is_deleted():
    _student, _sibling, one, other = twice()
    row = merges.merge(one, other, by=records(), reason=WHY)

    ended = GuardianLink.objects.filter(guardian=other)

    assert {link.ended_at is None for link in ended} == {False}
    assert [move["ended"] for move in row.moved] == list(
        ended.order_by("pk").values_list("pk", flat=True)
    )
    assert Guardian.objects.filter(pk=other.pk).exists()
    assert row.recorded_at <= timezone.now()
