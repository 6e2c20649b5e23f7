"""A stack of thirty sheets, made with the product's own packet, sorts itself; each page is somebody's work."""

from datetime import timedelta
from io import BytesIO

import pytest
import segno
from django.utils import timezone
from PIL import Image

from consents.actions import packets, stacks
from consents.actions.recorded import ask_of
from consents.facts.question import Question
from consents.sheets import Side, code_of
from consents.terms import AnswerDecision
from consents.terms.paper import Pile, Reading, ScanStage
from consents.verdicts import judge
from documents import keeping
from schools.terms import Role
from tests.consent_factories import make_version, safety_meetup
from tests.consents import scanned
from tests.consents.families import ask_of as asked_of
from tests.consents.families import sign
from tests.consents.paper_rows import office, recorded
from tests.factories import GuardianFactory, StudentFactory, actor, staff_at

pytestmark = pytest.mark.django_db

LANGUAGES = ("es", "pl", "zh-hans", "ar", "ur", "en", "")


def club(size, guardians=1):
    """An approved club of so many students, each with guardians of all languages in turn, and its office."""
    made = safety_meetup(guardians=0)
    students = [made.student, *(StudentFactory(school=made.school) for _ in range(size - 1))]
    for number, student in enumerate(students):
        for _ in range(guardians):
            GuardianFactory(of=student, language=LANGUAGES[number % len(LANGUAGES)])
    made.version = make_version(made.activity, adults=[made.coach], students=students)
    made.students = students
    made.clerk = staff_at(made.school, Role.CLERK)
    made.second = staff_at(made.school, Role.ADMINISTRATOR)
    return made


def printed(made, **facts):
    """The packet, drawn to its end, and its PDF."""
    packet = packets.print_forms(made.version, by=actor(made.clerk), **facts)
    for _ in range(len(packet.wanted) // packets.PART + 2):
        packets.draw_part(packet.pk)
    packet.refresh_from_db()
    return packet, keeping.bytes_of(packet.file)


def uploaded(made, content, media_type="application/pdf", school=None, by=None):
    """A stack, read to its end."""
    stack = stacks.upload(
        school or made.school,
        stacks.Incoming(content, media_type, "stack.pdf"),
        received_on=made.year.starts_on.today(),
        place="Office, shelf 3",
        by=actor(by or made.clerk),
    )
    for _ in range(60):
        stacks.read_stack(stack.pk)
        stack.refresh_from_db()
        if stack.read_at:
            break
    return stack


def answer_pages(content):
    """The pages that carry boxes, in order: one a sheet."""
    return scanned.pages_of(content)


def foreign_page(like):
    page, code = scanned.blank(like), BytesIO()
    segno.make("https://example.org/lunch-menu").save(code, kind="png", scale=6)
    page.paste(Image.open(code).convert("RGB"), (200, 200))
    return page


def piles(stack):
    return [(scan.number, scan.pile, scan.stage) for scan in stack.scans.order_by("number")]


MATCHED = (Pile.MATCHED, ScanStage.REVIEW)
DONE, HAND = ScanStage.DONE, ScanStage.BY_HAND


def test_pm_01_a_stack_of_thirty_sheets_sorts_itself():
    made = club(27)
    packet, content = printed(made)
    sheets = list(packet.sheets.select_related("student").order_by("number"))
    codes = {code_of(sheet, Side.ANSWER): sheet for sheet in sheets}
    every = scanned.pages_of(content)
    answers = [page for page in every if scanned.codes_on(page) & set(codes)]
    assert len(answers) == 27
    turns = [0, 90, 180, 270, 3, -3, 183]
    pages = [
        scanned.turned(scanned.signed(page), turns[number % len(turns)])
        for number, page in enumerate(answers)
    ]
    pages.insert(9, scanned.blank(answers[0]))
    pages.insert(14, scanned.turned(pages[4], 90))
    pages.insert(20, foreign_page(answers[0]))

    stack = uploaded(made, scanned.stack_of(pages))

    odd = {10: (Pile.BLANK, DONE), 15: (Pile.COPY, ScanStage.REVIEW), 21: (Pile.FOREIGN, HAND)}
    assert (stack.page_count, stack.problem) == (30, "")
    assert piles(stack) == [(number, *odd.get(number, MATCHED)) for number in range(1, 31)]
    found = stack.scans.filter(pile=Pile.MATCHED).order_by("number")
    assert [scan.sheet for scan in found] == sheets
    assert stack.scans.get(number=15).same_as == stack.scans.get(number=5)
    upright = {round(scan.turned) % 360 for scan in found}
    assert upright == {0, 90, 180, 270, 3, 357, 177}


def may_text(made):
    now = timezone.now()
    question = Question(
        staff_id=made.coach.staff.pk,
        student_id=made.student.pk,
        activity_id=made.activity.pk,
        at=now,
        known_at=now,
    )
    return list(judge([question])[0].verdict.codes)


@pytest.mark.clause("T7")
def test_pm_30_paper_that_comes_late_does_not_stand_before_a_later_word():
    made = office(guardians=1)
    guardian = made.guardians[0]
    ask_of(made.version, made.student, guardian)
    sign(asked_of(guardian), AnswerDecision.REFUSED)

    recorded(made, days_ago=3)

    assert may_text(made) == ["refused"]


def test_pm_31_paper_alone_lets_text():
    made = office(guardians=1)

    recorded(made, received_on=timezone.localdate() - timedelta(days=1), days_ago=3)

    assert may_text(made) == []


def test_pm_32_a_late_no_ends_nothing_that_was_said_after_it():
    made = office(guardians=1)
    guardian = made.guardians[0]
    ask_of(made.version, made.student, guardian)
    sign(asked_of(guardian))

    recorded(made, decision=Reading.REFUSED, days_ago=3)

    assert may_text(made) == []
