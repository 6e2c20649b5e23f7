"""A school's plan to move off: its steps, more time, and the burn-down (P4)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.actor import Actor
from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from platforms.actions import proposals, school_news, transitions
from platforms.actions.statuses import Standing, set_status
from platforms.models import TransitionPlan, TransitionStep
from platforms.reports.transitions import burn_down, moves
from platforms.terms import Cause, Status
from platforms.terms.after import TransitionMove
from schools.terms import Role
from tests.factories import actor, district_user, principal_of, staff_at
from tests.platforms.after import in_days, moving_off, proposed

pytestmark = pytest.mark.django_db
JOB = Actor.job("platforms.tell_schools")
ARCHIVE, FAMILIES, MOVED = (
    TransitionMove.ARCHIVE, TransitionMove.FAMILIES, TransitionMove.MOVED,
)  # fmt: skip


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


@pytest.fixture
def scene():
    found = moving_off()
    found.plan = TransitionPlan.objects.get()
    found.principal = principal_of(found.schools[0])
    return found


def tick(scene, *steps, **facts):
    for step in steps:
        transitions.tick(scene.plan, step, by=actor(scene.principal), **facts)
    scene.plan.refresh_from_db()


@pytest.mark.clause("P4")
def test_a_school_is_off_once_its_archive_is_kept_and_families_were_told(scene):
    with pytest.raises(Refused) as refused:
        tick(scene, MOVED)
    tick(scene, TransitionMove.TARGET, target=scene.target)
    tick(scene, ARCHIVE, FAMILIES, MOVED)

    assert codes(refused) == ["archive_first", "families_first"]
    assert scene.plan.target == scene.target
    assert scene.plan.moved_at is not None
    assert [one.still_on for one in moves()] == [0]


def test_a_step_taken_back_leaves_the_earlier_word(scene):
    tick(scene, ARCHIVE, note="On the drive")
    tick(scene, ARCHIVE, done=False)

    with pytest.raises(Refused) as refused:
        tick(scene, FAMILIES, MOVED)

    assert codes(refused) == ["archive_first"]
    steps = TransitionStep.objects.filter(move=ARCHIVE).order_by("pk")
    assert [(step.done, step.note) for step in steps] == [(True, "On the drive"), (False, "")]


@pytest.mark.parametrize("who", ["teacher", "its", "elsewhere"])
def test_only_the_schools_own_office_ticks(scene, who):
    people = {
        "teacher": lambda: staff_at(scene.schools[0]),
        "its": lambda: district_user(Role.ITS),
        "elsewhere": principal_of,
    }

    with pytest.raises(Refused) as refused:
        transitions.tick(scene.plan, ARCHIVE, by=actor(people[who]()))

    assert codes(refused) == ["not_the_school"]
    assert not TransitionStep.objects.exists()


def test_more_time_is_asked_by_the_school_answered_by_its_and_moves_its_own_day(scene):
    by, its = actor(scene.principal), actor(district_user(Role.ITS))
    wish = transitions.ask_for_time(scene.plan, in_days(60), "The archive is large.", by=by)

    with pytest.raises(IllegalMove):
        transitions.ask_for_time(scene.plan, in_days(70), "More.", by=by)
    with pytest.raises(Refused):
        transitions.answer_wish(wish, granted=True, answer="Yes.", by=by)
    transitions.answer_wish(wish, granted=True, answer="Until then.", by=its)

    scene.plan.refresh_from_db()
    assert scene.plan.due_on == in_days(60)
    assert scene.platform.standing(timezone.now()).until == in_days(45)
    assert Notice.objects.get(kind="platforms/time_answered").address == scene.principal.email


def test_time_that_is_not_later_is_not_asked_for(scene):
    with pytest.raises(Refused) as refused:
        transitions.ask_for_time(scene.plan, in_days(45), "Why.", by=actor(scene.principal))

    assert codes(refused) == ["not_later"]


def test_once_the_platform_is_approved_again_the_plan_is_over(scene):
    approved = Standing(status=Status.APPROVED, cause=Cause.AUDIT)
    set_status(scene.platform, approved, by=actor(scene.reviewer))

    with pytest.raises(IllegalMove):
        tick(scene, ARCHIVE)


def test_a_new_off_date_gives_new_plans_that_keep_what_was_done(scene):
    tick(scene, ARCHIVE, note="On the drive")
    again = proposed(platform=scene.platform, targets=[scene.target], until=in_days(90))

    proposals.confirm(again, by=actor(scene.reviewer))

    plan = TransitionPlan.objects.get(proposal=again)
    assert plan.due_on == in_days(90)
    assert [(step.move, step.note) for step in plan.steps.all()] == [("archive", "On the drive")]
    with pytest.raises(IllegalMove):
        tick(scene, FAMILIES)


def test_a_school_that_is_off_gets_no_new_plan(scene):
    tick(scene, ARCHIVE, FAMILIES, MOVED)
    again = proposed(platform=scene.platform, targets=[scene.target], until=in_days(90))

    proposals.confirm(again, by=actor(scene.reviewer))

    assert not TransitionPlan.objects.filter(proposal=again).exists()


def test_the_burn_down_counts_who_is_still_on_it_week_by_week():
    scene = moving_off(schools=2)
    first = TransitionPlan.objects.order_by("pk")[0]
    begun = timezone.localdate()
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        principal = actor(principal_of(first.school))
        for step in (ARCHIVE, FAMILIES, MOVED):
            transitions.tick(first, step, by=principal)

    weeks = burn_down(scene.proposal, begun + timedelta(days=15))

    assert [((week.ends_on - begun).days, week.schools, week.students) for week in weeks] == [
        (0, 2, 80), (7, 2, 80), (14, 1, 40), (15, 1, 40),
    ]  # fmt: skip


def test_a_principal_works_through_the_plan_on_the_pages(client, scene):
    client.force_login(scene.principal)
    address = reverse("platforms:tick_transition", args=[scene.plan.pk])

    early = client.post(address, {"move": "moved", "done": "on"}, follow=True)
    client.post(address, {"move": "target", "done": "on", "target": scene.target.pk})
    for move in ("archive", "families", "moved"):
        client.post(address, {"move": move, "done": "on", "note": "Done today"})
    page = client.get(reverse("platforms:transition", args=[scene.plan.pk])).content.decode()

    assert "Export and keep the archive first" in early.content.decode()
    assert "Your school is off it" in page


def test_the_letter_to_families_names_the_old_and_the_new_tool(client, scene):
    tick(scene, TransitionMove.TARGET, target=scene.target)
    client.force_login(scene.principal)

    letter = client.get(reverse("platforms:transition_letter", args=[scene.plan.pk]))

    words = letter.content.decode()
    assert f"our school stops using {scene.platform.name} for messages." in words
    assert f"We will use {scene.target.name} instead." in words


def test_pages_and_telling_ask_as_many_questions_for_many_schools_as_for_one(client):
    asked = []
    for schools in (1, 12):
        scene = moving_off(schools=schools)
        for school in scene.schools:
            principal_of(school)
        client.force_login(scene.reviewer)
        address = reverse("platforms:transition_move", args=[scene.proposal.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as page:
            client.get(address)
        with CaptureQueriesContext(connection) as telling:
            told = school_news.tell_schools(scene.platform.pk, by=JOB)
        asked.append((len(page), len(telling)))
        assert told == schools

    assert asked[0] == asked[1]
