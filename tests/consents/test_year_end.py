"""The year's end: expired by its dates whatever runs; recorded and told once."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents import verdicts
from consents.actions import year_end
from consents.models import Activity, ActivityEnd
from consents.reports.lapsing import has_ended, lapses, last_moment, with_people
from consents.terms import Stage
from core.actor import Actor
from core.models import JobRun, OutboxMessage
from documents.models import Document
from notices.models import Notice
from notices.wording import worded
from schools.models import GuardianLink, SchoolYear
from schools.terms import Role
from tests.consent_factories import make_activity, make_version, safety_meetup
from tests.consents.signing import NO, answer, withdraw
from tests.factories import (
    GuardianFactory,
    SchoolYearFactory,
    StudentFactory,
    district_user,
    principal_of,
    staff_at,
)
from trail.models import Entry

pytestmark = pytest.mark.django_db
ASKED = datetime(2026, 9, 1, 15, tzinfo=UTC)
SIGNED = datetime(2026, 9, 3, 15, tzinfo=UTC)
# The last consent day is 30 June 2027, in Chicago.
LAST = datetime(2027, 7, 1, 4, 59, 59, tzinfo=UTC)
AFTER = datetime(2027, 7, 1, 5, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
JOB = Actor.job("consents.record_year_end")


@pytest.fixture
def scene():
    SchoolYearFactory(starts=2026)
    found = safety_meetup(at=ASKED)
    found.mother, found.father = found.guardians
    found.answer = answer(found.version, found.student, found.mother, at=SIGNED)
    return found


def run(at=AFTER):
    return year_end.record_year_end(at, by=JOB)


def told():
    return sorted((one.kind, one.address) for one in Notice.objects.all())


# Expired by derivation


def own_calendar(scene, ends_on, zone="America/Chicago"):
    """A charter's own year, and the scene's activity in it."""
    year = SchoolYear.objects.create(
        school=scene.school,
        name="own",
        class_starts_on=date(2026, 8, 24),
        class_ends_on=ends_on,
        starts_on=date(2026, 7, 1),
        ends_on=ends_on,
        timezone=zone,
    )
    Activity.objects.filter(pk=scene.activity.pk).update(year=year)
    scene.activity.refresh_from_db()
    return year


@pytest.mark.clause("T7")
@pytest.mark.parametrize(
    ("ends_on", "zone", "last_second"),
    [
        # Summer time and winter time; the nights on which one becomes the other; another zone.
        (date(2027, 6, 30), "America/Chicago", datetime(2027, 7, 1, 4, 59, 59, tzinfo=UTC)),
        (date(2027, 1, 31), "America/Chicago", datetime(2027, 2, 1, 5, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 31), "America/Chicago", datetime(2026, 11, 1, 4, 59, 59, tzinfo=UTC)),
        (date(2026, 11, 1), "America/Chicago", datetime(2026, 11, 2, 5, 59, 59, tzinfo=UTC)),
        (date(2027, 3, 13), "America/Chicago", datetime(2027, 3, 14, 5, 59, 59, tzinfo=UTC)),
        (date(2027, 3, 14), "America/Chicago", datetime(2027, 3, 15, 4, 59, 59, tzinfo=UTC)),
        (date(2027, 6, 30), "America/New_York", datetime(2027, 7, 1, 3, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_permission_ends_at_local_midnight_though_no_job_runs(scene, ends_on, zone, last_second):
    year = own_calendar(scene, ends_on, zone)
    make_version(
        scene.activity, adults=[scene.coach], students=[scene.student], at=ASKED,
        decided_by=scene.principal, starts_on=year.starts_on, ends_on=ends_on,
    )  # fmt: skip

    def codes(at):
        judged = verdicts.verdict(
            scene.coach.staff, scene.student, scene.activity, at=at, known_at=AFTER
        )
        return judged.verdict.codes

    assert codes(last_second) == ()
    assert codes(last_second + SECOND) == ("not_this_activity", "another_school_year")
    assert [has_ended(year, at) for at in (last_second, last_second + SECOND)] == [False, True]
    assert last_moment(year) == last_second + SECOND - timedelta(microseconds=1)
    assert (run(last_second), run(last_second + SECOND)) == (0, 1)
    assert ActivityEnd.objects.count() == 1


# Recorded once, told once


@pytest.mark.clause("T7")
def test_the_job_records_the_end_and_tells_those_concerned(scene):
    assert run() == 1

    end = ActivityEnd.objects.get()
    assert (end.activity, end.ended_on, end.lapsed_answers) == (
        scene.activity,
        date(2027, 6, 30),
        1,
    )
    entry = Entry.objects.get(verb="activity.ended")
    assert (entry.subject, entry.actor_kind) == (f"consents.activity:{scene.activity.pk}", "job")
    assert entry.facts == {
        "ended_on": "2027-06-30",
        "lapsed_answers": 1,
        "year": scene.activity.year_id,
    }
    assert told() == [
        ("consents/year_ended_guardian", scene.mother.email),
        ("consents/year_ended_staff", scene.coach.email),
    ]


def test_the_letters_name_no_child(scene):
    run()

    letters = {one.kind: worded(one) for one in Notice.objects.all()}

    staff, family = (
        letters["consents/year_ended_staff"],
        letters["consents/year_ended_guardian"],
    )
    assert staff.subject == "The school year is over: stop texting for “Robotics club”"
    assert family.subject == f"{scene.school.name}: your permission for text messages has ended"
    for letter in (staff, family):
        assert "June 30, 2027" in letter.body
        assert scene.student.given_name not in letter.body
        assert scene.student.family_name not in letter.body


def test_a_guardian_reached_by_text_gets_one_text(scene):
    scene.mother.email = ""
    scene.mother.save()

    run()

    notice = Notice.objects.get(kind="consents/year_ended_guardian")
    assert worded(notice).body.startswith(f"{scene.school.name}: your permission")


def test_a_guardian_of_several_hears_once(scene):
    for _ in range(2):
        student = StudentFactory(school=scene.school)
        GuardianLink.objects.create(
            guardian=scene.mother, student=student, authority="yes", source="contacts",
            recorded_at=ASKED,
        )  # fmt: skip
        other = make_activity(
            scene.school, asked_by=scene.coach, students=[student], at=ASKED,
            decided_by=scene.principal,
        )  # fmt: skip
        answer(other.latest, student, scene.mother, at=SIGNED)

    assert run() == 3
    assert [kind for kind, _ in told()].count("consents/year_ended_guardian") == 1


@pytest.mark.parametrize("why", ["refused", "withdrawn", "no authority", "disputed"])
def test_who_has_no_living_permission_is_not_told(scene, why):
    if why == "refused":
        answer(scene.version, scene.student, scene.mother, NO, at=SIGNED + DAY)
    elif why == "withdrawn":
        withdraw(scene.answer, at=SIGNED + DAY)
    elif why == "no authority":
        GuardianLink.objects.filter(guardian=scene.mother).update(ended_at=timezone.now())
    else:
        scene.mother.disputed_at = timezone.now()
        scene.mother.save()

    run()

    assert told() == [("consents/year_ended_staff", scene.coach.email)]


def test_a_no_to_the_change_leaves_the_earlier_yes_to_lapse(scene):
    wider = make_version(
        scene.activity, adults=[scene.coach, staff_at(scene.school)], students=[scene.student],
        at=SIGNED + DAY, decided_by=scene.principal,
    )  # fmt: skip
    answer(wider, scene.student, scene.mother, NO, at=SIGNED + 2 * DAY, keeps_earlier=True)

    run()

    assert ActivityEnd.objects.get().lapsed_answers == 1


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.ASKED, Stage.DENIED, Stage.REVOKED])
def test_what_was_never_approved_ends_without_a_word(stage):
    SchoolYearFactory(starts=2026)
    safety_meetup(stage=stage, at=ASKED)

    assert run() == 1
    assert (ActivityEnd.objects.count(), told()) == (1, [])


def test_the_job_again_does_nothing_more(scene):
    run()
    before = (Entry.objects.count(), Notice.objects.count(), JobRun.objects.get().summary)

    assert run(AFTER + DAY) == 0
    assert (Entry.objects.count(), Notice.objects.count(), JobRun.objects.get().summary) == before
    assert before[2] == {"year": scene.activity.year_id, "activities": 1}


def test_work_cut_off_goes_on_where_it_stopped(scene, monkeypatch):
    others = [make_activity(scene.school, asked_by=scene.coach, at=ASKED) for _ in range(3)]
    done = []

    def dies(lapse, *, by):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(lapse)
        return whole(lapse, by=by)

    whole = year_end.end_activity
    with monkeypatch.context() as patched:
        patched.setattr(year_end, "end_activity", dies)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert (ActivityEnd.objects.count(), JobRun.objects.count()) == (2, 0)

    assert run() == 2
    assert ActivityEnd.objects.count() == len(others) + 1
    assert Entry.objects.filter(verb="activity.ended").count() == 4
    assert JobRun.objects.get().summary["activities"] == 4
    assert OutboxMessage.objects.filter(task="notices.deliver").count() == Notice.objects.count()


def test_the_signed_form_outlives_the_year(scene):
    Document.objects.create(
        kind="signed_form", source=f"consents.answer:{scene.answer.pk}", student=scene.student,
        school=scene.school, year=scene.activity.year, title="Robotics club", language="en",
        snapshot={},
    )  # fmt: skip

    run()

    assert Document.objects.count() == 1


# The rehearsal


def everything():
    return [model.objects.count() for model in (ActivityEnd, Entry, Notice, JobRun, OutboxMessage)]


def rehearse(*args):
    out, err = StringIO(), StringIO()
    call_command("rehearse_year_end", *args, stdout=out, stderr=err)
    return out.getvalue().splitlines()


def test_the_rehearsal_shows_what_would_lapse_and_writes_nothing(scene):
    before = everything()

    lines = rehearse("--year", "2026-27")

    assert lines[1:] == [
        f"  {scene.school.name}",
        (
            f"    Robotics club (activity {scene.activity.pk}, approved, open):"
            " 1 permissions of 1 guardians, 1 adults, 1 students"
        ),
        "  In all: 1 activities, 1 permissions, 1 guardians to tell",
    ]
    assert everything() == before


def test_a_year_nobody_knows_is_bad_usage():
    with pytest.raises(SystemExit) as left:
        rehearse("--year", "1066-67")

    assert left.value.code == 2


def look(client, user, **query):
    client.force_login(user)
    return client.get("/year-end/", query)


def test_the_page_shows_each_leader_their_schools(client, scene):
    make_activity(principal_of().role_assignments.get().school, at=ASKED)
    year = {"year": scene.activity.year_id}
    before = everything()

    for user in (scene.principal, scene.chief, staff_at(scene.school, Role.CLERK)):
        found = look(client, user, **year).context["lapses"]
        assert [(one.activity, len(one.permissions)) for one in found] == [(scene.activity, 1)]
    assert len(look(client, district_user(Role.RECORDS), **year).context["lapses"]) == 2
    assert look(client, scene.coach, **year).status_code == 403
    assert look(client, principal_of()).context["year"] is None
    assert everything() == before


@pytest.mark.parametrize("number", [1, 30])
def test_the_number_of_queries_does_not_grow(scene, number):
    for _ in range(number):
        student = StudentFactory(school=scene.school)
        activity = make_activity(scene.school, asked_by=scene.coach, students=[student], at=ASKED)
        answer(activity.latest, student, GuardianFactory(of=student), at=SIGNED)

    with CaptureQueriesContext(connection) as queries:
        found = lapses(list(with_people(Activity.objects.all())), LAST)

    assert [len(one.permissions) for one in found] == [1] * (number + 1)
    assert len(queries) == 10
