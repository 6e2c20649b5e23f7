"""An approved group text with answers as rows, for tests: whole unless something is left out."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from consents.actions import threads as actions
from consents.actions.threads import Wish
from consents.models import HandOut, ThreadStop
from consents.reports.threads import Case, find
from consents.terms.threads import HandOutForm, NumberSharing
from tests.consent_factories import make_activity, safety_meetup
from tests.consents.signing import answer
from tests.factories import GuardianFactory, StudentFactory, actor

CHILD, MOTHER, FATHER = "+13125550142", "+13125550143", "+13125550144"
OWN, NEVER, SHARED = NumberSharing.OWN_CHILD, NumberSharing.NEVER, NumberSharing.SHARED


def whole(*, sign=(MOTHER,), sharing=OWN, **facts):
    """A robotics club whose one student has a thread: approved two days ago, signed yesterday.

    `sign` are the numbers of the guardians who said yes, in order; the others are silent.
    """
    now = timezone.now()
    scene = safety_meetup(at=now - timedelta(days=2), guardians=max(2, len(sign)), **facts)
    scene.answers = [
        yes(scene, scene.student, guardian, number, sharing=sharing)
        for guardian, number in zip(scene.guardians, sign, strict=False)
    ]
    return scene


def yes(scene, student, guardian, number, *, child=CHILD, sharing=OWN, **facts):
    """A guardian's grant of yesterday with the numbers of a thread."""
    phones = {
        "student_phone": child, "own_phone": number, "duplicates": True, "sharing": sharing
    }  # fmt: skip
    at = timezone.now() - timedelta(days=1)
    return answer(scene.version, student, guardian, at=at, phones={**phones, **facts})


def team(size, *, sharing=SHARED, **facts):
    """A team of so many students, each with one guardian who said yes; numbers tell them apart."""
    scene = safety_meetup(guardians=0, **facts)
    scene.students = [StudentFactory(school=scene.school) for _ in range(size)]
    at = timezone.now() - timedelta(days=2)
    scene.activity = make_activity(
        scene.school,
        asked_by=scene.coach,
        students=scene.students,
        at=at,
        decided_by=scene.principal,
    )
    scene.version = scene.activity.latest
    scene.parents = [GuardianFactory(of=one) for one in scene.students]
    for place, (student, parent) in enumerate(zip(scene.students, scene.parents, strict=True)):
        child = f"+1312555{2000 + place}"
        yes(scene, student, parent, f"+1312555{3000 + place}", child=child, sharing=sharing)
    return scene


def found(scene, student=None, adult=None):
    """What could be handed out about the student now."""
    adult = adult or scene.coach
    case = Case(adult.staff.pk, scene.activity.pk, (student or scene.student).pk)
    return find([case], timezone.now())[case]


def codes(scene, **who):
    return [reason.code for reason in found(scene, **who).reasons]


def take(scene, *students, form=HandOutForm.LINK, shared=False):
    """The coach takes the threads of the students."""
    chosen = [one.pk for one in students or [scene.student]]
    return actions.hand_out(scene.activity, Wish(chosen, form, shared), by=actor(scene.coach))


def stops(scene):
    """The reasons of what the coach was told to stop, in order."""
    rows = ThreadStop.objects.filter(staff=scene.coach.staff).order_by("pk")
    return [row.reasons for row in rows]


def take_on_page(client, scene, data):
    client.force_login(scene.coach)
    return client.post(reverse("hand_out", args=[scene.activity.pk]), data)


def kept():
    return HandOut.objects.count()
