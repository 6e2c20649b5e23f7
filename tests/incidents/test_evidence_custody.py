"""What is done with evidence of a report: copied once, looked at, taken sealed, shut away; each a link of its custody."""

import json
import socket
import threading
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.actor import Actor, ActorKind
from core.decision import Refused
from documents import copies, sealing
from documents.verifying import inside_of
from incidents.actions import evidence as actions
from incidents.actions import evidence_copies, evidence_custody, office_keys
from incidents.models import Case, EvidenceFile, EvidenceOriginal, OfficeKey
from incidents.terms import OfficeCode
from tests.factories import SchoolFactory, principal_of
from tests.incident_factories import bullying, case_of, report, seated
from tests.incidents.evidence import (
    arrived,
    gps_exif,
    keys_of_offices,
    picture,
    reporter,
)

pytestmark = pytest.mark.django_db
COMMAND = Actor.command("tests")
PROTECTIONS = OfficeCode.STUDENT_PROTECTIONS


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def user_actor(user):
    return Actor(ActorKind.USER, str(user.pk), user.name)


def at(door, case, row, *more):
    return reverse(f"incidents:{door}", args=[case.code, row.name, *more])


def added(case, content=None, name="IMG_0001.jpg"):
    """A file that the reporter added, and its copy."""
    row = actions.take_into_case(arrived(content or picture(), name), case, by=reporter(case))
    evidence_copies.copy(row.pk)
    row.refresh_from_db()
    return row


def deeds(row):
    return [event.deed for event in row.custody.order_by("pk")]


@pytest.fixture
def school():
    """A school with a principal, who is there before anything is reported."""
    found = SchoolFactory()
    found.head = principal_of(found)
    return found


def test_u8_gps_is_in_no_copy_that_staff_see_and_the_original_hashes_as_it_came(school):
    secrets, handler = keys_of_offices(COMMAND), seated(PROTECTIONS)
    case, content = case_of(bullying(school)), picture(exif=gps_exif())
    row = added(case, content)
    client = signed_in(handler)

    copy = client.get(at("evidence_part", case, row, 1))
    sealed = b"".join(
        client.post(
            at("evidence_original", case, row),
            {"take-office": PROTECTIONS, "take-reason": "For the hearing."},
        ).streaming_content
    )

    assert (b"41.8781" in content, b"41.8781" in copy.content) == (True, False)
    key = pyrage.x25519.Identity.from_str(secrets[PROTECTIONS])
    assert pyrage.decrypt(sealed, [key]) == content
    assert deeds(row)[-2:] == ["looked_at", "taken"]
    assert row.custody.get(deed="taken").words() == {"reason": "For the hearing."}


def test_u10_a_copy_is_served_in_a_sandbox_and_under_a_name_of_ours(school):
    case = case_of(bullying(school))
    row = added(case, name='a"; filename=evil.html\r\nX: y.jpg')

    answer = signed_in(school.head).get(at("evidence_part", case, row, 1))

    told = {
        name: answer[name]
        for name in (
            "Content-Type",
            "Content-Disposition",
            "X-Content-Type-Options",
            "Cache-Control",
        )
    }
    assert told == {
        "Content-Type": "image/jpeg",
        "Content-Disposition": f'inline; filename="{case.code}-1-1.jpg"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store, private",
    }
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_player_gets_the_piece_it_asks_for(school):
    case = case_of(bullying(school))
    row = added(case)
    client = signed_in(school.head)
    address = at("evidence_part", case, row, 1)
    whole = client.get(address).content

    pieces = [
        client.get(address, headers={"Range": asked})
        for asked in ("bytes=2-5", "bytes=9-2", "lines=1-2")
    ]

    assert [one.status_code for one in pieces] == [206, 200, 200]
    assert [pieces[0].content, pieces[1].content] == [whole[2:6], whole]
    assert pieces[0]["Content-Range"] == f"bytes 2-5/{len(whole)}"


def test_a2_a_file_under_another_reports_address_is_not_there(school):
    mine, other = case_of(bullying(school)), case_of(bullying(school))
    row = added(other)
    client = signed_in(seated(PROTECTIONS))

    found = [
        client.get(at("evidence_file", mine, row)).status_code,
        client.get(at("evidence_part", mine, row, 1)).status_code,
        client.post(at("evidence_original", mine, row)).status_code,
        client.post(at("evidence_quarantine", mine, row)).status_code,
        client.get(at("evidence_part", other, row, 2)).status_code,
        client.get(at("evidence_file", other, row)).status_code,
    ]

    assert found == [404, 404, 404, 404, 404, 200]


def test_d9_quarantine_leaves_oigs_sealed_file_and_nothing_else(
    school, django_capture_on_commit_callbacks
):
    keys_of_offices(COMMAND)
    principal, handler, oig = school.head, seated(PROTECTIONS), seated()
    case = case_of(bullying(school))
    with django_capture_on_commit_callbacks(execute=True):
        row = added(case)
    said = {"quarantine-reason": "Somebody without clothes.", "quarantine-sure": "on"}

    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in(principal).post(at("evidence_quarantine", case, row), said)

    assert answer.status_code == 302
    readers = [
        [signed_in(user).get(address).status_code for user in (principal, handler, oig)]
        for address in (at("evidence_file", case, row), at("evidence_part", case, row, 1))
    ]
    assert readers == [[404, 404, 200], [404, 404, 404]]
    listed = [
        "IMG_0001"
        in signed_in(user)
        .get(reverse("incidents:case_evidence", args=[case.code]))
        .content.decode()
        for user in (principal, handler, oig)
    ]
    assert listed == [False, False, True]
    assert sorted(one.name for one in Path(default_storage.path(row.folder)).iterdir()) == [
        "oig.age"
    ]
    assert list(row.originals.filter(gone_at=None).values_list("office", flat=True)) == ["oig"]
    taken = signed_in(oig).post(
        at("evidence_original", case, row), {"take-office": "oig", "take-reason": "Police asked."}
    )
    assert (taken.status_code, deeds(row)[-2:]) == (200, ["quarantined", "taken"])


def test_d9_a_file_in_quarantine_is_taken_by_no_other_office(school):
    keys_of_offices(COMMAND)
    handler = seated(PROTECTIONS)
    case = case_of(bullying(school))
    row = added(case)
    evidence_custody.quarantine(row, reason="x", by=user_actor(handler))

    with pytest.raises(Refused):
        evidence_custody.take(row, office=PROTECTIONS, reason="x", by=user_actor(handler))

    assert deeds(row)[-1] == "quarantined"


def test_d9_a_copy_that_was_being_made_meanwhile_is_thrown_away(school):
    case = case_of(bullying(school))
    row = actions.take_into_case(arrived(picture()), case, by=reporter(case))
    held = EvidenceFile.objects.get(pk=row.pk)
    evidence_custody.quarantine(row, reason="x", by=user_actor(school.head))

    with copies.in_memory() as plain:
        plain.write(picture())
        evidence_copies._make_copy(held, plain)

    left = [one.name for one in Path(default_storage.path(row.folder)).iterdir()]
    assert (row.parts.count(), left) == (0, ["worker.age"])


def test_a_worker_that_was_killed_on_the_way_leaves_the_copy_to_the_next_and_it_is_made_once(
    school, django_capture_on_commit_callbacks
):
    keys_of_offices(COMMAND)
    case = case_of(bullying(school))
    row = actions.take_into_case(arrived(picture()), case, by=reporter(case))
    evidence_copies._claim(row.pk)

    with pytest.raises(evidence_copies.Busy):
        evidence_copies.copy(row.pk)
    with time_machine.travel(timezone.now() + timedelta(minutes=9)):
        with django_capture_on_commit_callbacks(execute=True):
            handed_out = evidence_copies.mend(timezone.now())
        evidence_copies.copy(row.pk)

    row.refresh_from_db()
    assert (handed_out, row.state, row.parts.count(), row.worker_file) == (1, "ready", 1, "")
    assert deeds(row).count("copied") == 1


def test_an_office_without_a_key_gets_its_original_once_it_has_one(school):
    case = case_of(bullying(school))
    row = added(case)
    assert (row.state, row.worker_file != "", row.originals.count()) == ("ready", True, 0)
    assert evidence_copies.mend(timezone.now() + timedelta(hours=1)) == 0

    keys_of_offices(COMMAND)
    assert evidence_copies.mend(timezone.now() + timedelta(hours=1)) == 1
    evidence_copies.copy(row.pk)

    row.refresh_from_db()
    assert (row.worker_file, EvidenceOriginal.objects.filter(evidence=row).count()) == ("", 2)


class Scanner:
    """A virus scanner on a line of its own, that answers once for each file."""

    def __init__(self, answer):
        self.answer, self.seen = answer, b""
        self.line = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self.line.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        caller, _address = self.line.accept()
        with caller, caller.makefile("rb") as words:
            words.read(len(b"zINSTREAM\0"))
            while size := int.from_bytes(words.read(4), "big"):
                self.seen += words.read(size)
            caller.sendall(b"stream: " + self.answer + b"\0")
        self.line.close()


EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def test_u9_a_file_with_a_virus_has_no_copy_and_only_the_offices_see_that_it_is_there(
    school, settings
):
    keys_of_offices(COMMAND)
    scanner = Scanner(b"Eicar-Signature FOUND")
    settings.CLAMD_HOST = scanner.host
    principal, handler = school.head, seated(PROTECTIONS)
    case = case_of(bullying(school))

    row = added(case, EICAR, "note.txt")

    assert (scanner.seen, row.state, row.scan, row.parts.count()) == (
        EICAR,
        "infected",
        "infected",
        0,
    )
    found = [
        signed_in(user).get(at("evidence_file", case, row)).status_code
        for user in (principal, handler)
    ]
    assert found == [404, 200]


def test_u9_while_the_scanner_is_away_a_file_is_not_scanned_and_never_called_clean(
    school, settings
):
    keys_of_offices(COMMAND)
    settings.CLAMD_HOST = "127.0.0.1:1"
    case = case_of(bullying(school))

    row = added(case)
    page = signed_in(school.head).get(at("evidence_file", case, row)).content.decode()
    settings.CLAMD_HOST = Scanner(b"OK").host
    evidence_copies.copy(row.pk)

    assert ("Not scanned for viruses" in page, row.scan, row.worker_file != "") == (
        True,
        "not_scanned",
        True,
    )
    row.refresh_from_db()
    assert (row.scan, row.worker_file) == ("scanned", "")


def test_the_custody_record_carries_every_hash_and_deed_inside(school):
    keys_of_offices(COMMAND)
    case = case_of(bullying(school))
    row = added(case)

    answer = signed_in(seated(PROTECTIONS)).post(
        reverse("incidents:case_custody", args=[case.code])
    )

    record = json.loads(inside_of(answer.content, "custody.json"))
    (file,) = record["files"]
    assert (file["sha256"], file["file_name"]) == (row.sha256, "IMG_0001.jpg")
    assert [one["what"] for one in file["events"]] == [
        "Came in and was sealed",
        "Sealed to an office",
        "Sealed to an office",
        "Became part of the report",
        "Clean copy made",
        "The worker's sealed file was removed",
        "Custody record made",
    ]


def test_staff_add_what_was_handed_to_them_and_the_page_asks_no_more_for_more_files(school):
    keys_of_offices(COMMAND)
    case, client = case_of(bullying(school)), signed_in(school.head)
    address = reverse("incidents:case_evidence", args=[case.code])
    added(case)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _more in range(5):
        actions.take_into_case(arrived(picture()), case, by=reporter(case))

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


def test_an_offices_new_key_counts_once_a_second_person_confirms_it():
    keys_of_offices(COMMAND)
    one, other, oig = seated(PROTECTIONS), seated(PROTECTIONS), seated()
    public, secret = sealing.new_pair()
    key_at = [
        reverse(f"incidents:{door}", args=[PROTECTIONS])
        for door in ("evidence_key", "evidence_key_confirm")
    ]
    field = f"{PROTECTIONS}-public"

    answers = [
        signed_in(one).post(key_at[0], {field: secret}).status_code,
        signed_in(oig).post(key_at[0], {field: public}).status_code,
        signed_in(one).post(key_at[0], {field: public}).status_code,
        signed_in(one).post(key_at[1], {"public": public}).status_code,
    ]
    before = OfficeKey.objects.standing()[PROTECTIONS].public
    answers.append(signed_in(other).post(key_at[1], {"public": public}).status_code)

    assert answers == [422, 404, 302, 403, 302]
    assert (before == public, OfficeKey.objects.standing()[PROTECTIONS].public) == (False, public)


def test_an_office_is_founded_with_a_key_once():
    keys_of_offices(COMMAND)

    with pytest.raises(office_keys.AlreadyFounded):
        office_keys.found_key(OfficeCode.OIG, sealing.new_pair()[0], by=COMMAND)


@pytest.mark.clause("I1")
def test_nobody_at_the_school_sees_evidence_about_an_adult_nobody_knows_yet(school):
    case = case_of(report(school))
    row = added(case)

    found = [
        signed_in(user).get(at("evidence_file", case, row)).status_code
        for user in (school.head, seated())
    ]

    assert (found, Case.objects.count()) == ([404, 200], 1)
