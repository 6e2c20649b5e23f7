"""Scanned stacks: keep the file, read it page by page in a worker, and put each page on its pile."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from consents import sheets
from consents.access import paper as access
from consents.access.activities import acting_user
from consents.access.call_backs import offices_of
from consents.access.recorded import NOT_THE_OFFICE, school_of
from consents.models import Scan, Sheet, Stack, StackPlace
from consents.sheets import Side
from consents.terms.paper import Pile, ScanMove, ScanStage
from consents.workflow import SCAN
from core import outbox
from core.actor import Actor
from core.decision import Decision
from documents import actions as documents
from documents import keeping, reading
from documents.reading import CannotRead, ReadPage
from schools.models import School
from trail.recording import record

TASK = "consents.read_stack"
READER = Actor.job(TASK)
# Pages a worker reads at a time: within the two minutes that it may hold a row of the outbox.
BATCH = 8
MOST_PAGES = 400


@dataclass(frozen=True, slots=True)
class Incoming:
    """A scanned file as it came in."""

    content: bytes
    media_type: str
    name: str


@transaction.atomic
def upload(school: School, file: Incoming, *, received_on: date, place: str, by: Actor) -> Stack:
    """Keep a scanned file as it came in; its pages are read after the commit."""
    user = acting_user(by)
    here = offices_of(user).filter(pk=school.pk).exists()
    Decision.unless((here, NOT_THE_OFFICE)).require()
    source = f"consents.stack:{secrets.token_hex(16)}"
    stack = Stack.objects.create(
        school=school,
        uploaded_by=user,
        received_on=received_on,
        file_name=file.name[:300],
        original=documents.keep_file(file.content, file.media_type, source=source, by=by),
    )
    StackPlace.objects.create(stack=stack, place=place, by=user)
    record("stack.uploaded", stack, by=by, topic=school, sha256=stack.original.sha256)
    outbox.later(TASK, stack.pk, key=f"stack:{stack.pk}:0")
    return stack


@transaction.atomic
def move_paper(stack: Stack, place: str, *, by: Actor) -> StackPlace:
    """The paper lies somewhere else now; where it lay before stays known."""
    user = acting_user(by)
    here = offices_of(user).filter(pk=stack.school_id).exists()
    Decision.unless((here, NOT_THE_OFFICE)).require()
    row = StackPlace.objects.create(stack=stack, place=place, by=user)
    record("stack.moved", stack, by=by, topic=stack.school)
    return row


def read_stack(stack_id: int) -> None:
    """Read the next pages of a stack. Safe twice and after a kill: each page is a row of its own."""
    stack = Stack.objects.select_related("original", "school").get(pk=stack_id)
    if stack.read_at is not None:
        return
    try:
        content = keeping.bytes_of(stack.original)
        if stack.page_count is None:
            stack.page_count = reading.count(content)
    except (CannotRead, keeping.Damaged) as error:
        _end(stack, "locked" if getattr(error, "locked", False) else "damaged")
        return
    if not 0 < stack.page_count <= MOST_PAGES:
        _end(stack, "too_long" if stack.page_count else "damaged")
        return
    stack.save(update_fields=["page_count"])
    done = set(stack.scans.values_list("number", flat=True))
    missing = [number for number in range(1, stack.page_count + 1) if number not in done]
    if missing:
        last = min(missing[0] + BATCH - 1, stack.page_count)
        for page in reading.read(content, missing[0], last):
            take(stack, page)
        outbox.later(TASK, stack.pk, key=f"stack:{stack.pk}:{last}")
    else:
        _end(stack, "")


@transaction.atomic
def take(stack: Stack, page: ReadPage) -> Scan:
    """One page on its pile, once."""
    known = stack.scans.filter(number=page.number).first()
    if known:
        return known
    image = None
    if page.content is not None:
        source = f"consents.scan:{stack.pk}:{page.number}"
        image = documents.keep_file(page.content, "image/jpeg", source=source, by=READER)
    scan = Scan(
        stack=stack, number=page.number, school=stack.school, image=image, turned=page.turned
    )
    _sort(scan, page)
    scan.save()
    record(
        "scan.read", scan, by=READER, topic=stack, pile=str(scan.pile), sheet=scan.sheet_id,
        sha256=image.sha256 if image else "",
    )  # fmt: skip
    return scan


@transaction.atomic
def reopen(scan: Scan, *, by: Actor) -> Scan:
    """A page that was thought done is put on the list by hand."""
    user = acting_user(by)
    scan = Scan.objects.select_for_update().get(pk=scan.pk)
    access.may_reopen(user, scan).require()
    scan.stage = SCAN.next(ScanStage(scan.stage), ScanMove.REOPEN)
    scan.save(update_fields=["stage"])
    record("scan.reopened", scan, by=by, topic=scan.stack)
    return scan


def _sort(scan: Scan, page: ReadPage) -> None:
    """Which pile: by the codes on the page alone. What is written on it a person reads."""
    found = [one for code in page.codes if (one := sheets.sheet_of(code))]
    answers = {one.sheet.pk: one.sheet for one in found if one.side == Side.ANSWER}
    if len(answers) == 1:
        _match(scan, next(iter(answers.values())))
    elif found and not answers:
        scan.sheet, scan.school = found[0].sheet, _school_of(found[0].sheet)
        scan.pile, scan.stage = Pile.REVERSE, ScanStage.DONE
    elif page.content is None:
        scan.pile, scan.stage = Pile.DAMAGED, ScanStage.BY_HAND
    elif page.codes and not answers:
        scan.pile, scan.stage = Pile.FOREIGN, ScanStage.BY_HAND
    elif page.blank:
        scan.pile, scan.stage = Pile.BLANK, ScanStage.DONE
    else:
        scan.pile, scan.stage = Pile.UNMATCHED, ScanStage.BY_HAND


def _match(scan: Scan, sheet: Sheet) -> None:
    """A sheet of ours. Seen before, a person says whether it is the same again or another answer."""
    earlier = Scan.objects.filter(sheet=sheet, pile=Pile.MATCHED).order_by("pk").first()
    scan.sheet, scan.school, scan.same_as = sheet, _school_of(sheet), earlier
    scan.pile = Pile.COPY if earlier else Pile.MATCHED
    scan.stage = ScanStage.REVIEW


def _school_of(sheet: Sheet) -> School:
    return school_of(sheet.version, sheet.student)


def _end(stack: Stack, problem: str) -> None:
    with transaction.atomic():
        unread = Stack.objects.filter(pk=stack.pk, read_at__isnull=True)
        if unread.update(read_at=timezone.now(), problem=problem):
            record("stack.read", stack, by=READER, pages=stack.page_count, problem=problem)
