"""Signed paper for tests: the product's own packet as pictures, ticked and signed, turned, and scanned again."""

from io import BytesIO

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image, ImageDraw

SIGNED_AT = (0.25, 0.9)


def pages_of(pdf, dpi=150):
    """A PDF's pages as pictures."""
    document = pdfium.PdfDocument(pdf)
    return [
        document[number].render(scale=dpi / 72).to_pil().convert("RGB")
        for number in range(len(document))
    ]


def signed(page):
    """A page with a stroke of ink where a signature goes, and one across a box."""
    page = page.copy()
    pen, (width, height) = ImageDraw.Draw(page), page.size
    x, y = SIGNED_AT[0] * width, SIGNED_AT[1] * height
    wave = [(x + step * 9, y + (12 if step % 2 else -12)) for step in range(25)]
    pen.line(wave, fill=(20, 30, 140), width=4)
    pen.line([(x, y - 260), (x + 25, y - 235)], fill=(20, 30, 140), width=5)
    return page


def turned(page, degrees):
    """As it lay in the scanner."""
    return page.rotate(degrees, expand=True, fillcolor="white")


def codes_on(page):
    grey = page.convert("L")
    view = memoryview(grey.tobytes()).cast("B", (grey.height, grey.width))
    return {one.text for one in zxingcpp.read_barcodes(view)}


def blank(like):
    return Image.new("RGB", like.size, (252, 251, 248))


def stack_of(pages):
    """One PDF of pictures, as a scanner makes it."""
    kept = BytesIO()
    pages[0].save(kept, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return kept.getvalue()


def tiff_of(pages):
    kept = BytesIO()
    pages[0].save(kept, "TIFF", save_all=True, append_images=pages[1:], compression="jpeg")
    return kept.getvalue()


def jpeg_of(page):
    kept = BytesIO()
    page.save(kept, "JPEG", quality=80)
    return kept.getvalue()
