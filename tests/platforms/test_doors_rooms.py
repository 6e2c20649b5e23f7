"""Who may knock at vendors' rooms and plans inside ITS, and what opens without signing in."""

import pytest
from django.urls import reverse

from documents.models import KeptFile
from platforms import links
from platforms.actions import vendor_room
from platforms.actions.vendor_room import Answer, Upload
from platforms.models import Sheet
from platforms.terms.audits import Value
from tests.doors import knock
from tests.platforms.doors import ITS_ONLY, answers, people_of
from tests.platforms.rooms import criterion, in_days, opened, planned

pytestmark = pytest.mark.django_db
NAMESPACE = "platforms:"
NEVER = [302] + [404] * 4 + [405] * 2


def its(status):
    """ITS' answer; nobody signed in is sent to sign in, for all others there is no such page."""
    return [302, 404, 404, 404, 404, status, status]


def never(status=405):
    return [302] + [status] * 6


READ, STEP = {"get": ITS_ONLY, "post": never()}, {"get": never(), "post": its(302)}
WRITE = {"get": ITS_ONLY, "post": its(422)}
# Door → {method → one answer per role in the order of tests.platforms.doors.ROLES}.
DOORS = {
    "rooms": READ,
    "open_room": WRITE,
    "room": READ,
    "room_log": READ,
    "write_in_room": STEP,
    "extend_room": STEP,
    "move_room": STEP,
    "add_room_contact": STEP,
    "move_room_contact": STEP,
    "room_file": WRITE,
    "open_room_file": READ,
    "read_sheet": WRITE,
    "sheet": {"get": ITS_ONLY, "post": its(302)},
    "plans": READ,
    "draft_plan": {"get": ITS_ONLY, "post": its(422)},
    "plan": READ,
    "add_plan_item": WRITE,
    "move_plan": STEP,
    "hand_over_plan": {"get": never(), "post": its(422)},
    "plan_item": WRITE,
    "move_item_date": STEP,
}
SENT = {
    "write_in_room": {"text": "Hello"},
    "extend_room": {
        "extend-due_on": in_days(5).isoformat(),
        "extend-ends_on": in_days(9).isoformat(),
        "extend-reason": "They asked.",
    },
    "move_room": {"move-move": "close", "move-note": "Done."},
    "add_room_contact": {"contact-name": "Lee", "contact-email": "lee@vendor.example"},
    "move_room_contact": {"move": "send"},
    "move_plan": {"move": "agree", "note": "By letter."},
    "move_item_date": {"date-due_on": in_days(40).isoformat(), "date-reason": "Staff left."},
}
OF_PLANS = {"draft_plan", "plan", "add_plan_item", "move_plan", "hand_over_plan", "plan_item", "move_item_date"}  # fmt: skip
# Nobody has an account here; what a living link opens, with and without anything typed.
OPEN_DOORS = {
    "vendor_room": {"get": 200, "post": 405},
    "vendor_questions": {"get": 200, "post": 302},
    "vendor_files": {"get": 200, "post": 422},
    "vendor_messages": {"get": 200, "post": 422},
    "vendor_hand_in": {"get": 200, "post": 302},
    "vendor_take_up": {"get": 405, "post": 409},
    "vendor_decline": {"get": 200, "post": 422},
    "vendor_sheet": {"get": 200, "post": 422},
    "vendor_sheet_read": {"get": 200, "post": 302},
    "vendor_plan": {"get": 200, "post": 405},
    "vendor_agree": {"get": 405, "post": 302},
    "vendor_item": {"get": 200, "post": 422},
}
OF_THE_PLAN = {"vendor_plan", "vendor_agree", "vendor_item"}


def a_sheet(scene):
    """A workbook as it was read, with one answer that maps."""
    kept = KeptFile.objects.create(
        source="sheet", media_type="x", stored_as="x", sha256="1" * 64, size=1
    )
    row = {"id": "AAAI-01", "answer": "Yes", "note": "", "good": "yes"}
    return Sheet.objects.create(
        audit=scene.audit,
        kind="hecvat",
        name="h.xlsx",
        file=kept,
        rows=[row],
        contact=scene.contact,
    )


def with_a_claim():
    scene = opened()
    vendor_room.answer(scene.contact, {criterion("IAM-01").pk: Answer(Value.MET)})
    return scene


def inside(door):
    """The address of a door inside ITS."""
    if door in {"rooms", "plans"}:
        return reverse(NAMESPACE + door)
    if door in OF_PLANS:
        scene = planned()
        keys = [scene.platform.pk if door == "draft_plan" else scene.plan.pk]
        keys += [scene.item.pk] if door in {"plan_item", "move_item_date"} else []
        return reverse(NAMESPACE + door, args=keys)
    scene = opened()
    if door in {"room_file", "open_room_file"}:
        given = Upload(content=b"%PDF-1.4", name="a.pdf", title="A")
        return reverse(
            NAMESPACE + door, args=[scene.room.pk, vendor_room.upload(scene.contact, given).pk]
        )
    keys = {"open_room": [scene.platform.pk], "read_sheet": [scene.audit.pk]}
    if door == "sheet":
        return reverse(NAMESPACE + door, args=[a_sheet(scene).pk])
    more = [scene.contact.pk] if door == "move_room_contact" else []
    return reverse(NAMESPACE + door, args=keys.get(door, [scene.room.pk, *more]))


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, rows in DOORS.items() for method in rows]
)
def test_door(door, method):
    address = inside(door)
    data = SENT.get(door) if method == "post" else None

    assert answers(people_of(), method, address, data) == DOORS[door][method]


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, rows in OPEN_DOORS.items() for method in rows]
)
def test_open_door(door, method):
    scene = planned() if door in OF_THE_PLAN else with_a_claim()
    keys = [links.token_of(scene.contact)]
    keys += [1] if door == "vendor_questions" else []
    keys += [scene.item.pk] if door == "vendor_item" else []
    keys += [a_sheet(scene).pk] if door == "vendor_sheet_read" else []

    assert knock(None, method, reverse(NAMESPACE + door, args=keys)) == OPEN_DOORS[door][method]
