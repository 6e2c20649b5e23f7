from datetime import timedelta

import pytest
from django.utils import timezone

from consents.reports.today import counts, today
from consents.terms import Stage
from tests.consent_factories import make_activity, safety_meetup
from tests.consents.signing import NO, answer
from tests.factories import GuardianFactory, StudentFactory

pytestmark = pytest.mark.django_db


def test_each_listed_student_is_judged_now():
    scene = safety_meetup(guardians=1, at=timezone.now() - timedelta(hours=1))
    waits, refused = (StudentFactory(school=scene.school) for _ in range(2))
    young = StudentFactory(school=scene.school, grade="08")
    parents = [GuardianFactory(of=one) for one in (waits, refused, young)]
    activity = make_activity(
        scene.school,
        asked_by=scene.coach,
        students=[scene.student, waits, refused, young],
        at=timezone.now() - timedelta(hours=1),
    )
    now = timezone.now()
    answer(activity.latest, scene.student, scene.guardians[0], at=now)
    answer(activity.latest, refused, parents[1], NO, at=now)
    everybody = [scene.student.pk, waits.pk, refused.pk, young.pk]

    found = today(activity, scene.coach.staff, everybody, now)

    assert [found[pk].state.key for pk in everybody] == ["yes", "waiting", "no", "not_now"]
    assert [number for _, number in counts(found)] == [1, 1, 1, 1]


def test_before_the_principal_decides_nobody_may_be_texted():
    scene = safety_meetup(stage=Stage.ASKED)

    found = today(scene.activity, scene.coach.staff, [scene.student.pk], timezone.now())

    assert found[scene.student.pk].state.key == "not_now"


def test_with_nobody_to_ask_nobody_is_waited_for():
    scene = safety_meetup(guardians=0, at=timezone.now() - timedelta(hours=1))

    found = today(scene.activity, scene.coach.staff, [scene.student.pk], timezone.now())

    assert found[scene.student.pk].state.key == "not_now"
