from datetime import timedelta

import pytest
from django.utils import timezone

from consents import standing
from consents.actions.narrowing import end_early, take_off_adult, take_off_student
from consents.models import Narrowing
from consents.terms import Narrowed, Stage
from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from schools.terms import Role
from tests.consent_factories import make_activity, make_version, safety_meetup
from tests.factories import StudentFactory, actor, principal_of, staff_at
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    scene = safety_meetup()
    scene.aide = staff_at(scene.school, Role.AIDE)
    scene.version = make_version(
        scene.activity, adults=[scene.coach, scene.aide], students=[scene.student]
    )
    return scene


def everything():
    return [Narrowing.objects.count(), Entry.objects.count(), Notice.objects.count()]


def test_an_adult_is_taken_off_every_version_and_all_are_told(scene):
    row = take_off_adult(
        scene.activity, scene.coach.staff, by=actor(scene.principal), reason="Left the club."
    )

    assert (row.what, row.up_to_version, row.reason) == (Narrowed.ADULT, 2, "Left the club.")
    adults = [standing.adults_of(version) for version in scene.activity.versions.order_by("number")]
    assert adults == [[], [scene.aide.staff]]
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.facts["staff"]) == ("activity.narrowed", scene.coach.staff.pk)
    assert [(one.kind, one.address) for one in Notice.objects.order_by("pk")] == [
        ("consents/narrowed", scene.coach.email),
        ("consents/narrowed", scene.aide.email),
    ]


def test_a_student_is_taken_off(scene):
    row = take_off_student(scene.activity, scene.student, by=actor(scene.principal))

    assert row.student == scene.student
    assert standing.is_taken_off(scene.version, scene.student)
    assert Notice.objects.count() == 2


def test_the_end_comes_earlier(scene):
    sooner = timezone.localdate() + timedelta(days=1)

    end_early(scene.activity, sooner, by=actor(scene.principal))

    assert standing.ends_on_of(scene.version) == sooner
    assert Entry.objects.latest("pk").facts["ends_on"] == sooner.isoformat()


def take_off_the_aide(scene, by):
    take_off_adult(scene.activity, scene.aide.staff, by=by)


def take_off_the_student(scene, by):
    take_off_student(scene.activity, scene.student, by=by)


def end_tomorrow(scene, by):
    end_early(scene.activity, timezone.localdate() + timedelta(days=1), by=by)


ALL = [take_off_the_aide, take_off_the_student, end_tomorrow]


@pytest.mark.parametrize("narrow", ALL)
@pytest.mark.parametrize("who", ["coach", "principal", "chief"])
def test_the_asker_the_principal_and_the_chief_make_it_less(scene, narrow, who):
    narrow(scene, actor(getattr(scene, who)))

    assert Narrowing.objects.get().by == getattr(scene, who)


def test_an_adult_takes_themself_off(scene):
    take_off_the_aide(scene, actor(scene.aide))

    assert Narrowing.objects.get().staff == scene.aide.staff


@pytest.mark.parametrize("narrow", ALL)
def test_nobody_else_makes_it_less(scene, narrow):
    other = staff_at(scene.school)
    before = everything()

    with pytest.raises(Refused) as refused:
        narrow(scene, actor(other))

    assert [reason.code for reason in refused.value.decision.refusals] == ["may_not_narrow"]
    assert everything() == before


def test_an_adult_does_not_take_another_off(scene):
    with pytest.raises(Refused):
        take_off_adult(scene.activity, scene.coach.staff, by=actor(scene.aide))


def test_another_schools_principal_takes_off_that_schools_student(scene):
    elsewhere = StudentFactory()
    principal = principal_of(elsewhere.school)
    make_version(scene.activity, adults=[scene.coach], students=[scene.student, elsewhere])

    take_off_student(scene.activity, elsewhere, by=actor(principal))

    with pytest.raises(Refused):
        take_off_student(scene.activity, scene.student, by=actor(principal))


@pytest.mark.parametrize("narrow", ALL)
def test_the_same_thing_is_not_taken_out_twice(scene, narrow):
    narrow(scene, actor(scene.principal))
    before = everything()

    with pytest.raises(IllegalMove):
        narrow(scene, actor(scene.principal))

    assert everything() == before


def test_the_end_does_not_come_later(scene):
    with pytest.raises(IllegalMove):
        end_early(
            scene.activity, scene.version.ends_on + timedelta(days=1), by=actor(scene.principal)
        )


def test_a_draft_is_edited_not_narrowed():
    activity = make_activity(stage=Stage.DRAFT)

    with pytest.raises(IllegalMove):
        end_early(activity, timezone.localdate(), by=actor(activity.asked_by))


def test_a_later_version_may_name_the_adult_again(scene):
    take_off_the_aide(scene, actor(scene.principal))

    again = make_version(scene.activity, adults=[scene.aide], students=[scene.student])

    assert standing.adults_of(again) == [scene.aide.staff]
