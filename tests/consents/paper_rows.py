"""Sheets and scanned pages for tests, as rows: without drawing a PDF or reading one."""

from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image

from consents import showing
from consents.actions import readings, stacks
from consents.actions.answers import keep_words
from consents.models import Answer, Ask, Packet, Sheet
from consents.sheets import Side, code_of
from consents.terms.paper import Reading
from documents.reading import ReadPage
from schools.models import Guardian
from schools.terms import Role
from tests.consent_factories import safety_meetup
from tests.factories import actor, staff_at

WEEKS_AGO = timedelta(days=20)


def office(**facts):
    """A club approved three weeks ago, and two people of the office: `clerk` and `second`."""
    made = safety_meetup(at=timezone.now() - WEEKS_AGO, **facts)
    made.clerk = staff_at(made.school, Role.CLERK)
    made.second = staff_at(made.school, Role.ADMINISTRATOR)
    return made


def sheet_for(made, guardian=None, *, student=None, version=None, language="en", days_ago=10):
    """A sheet printed some days ago; without a guardian any of them may sign."""
    version, student = version or made.version, student or made.student
    at = timezone.now() - timedelta(days=days_ago)
    packet = Packet.objects.create(
        school=student.school,
        version=version,
        made_by=made.clerk,
        created_at=at,
        expires_at=at + timedelta(days=14),
    )
    ask = Ask(version=version, student=student, guardian=guardian or Guardian())
    return Sheet.objects.create(
        packet=packet,
        number=0,
        version=version,
        student=student,
        guardian=guardian,
        language=language,
        shown=keep_words(showing.words_for(ask, language)),
        shown_english=keep_words(showing.words_for(ask, "en")),
        created_at=at,
    )


def picture(shade=250):
    kept = BytesIO()
    Image.new("RGB", (85, 110), (shade, shade, shade)).save(kept, "JPEG")
    return kept.getvalue()


def stack_for(made, *, received_on=None, by=None, school=None):
    return stacks.upload(
        school or made.school,
        stacks.Incoming(picture(), "image/jpeg", "stack.jpg"),
        received_on=received_on or timezone.localdate(),
        place="Office, shelf 3",
        by=actor(by or made.clerk),
    )


def scan_of(made, sheet=None, *, stack=None, side=Side.ANSWER, codes=(), content=None, **facts):
    """A page as the machine took it: with the sheet's code, other codes, or none."""
    stack = stack or stack_for(made, **facts)
    codes = (code_of(sheet, side), *codes) if sheet else codes
    return stacks.take(stack, ReadPage(stack.scans.count() + 1, content or picture(), tuple(codes)))


def recorded(made, *, received_on=None, decision=Reading.GRANTED, days_ago=0):
    """The first guardian's sheet, read by the clerk and seen again by the second person: the answer."""
    guardian = made.guardians[0]
    scan = scan_of(made, sheet_for(made, guardian), received_on=received_on)
    review = readings.decide(
        scan,
        readings.Read(
            reading=decision,
            guardian=guardian,
            signed_on=timezone.localdate() - timedelta(days=days_ago),
        ),
        by=actor(made.clerk),
    )
    readings.look_again(review, agrees=True, by=actor(made.second))
    return Answer.objects.latest("pk")
