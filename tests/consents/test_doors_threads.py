"""Who may knock at the pages of group texts and of stopping them, and what each is answered."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consents.actions import stopping
from consents.reports.threads import Case
from core.actor import Actor
from tests.consents.group_texts import take, whole
from tests.consents.test_exports import alerts, export
from tests.doors import answers

pytestmark = pytest.mark.django_db

NEVER, ALL = [302] + [405] * 11, [302] + [200] * 11
SENT = [302] + [302] * 11
# The numbers are the named adult's alone.
ADULT_READS = [302, 200] + [404] * 10
SEEN = [302, 200, 404, 200, 200, 200, 200, 200, 200, 404, 404, 404]
# Door → {method → one answer per role in the order of tests.doors.ROLES}.
# roles: nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere
DOORS = {
    "threads": {"get": SEEN, "post": NEVER},
    "hand_out": {"get": NEVER, "post": [302, 302, 404, 403, 403, 403, 403, 403, 403, 404, 404, 404]},
    "handed_out": {"get": ADULT_READS, "post": NEVER},
    "contact_file": {"get": ADULT_READS, "post": NEVER},
    "recipients": {"get": SEEN, "post": NEVER},
    "start_export": {"get": NEVER, "post": [302, 302, 404, 302, 302, 302, 403, 403, 403, 404, 404, 404]},
    "export_file": {"get": [302, 200, 404, 200, 200, 200, 403, 403, 403, 404, 404, 404], "post": NEVER},
    "stops": {"get": ALL, "post": NEVER},
    "acknowledge_stops": {"get": NEVER, "post": SENT},
    "overdue_stops": {"get": ALL, "post": NEVER},
    "settle_stop": {"get": NEVER, "post": [302, 404, 404, 404, 302, 302, 302, 404, 404, 404, 404, 404]},
}  # fmt: skip


LISTS = {"recipients", "start_export", "export_file"}


def address_of(door, scene):
    if door == "export_file":
        return reverse(door, args=[export(scene).run_id])
    if door in {"stops", "acknowledge_stops", "overdue_stops"}:
        return reverse(door)
    if door in {"handed_out", "contact_file"}:
        return reverse(door, args=[take(scene).pk])
    if door == "settle_stop":
        case = Case(scene.coach.staff.pk, scene.activity.pk, scene.student.pk)
        return reverse(door, args=[stopping.stop(case, ["withdrawn"], by=Actor.job("tests")).pk])
    return reverse(door, args=[scene.activity.pk])


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, rows in DOORS.items() for method in rows]
)
def test_door(door, method):
    scene = alerts() if door in LISTS else whole()
    data = {
        "hand_out": {"only": scene.student.pk},
        "start_export": {"profile": "generic"},
        "acknowledge_stops": {"day": timezone.localdate().isoformat(), "up_to": "1"},
    }.get(door)
    address = address_of(door, scene)
    if door == "settle_stop":
        data = {f"{address.split('/')[2]}-note": "Spoken with the coach."}

    assert (
        answers(scene, method, address, data if method == "post" else None) == DOORS[door][method]
    )
