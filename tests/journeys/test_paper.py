"""Forms on paper: printed, signed by hand, scanned, read by one person and seen again by a second."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from consents.actions import packets
from consents.models import Answer, Packet
from documents import keeping
from schools.terms import Role
from tests.consent_factories import safety_meetup
from tests.consents import scanned
from tests.factories import staff_at
from tests.journeys import steps


@pytest.fixture
def people(transactional_db):
    """An approved club of one student and two guardians, a clerk and an administrator."""
    made = safety_meetup(at=timezone.now())
    office = SimpleNamespace(
        clerk=staff_at(made.school, Role.CLERK, name="Chen Li"),
        second=staff_at(made.school, Role.ADMINISTRATOR, name="Ana Ruiz"),
        made=made,
    )
    steps.give_password(office.clerk, office.second)
    return office


def test_paper_from_the_printer_to_the_board(browse, desk, people, check_page, tmp_path):
    made = people.made

    # The clerk prints a sheet for each guardian.
    steps.sign_in(desk, people.clerk)
    desk.goto(f"/activities/{made.activity.pk}/")
    desk.get_by_role("link", name="Forms on paper").click()
    check_page(desk)
    desk.get_by_role("button", name="Make the file").click()
    packet = Packet.objects.get()
    for _ in range(3):
        packets.draw_part(packet.pk)
    desk.reload()
    desk.get_by_text("Ready to print").wait_for()
    check_page(desk)
    with desk.expect_download() as printed:
        desk.get_by_role("link", name="Download the file").click()

    # Both come back, one upside down, and go through the scanner.
    content = printed.value.path().read_bytes()
    packet.refresh_from_db()
    assert content == keeping.bytes_of(packet.file)
    sheets = [scanned.signed(page) for page in scanned.pages_of(content)]
    stack = tmp_path / "monday.pdf"
    stack.write_bytes(scanned.stack_of([sheets[0], scanned.turned(sheets[1], 180)]))
    desk.goto("/paper/")
    check_page(desk)
    desk.get_by_role("link", name="Upload a scanned stack").click()
    desk.get_by_label("The scanned file").set_input_files(stack)
    desk.get_by_label("Where the paper lies").fill("Office, shelf 3")
    check_page(desk)
    desk.get_by_role("button", name="Upload and read").click()
    desk.locator("#stack").get_by_role("link", name="Page 2 of monday.pdf").wait_for(timeout=60_000)
    check_page(desk)

    # One key a sheet: a date and Y for the first, U for the second, which is not signed.
    desk.get_by_role("link", name="Read the pages").click()
    desk.get_by_role("link", name="Page 1 of monday.pdf").click()
    desk.get_by_role("img", name="The scanned page").wait_for()
    check_page(desk)
    desk.keyboard.type(f"{timezone.localdate():%m%d}")
    desk.keyboard.press("y")
    desk.get_by_role("heading", name="Page 2 of monday.pdf").wait_for()
    desk.keyboard.press("u")
    desk.get_by_text("No page waits to be read").wait_for()
    check_page(desk)
    assert Answer.objects.count() == 0

    # The second person sees the same, by keyboard too.
    other = browse()
    steps.sign_in(other, people.second)
    other.goto("/paper/?desk=second")
    check_page(other)
    other.get_by_role("link", name="Page 1 of monday.pdf").click()
    check_page(other)
    other.keyboard.press("a")
    other.get_by_role("heading", name="Page 2 of monday.pdf").wait_for()
    other.keyboard.press("a")
    other.get_by_text("No page waits for a second look").wait_for()

    # The board shows the answer; the other sheet goes back with a letter.
    other.goto("/paper/letters/")
    other.locator("main").get_by_text("Not signed").first.wait_for()
    check_page(other)
    desk.goto(f"/activities/{made.activity.pk}/")
    desk.locator("#students").get_by_text("Yes").first.wait_for()
    answer = Answer.objects.get()
    assert (answer.recorded_by, answer.recording.second) == (people.clerk, people.second)
