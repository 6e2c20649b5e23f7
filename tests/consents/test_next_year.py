"""This year's activities go on as drafts in the next year: once, unsent, with what was left out and why."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.models import Activity, Continuation, Narrowing
from consents.terms import Stage
from notices.models import Notice
from schools.models import RoleAssignment, SchoolYear
from schools.terms import Role
from tests.consent_factories import make_activity, make_version, safety_meetup
from tests.factories import (
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    staff_at,
    this_year,
)
from trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.clause("T7")]


@pytest.fixture
def scene():
    """An approved club of a coach and an aide, with one student of each fate."""
    found = safety_meetup()
    found.after = SchoolYearFactory(
        starts=this_year() + 1,
        class_starts_on=SchoolYear.objects.get().class_starts_on + timedelta(370),
    )
    found.aide = staff_at(found.school, Role.AIDE)
    fates = {
        "stays": {},
        "graduates": {"grade": "12"},
        "left": {"left_on": timezone.localdate()},
        "moved": {"school": SchoolFactory()},
        "off": {},
    }
    found.students = {
        name: StudentFactory(**{"school": found.school, "grade": "10", **facts})
        for name, facts in fates.items()
    }
    for student in found.students.values():
        GuardianFactory(of=student)
    found.activity = make_activity(
        found.school, asked_by=found.coach, adults=[found.coach, found.aide]
    )
    version = found.activity.latest
    for student in found.students.values():
        version.student_rows.create(student=student)
    Narrowing.objects.create(
        activity=found.activity, up_to_version=1, what="student",
        student=found.students["off"], by=found.coach,
    )  # fmt: skip
    return found


def go_on(client, scene, user=None):
    client.force_login(user or scene.principal)
    return client.post(
        reverse("continue_activities"), {"activity": [scene.activity.pk]}, follow=True
    )


def draft():
    return Continuation.objects.get().activity.latest


def test_the_draft_has_the_same_terms_later_dates_and_who_is_still_here(client, scene):
    go_on(client, scene)

    before, version = scene.activity.latest, draft()
    assert (version.name, version.purpose) == (before.name, before.purpose)
    assert version.activity.year == scene.after
    assert version.starts_on == before.starts_on + timedelta(370)
    assert version.ends_on == scene.after.ends_on
    assert [*version.adults.order_by("pk")] == [scene.coach.staff, scene.aide.staff]
    assert [*version.students.all()] == [scene.students["stays"]]


def test_what_does_not_go_on_is_listed_with_why(client, scene):
    page = go_on(client, scene)

    assert [why for _, _, why in Continuation.objects.get().left_out] == [
        "graduates", "student_left", "other_school", "taken_off",
    ]  # fmt: skip
    (told,) = page.context["rows"]
    assert [str(label) for _, label in told["left_out"]] == [
        "Grade 12 ends", "No longer enrolled", "Now at another school", "Was taken off",
    ]  # fmt: skip


def test_nothing_is_sent_and_who_asked_holds_the_draft(client, scene):
    go_on(client, scene)

    version = draft()
    assert (version.asked_at, version.approvals.get().stage) == (None, Stage.DRAFT)
    assert version.activity.asked_by == scene.coach
    assert Notice.objects.count() == 0
    client.force_login(scene.coach)
    assert client.get(reverse("check_request", args=[version.activity.pk])).status_code == 200
    assert Entry.objects.filter(verb="activity.continued").count() == 1


def test_it_goes_on_once_however_often_it_is_asked_for(client, scene):
    go_on(client, scene)
    go_on(client, scene, scene.coach)

    assert (Continuation.objects.count(), Activity.objects.count()) == (1, 3)


def test_an_adult_who_left_does_not_go_on_and_who_is_left_holds_the_draft(client, scene):
    RoleAssignment.objects.filter(user=scene.coach).update(
        ends_on=timezone.localdate() - timedelta(1)
    )

    go_on(client, scene)

    version = draft()
    assert (version.activity.asked_by, [*version.adults.all()]) == (scene.aide, [scene.aide.staff])


def test_with_nobody_left_there_is_no_draft_and_it_says_so(client, scene):
    RoleAssignment.objects.filter(user__in=[scene.coach, scene.aide]).update(
        ends_on=timezone.localdate() - timedelta(1)
    )

    page = go_on(client, scene)

    assert Continuation.objects.exists() is False
    assert "does not go on" in page.content.decode()


def test_without_the_next_year_it_is_a_rehearsal(client, scene):
    scene.after.delete()
    client.force_login(scene.principal)
    page = client.get(reverse("next_year"))

    assert (page.context["no_year"], page.context["open"]) == (True, 0)
    assert "not entered" in go_on(client, scene).content.decode()
    assert Continuation.objects.exists() is False


def test_nobody_elses_activity_goes_on(client, scene):
    go_on(client, scene, staff_at(SchoolFactory(), Role.PRINCIPAL))

    assert Continuation.objects.exists() is False


def test_what_was_not_approved_does_not_appear(client):
    scene = safety_meetup(stage=Stage.DENIED)
    client.force_login(scene.principal)

    assert client.get(reverse("next_year")).context["plans"] == []


def test_the_load_counts_each_family_once(client, scene):
    second = make_activity(scene.school, asked_by=scene.coach)
    make_version(second, adults=[scene.coach], students=[scene.students["stays"]])
    client.force_login(scene.coach)

    load = client.get(reverse("next_year")).context["load"]

    # The coach's first club has a student with two guardians; the others share one family.
    assert (load.forms, load.messages, load.a_day) == (4, 3, 1)


def test_the_list_is_as_quick_with_thirty_as_with_one(client):
    scene = safety_meetup()
    client.force_login(scene.principal)
    asked = []
    for number in (0, 28):
        for _ in range(number):
            make_activity(scene.school, asked_by=scene.coach, students=[scene.student])
        client.get(reverse("next_year"))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse("next_year"))
        asked.append(len(captured))

    assert (len(page.context["plans"]), asked[0] == asked[1]) == (29, True)
