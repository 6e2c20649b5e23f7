"""Remediation plans: agreed, run by their dates, found done by ITS alone; every date kept (P4)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from notices.wording import worded
from platforms import tasks
from platforms.actions import plan_items, plan_watch, plans, rooms, vendor_room
from platforms.actions.room_files import Taken, take_file
from platforms.actions.vendor_room import Upload
from platforms.models import ItemDate, PlanItem, RemediationPlan, Room
from platforms.terms import Status
from platforms.terms.rooms import ItemStage, PlanStage, Side
from platforms.workflow.rooms import ITEM, PLAN
from schools.terms import Role
from tests.factories import actor, district_user
from tests.platform_factories import PlatformFactory
from tests.platforms.rooms import in_days, item_wish, moved_to, opened, planned, running

pytestmark = pytest.mark.django_db


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


@pytest.mark.clause("P4")
@pytest.mark.parametrize("status", [Status.APPROVED, Status.IN_REVIEW, Status.NOT_APPROVED])
def test_only_a_flagged_platform_gets_a_plan(status):
    its = district_user(Role.ITS)

    with pytest.raises(Refused) as refused:
        plans.draft(PlatformFactory(standing=status), [], owner=its, by=actor(its))

    assert codes(refused) == ["not_flagged"]
    assert not RemediationPlan.objects.exists()


def test_a_platform_has_one_open_plan_and_another_after_it():
    scene = running()
    with pytest.raises(Refused) as refused:
        plans.draft(scene.platform, [], owner=scene.owner, by=scene.its)
    plans.give_up(scene.plan, by=scene.its, reason="They stopped writing.")

    again = plans.draft(scene.platform, [item_wish()], owner=scene.owner, by=scene.its)

    assert codes(refused) == ["has_a_plan"]
    assert again.stage == PlanStage.DRAFTED


def test_an_empty_plan_is_not_agreed():
    scene = planned()
    plan_items.drop(scene.item, by=scene.its, note="Not needed.")

    with pytest.raises(Refused) as refused:
        plans.agree_in_room(scene.plan, scene.contact)

    assert codes(refused) == ["no_items"]


def test_the_vendor_of_another_platform_neither_agrees_nor_replies():
    scene, other = planned(), opened()

    for act in (
        lambda: plans.agree_in_room(scene.plan, other.contact),
        lambda: plan_items.reply_in_room(scene.item, other.contact, "Done", is_done=False),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["not_your_plan"]


def test_before_it_is_agreed_nothing_is_done():
    scene = planned()

    with pytest.raises(IllegalMove):
        plan_items.reply_in_room(scene.item, scene.contact, "Done", is_done=True)
    with pytest.raises(IllegalMove):
        plan_items.accept(scene.item, by=scene.its, note="Seen")


@pytest.mark.clause("P4")
def test_an_item_is_done_when_its_finds_it_so_and_its_whole_way_is_kept():
    scene = running()
    vendor, item = scene.contact, scene.item

    plan_items.reply_in_room(item, vendor, "It is switched off.", is_done=True)
    plan_items.reopen(item, by=scene.its, note="One tenant still has it.")
    plan_items.reply_in_room(item, vendor, "Now everywhere.", is_done=True)
    plan_items.accept(item, by=scene.its, note="Seen in the test tenant.")

    item.refresh_from_db()
    way = [(step.move, step.stage, step.contact) for step in item.steps.order_by("pk")]
    assert item.stage == ItemStage.DONE
    assert way == [
        ("say_done", "said_done", vendor),
        ("reopen", "open", None),
        ("say_done", "said_done", vendor),
        ("accept", "done", None),
    ]


def test_done_wants_evidence_or_words_and_the_evidence_is_of_this_platform():
    scene, other = running(), opened()
    file = vendor_room.upload(other.contact, Upload(content=b"%PDF-1.4", name="a.pdf", title="A"))
    foreign = take_file(file, Taken(title="A", dated_on=in_days(-1)), by=other.its)

    with pytest.raises(Refused) as bare:
        plan_items.accept(scene.item, by=scene.its)
    with pytest.raises(Refused) as wrong:
        plan_items.accept(scene.item, by=scene.its, evidence=foreign)

    assert [codes(bare), codes(wrong)] == [["no_proof"], ["not_its_evidence"]]
    scene.item.refresh_from_db()
    assert scene.item.stage == ItemStage.OPEN


def test_what_is_for_its_the_vendor_does_not_call_done():
    scene = running(side=Side.ITS)

    with pytest.raises(Refused) as refused:
        plan_items.reply_in_room(scene.item, scene.contact, "Done?", is_done=True)

    assert codes(refused) == ["not_yours"]


def test_a_date_moves_with_its_reason_and_the_old_one_stays():
    scene = running()

    plans.move_date(scene.item, in_days(30), by=scene.its, reason="Their engineer left.")

    dates = ItemDate.objects.order_by("pk").values_list("due_on", "reason")
    assert list(dates) == [(in_days(10), ""), (in_days(30), "Their engineer left.")]
    assert PlanItem.objects.with_due().get().due_on == in_days(30)


@pytest.mark.parametrize(("days", "code"), [(-1, "past_date"), (10, "same_date")])
def test_a_date_moves_to_another_day_to_come(days, code):
    scene = running()

    with pytest.raises(Refused) as refused:
        plans.move_date(scene.item, in_days(days), by=scene.its, reason="x")

    assert codes(refused) == [code]
    assert ItemDate.objects.count() == 1


def test_fulfilled_once_all_is_done_and_the_flag_stays():
    scene = running()
    with pytest.raises(Refused) as refused:
        plans.fulfil(scene.plan, by=scene.its)
    plan_items.accept(scene.item, by=scene.its, note="Seen.")

    plan = plans.fulfil(scene.plan, by=scene.its)

    assert codes(refused) == ["undone"]
    assert plan.stage == PlanStage.FULFILLED
    assert scene.platform.standing(timezone.now()).status == Status.FLAGGED_FIXING
    assert [(step.move, step.contact) for step in plan.steps.order_by("pk")] == [
        ("agree", scene.contact),
        ("start", None),
        ("fulfil", None),
    ]


def test_a_plan_that_is_over_is_not_touched():
    scene = running()
    plans.give_up(scene.plan, by=scene.its, reason="They refuse.")

    for act in (
        lambda: plans.add_item(scene.plan, item_wish(), by=scene.its),
        lambda: plans.move_date(scene.item, in_days(30), by=scene.its, reason="x"),
        lambda: plan_items.accept(scene.item, by=scene.its, note="x"),
        lambda: plan_items.reply_in_room(scene.item, scene.contact, "x", is_done=False),
        lambda: plans.start(scene.plan, by=scene.its),
    ):
        with pytest.raises(IllegalMove):
            act()


def test_every_stage_has_its_moves_and_no_others():
    plan = {(str(stage), str(move)) for stage, move in PLAN.table}
    item = {(str(stage), str(move)) for stage, move in ITEM.table}

    assert {stage for stage, _move in plan} == {"drafted", "agreed", "running"}
    assert [pair for pair in item if pair[0] == "dropped"] == []
    assert sorted(move for stage, move in item if stage == "done") == ["reopen"]


def kinds():
    return sorted(Notice.objects.exclude(kind__contains="room").values_list("kind", "address"))


def due(scene, days):
    """Let the item be due so many days from now."""
    ItemDate.objects.create(item=scene.item, due_on=in_days(days), reason="x", by=scene.owner)


@pytest.mark.clause("P4")
def test_a_missed_date_reaches_owner_and_reviewers_once():
    reviewer = district_user(Role.REVIEWER)
    scene = running()
    due(scene, -1)

    first = plan_watch.watch_on(timezone.localdate())
    again = [plan_watch.watch_on(in_days(day)) for day in (0, 1, 5)]

    assert first["items"] == 3
    assert [counts["items"] for counts in again] == [0, 0, 0]
    assert kinds() == [
        ("platforms/item_due_vendor", scene.contact.email),
        *sorted(("platforms/item_missed", person.email) for person in (scene.owner, reviewer)),
    ]
    scene.platform.refresh_from_db()
    assert scene.platform.standing(timezone.now()).status == Status.FLAGGED_FIXING


def test_soon_today_and_missed_are_one_message_each_and_a_moved_date_begins_anew():
    scene = running(side=Side.ITS)
    day = in_days(10)
    told = [
        plan_watch.watch_on(day - timedelta(days=left))["items"] for left in (8, 7, 3, 0, -1, -2)
    ]
    plans.move_date(scene.item, in_days(20), by=scene.its, reason="Agreed by telephone.")

    anew = plan_watch.watch_on(in_days(15))["items"]

    assert told == [0, 1, 0, 1, 1, 0]
    assert anew == 1


@pytest.mark.parametrize("stage", [PlanStage.DRAFTED, PlanStage.AGREED, PlanStage.GIVEN_UP])
def test_a_plan_that_does_not_run_escalates_nothing(stage):
    scene = running()
    due(scene, -3)
    moved_to(RemediationPlan, scene.plan.pk, stage=stage)

    assert plan_watch.watch_on(timezone.localdate())["items"] == 0


def test_the_job_runs_once_a_day_and_what_is_settled_meanwhile_is_not_sent():
    scene = running(side=Side.ITS)
    due(scene, -1)
    tasks.watch_rooms()
    tasks.watch_rooms()
    notice = Notice.objects.get(kind="platforms/item_missed")
    before = worded(notice)

    plan_items.accept(scene.item, by=scene.its, note="Seen.")

    assert scene.item.title in before.body
    assert worded(notice) is None


def test_a_vendor_that_has_not_handed_in_is_reminded_at_seven_and_two_days():
    scene = opened()
    due_on = scene.room.due_on

    told = [
        plan_watch.watch_on(due_on - timedelta(days=left))["reminders"]
        for left in (8, 7, 6, 3, 2, 1, 0, -1)
    ]

    assert told == [0, 1, 0, 0, 1, 0, 0, 0]


def test_a_closed_room_reminds_nobody():
    scene = opened()
    rooms.close(scene.room, by=scene.its, reason="Done.")

    assert plan_watch.watch_on(scene.room.due_on)["reminders"] == 0


def counted():
    return CaptureQueriesContext(connection)


def test_plans_list_in_a_fixed_number_of_queries(client):
    scene = running()
    client.force_login(scene.owner)
    address = reverse("platforms:plans")
    client.get(address)
    with counted() as one:
        client.get(address)
    for _n in range(8):
        running()

    with counted() as many:
        page = client.get(address)

    assert len(many) == len(one)
    assert page.content.count(b'<th scope="row">') == 9


def test_rooms_list_in_a_fixed_number_of_queries(client):
    scene = opened()
    client.force_login(scene.auditor)
    address = reverse("platforms:rooms")
    client.get(address)
    with counted() as one:
        client.get(address)
    for _n in range(8):
        opened()

    with counted() as many:
        page = client.get(address)

    assert len(many) == len(one)
    assert page.content.count(b'<th scope="row">') == 9


def test_each_room_stands_in_the_list_of_what_it_waits_for(client):
    scenes = {name: opened() for name in ("waiting", "answered", "overdue", "declined", "ended")}
    moved_to(Room, scenes["answered"].room.pk, stage="handed_in")
    moved_to(Room, scenes["overdue"].room.pk, due_on=in_days(-1))
    moved_to(Room, scenes["declined"].room.pk, stage="refused")
    moved_to(Room, scenes["ended"].room.pk, stage="closed")
    client.force_login(scenes["waiting"].auditor)

    shown = {
        show: [
            row["room"]
            for row in client.get(reverse("platforms:rooms"), {"show": show}).context["rows"]
        ]
        for show in scenes
    }

    assert shown == {name: [scene.room] for name, scene in scenes.items()}


def test_a_plan_is_found_by_its_platform(client):
    scene, _other = running(), running()
    client.force_login(scene.owner)

    page = client.get(reverse("platforms:plans"), {"q": scene.platform.name})

    assert [row["plan"] for row in page.context["rows"]][-1] == scene.plan
