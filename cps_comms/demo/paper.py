"""Forms on paper: a packet handed out, a stack that came back, one page read and waiting for a second look."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pypdfium2
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.models import User
from consents.access.paper import may_read
from consents.actions import packets, readings, stacks
from consents.models import ActivityVersion, Packet, Scan, Stack
from consents.sheets import Side, code_of
from consents.terms.paper import Reading, ScanStage
from cps_comms.demo import story
from cps_comms.demo.district import practice_school
from documents import keeping
from documents.reading import ReadPage

DPI = 110
INK = (24, 36, 150)


def tell(people: Mapping[str, User]) -> None:
    """The clerk prints for three silent families of the soccer team; four pages come back."""
    clerk = story.actor(people["clerk"])
    version = ActivityVersion.objects.get(name=story.SOCCER.name)
    silent = [one for one in version.students.order_by("pk") if not one.answers.exists()]
    packet = packets.print_forms(version, by=clerk, students=silent[:2])
    packets.draw_part(packet.pk)
    pages = came_back(packet)
    stack = stacks.upload(
        practice_school(),
        stacks.Incoming(as_pdf([picture for picture, _ in pages]), "application/pdf", "monday.pdf"),
        received_on=timezone.localdate(),
        place="Office, second shelf, box “Soccer”",
        by=clerk,
    )
    for number, (picture, codes) in enumerate(pages, 1):
        blank = not codes and number == len(pages)
        stacks.take(stack, ReadPage(number, as_jpeg(picture), codes, blank=blank))
    read_one(stack, [people[who] for who in ("clerk", "principal") if who in people])


def read_one(stack: Stack, office: list[User]) -> None:
    """Whoever of the office has no stake in that family's answer reads the first page."""
    waiting = Scan.objects.filter(stack=stack, stage=ScanStage.REVIEW).order_by("pk")
    for scan in waiting:
        sheet = scan.sheet
        free = [one for one in office if sheet and may_read(one, scan, sheet.student)]
        if free:
            read = readings.Read(reading=Reading.UNSIGNED)
            readings.decide(scan, read, by=story.actor(free[0]))
            return


def came_back(packet: Packet) -> list[tuple[Image.Image, tuple[str, ...]]]:
    """The packet's pages with boxes as pictures, ticked and signed, with a stranger's page and a blank one."""
    part = packet.parts.select_related("file").get(number=0)
    document = pypdfium2.PdfDocument(keeping.bytes_of(part.file))
    sheets = list(packet.sheets.order_by("number"))
    found: list[tuple[Image.Image, tuple[str, ...]]] = []
    for number, page_number in enumerate(first_pages(document, len(sheets))):
        picture = document[page_number].render(scale=DPI / 72).to_pil().convert("RGB")
        found.append((inked(picture, signs=number != 0), (code_of(sheets[number], Side.ANSWER),)))
    empty = (
        Image.new("RGB", found[0][0].size, (253, 252, 249)) if found else Image.new("RGB", (9, 9))
    )
    note = inked(empty.copy(), signs=True)
    return [*found, (note, ()), (empty, ())]


def first_pages(document: pypdfium2.PdfDocument, sheets: int) -> list[int]:
    """Where each sheet begins: every page that says it is the first of its sheet."""
    texts = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return [number for number, text in enumerate(texts) if "1 / " in text][:sheets]


def inked(picture: Image.Image, *, signs: bool) -> Image.Image:
    pen, (width, height) = ImageDraw.Draw(picture), picture.size
    pen.line([(width * 0.09, height * 0.68), (width * 0.105, height * 0.70)], fill=INK, width=3)
    if signs:
        x, y = width * 0.12, height * 0.86
        wave = [(x + step * 7, y + (9 if step % 2 else -9)) for step in range(24)]
        pen.line(wave, fill=INK, width=3)
    return picture


def as_jpeg(picture: Image.Image) -> bytes:
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=70)
    return kept.getvalue()


def as_pdf(pictures: list[Image.Image]) -> bytes:
    kept = BytesIO()
    pictures[0].save(kept, "PDF", save_all=True, append_images=pictures[1:], resolution=DPI)
    return kept.getvalue()
