"""Who may knock at each page of the exceptions, and what each is answered."""

import pytest
from django.urls import reverse

from consents.actions import exception_drafts
from consents.models import ExceptionKind
from core.http import actor_of
from schools.terms import Role
from tests.consent_factories import safety_meetup
from tests.doors import answers
from tests.factories import district_user

pytestmark = pytest.mark.django_db

NEVER, ALL = [302] + [405] * 11, [302] + [200] * 11
# roles: nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere
ADMIN_READS = [302] + [403] * 8 + [200] + [403] * 2
ADMIN_DOES = [302] + [403] * 8 + [302] + [403] * 2
ADMIN_TYPES = [302] + [403] * 8 + [422] + [403] * 2
# What is not published is not there, but for the two offices that prepare it.
HIDDEN_DOES = [302] + [404] * 6 + [403, 404, 302, 404, 404]
DOORS = {
    "exceptions": {"get": ALL, "post": NEVER},
    "exception": {"get": ALL, "post": NEVER},
    "add_exception": {"get": ADMIN_READS, "post": ADMIN_TYPES},
    "exception_packs": {"get": ADMIN_READS, "post": NEVER},
    "load_exception_pack": {"get": NEVER, "post": ADMIN_DOES},
    "publish_exception": {"get": NEVER, "post": HIDDEN_DOES},
    "unpublish_exception": {"get": NEVER, "post": ADMIN_DOES},
    "start_exception_draft": {"get": NEVER, "post": ADMIN_DOES},
    "exception_draft": {"get": ADMIN_READS, "post": ADMIN_TYPES},
    "discard_exception_draft": {"get": NEVER, "post": ADMIN_DOES},
    "add_exception_example": {"get": ADMIN_READS, "post": ADMIN_TYPES},
    "exception_example": {"get": ADMIN_READS, "post": ADMIN_TYPES},
    "remove_exception_example": {"get": NEVER, "post": ADMIN_DOES},
    "exception_words": {"get": ADMIN_READS, "post": ADMIN_TYPES},
    "check_exception_draft": {"get": ADMIN_READS, "post": ADMIN_TYPES},
}
WITHOUT_DRAFT = {"start_exception_draft", "exception", "publish_exception", "unpublish_exception"}
SENT = {"remove_exception_example": {"revision": "1"}}


def keys(door):
    """The keys that the door's address names."""
    if door in {"exceptions", "add_exception", "exception_packs"}:
        return []
    if door == "load_exception_pack":
        return ["ky_160_145"]
    code = ["safety_meetup"]
    if door in {"exception_example", "remove_exception_example"}:
        return [*code, 0]
    return [*code, "es"] if door == "exception_words" else code


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, rows in DOORS.items() for method in rows]
)
def test_door(rf, door, method):
    scene = safety_meetup()
    kind = ExceptionKind.objects.get(code="safety_meetup")
    if door == "publish_exception":
        ExceptionKind.objects.filter(pk=kind.pk).update(is_published=False)
    if door not in WITHOUT_DRAFT:
        request = rf.get("/")
        request.user = district_user(Role.ADMIN)
        exception_drafts.start(kind, by=actor_of(request))
    data = SENT.get(door) if method == "post" else None

    assert answers(scene, method, reverse(door, args=keys(door)), data) == DOORS[door][method]
