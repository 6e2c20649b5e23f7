"""Who may open the pages of evidence, and what they are answered."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.actor import Actor
from incidents.actions import evidence as actions
from incidents.actions import evidence_copies
from incidents.urls import evidence
from tests.factories import SchoolFactory
from tests.incident_factories import bullying, case_of
from tests.incidents.doors import OFFICES_ONLY, answers, people_of
from tests.incidents.evidence import arrived, keys_of_offices, picture, reporter
from tests.incidents.reporters import Reporter
from tests.incidents.speaking import answered, begun

pytestmark = pytest.mark.django_db

NAMESPACE = "incidents:"
# nobody teacher principal administrator chief admin records its granted oig protections
READERS = [302, 404, 200, 200, 404, 404, 404, 404, 404, 404, 200]
WRONG = [302, 404, 422, 422, 404, 404, 404, 404, 404, 404, 422]
NO_POST = [302, *[405] * 10]
BY_READERS = [302, 404, 405, 405, 404, 404, 404, 404, 404, 404, 405]
DOORS = {
    "case_evidence": {"get": READERS, "post": WRONG},
    "evidence_file": {"get": READERS, "post": BY_READERS},
    "evidence_part": {"get": READERS, "post": BY_READERS},
    "evidence_quarantine": {"get": BY_READERS, "post": WRONG},
    # Leaders of the school see the copy; the original leaves to the office alone.
    "evidence_original": {
        "get": BY_READERS,
        "post": [302, 404, 403, 403, 404, 404, 404, 404, 404, 404, 422],
    },
    "case_custody": {
        "get": BY_READERS,
        "post": [302, 404, 403, 403, 404, 404, 404, 404, 404, 404, 200],
    },
    "evidence_settings": {"get": OFFICES_ONLY, "post": NO_POST},
    "evidence_limits": {
        "get": NO_POST,
        "post": [422 if one == 200 else one for one in OFFICES_ONLY],
    },
    "evidence_key": {"get": NO_POST, "post": [302, *[404] * 9, 422]},
    "evidence_key_confirm": {"get": NO_POST, "post": [302, *[404] * 10]},
}
OPEN_DOORS = {
    "my_files": {"get": [302, 200], "post": [409, 422]},
    "draft_files": {"get": [404, 200], "post": [404, 422]},
    "draft_file_remove": {"get": [405, 405], "post": [404, 303]},
}
OF_DRAFT = {"draft_files", "draft_file_remove"}
OF_OFFICE = {"evidence_settings", "evidence_limits"}
OF_FILE = {"evidence_file", "evidence_quarantine", "evidence_original"}
OF_KEY = {"evidence_key", "evidence_key_confirm"}


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in evidence.patterns} == {*DOORS, *OPEN_DOORS}


def test_doors():
    school = SchoolFactory()
    people = people_of(school)
    keys_of_offices(Actor.command("tests"))
    case = case_of(bullying(school))
    row = actions.take_into_case(arrived(picture()), case, by=reporter(case))
    evidence_copies.copy(row.pk)

    found = {
        door: {method: answers(people, method, address(door, case, row)) for method in methods}
        for door, methods in DOORS.items()
    }

    assert found == DOORS


def address(door, case, row):
    args = [] if door in OF_OFFICE else ["student_protections"] if door in OF_KEY else [case.code]
    args += [row.name] if door in OF_FILE else [row.name, 1] if door == "evidence_part" else []
    return reverse(f"incidents:{door}", args=args)


def test_open_doors():
    who, room = Reporter(), begun(writer := Client())
    who.come()
    answered(writer, room, "have", bare="no")

    found = {
        door: {
            method: [
                getattr(client, method)(open_address(door, who, room)).status_code
                for client in (Client(), writer if door in OF_DRAFT else who.client)
            ]
            for method in methods
        }
        for door, methods in OPEN_DOORS.items()
    }

    assert found == OPEN_DOORS


def open_address(door, who, room):
    if door == "draft_file_remove":
        return f"{room}files/{uuid4()}/remove/"
    return f"{room}files/" if door == "draft_files" else who.at(door)


def test_u14_a_file_for_somebody_elses_report_is_not_taken():
    who, stranger = Reporter(), Client()
    who.come()

    answer = stranger.post(who.at("my_files"), {"chosen": SimpleUploadedFile("a.jpg", picture())})

    assert (answer.status_code, who.case.evidence.count()) == (409, 0)
