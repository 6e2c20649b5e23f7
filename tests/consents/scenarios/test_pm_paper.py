"""What people read on scanned paper: two of them make an answer; everything else has its way out."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from consents import sheets
from consents.actions import packets, readings
from consents.actions.answers import Phones
from consents.forms.paper import WrittenDayField
from consents.models import Answer, Review, Scan, SecondLook, Sheet
from consents.sheets import Side, code_of, words_of
from consents.terms import AnswerDecision, Route
from consents.terms.paper import PacketKind, Pile, Reading, ScanStage
from core.decision import Refused
from core.workflow import IllegalMove
from documents.models import FileRead
from schools.actions import signing
from schools.models import SchoolYear
from schools.terms import Role
from tests.consent_factories import make_activity, make_version
from tests.consents.paper_rows import office, scan_of, sheet_for, stack_for
from tests.factories import (
    GuardianFactory,
    SchoolFactory,
    StudentFactory,
    actor,
    district_user,
    staff_at,
)

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("America/Chicago")
BACK = [Reading.UNSIGNED, Reading.BOTH, Reading.NO_DATE, Reading.UNKNOWN_SIGNER]


@pytest.fixture
def made():
    return office()


def today():
    return timezone.localdate()


def ago(days):
    return today() - timedelta(days=days)


def read(made, scan, reading=Reading.GRANTED, *, by=None, **facts):
    answer = reading in {Reading.GRANTED, Reading.REFUSED}
    given = {"guardian": made.guardians[0], "signed_on": ago(2)} if answer else {}
    return readings.decide(
        scan, readings.Read(reading=reading, **{**given, **facts}), by=actor(by or made.clerk)
    )


def agree(made, review, *, by=None, agrees=True, **facts):
    return readings.look_again(review, agrees=agrees, by=actor(by or made.second), **facts)


def recorded(made, **facts):
    """A sheet read by the clerk and seen again by the second person."""
    scan = scan_of(made, sheet_for(made, made.guardians[0]))
    agree(made, read(made, scan, **facts))
    return Answer.objects.latest("pk")


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


def stage(scan):
    return Scan.objects.get(pk=scan.pk).stage


def test_an_answer_counts_once_a_second_person_agrees(made):
    sheet = sheet_for(made, made.guardians[0], language="es")
    scan = scan_of(made, sheet, received_on=ago(1))

    review = read(made, scan, phones=Phones(own_phone="+13125550143"), typed_name="Ana Diallo")
    before = (stage(scan), Answer.objects.count())
    look = agree(made, review)

    answer = Answer.objects.get()
    assert before == (ScanStage.SECOND, 0)
    assert stage(scan) == ScanStage.DONE
    assert (answer.route, answer.decision, answer.ask.guardian) == (
        Route.PAPER, AnswerDecision.GRANTED, made.guardians[0],
    )  # fmt: skip
    assert (answer.shown, answer.language, answer.typed_name) == (sheet.shown, "es", "Ana Diallo")
    assert (answer.recorded_by, answer.recording.second, answer.recording.review) == (
        made.clerk, made.second, review,
    )  # fmt: skip
    assert look.agrees
    assert answer.phone_choices.get().own_phone == "+13125550143"


def test_pm_26_paper_counts_from_the_later_of_its_date_and_the_day_it_came_in(made):
    scan = scan_of(made, sheet_for(made), received_on=ago(1))

    agree(made, read(made, scan, signed_on=ago(3)))

    answer = Answer.objects.get()
    assert answer.signed_at == datetime.combine(ago(3), time.min, ZONE)
    assert answer.received_at == datetime.combine(ago(1), time(23, 59, 59), ZONE)
    assert answer.recorded_at > answer.received_at


def test_pm_27_a_no_is_taken_as_signed_when_its_day_ended(made):
    scan = scan_of(made, sheet_for(made), received_on=ago(1))

    agree(made, read(made, scan, Reading.REFUSED, signed_on=ago(3)))

    assert Answer.objects.get().signed_at == datetime.combine(ago(3), time(23, 59, 59), ZONE)


def test_paper_dated_after_the_day_it_came_in_counts_from_its_date(made):
    scan = scan_of(made, sheet_for(made), received_on=ago(5))

    agree(made, read(made, scan, signed_on=ago(2)))

    answer = Answer.objects.get()
    assert answer.received_at == answer.signed_at == datetime.combine(ago(2), time.min, ZONE)


@pytest.mark.parametrize(
    ("signed_on", "reasons"),
    [
        (timedelta(days=1), ["in_the_future"]),
        (timedelta(days=-400), ["another_school_year"]),
        (timedelta(days=-30), ["before_the_form"]),
        (timedelta(days=-15), ["before_printed"]),
    ],
)
def test_pm_10_a_date_that_cannot_be_is_refused_to_the_first_reader(made, signed_on, reasons):
    scan = scan_of(made, sheet_for(made))

    with pytest.raises(Refused) as refused:
        read(made, scan, signed_on=today() + signed_on)

    assert codes(refused) == reasons
    assert (stage(scan), Review.objects.count()) == (ScanStage.REVIEW, 0)


def test_pm_11_an_answer_needs_its_date(made):
    scan = scan_of(made, sheet_for(made))

    with pytest.raises(Refused) as refused:
        read(made, scan, signed_on=None)

    assert codes(refused) == ["when"]


@pytest.mark.clause("T2a")
def test_pm_28_nobody_looks_twice_at_what_they_read_themself(made):
    review = read(made, scan_of(made, sheet_for(made)))

    with pytest.raises(Refused) as refused:
        agree(made, review, by=made.clerk)

    assert codes(refused) == ["same_person"]
    assert Answer.objects.count() == SecondLook.objects.count() == 0


def test_pm_29_who_has_a_stake_neither_reads_nor_looks(made):
    made.coach.role_assignments.create(school=made.school, role=Role.CLERK, starts_on=today())
    scan = scan_of(made, sheet_for(made))

    with pytest.raises(Refused) as reading:
        read(made, scan, by=made.coach)
    review = read(made, scan)
    with pytest.raises(Refused) as looking:
        agree(made, review, by=made.coach)

    assert (codes(reading), codes(looking)) == (["involved"], ["involved"])
    assert Answer.objects.count() == 0


def test_pm_33_a_stack_may_be_of_ones_own_activity_its_pages_may_not_be_seen(client, made):
    made.coach.role_assignments.create(school=made.school, role=Role.CLERK, starts_on=today())
    scan = scan_of(made, sheet_for(made), by=made.coach)
    client.force_login(made.coach)

    shown = client.get(reverse("scan", args=[scan.pk]))
    image = client.get(reverse("scan_image", args=[scan.pk]))
    listed = client.get(reverse("paper"))

    assert (shown.status_code, image.status_code) == (403, 403)
    assert listed.context["lines"] == []
    assert FileRead.objects.count() == 0


@pytest.mark.parametrize("cause", BACK)
def test_pm_12_a_sheet_goes_back_with_a_letter_that_names_the_cause(made, cause):
    sheet = sheet_for(made, made.guardians[0], language="es")
    made.guardians[0].language = "es"
    made.guardians[0].save()
    review = read(made, scan_of(made, sheet), cause)
    agree(made, review)

    packet = packets.print_letters(made.school, by=actor(made.clerk))
    drawn = packets._sheets(packet, 0)

    letter = Sheet.objects.get(because=review)
    assert (packet.kind, len(packet.wanted), drawn) == (PacketKind.LETTERS, 1, [letter])
    assert (letter.guardian, letter.language) == (made.guardians[0], "es")
    assert Answer.objects.count() == 0
    with pytest.raises(Refused) as refused:
        packets.print_letters(made.school, by=actor(made.clerk))
    assert codes(refused) == ["nothing_to_print"]


def test_pm_34_no_letter_goes_to_a_contact_who_is_kept_away_since(made):
    father = made.guardians[0]
    review = read(made, scan_of(made, sheet_for(made, father)), Reading.UNSIGNED)
    agree(made, review)
    signing.block(
        father, [made.student], by=actor(district_user(Role.RECORDS)), source="Court order."
    )

    packet = packets.print_letters(made.school, by=actor(made.clerk))

    assert [one[1] for one in packet.wanted] == [None]


def test_pm_13_two_who_read_differently_leave_it_to_a_third_reading(made):
    scan = scan_of(made, sheet_for(made))
    review = read(made, scan)

    agree(made, review, agrees=False, note="The no is ticked too.")
    middle = stage(scan)
    again = read(made, scan, Reading.BOTH, by=made.second)
    agree(made, again, by=made.clerk)

    assert (middle, stage(scan)) == (ScanStage.BY_HAND, ScanStage.DONE)
    assert Answer.objects.count() == 0


def test_only_the_newest_reading_is_looked_at(made):
    scan = scan_of(made, sheet_for(made))
    old = read(made, scan)
    agree(made, old, agrees=False)
    read(made, scan, Reading.REFUSED)

    with pytest.raises(Refused) as refused:
        agree(made, old, by=made.principal)

    assert codes(refused) == ["read_anew"]


def test_pm_14_what_cannot_be_matched_is_found_by_the_code_in_print(client, made):
    sheet = sheet_for(made, made.guardians[0])
    scan = scan_of(made)
    client.force_login(made.clerk)
    address = f"{reverse('scan', args=[scan.pk])}?code={words_of(sheet).lower()}"

    page = client.get(address)
    sent = {"reading": "granted", "signed_on": f"{ago(1):%m/%d}", "guardian": made.guardians[0].pk}
    done = client.post(f"{reverse('scan_decide', args=[scan.pk])}?code={words_of(sheet)}", sent)

    review = Review.objects.get()
    assert (scan.pile, scan.stage) == (Pile.UNMATCHED, ScanStage.BY_HAND)
    assert page.context["known"].student == made.student
    assert done.status_code == 302
    assert (review.student, review.version, review.signed_on) == (
        made.student,
        made.version,
        ago(1),
    )


def test_pm_15_or_by_the_students_name_and_a_form(client, made):
    other = make_activity(made.school, students=[made.student])
    scan = scan_of(made)
    client.force_login(made.clerk)
    address = reverse("scan", args=[scan.pk])

    found = client.get(f"{address}?q={made.student.family_name}")
    chosen = client.get(f"{address}?student={made.student.pk}&version={other.latest.pk}")

    assert list(found.context["people"]) == [made.student]
    assert chosen.context["known"].version == other.latest
    assert chosen.context["forms"] == [made.version, other.latest]


def test_pm_16_or_set_aside_with_words(made):
    scan = scan_of(made, codes=("https://example.org/",))

    review = read(made, scan, Reading.SET_ASIDE, note="A lunch menu.")
    agree(made, review)

    assert (scan.pile, stage(scan)) == (Pile.FOREIGN, ScanStage.DONE)


def test_pm_17_without_a_student_nothing_goes_back_or_counts(made):
    scan = scan_of(made)

    for reading in (Reading.GRANTED, Reading.UNSIGNED):
        with pytest.raises(Refused) as refused:
            read(made, scan, reading)
        assert codes(refused) == ["whose"]


def test_pm_18_a_forged_code_is_not_ours(made):
    sheet = sheet_for(made)
    genuine = code_of(sheet, Side.ANSWER)
    other_side = genuine.replace(".A.", ".W.")
    other_sheet = genuine.replace("CPSC.", "CPSC.1", 1)
    forged = genuine[:-1] + ("A" if genuine[-1] != "A" else "B")

    found = [
        sheets.sheet_of(code) for code in (genuine, forged, other_side, other_sheet, "", "x" * 90)
    ]

    assert [one is not None for one in found] == [True, False, False, False, False, False]
    assert scan_of(made, codes=(forged,)).pile == Pile.FOREIGN


def test_a_code_carries_no_name_and_no_number(made):
    code = code_of(sheet_for(made, made.guardians[0]), Side.ANSWER)

    assert len(code) <= 40
    for word in (made.student.number, made.student.family_name, str(made.guardians[0])):
        assert word.upper() not in code


def test_pm_19_a_page_of_words_needs_nobody(made):
    scan = scan_of(made, sheet_for(made), side=Side.WORDS)

    assert (scan.pile, scan.stage) == (Pile.REVERSE, ScanStage.DONE)


def test_pm_20_the_same_sheet_again_is_said_to_be_so_or_read(made):
    sheet = sheet_for(made)
    first, again, other = scan_of(made, sheet), scan_of(made, sheet), scan_of(made, sheet)

    agree(made, read(made, again, Reading.SAME))
    agree(made, read(made, first))
    agree(made, read(made, other, Reading.REFUSED, signed_on=ago(1)))

    assert [again.pile, again.same_as, other.same_as] == [Pile.COPY, first, first]
    assert [one.decision for one in Answer.objects.order_by("pk")] == ["granted", "refused"]


def test_pm_21_two_sheets_on_one_page_are_nobodys_guess(made):
    second = code_of(sheet_for(made), Side.ANSWER)

    scan = scan_of(made, sheet_for(made), codes=(second,))

    assert (scan.pile, scan.stage) == (Pile.UNMATCHED, ScanStage.BY_HAND)


def test_pm_22_another_schools_sheet_goes_to_that_schools_office(client, made):
    there = SchoolFactory()
    student = StudentFactory(school=there)
    GuardianFactory(of=student)
    activity = make_activity(
        made.school, students=[student], at=timezone.now() - timedelta(days=20)
    )
    clerk = staff_at(there, Role.CLERK)
    scan = scan_of(made, sheet_for(made, student=student, version=activity.latest))

    client.force_login(made.clerk)
    here = [
        client.get(reverse(name, args=[scan.pk])).status_code for name in ("scan", "scan_image")
    ]
    stack = client.get(reverse("paper_stack", args=[scan.stack_id]))
    client.force_login(clerk)
    at_home = client.get(reverse("scan", args=[scan.pk]))

    assert here == [404, 404]
    assert (stack.context["lines"], stack.context["hidden"]) == ([], 1)
    assert stack.context["tally"] == [("Another school's form", 1)]
    assert (scan.school, at_home.status_code) == (there, 200)


def test_pm_23_a_sheet_of_an_older_version_is_that_version(made):
    sheet = sheet_for(made)
    newer = make_version(made.activity, adults=[made.coach], students=[made.student])

    agree(made, read(made, scan_of(made, sheet)))

    assert Answer.objects.get().version == made.version != newer


def test_pm_24_a_page_thought_blank_can_be_read_after_all(client, made):
    scan = scan_of(made, side=Side.WORDS, sheet=sheet_for(made))
    client.force_login(made.clerk)

    response = client.post(reverse("scan_reopen", args=[scan.pk]))

    assert (response.status_code, stage(scan)) == (302, ScanStage.BY_HAND)


def test_pm_25_a_page_that_is_an_answer_is_not_read_again(client, made):
    scan = scan_of(made, sheet_for(made))
    agree(made, read(made, scan))
    client.force_login(made.clerk)

    response = client.post(reverse("scan_reopen", args=[scan.pk]))

    assert (response.status_code, stage(scan)) == (403, ScanStage.DONE)


def test_what_is_done_is_not_decided_again(made):
    scan = scan_of(made, sheet_for(made))
    agree(made, read(made, scan))

    with pytest.raises(IllegalMove):
        read(made, scan)


def test_who_looked_at_a_page_is_written_down_and_nothing_keeps_it(client, made):
    scan = scan_of(made, sheet_for(made))
    client.force_login(made.clerk)

    response = client.get(reverse("scan_image", args=[scan.pk]))

    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Content-Type"] == "image/jpeg"
    assert FileRead.objects.get().actor_id == str(made.clerk.pk)


def test_the_keyboard_goes_on_to_the_next_page(client, made):
    stack = stack_for(made)
    first, second = (scan_of(made, sheet_for(made, one), stack=stack) for one in made.guardians)
    client.force_login(made.clerk)

    onward = client.post(reverse("scan_decide", args=[first.pk]), {"reading": "unsigned"})
    end = client.post(reverse("scan_decide", args=[second.pk]), {"reading": "by_hand"})

    assert onward.headers["Location"] == reverse("scan", args=[second.pk])
    assert end.headers["Location"] == reverse("paper")
    assert (stage(first), stage(second)) == (ScanStage.SECOND, ScanStage.BY_HAND)


def test_the_page_says_what_is_wrong_with_the_date(client, made):
    scan = scan_of(made, sheet_for(made, made.guardians[0]))
    client.force_login(made.clerk)
    address = reverse("scan_decide", args=[scan.pk])

    unreadable = client.post(address, {"reading": "granted", "signed_on": "13/45"})
    missing = client.post(address, {"reading": "granted"})

    assert (unreadable.status_code, missing.status_code) == (422, 422)
    assert list(unreadable.context["form"].errors) == ["signed_on"]
    assert missing.context["form"].non_field_errors() == [str(readings.access.WHEN)]


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("11/25", (11, 25)), ("1125", (11, 25)), ("9.3", (9, 3)), ("0903", (9, 3)),
        ("09-03-26", (9, 3)), ("2026-09-03", (9, 3)),
    ],
)  # fmt: skip
def test_a_day_as_people_write_it(typed, read_as):
    year = SchoolYear(starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30))

    found = WrittenDayField(year=year).clean(typed)

    assert found == date(2026, *read_as)


def test_a_day_after_new_year_is_of_the_second_half():
    year = SchoolYear(starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30))

    assert WrittenDayField(year=year).clean("2/9") == date(2027, 2, 9)


def test_where_the_paper_lies_is_known_with_its_history(client, made):
    stack = stack_for(made)
    client.force_login(made.second)

    client.post(reverse("paper_place", args=[stack.pk]), {"place": "Archive, box 12"})

    assert [row.place for row in stack.places.order_by("pk")] == [
        "Office, shelf 3",
        "Archive, box 12",
    ]
    assert stack.places.last().by == made.second
