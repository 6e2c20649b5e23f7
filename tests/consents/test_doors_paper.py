"""Who may knock at the pages of paper and of answers by word of mouth, and what each is answered."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consents.actions import packets, readings
from consents.models import Packet
from consents.terms.paper import Reading, ScanStage
from tests.consents.paper_rows import office, scan_of, sheet_for, stack_for
from tests.doors import answers
from tests.factories import actor

pytestmark = pytest.mark.django_db

# Door → {method → one answer per role in the order of tests.doors.ROLES}.
# roles: nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere
ALL, NEVER = [302] + [200] * 11, [302] + [405] * 11
# Whoever sees the student but is not of the office is told why not.
SEEN = [302, 200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 404]
RECORDS = [302, 403, 403, 200, 200, 200, 200, 403, 403, 403, 404, 404]
RECORDED = [302, 403, 403, 422, 422, 422, 422, 403, 403, 403, 404, 404]
# The office of the school; a principal of another school uploads for their own.
UPLOADS = [302, 403, 403, 200, 200, 200, 200, 403, 403, 403, 403, 200]
UPLOADED = [302, 403, 403, 422, 422, 422, 422, 403, 403, 403, 403, 422]
LETTERS = [302, 403, 403, 302, 302, 302, 302, 403, 403, 403, 403, 404]
PRINTS = [302, 403, 404, 200, 200, 200, 200, 403, 403, 404, 404, 404]
PRINTED = [302, 403, 404, 422, 422, 422, 422, 403, 403, 404, 404, 404]


def of_office(status):
    return [302, 404, 404, *[status] * 4, *[404] * 5]


DOORS = {
    "record_choose": {"get": SEEN, "post": NEVER},
    "record_answer": {"get": RECORDS, "post": RECORDED},
    "paper": {"get": ALL, "post": NEVER},
    "paper_stacks": {"get": ALL, "post": NEVER},
    "paper_upload": {"get": UPLOADS, "post": UPLOADED},
    "paper_stack": {"get": of_office(200), "post": NEVER},
    "paper_place": {"get": NEVER, "post": of_office(302)},
    "paper_letters": {"get": ALL, "post": NEVER},
    "paper_print_letters": {"get": NEVER, "post": LETTERS},
    "packets": {"get": ALL, "post": NEVER},
    "packet": {"get": of_office(200), "post": NEVER},
    "packet_file": {"get": of_office(302), "post": NEVER},
    "print_forms": {"get": PRINTS, "post": PRINTED},
    "scan": {"get": of_office(200), "post": NEVER},
    "scan_image": {"get": of_office(200), "post": NEVER},
    "scan_decide": {"get": NEVER, "post": of_office(302)},
    # Who read the page does not look again: here the clerk did, and so reads why not.
    "scan_look": {"get": NEVER, "post": [302, 404, 404, 302, 302, 302, 302, *[404] * 5]},
    "scan_reopen": {"get": NEVER, "post": of_office(302)},
}
OF_A_PAGE = {"scan", "scan_image", "scan_decide", "scan_look", "scan_reopen"}
LISTS = {
    "paper", "paper_stacks", "paper_upload", "paper_letters", "paper_print_letters", "packets",
}  # fmt: skip


def keys_and_data(door, scene):
    """The keys of the rows that the door's address names, and what is sent to it."""
    if door in {"record_choose", "record_answer"}:
        version = [scene.version.pk, scene.guardians[0].pk] if door == "record_answer" else []
        return [scene.student.pk, *version], {}
    if door == "print_forms":
        return [scene.activity.pk], {}
    if door in {"paper_stack", "paper_place"}:
        return [stack_for(scene).pk], {"place": "Box 2"}
    if door in {"packet", "packet_file"}:
        return [packets.print_forms(scene.version, by=actor(scene.clerk)).pk], {}
    return _page_of(door, scene)


def _page_of(door, scene):
    scan = scan_of(scene, sheet_for(scene))
    if door not in {"scan_look", "scan_reopen", "paper_print_letters"}:
        return [] if door in LISTS else [scan.pk], {"reading": "unsigned"}
    read = readings.Read(reading=Reading.UNSIGNED)
    review = readings.decide(scan, read, by=actor(scene.second))
    if door != "scan_look":
        readings.look_again(review, agrees=True, by=actor(scene.clerk))
    keys = [scan.pk] if door in OF_A_PAGE else []
    return keys, {"review": review.pk, "agrees": "yes", "school": scene.school.pk}


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, rows in DOORS.items() for method in rows]
)
def test_door(door, method):
    scene = office()
    keys, data = keys_and_data(door, scene)

    found = answers(scene, method, reverse(door, args=keys), data if method == "post" else None)

    assert found == DOORS[door][method]


@pytest.mark.parametrize("name", ["paper", "paper_stacks", "packets", "paper_letters"])
def test_lists_ask_the_same_with_one_row_and_with_thirty(
    client, django_assert_max_num_queries, name
):
    scene = office()
    client.force_login(scene.clerk)
    counts = []
    for size in (1, 29):
        for _ in range(size):
            review = _letter(scene) if name == "paper_letters" else None
            if name == "packets":
                Packet.objects.create(
                    school=scene.school, version=scene.version, made_by=scene.clerk,
                    expires_at=timezone.now(),
                )  # fmt: skip
            elif review is None:
                scan_of(scene, sheet_for(scene, scene.guardians[0]))
        with django_assert_max_num_queries(60) as asked:
            page = client.get(reverse(name))
        assert len(page.context["page"].rows) == (1 if size == 1 else 30)
        counts.append(len(asked.captured_queries))

    assert counts[0] == counts[1]


def _letter(scene):
    scan = scan_of(scene, sheet_for(scene, scene.guardians[0]))
    read = readings.Read(reading=Reading.UNSIGNED)
    review = readings.decide(scan, read, by=actor(scene.second))
    readings.look_again(review, agrees=True, by=actor(scene.clerk))
    return review


def test_done_pages_end_in_their_own_list(client):
    scene = office()
    _letter(scene)
    client.force_login(scene.clerk)

    desks = dict(client.get(reverse("paper")).context["desks"])

    assert desks == {
        ScanStage.REVIEW: 0, ScanStage.SECOND: 0, ScanStage.BY_HAND: 0, ScanStage.DONE: 1,
    }  # fmt: skip
