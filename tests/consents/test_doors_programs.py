"""Who may knock at each page of the CEO's programs, and what each is answered."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.consents.programs import drafted, in_checking, published
from tests.doors import answers

pytestmark = pytest.mark.django_db

NEVER, ALL = [302] + [405] * 11, [302] + [200] * 11
FACTS = {
    "name": "Inside",
    "public_name": "Outside",
    "requirements": "Come once a week.",
    "approved_by": "Dana Whitlock",
    "approved_on": timezone.localdate().isoformat(),
}


def only(outreach, admin=404, others=404):
    """The outreach office's answer, an administrator's, and everybody else's who is signed in."""
    return [302, *[others] * 7, outreach, admin, others, others]


# Door → (the program's stage, {method → one answer per role in the order of tests.doors.ROLES}).
# roles: nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere
DOORS = {
    "programs": (published, {"get": ALL, "post": NEVER}),
    "new_program": (published, {"get": only(200, 403, 403), "post": only(200, 403, 403)}),
    "program": (published, {"get": only(200, 200), "post": NEVER}),
    "edit_program": (drafted, {"get": only(200, 403), "post": only(302, 403)}),
    "put_program_forward": (drafted, {"get": NEVER, "post": only(302, 403)}),
    "send_program_back": (in_checking, {"get": NEVER, "post": only(302, 302)}),
    "publish_program": (in_checking, {"get": NEVER, "post": only(302, 302)}),
    "discard_program": (drafted, {"get": NEVER, "post": only(302, 403)}),
    "end_program": (published, {"get": NEVER, "post": only(302, 403)}),
    "program_document": (published, {"get": only(200, 200), "post": NEVER}),
    "program_staff": (published, {"get": NEVER, "post": only(302)}),
    "end_program_staff": (published, {"get": NEVER, "post": only(302)}),
    "program_students": (published, {"get": only(200), "post": only(302)}),
    "remove_program_student": (published, {"get": NEVER, "post": only(302)}),
    "ask_for_program": (published, {"get": only(200), "post": only(200)}),
}  # fmt: skip
SENT = {
    "edit_program": FACTS,
    "send_program_back": {"back-note": "The dates differ."},
    "end_program": {"end-note": "Over."},
    "program_staff": {"email": "nobody@example.org"},
}


def address(door, scene):
    if door in {"programs", "new_program"}:
        return reverse(door)
    keys = [scene.program.pk]
    if door == "program_document":
        keys.append(1)
    if door == "end_program_staff":
        keys.append(scene.program.staff_rows.get().pk)
    if door == "remove_program_student":
        keys.append(scene.program.student_rows.get().pk)
    return reverse(door, args=keys)


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, (_, rows) in DOORS.items() for method in rows]
)
def test_door(door, method):
    stage, rows = DOORS[door]
    scene = stage()
    data = SENT.get(door) if method == "post" else None
    if door == "program_students":
        data = {"numbers": scene.student.number} if method == "post" else None

    assert answers(scene, method, address(door, scene), data) == rows[method]
