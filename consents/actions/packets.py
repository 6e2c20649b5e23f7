"""Print sheets: who gets one is settled at once, the file is drawn part by part by a worker (T6, T9)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from consents import showing, standing, wording
from consents.access import answers as answer_access
from consents.access import paper as access
from consents.access.activities import acting_user
from consents.actions.answers import keep_words
from consents.actions.codes import actor_for
from consents.models import (
    ActivityVersion,
    Answer,
    Ask,
    Packet,
    PacketPart,
    Review,
    Sheet,
)
from consents.reports.paper_words import SHEET_FETCH, printed
from consents.terms.paper import PacketKind
from core import outbox
from core.actor import Actor
from core.decision import Decision, Refused
from documents import actions as documents
from documents import keeping, printing
from schools.models import Guardian, GuardianLink, School, Student
from trail.recording import record

TASK = "consents.print_part"
DRAWER = Actor.job(TASK)
# Sheets a worker draws at a time: well within the two minutes that it may hold a row of the outbox.
PART = 15
LIVES = timedelta(days=14)
PDF = "application/pdf"

Wanted = list[Any]


@transaction.atomic
def print_forms(
    version: ActivityVersion,
    *,
    by: Actor,
    students: Collection[Student] | None = None,
    silent_only: bool = True,
    return_by: date | None = None,
) -> Packet:
    """A sheet for each guardian of the students in their language: those who have not answered, or all.

    A student without anybody who may sign gets one that names no guardian. `Refused` where nothing is left.
    """
    user, at = acting_user(by), timezone.now()
    version = _version(version.pk)
    access.may_print(user, version).require()
    theirs = access.printable(user, version, at)
    chosen = None if students is None else {student.pk for student in students}
    listed = [one for one in theirs if chosen is None or one.pk in chosen]
    wanted = _forms(version, listed, silent_only=silent_only)
    if not wanted:
        raise Refused(Decision((access.NOTHING_TO_PRINT,)))
    packet = Packet.objects.create(
        school=_school_of(version, listed),
        version=version,
        made_by=user,
        return_by=return_by,
        wanted=wanted,
        created_at=at,
        expires_at=at + LIVES,
    )
    record("packet.asked", packet, by=by, topic=version.activity, sheets=len(wanted))
    _draw_later(packet, 0)
    return packet


@transaction.atomic
def print_letters(school: School, *, by: Actor) -> Packet:
    """Every letter that waits to go back to a family of the school, each with a new sheet."""
    user, at = acting_user(by), timezone.now()
    reviews = list(access.letters_waiting(user).filter(scan__school=school))
    if not reviews:
        raise Refused(Decision((access.NOTHING_TO_PRINT,)))
    packet = Packet.objects.create(
        kind=PacketKind.LETTERS,
        school=school,
        made_by=user,
        wanted=[_letter(review) for review in reviews],
        created_at=at,
        expires_at=at + LIVES,
    )
    record("packet.asked", packet, by=by, topic=school, sheets=len(reviews))
    _draw_later(packet, 0)
    return packet


@transaction.atomic
def print_own(ask: Ask) -> Packet:
    """A guardian wants the form on paper: one sheet, in the language they read."""
    at, guardian = timezone.now(), ask.guardian
    answer_access.may_answer(ask, at).require()
    packet = Packet.objects.create(
        kind=PacketKind.OWN,
        school=ask.student.school or ask.version.activity.school,
        version=ask.version,
        guardian=guardian,
        wanted=[_sheet(ask.student_id, guardian, ask.version_id)],
        created_at=at,
        expires_at=at + LIVES,
    )
    record("packet.asked", packet, by=actor_for(guardian), topic=ask.version.activity, sheets=1)
    _draw_later(packet, 0)
    return packet


def draw_part(packet_id: int) -> None:
    """Draw the next sheets of a packet, or put the parts together. Safe twice: each part is kept once."""
    packet = Packet.objects.get(pk=packet_id)
    if packet.made_at is not None:
        return
    number = packet.parts.count()
    start = number * PART
    if start >= len(packet.wanted):
        _finish(packet)
        return
    sheets = _sheets(packet, start)
    content = printing.drawn([printed(sheet) for sheet in sheets])
    with transaction.atomic():
        source = f"consents.packet:{packet.pk}:{number}"
        file = documents.keep_file(content, PDF, source=source, by=DRAWER)
        PacketPart.objects.get_or_create(packet=packet, number=number, defaults={"file": file})
        _draw_later(packet, number + 1)


def _finish(packet: Packet) -> None:
    parts = packet.parts.select_related("file").order_by("number")
    content = printing.joined([keeping.bytes_of(part.file) for part in parts])
    with transaction.atomic():
        source = f"consents.packet:{packet.pk}"
        file = documents.keep_file(content, PDF, source=source, by=DRAWER)
        unmade = Packet.objects.filter(pk=packet.pk, made_at__isnull=True)
        if unmade.update(made_at=timezone.now(), file=file):
            record("packet.made", packet, by=DRAWER, sha256=file.sha256)


def _draw_later(packet: Packet, number: int) -> None:
    outbox.later(TASK, packet.pk, key=f"packet:{packet.pk}:{number}")


def _forms(
    version: ActivityVersion, students: Collection[Student], *, silent_only: bool
) -> list[Wanted]:
    links = GuardianLink.objects.with_authority().filter(
        student__in=students, guardian__ended_at__isnull=True
    )
    signers: dict[int, list[Guardian | None]] = {}
    for link in links.select_related("guardian").order_by("pk"):
        signers.setdefault(link.student_id, []).append(link.guardian)
    said = set(
        Answer.objects.filter(version=version, student__in=students).values_list(
            "student", "guardian"
        )
    )
    return [
        _sheet(student.pk, guardian, version.pk)
        for student in students
        for guardian in signers.get(student.pk, [None])
        if not silent_only or guardian is None or (student.pk, guardian.pk) not in said
    ]


def _letter(review: Review) -> Wanted:
    sheet = review.scan.sheet
    guardian = review.guardian or (sheet.guardian if sheet else None)
    student = review.student_id or (sheet.student_id if sheet else None)
    version = review.version_id or (sheet.version_id if sheet else None)
    if guardian and student and not answer_access.has_authority(guardian, student):
        # Who may sign no more, or is kept away since, gets no letter: it speaks to the others.
        guardian = None
    wanted = _sheet(student, guardian, version)
    if guardian is None and sheet is not None and sheet.guardian is None:
        wanted[2] = sheet.language
    return [*wanted[:4], review.pk]


def _sheet(student: int | None, guardian: Guardian | None, version: int | None) -> Wanted:
    spoken = guardian.language if guardian else ""
    language = spoken if spoken in dict(settings.LANGUAGES) else wording.ENGLISH
    return [student, guardian.pk if guardian else None, language, version, None]


@transaction.atomic
def _sheets(packet: Packet, start: int) -> list[Sheet]:
    """The rows of the next sheets with the words each will show, made once."""
    wanted = packet.wanted[start : start + PART]
    versions = {one[3]: _version(one[3]) for one in wanted}
    students = Student.objects.select_related("school").in_bulk([one[0] for one in wanted])
    signers = Guardian.objects.in_bulk([one[1] for one in wanted if one[1]])
    for number, (student, guardian, language, version, because) in enumerate(wanted, start):
        # A sheet that names nobody speaks to a parent or guardian.
        signer = signers.get(guardian, Guardian())
        ask = Ask(version=versions[version], student=students[student], guardian=signer)
        words = showing.words_for(ask, language)
        english = words if words.language == wording.ENGLISH else showing.words_for(ask, "en")
        Sheet.objects.get_or_create(
            packet=packet,
            number=number,
            defaults={
                "version": versions[version],
                "student": students[student],
                "guardian_id": guardian,
                "language": words.language,
                "shown": keep_words(words),
                "shown_english": keep_words(english),
                "because_id": because,
            },
        )
    drawn = packet.sheets.filter(number__gte=start, number__lt=start + PART)
    return list(drawn.select_related(*SHEET_FETCH).order_by("number"))


def _school_of(version: ActivityVersion, students: Iterable[Student]) -> School:
    """The activity's school where one of the sheets is for it, else the students' own."""
    schools = [one.school or version.activity.school for one in students]
    return version.activity.school if version.activity.school in schools else schools[0]


def _version(pk: int) -> ActivityVersion:
    return (
        ActivityVersion.objects.select_related(
            "activity__school", "activity__year", "activity__kind", "rule", "platform"
        )
        .prefetch_related(*standing.FETCH)
        .get(pk=pk)
    )
