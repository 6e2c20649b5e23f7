"""Who may knock at each page of requests, approvals, teams, folders and calls, and what each is answered."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consents.actions import asking, call_backs
from consents.actions.call_backs import CallBackWish
from consents.models import Team, TeamMember
from consents.terms import CallBackKind, Stage
from documents.models import Document
from schools.terms import Role
from tests.consent_factories import NECESSARY, safety_meetup
from tests.consents.families import JOB, ask_of, sign
from tests.doors import answers
from tests.factories import staff_at

pytestmark = pytest.mark.django_db

NOTE = "Because."
APPROVED, ASKED, DRAFT, QUESTIONED = Stage.APPROVED, Stage.ASKED, Stage.DRAFT, Stage.QUESTIONED
NEVER, ALL = [302] + [405] * 11, [302] + [200] * 11
# A draft, and a team, are their writer's alone.
WRITER_READS, WRITER_DOES = [302, 200] + [404] * 10, [302, 302] + [404] * 10
# Door → (the request's stage, {method → one answer per role in the order of tests.doors.ROLES}).
# roles: nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere
DOORS = {
    "activities": (APPROVED, {"get": ALL, "post": NEVER}),
    "start_activity": (APPROVED, {"get": ALL, "post": ALL}),
    "edit_plan": (DRAFT, {"get": WRITER_READS, "post": WRITER_READS}),
    "edit_adults": (DRAFT, {"get": WRITER_READS, "post": NEVER}),
    "change_adults": (DRAFT, {"get": NEVER, "post": WRITER_DOES}),
    "edit_students": (DRAFT, {"get": WRITER_READS, "post": NEVER}),
    "add_students": (DRAFT, {"get": NEVER, "post": WRITER_DOES}),
    "remove_students": (DRAFT, {"get": NEVER, "post": WRITER_DOES}),
    "paste_students": (DRAFT, {"get": WRITER_DOES, "post": [302, 422, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404]}),
    "keep_team": (DRAFT, {"get": NEVER, "post": WRITER_DOES}),
    "check_request": (DRAFT, {"get": WRITER_READS, "post": NEVER}),
    "send_request": (DRAFT, {"get": NEVER, "post": WRITER_DOES}),
    "discard_draft": (DRAFT, {"get": NEVER, "post": WRITER_DOES}),
    "activity": (APPROVED, {"get": [302, 200, 404, 200, 200, 200, 200, 200, 200, 404, 404, 404], "post": NEVER}),
    "widen_activity": (APPROVED, {"get": NEVER, "post": [302, 302, 404, 403, 403, 403, 403, 403, 403, 404, 404, 404]}),
    "retract_request": (ASKED, {"get": NEVER, "post": [302, 302, 404, 403, 403, 403, 403, 403, 403, 404, 404, 404]}),
    "end_early": (APPROVED, {"get": NEVER, "post": [302, 302, 404, 403, 302, 302, 302, 403, 403, 404, 404, 404]}),
    "take_off_adult": (APPROVED, {"get": NEVER, "post": [302, 302, 404, 403, 302, 302, 302, 403, 403, 404, 404, 404]}),
    "take_off_student": (APPROVED, {"get": NEVER, "post": [302, 302, 404, 403, 302, 302, 302, 403, 403, 404, 404, 404]}),
    "approvals": (ASKED, {"get": ALL, "post": NEVER}),
    "approval": (ASKED, {"get": [302, 200, 404, 200, 200, 200, 200, 200, 200, 404, 404, 404], "post": NEVER}),
    "approve": (ASKED, {"get": NEVER, "post": [302, 403, 404, 403, 302, 302, 403, 403, 403, 404, 404, 404]}),
    "deny": (ASKED, {"get": NEVER, "post": [302, 403, 404, 403, 302, 302, 403, 403, 403, 404, 404, 404]}),
    "question": (ASKED, {"get": NEVER, "post": [302, 403, 404, 403, 302, 302, 403, 403, 403, 404, 404, 404]}),
    "reply": (QUESTIONED, {"get": NEVER, "post": [302, 302, 404, 403, 403, 403, 403, 403, 403, 404, 404, 404]}),
    "revoke": (APPROVED, {"get": NEVER, "post": [302, 403, 404, 403, 302, 302, 302, 403, 403, 404, 404, 404]}),
    "teams": (APPROVED, {"get": ALL, "post": NEVER}),
    "team": (APPROVED, {"get": WRITER_READS, "post": NEVER}),
    "remove_from_team": (APPROVED, {"get": NEVER, "post": WRITER_DOES}),
    "folders": (APPROVED, {"get": ALL, "post": NEVER}),
    "folder": (APPROVED, {"get": [302, 200, 200, 200, 200, 200, 200, 200, 200, 200, 404, 404], "post": NEVER}),
    "folder_file": (APPROVED, {"get": [302, 403, 403, 302, 302, 302, 302, 302, 403, 403, 404, 404], "post": NEVER}),
    "call_backs": (APPROVED, {"get": ALL, "post": NEVER}),
    "call_back": (APPROVED, {"get": [302, 404, 404, 200, 200, 200, 200, 404, 404, 404, 404, 404], "post": NEVER}),
    "call_back_settle": (APPROVED, {"get": NEVER, "post": [302, 404, 404, 302, 302, 302, 302, 404, 404, 404, 404, 404]}),
    "call_back_take": (APPROVED, {"get": NEVER, "post": [302, 404, 404, 302, 302, 302, 302, 404, 404, 404, 404, 404]}),
    "call_back_let_go": (APPROVED, {"get": NEVER, "post": [302, 404, 404, 403, 403, 403, 403, 404, 404, 404, 404, 404]}),
    "call_back_tried": (APPROVED, {"get": NEVER, "post": [302, 404, 404, 302, 302, 302, 302, 404, 404, 404, 404, 404]}),
}  # fmt: skip
SENT = {
    "approve": {"necessary": NECESSARY, "authorised": "T2"},
    "deny": {"deny-note": NOTE},
    "question": {"question-note": NOTE},
    "reply": {"reply-note": NOTE},
    "revoke": {"revoke-note": NOTE},
    "end_early": {"ends_on": timezone.localdate().isoformat()},
    "keep_team": {"name": "Robotics"},
    "call_back_settle": {"outcome": "Called."},
    "call_back_tried": {"result": "no_answer"},
}
LISTS = {"activities", "start_activity", "approvals", "teams", "folders", "call_backs"}


@pytest.fixture
def address():
    def of(door, scene):
        return reverse(door, args=[] if door in LISTS else [*keys(door, scene)])

    return of


def keys(door, scene):
    """The keys of the rows that the door's address names."""
    if door in {"approval", "approve", "deny", "question", "reply", "revoke"}:
        yield scene.approval.pk
    elif door in {"team", "remove_from_team"}:
        team = Team.objects.create(school=scene.school, owner=scene.coach, name="Band")
        TeamMember.objects.create(team=team, student=scene.student)
        yield team.pk
    elif door.startswith("call_back") and door != "call_backs":
        wish = CallBackWish(CallBackKind.NO_CODE, "+13125550177")
        yield call_backs.ask_for_call(scene.school, wish, guardian=scene.guardians[0]).pk
    elif door in {"folder", "folder_file"}:
        yield scene.student.pk
        if door == "folder_file":
            asking.ask_families(scene.approval, by=JOB)
            sign(ask_of(scene.guardians[0]))
            yield Document.objects.get().pk
    else:
        yield scene.activity.pk
        if door == "take_off_adult":
            yield scene.coach.staff.pk
        if door == "take_off_student":
            yield scene.student.pk


@pytest.mark.parametrize(
    ("door", "method"), [(door, method) for door, (_, rows) in DOORS.items() for method in rows]
)
def test_door(address, door, method):
    stage, rows = DOORS[door]
    scene = safety_meetup(stage=stage)
    data = SENT.get(door) if method == "post" else None

    assert answers(scene, method, address(door, scene), data) == rows[method]


@pytest.mark.parametrize("door", ["approve", "deny", "question", "reply", "revoke"])
def test_who_may_not_is_refused_also_with_an_empty_form(client, door):
    scene = safety_meetup(stage=DOORS[door][0])
    client.force_login(staff_at(scene.school, Role.CLERK))

    response = client.post(reverse(door, args=[scene.approval.pk]))

    assert response.status_code == 403
    assert len(response.context["decision"].refusals) == 1
