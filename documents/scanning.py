"""Scanned paper: how many pages a file has, and each page upright with the codes on it.

A program of its own, for files that come from outside: `scanning.py FILE FOLDER FIRST LAST` writes each
page's picture into the folder and a line of JSON a page to stdout. It limits its own memory and time: a small file
may be made to unpack without end, or to break the program that reads it, and then only this one ends.
It imports nothing of ours.
"""

from __future__ import annotations

import json
import math
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

MEMORY = 2 * 1024 * 1024 * 1024
SECONDS = 120
# Enough to read a code of 22 mm on a sheet that was shrunk to half.
DPI = 200
LONGEST_SIDE = 3400
QUALITY = 72
# A page whose darker dots are fewer than one in five thousand carries nothing that was written.
INK_BELOW = 176
BLANK_BELOW = 0.0002
# What lies at the very edge is the scanner's shadow.
EDGE = 0.03
MOST_PIXELS = 60_000_000
NOT_READABLE, ENCRYPTED = 3, 4

MAGIC = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the machine saw on one page: its codes, the angle it was turned by, whether it is blank."""

    number: int
    codes: list[str]
    turned: float
    blank: bool
    file: str


class NotReadable(ValueError):
    """The bytes are no file of a kind we read, or are damaged."""


class Locked(ValueError):
    """The file opens only with a password."""


def media_type_of(content: bytes) -> str | None:
    """The kind of file by its first bytes; None for what we do not read."""
    return next((kind for magic, kind in MAGIC.items() if content.startswith(magic)), None)


def pages_of(path: Path, first: int, last: int) -> Iterator[tuple[int, Image.Image]]:
    """The pages of a file as pictures, counted from 1."""
    if path.read_bytes()[:5] == b"%PDF-":
        document = _pdf(path)
        for number in range(first, min(last, len(document)) + 1):
            yield number, _rendered(document[number - 1])
        return
    with _picture(path) as picture:
        for number in range(first, min(last, getattr(picture, "n_frames", 1)) + 1):
            picture.seek(number - 1)
            yield number, _fitting(ImageOps.exif_transpose(picture.convert("RGB")))


def count_of(path: Path) -> int:
    """How many pages the file has."""
    if path.read_bytes()[:5] == b"%PDF-":
        return len(_pdf(path))
    with _picture(path) as picture:
        return int(getattr(picture, "n_frames", 1))


def seen_on(number: int, page: Image.Image, folder: Path) -> Seen:
    """Read a page: find its codes, turn it upright by them, and write its picture into the folder."""
    found = zxingcpp.read_barcodes(_grey(page), formats=zxingcpp.barcode_formats_from_str("QRCode"))
    turned = _angle(found[0]) if found else 0.0
    upright = page.rotate(turned, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    name = f"{number}.jpg"
    upright.save(folder / name, "JPEG", quality=QUALITY)
    texts = [one.text for one in found]
    return Seen(number, texts, round(turned, 1), not found and _is_blank(page), name)


def _pdf(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise (Locked if "password" in str(error).lower() else NotReadable) from error


def _picture(path: Path) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        return Image.open(path)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError) as error:
        raise NotReadable from error


def _rendered(page: Any) -> Image.Image:
    width, height = page.get_size()
    scale = min(DPI / 72, LONGEST_SIDE / max(width, height, 1))
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return picture


def _fitting(picture: Image.Image) -> Image.Image:
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return picture


def _grey(page: Image.Image) -> memoryview:
    grey = page.convert("L")
    return memoryview(grey.tobytes()).cast("B", (grey.height, grey.width))


def _angle(code: Any) -> float:
    """How far, in degrees against the clock, the page must be turned for the code to stand upright."""
    left, right = code.position.top_left, code.position.top_right
    return math.degrees(math.atan2(right.y - left.y, right.x - left.x))


def _is_blank(page: Image.Image) -> bool:
    grey = page.convert("L")
    across, down = int(grey.width * EDGE), int(grey.height * EDGE)
    inner = grey.crop((across, down, grey.width - across, grey.height - down))
    dark = sum(inner.histogram()[:INK_BELOW])
    return dark < BLANK_BELOW * inner.width * inner.height


def main(arguments: list[str]) -> int:
    """With FILE alone: its number of pages. With FOLDER, FIRST and LAST: those pages."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    path = Path(arguments[0])
    try:
        if len(arguments) == 1:
            sys.stdout.write(str(count_of(path)))
            return 0
        folder, first, last = Path(arguments[1]), int(arguments[2]), int(arguments[3])
        for number, page in pages_of(path, first, last):
            sys.stdout.write(json.dumps(asdict(seen_on(number, page, folder))) + "\n")
            sys.stdout.flush()
    except Locked:
        return ENCRYPTED
    except NotReadable:
        return NOT_READABLE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
