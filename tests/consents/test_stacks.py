"""Stacks that cannot be read, workers that die, and what a kept answer on paper proves."""

import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from consents.actions import asking, packets, stacks
from consents.actions.recorded import ask_of
from consents.models import Packet, Scan, Stack
from consents.sheets import Side, code_of
from consents.terms.paper import Pile, ScanStage
from documents import reading, scanning
from documents.models import FileRead
from tests.consents import scanned
from tests.consents.families import at, let_in
from tests.consents.paper_rows import office, recorded
from tests.factories import actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return office()


def pages(count):
    """Pages with a stroke each, so that none is blank."""
    like = scanned.Image.new("RGB", (425, 550), "white")
    return [scanned.signed(like) for _ in range(count)]


def upload(made, content, media_type="application/pdf"):
    return stacks.upload(
        made.school,
        stacks.Incoming(content, media_type, "stack.pdf"),
        received_on=timezone.localdate(),
        place="Shelf 3",
        by=actor(made.clerk),
    )


def read_all(stack):
    for _ in range(20):
        stacks.read_stack(stack.pk)
        stack.refresh_from_db()
        if stack.read_at:
            return stack
    raise AssertionError("never read to its end")


def locked(content):
    kept = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.save(kept, encryption=pikepdf.Encryption(owner="a", user="b"))
    return kept.getvalue()


def test_bad_files_say_what_is_wrong_and_lose_nothing(client, made):
    whole = scanned.stack_of(pages(1))
    found = [
        read_all(upload(made, content)).problem
        for content in (locked(whole), b"%PDF-1.4 nothing more", whole[: len(whole) // 3])
    ]
    client.force_login(made.clerk)
    page = client.get(reverse("paper_stack", args=[Stack.objects.first().pk]))

    assert found == ["locked", "damaged", "damaged"]
    assert page.context["problem"] != ""
    assert Stack.objects.first().original.sha256 != ""


def test_what_is_no_scan_is_refused_at_the_door(client, made):
    client.force_login(made.clerk)
    file = SimpleUploadedFile("scan.pdf", b"PK\x03\x04 a zip in disguise")
    sent = {
        "school": made.school.pk, "file": file, "place": "Shelf",
        "received_on": (timezone.localdate() + timedelta(days=1)).isoformat(),
    }  # fmt: skip

    response = client.post(reverse("paper_upload"), sent)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"file", "received_on"}
    assert Stack.objects.count() == 0


def test_the_page_takes_a_stack(client, made):
    client.force_login(made.clerk)
    file = SimpleUploadedFile("monday.tif", scanned.tiff_of(pages(2)))
    sent = {
        "school": made.school.pk, "file": file, "place": "Shelf 3",
        "received_on": timezone.localdate().isoformat(),
    }  # fmt: skip

    response = client.post(reverse("paper_upload"), sent)

    stack = read_all(Stack.objects.get())
    assert response.headers["Location"] == reverse("paper_stack", args=[stack.pk])
    assert (stack.file_name, stack.original.media_type) == ("monday.tif", "image/tiff")
    assert [scan.pile for scan in stack.scans.order_by("number")] == [Pile.UNMATCHED] * 2


def test_a_worker_that_died_leaves_what_it_read_and_the_next_goes_on(made, monkeypatch):
    stack = upload(made, scanned.stack_of(pages(5)))
    monkeypatch.setattr(stacks, "BATCH", 2)
    stacks.read_stack(stack.pk)
    before = list(stack.scans.values_list("pk", "number"))

    read_all(stack)

    after = list(stack.scans.order_by("number").values_list("pk", "number"))
    assert [number for _, number in after] == [1, 2, 3, 4, 5]
    assert after[:2] == before
    assert stack.page_count == 5


def test_reading_twice_changes_nothing(made):
    stack = read_all(upload(made, scanned.stack_of(pages(2))))
    before = list(stack.scans.values())

    stacks.read_stack(stack.pk)

    assert list(stack.scans.values()) == before


def test_one_bad_page_does_not_stop_the_rest(made, monkeypatch, tmp_path):
    # A program in the reader's place that falls dead on page two.
    dying = tmp_path / "dying.py"
    dying.write_text(
        "import os, signal, sys\n"
        f"sys.path.insert(0, {str(Path(scanning.__file__).parent)!r})\n"
        "import scanning\n"
        "seen = scanning.seen_on\n"
        "def seen_on(number, *rest):\n"
        "    if number == 2: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return seen(number, *rest)\n"
        "scanning.seen_on = seen_on\n"
        "sys.exit(scanning.main(sys.argv[1:]))\n"
    )
    monkeypatch.setattr(reading, "PROGRAM", str(dying))

    stack = read_all(upload(made, scanned.stack_of(pages(3))))

    found = [(scan.number, scan.pile) for scan in stack.scans.order_by("number")]
    assert found == [(1, Pile.UNMATCHED), (2, Pile.DAMAGED), (3, Pile.UNMATCHED)]
    assert stack.scans.get(number=2).stage == ScanStage.BY_HAND


def test_the_reader_is_a_program_apart_and_limits_itself(tmp_path):
    path = tmp_path / "stack"
    path.write_bytes(scanned.jpeg_of(pages(1)[0]))

    done = subprocess.run(
        [sys.executable, "-P", scanning.__file__, str(path)], capture_output=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, b"1")


def test_a_packet_says_how_far_it_is_and_expires(client, made):
    packet = packets.print_forms(made.version, by=actor(made.clerk))
    client.force_login(made.clerk)
    address = reverse("packet", args=[packet.pk])

    waiting = client.get(address)
    packets.draw_part(packet.pk)
    packets.draw_part(packet.pk)
    packets.draw_part(packet.pk)
    file = client.get(reverse("packet_file", args=[packet.pk]))
    Packet.objects.filter(pk=packet.pk).update(expires_at=timezone.now())
    late = client.get(reverse("packet_file", args=[packet.pk]))

    assert (waiting.context["drawn"], waiting.context["total"], waiting.context["making"]) == (
        0,
        2,
        True,
    )
    assert file.content.startswith(b"%PDF-")
    assert FileRead.objects.get().actor_id == str(made.clerk.pk)
    assert late.headers["Location"] == address
    assert client.get(address).context["expired"] is True


def test_only_silent_families_are_printed_for(made):
    recorded(made)

    packet = packets.print_forms(made.version, by=actor(made.clerk))
    everybody = packets.print_forms(made.version, by=actor(made.clerk), silent_only=False)

    assert [one[1] for one in packet.wanted] == [made.guardians[1].pk]
    assert len(everybody.wanted) == 2


def test_a_guardian_prints_the_form_and_its_code_finds_it(client, made):
    guardian = made.guardians[0]
    ask = ask_of(made.version, made.student, guardian)
    asking.invite(guardian, made.school, made.year, timezone.now())
    let_in(guardian, client)

    client.post(at("guardian_paper", guardian, ask.pk))
    packet = Packet.objects.get()
    packets.draw_part(packet.pk)
    packets.draw_part(packet.pk)
    file = client.get(at("guardian_paper_file", guardian, ask.pk))

    sheet = packet.sheets.get()
    found = {code for page in scanned.pages_of(file.content) for code in scanned.codes_on(page)}
    assert (sheet.guardian, packet.made_by) == (guardian, None)
    assert found == {code_of(sheet, Side.ANSWER)}


def test_no_page_of_staff_shows_what_a_family_prints(client, made):
    ask = ask_of(made.version, made.student, made.guardians[0])
    packet = packets.print_own(ask)
    client.force_login(made.clerk)

    assert client.get(reverse("packet", args=[packet.pk])).status_code == 404
    assert Scan.objects.count() == 0
