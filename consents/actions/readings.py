"""What people read on a scanned page, and the second look that makes an answer of it (T2a)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from consents import wording
from consents.access import paper as access
from consents.access import recorded as record_access
from consents.access.activities import acting_user
from consents.actions import recorded
from consents.actions.answers import Phones, keep_words
from consents.models import ActivityVersion, Answer, Ask, Review, Scan, SecondLook, ShownForm, Stack
from consents.terms import AnswerDecision, Route
from consents.terms.paper import ANSWERS, SENT_BACK, Reading, ScanMove, ScanStage
from consents.workflow import SCAN
from core.actor import Actor, ActorKind
from core.decision import Decision, Refused
from schools.models import Guardian, Student
from trail.recording import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What somebody saw. Student and version come from the sheet's code, or were found by hand."""

    reading: Reading
    version: ActivityVersion | None = None
    student: Student | None = None
    guardian: Guardian | None = None
    signed_on: date | None = None
    typed_name: str = ""
    phones: Phones = field(default_factory=Phones)
    note: str = ""


@transaction.atomic
def decide(scan: Scan, read: Read, *, by: Actor) -> Review:
    """Write down what stands on the page; `Refused` with what to do where it could not count."""
    user = acting_user(by)
    scan = _locked(scan)
    version, student = _whose(scan, read)
    access.may_read(user, scan, student).require()
    if read.reading in SENT_BACK and student is None:
        raise Refused(Decision((access.WHOSE,)))
    if read.reading in ANSWERS:
        _may_count(scan, read, version, student, by)
    by_hand = read.reading == Reading.BY_HAND
    scan.stage = SCAN.next(
        ScanStage(scan.stage), ScanMove.HAND_OVER if by_hand else ScanMove.DECIDE
    )
    scan.save(update_fields=["stage"])
    review = Review.objects.create(
        scan=scan,
        reading=read.reading,
        by=user,
        version=version,
        student=student,
        guardian=read.guardian,
        signed_on=read.signed_on,
        typed_name=read.typed_name,
        texts_student=read.phones.texts_student,
        student_phone=read.phones.student_phone,
        duplicates=read.phones.duplicates,
        own_phone=read.phones.own_phone,
        note=read.note,
    )
    record(
        "scan.decided", scan, by=by, topic=scan.stack, review=review.pk, reading=str(read.reading)
    )
    return review


@transaction.atomic
def look_again(review: Review, *, agrees: bool, by: Actor, note: str = "") -> SecondLook:
    """The second person: with their yes an answer counts; with their no the page is worked by hand."""
    user = acting_user(by)
    scan = _locked(review.scan)
    review.scan = scan
    access.may_look_again(user, review).require()
    scan.stage = SCAN.next(ScanStage(scan.stage), ScanMove.AGREE if agrees else ScanMove.DISAGREE)
    scan.save(update_fields=["stage"])
    look = SecondLook.objects.create(review=review, agrees=agrees, by=user, note=note)
    record("scan.looked_at", scan, by=by, topic=scan.stack, review=review.pk, agrees=agrees)
    if agrees and review.reading in ANSWERS:
        _record(review, look)
    return look


def moments(
    stack: Stack, signed_on: date, reading: Reading, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """When a paper was signed and when it came in; both are days without an hour.

    A yes is taken as signed when its day began and a no when it ended, so that of two words of one day the
    more careful stands. Paper that came in on an earlier day counts from that day's end.
    """
    received_at = min(_end_of(stack.received_on, zone), stack.created_at)
    began = datetime.combine(signed_on, time.min, tzinfo=zone)
    if reading == Reading.GRANTED or signed_on > stack.received_on:
        return began, max(began, received_at)
    return min(_end_of(signed_on, zone), received_at), received_at


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)


def _may_count(
    scan: Scan, read: Read, version: ActivityVersion | None, student: Student | None, by: Actor
) -> None:
    """Everything that would refuse the answer later is said to the first reader already."""
    user, at = acting_user(by), timezone.now()
    if version is None or student is None or read.guardian is None:
        raise Refused(Decision((access.WHOSE,)))
    if read.signed_on is None:
        raise Refused(Decision((access.WHEN,)))
    record_access.may_record(user, version, student, read.guardian).require()
    signed_at, received_at = moments(
        scan.stack, read.signed_on, read.reading, ZoneInfo(version.activity.year.timezone)
    )
    ask = Ask(version=version, student=student, guardian=read.guardian)
    decision = AnswerDecision(read.reading)
    record_access.may_count(ask, decision, signed_at, received_at, at).require()
    printed_on = scan.sheet.created_at.date() if scan.sheet else read.signed_on
    early = (printed_on - read.signed_on).days > 1
    Decision.unless((not early, access.BEFORE_PRINTED)).require()


def _record(review: Review, look: SecondLook) -> Answer:
    version, student, guardian = review.version, review.student, review.guardian
    if version is None or student is None or guardian is None or review.signed_on is None:
        raise Refused(Decision((access.WHOSE,)))  # a constraint of the row keeps this away
    scan, zone = review.scan, ZoneInfo(version.activity.year.timezone)
    reading = Reading(review.reading)
    signed_at, received_at = moments(scan.stack, review.signed_on, reading, zone)
    told = recorded.Told(
        route=Route.PAPER,
        decision=AnswerDecision(review.reading),
        second=look.by,
        signed_at=signed_at,
        received_at=received_at,
        form_key=f"review:{review.pk}",
        shown=_words_on(scan, version, student, guardian),
        typed_name=review.typed_name,
        phones=Phones(
            review.texts_student, review.student_phone, review.duplicates, review.own_phone
        ),
        review=review,
        proof=_proof(review),
    )
    reader = Actor(ActorKind.USER, str(review.by_id), review.by.name)
    return recorded.record_answer(version, student, guardian, told, by=reader)


def _words_on(
    scan: Scan, version: ActivityVersion, student: Student, guardian: Guardian
) -> tuple[ShownForm, ShownForm]:
    """The words printed on the sheet; of a page matched by hand, the form's English words."""
    if scan.sheet and scan.sheet.version_id == version.pk and scan.sheet.student_id == student.pk:
        return scan.sheet.shown, scan.sheet.shown_english
    ask = Ask(version=version, student=student, guardian=guardian)
    words = keep_words(recorded.words_to_read(ask, wording.ENGLISH))
    return words, words


def _proof(review: Review) -> dict[str, object]:
    """The paper itself: the day written on it, the day it came in, its picture, where it lies."""
    scan, stack = review.scan, review.scan.stack
    place = stack.places.order_by("-pk").first()
    return {
        "signed_on": review.signed_on.isoformat() if review.signed_on else "",
        "received_on": stack.received_on.isoformat(),
        "matched": "by_code" if scan.sheet_id else "by_hand",
        "sheet": scan.sheet_id,
        "scan": scan.pk,
        "scan_page": f"{scan.number} / {stack.page_count}",
        "scan_sha256": scan.image.sha256 if scan.image else "",
        "scan_original_sha256": stack.original.sha256,
        "scan_read_at": scan.read_at.astimezone(UTC).isoformat(timespec="seconds"),
        "original_lies": place.place if place else "",
    }


def _whose(scan: Scan, read: Read) -> tuple[ActivityVersion | None, Student | None]:
    """By hand overrules the code: a sheet may have been filled in for a brother."""
    if read.student and read.version:
        return read.version, read.student
    return (scan.sheet.version, scan.sheet.student) if scan.sheet else (None, None)


def _locked(scan: Scan) -> Scan:
    return (
        Scan.objects.select_for_update(of=("self",))
        .select_related(
            "stack__original",
            "stack__school",
            "image",
            "school",
            "sheet__student__school",
            "sheet__version__activity__school",
            "sheet__version__activity__year",
            "sheet__version__rule",
            "sheet__shown",
            "sheet__shown_english",
        )
        .get(pk=scan.pk)
    )
