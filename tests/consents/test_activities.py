from datetime import timedelta

import pytest
from django.utils import timezone

from consents.actions.activities import (
    Plan,
    ask,
    draft,
    name_adults,
    name_students,
    redraft,
    retract,
    unname_adults,
    unname_students,
    widen,
)
from consents.actions.narrowing import take_off_adult, take_off_student
from consents.models import Activity, ActivityVersion, ApprovalStep
from consents.reports.versions import difference
from consents.terms import Channel, Move, Stage
from core.actor import ANYONE
from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from platforms.terms import Status
from schools.models import SchoolYear
from schools.terms import Role
from tests.consent_factories import kind, make_version, safety_meetup
from tests.factories import (
    DelegationFactory,
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    actor,
    chief_of,
    district_user,
    principal_of,
    staff_at,
)
from tests.platform_factories import PlatformFactory
from trail.models import Entry

pytestmark = pytest.mark.django_db


def plan(**facts):
    year = SchoolYearFactory()
    return Plan(
        **{
            "name": "Robotics club",
            "purpose": "Where to meet.",
            "starts_on": year.starts_on,
            "ends_on": year.ends_on,
            **facts,
        }
    )


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def coach(school):
    return staff_at(school, Role.COACH)


@pytest.fixture
def student(school):
    student = StudentFactory(school=school)
    GuardianFactory(of=student)
    return student


@pytest.fixture
def drafted(school, coach, student):
    return draft(school, kind(), by=actor(coach), plan=plan(), students=[student])


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


def everything():
    """What a refused action must leave as it was."""
    rows = [
        list(ActivityVersion.objects.order_by("pk").values()),
        list(ApprovalStep.objects.values_list("pk", flat=True)),
    ]
    return [*rows, Activity.objects.count(), Entry.objects.count(), Notice.objects.count()]


def test_a_coach_drafts_an_activity_and_is_named_in_it(drafted, coach, school, student):
    assert drafted.number == 1
    assert drafted.asked_at is None
    assert [staff.user for staff in drafted.adults.all()] == [coach]
    assert list(drafted.students.all()) == [student]
    assert [(one.school, one.stage) for one in drafted.approvals.all()] == [(school, Stage.DRAFT)]
    assert [entry.verb for entry in Entry.objects.about(drafted.activity).order_by("pk")] == [
        "activity.drafted",
        "version.adults_named",
        "version.students_named",
    ]


@pytest.mark.clause("T1")
def test_only_staff_of_the_school_ask_to_text_its_students(school):
    stranger = staff_at(SchoolFactory(), Role.TEACHER)
    exception = kind()
    before = everything()

    with pytest.raises(Refused) as refused:
        draft(school, exception, by=actor(stranger), plan=plan())

    assert codes(refused) == ["not_at_school"]
    assert everything() == before


def test_nobody_asks_without_signing_in(school):
    with pytest.raises(Refused) as refused:
        draft(school, kind(), by=ANYONE, plan=plan())

    assert codes(refused) == ["not_signed_in"]


@pytest.mark.clause("T4")
def test_re_engagement_waits_for_a_program_of_the_ceo(school):
    with pytest.raises(Refused) as refused:
        draft(school, kind("re_engagement"), by=actor(district_user(Role.OUTREACH)), plan=plan())

    assert codes(refused) == ["no_program"]


@pytest.mark.clause("T5")
def test_an_unpublished_exception_is_not_asked_for(school, coach):
    exception = kind()
    exception.is_published = False
    exception.save()

    with pytest.raises(Refused) as refused:
        draft(school, exception, by=actor(coach), plan=plan())

    assert codes(refused) == ["not_published"]


def test_outside_every_school_year_nothing_is_asked(school, coach):
    exception, wanted = kind(), plan()
    SchoolYear.objects.all().delete()

    with pytest.raises(Refused) as refused:
        draft(school, exception, by=actor(coach), plan=wanted)

    assert codes(refused) == ["no_year"]


def test_a_draft_is_changed_by_its_writer(drafted, coach):
    aide, friend = staff_at(drafted.activity.school, Role.AIDE), StudentFactory()

    redraft(drafted, by=actor(coach), plan=plan(name="Chess club"))
    name_adults(drafted, [aide.staff, coach.staff], by=actor(coach))
    unname_adults(drafted, [coach.staff], by=actor(coach))
    name_students(drafted, [friend], by=actor(coach))
    unname_students(drafted, list(drafted.students.exclude(pk=friend.pk)), by=actor(coach))

    drafted.refresh_from_db()
    assert drafted.name == "Chess club"
    assert list(drafted.adults.all()) == [aide.staff]
    assert list(drafted.students.all()) == [friend]


@pytest.mark.parametrize(
    "change",
    [
        lambda version, by: redraft(version, by=by, plan=plan(name="Other")),
        lambda version, by: name_adults(version, [], by=by),
        lambda version, by: unname_students(version, version.students.all(), by=by),
        lambda version, by: ask(version, by=by),
    ],
)
def test_nobody_else_changes_a_draft(drafted, change):
    other = staff_at(drafted.activity.school)
    before = everything()

    with pytest.raises(Refused) as refused:
        change(drafted, actor(other))

    assert codes(refused) == ["not_yours"]
    assert everything() == before


def test_a_draft_is_seen_by_its_writer_alone(drafted, coach):
    principal = principal_of(drafted.activity.school)

    assert list(Activity.objects.visible_to(coach)) == [drafted.activity]
    assert not Activity.objects.visible_to(principal).exists()
    assert not Activity.objects.visible_to(district_user(Role.RECORDS)).exists()


def test_asking_puts_it_before_the_principal(drafted, coach):
    principal = principal_of(drafted.activity.school)

    ask(drafted, by=actor(coach))

    drafted.refresh_from_db()
    approval = drafted.approvals.get()
    step = approval.steps.get()
    assert drafted.asked_at is not None
    assert approval.stage == Stage.ASKED
    assert (step.move, step.by) == (Move.ASK, coach)
    assert Entry.objects.latest("pk").verb == "approval.asked"
    assert [(one.kind, one.address) for one in Notice.objects.all()] == [
        ("consents/approval_asked", principal.email)
    ]
    assert list(Activity.objects.visible_to(principal)) == [drafted.activity]


def test_a_sent_version_is_frozen(drafted, coach):
    ask(drafted, by=actor(coach))
    before = everything()

    for change in (
        lambda: redraft(drafted, by=actor(coach), plan=plan(name="Other")),
        lambda: unname_students(drafted, drafted.students.all(), by=actor(coach)),
        lambda: ask(drafted, by=actor(coach)),
    ):
        with pytest.raises(IllegalMove):
            change()

    assert everything() == before


def test_a_student_of_another_school_needs_that_principal_too(drafted, coach):
    elsewhere = StudentFactory()
    principals = [principal_of(drafted.activity.school), principal_of(elsewhere.school)]
    name_students(drafted, [elsewhere], by=actor(coach))

    ask(drafted, by=actor(coach))

    asked = list(drafted.approvals.order_by("pk").values_list("school", "stage"))
    assert asked == [
        (drafted.activity.school_id, Stage.ASKED),
        (elsewhere.school_id, Stage.ASKED),
    ]
    assert [one.address for one in Notice.objects.order_by("pk")] == [
        principal.email for principal in principals
    ]


def test_delegates_are_told_too_and_the_chief_where_the_principal_asks(school):
    principal, chief = principal_of(school), chief_of(school)
    for_chief = DelegationFactory(principal=chief, school=school).delegate
    DelegationFactory(principal=principal, school=school)
    student = StudentFactory(school=school)
    GuardianFactory(of=student)
    version = draft(school, kind(), by=actor(principal), plan=plan(), students=[student])

    ask(version, by=actor(principal))

    assert [one.address for one in Notice.objects.order_by("pk")] == [chief.email, for_chief.email]


def test_a_school_without_a_principal_is_asked_and_nobody_is_told(drafted, coach):
    ask(drafted, by=actor(coach))

    assert drafted.approvals.get().stage == Stage.ASKED
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda v: v.adult_rows.all().delete(), "no_adult"),
        (lambda v: v.adults.update(left_on=timezone.localdate()), "adult_left"),
        (lambda v: v.student_rows.all().delete(), "no_student"),
        (lambda v: v.students.update(grade="08"), "nobody_covered"),
        (lambda v: set_dates(v, timezone.localdate() - timedelta(days=1)), "over"),
        (lambda v: set_dates(v, v.activity.year.ends_on + timedelta(days=1)), "outside_year"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_sent(drafted, coach, spoil, code):
    spoil(drafted)
    before = everything()

    with pytest.raises(Refused) as refused:
        ask(drafted, by=actor(coach))

    assert codes(refused) == [code]
    assert everything() == before


def set_dates(version, ends_on):
    ActivityVersion.objects.filter(pk=version.pk).update(ends_on=ends_on)


@pytest.mark.clause("T3")
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, "needs_platform"),
        ({"standing": Status.FLAGGED_FIXING}, "platform_not_approved"),
        (
            {"standing": Status.APPROVED_FOR_USES, "standing__uses": ["safety_meetup"]},
            "platform_not_approved",
        ),
        (
            {"standing__until": timezone.localdate() - timedelta(days=1)},
            "platform_not_approved",
        ),
    ],
)
def test_bulk_alerts_need_a_platform_approved_for_them_today(school, coach, student, facts, code):
    platform = PlatformFactory(**facts) if facts else None
    channel = Channel.PLATFORM if platform else Channel.GROUP_TEXT
    version = draft(
        school,
        kind("bulk_alerts"),
        by=actor(coach),
        plan=plan(channel=channel, platform=platform),
        students=[student],
    )

    with pytest.raises(Refused) as refused:
        ask(version, by=actor(coach))

    assert codes(refused) == [code]


def test_bulk_alerts_on_an_approved_platform_are_asked(school, coach, student):
    facts = {"channel": Channel.PLATFORM, "platform": PlatformFactory()}
    version = draft(
        school,
        kind("bulk_alerts"),
        by=actor(coach),
        plan=plan(**facts),
        students=[student],
    )

    ask(version, by=actor(coach))

    assert version.approvals.get().stage == Stage.ASKED


def test_a_request_is_taken_back_while_nobody_has_decided(drafted, coach):
    ask(drafted, by=actor(coach))

    retract(drafted, by=actor(coach))

    assert drafted.approvals.get().stage == Stage.RETRACTED
    assert Entry.objects.latest("pk").verb == "approval.retracted"


def test_a_decided_request_is_not_taken_back():
    scene = safety_meetup()

    with pytest.raises(IllegalMove):
        retract(scene.version, by=actor(scene.coach))


@pytest.mark.clause("T7")
def test_asking_for_more_starts_from_what_stands_and_shows_the_difference():
    scene = safety_meetup()
    aide, friend = staff_at(scene.school, Role.AIDE), StudentFactory(school=scene.school)
    leaver = StudentFactory(school=scene.school)
    make_version(scene.activity, adults=[scene.coach, aide], students=[scene.student, leaver])
    before = scene.activity.latest
    take_off_adult(scene.activity, aide.staff, by=actor(scene.principal))
    take_off_student(scene.activity, leaver, by=actor(scene.principal))

    version = widen(scene.activity, by=actor(scene.coach))
    name_students(version, [friend], by=actor(scene.coach))

    assert (version.number, version.name, version.asked_at) == (3, before.name, None)
    assert [staff.user for staff in version.adults.all()] == [scene.coach]
    assert list(version.students.order_by("pk")) == [scene.student, friend]
    changes = difference(before, version)
    assert [(change.added, change.removed) for change in changes] == [((str(friend),), ())]
    assert before.approvals.get().stage == Stage.APPROVED


def test_an_open_draft_is_used_again():
    scene = safety_meetup()

    first = widen(scene.activity, by=actor(scene.coach))

    assert widen(scene.activity, by=actor(scene.coach)) == first


def test_a_wider_version_must_be_wider():
    scene = safety_meetup()
    version = widen(scene.activity, by=actor(scene.coach))

    with pytest.raises(Refused) as refused:
        ask(version, by=actor(scene.coach))

    assert codes(refused) == ["nothing_changed"]


def test_what_was_denied_may_be_asked_again_as_it_was():
    scene = safety_meetup(stage=Stage.DENIED)
    version = widen(scene.activity, by=actor(scene.coach))

    ask(version, by=actor(scene.coach))

    assert version.approvals.get().stage == Stage.ASKED


def test_a_newer_request_takes_the_place_of_one_nobody_decided():
    scene = safety_meetup(stage=Stage.QUESTIONED)
    version = widen(scene.activity, by=actor(scene.coach))
    redraft(version, by=actor(scene.coach), plan=plan(purpose="Something else."))

    ask(version, by=actor(scene.coach))

    scene.approval.refresh_from_db()
    assert scene.approval.stage == Stage.RETRACTED
    assert version.approvals.get().stage == Stage.ASKED


def test_a_stranger_does_not_ask_for_more():
    scene = safety_meetup()

    with pytest.raises(Refused) as refused:
        widen(scene.activity, by=actor(staff_at(scene.school)))

    assert codes(refused) == ["not_in_it"]
