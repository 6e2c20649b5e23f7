"""Sheets to print: each a page or more of its own language, with codes that find them again."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import segno
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from documents import fonts
from documents.drawing import OurFiles

# The part of a sheet that has the boxes to tick, by its id.
ANSWER = "answer"
HTML_LANGUAGES = {"zh-hans": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class Printed:
    """One sheet: the language it is printed in and what its template reads. Plain values only."""

    language: str
    facts: dict[str, Any]


def drawn(sheets: Sequence[Printed]) -> bytes:
    """One PDF of all the sheets, each beginning on a page of its own. It takes seconds: for workers."""
    pages = [_html_of(sheet) for sheet in sheets]
    fetcher = OurFiles(allowed_protocols={"file", "data"})
    typefaces = FontConfiguration()
    common = fonts.faces_for("".join(pages)) + render_to_string("pdf/sheet.css")

    def laid(page: str, answer_on: int) -> Document:
        rule = f"@page :nth({answer_on}) {{ @top-right {{ content: element(answer-code) }} }}"
        style = CSS(string=common + rule, font_config=typefaces, url_fetcher=fetcher)
        source = HTML(string=page, url_fetcher=fetcher)
        return source.render(stylesheets=[style], font_config=typefaces)

    laid_out = []
    for page in pages:
        document = laid(page, 1)
        answer_on = _answer_page(document)
        laid_out.append(document if answer_on == 1 else laid(page, answer_on))
    whole = laid_out[0].copy([page for document in laid_out for page in document.pages])
    content: bytes = whole.write_pdf()
    return content


def _answer_page(document: Document) -> int:
    """On which page the boxes came to lie: that page alone carries the code of an answer."""
    pages = enumerate(document.pages, 1)
    return next((number for number, page in pages if ANSWER in page.anchors), 1)


def joined(parts: Sequence[bytes]) -> bytes:
    """Several PDFs as one."""
    if len(parts) == 1:
        return parts[0]
    whole, kept = pikepdf.new(), BytesIO()
    for part in parts:
        with pikepdf.open(BytesIO(part)) as one:
            whole.pages.extend(one.pages)
    whole.save(kept)
    return kept.getvalue()


def code_picture(text: str) -> str:
    """A QR code as a picture written into the page; it stands a coffee stain and a crease."""
    drawing = BytesIO()
    segno.make(text, error="q", boost_error=False).save(
        drawing, kind="svg", border=2, xmldecl=False, svgns=True
    )
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.getvalue()).decode()


def _html_of(sheet: Printed) -> str:
    with translation.override(sheet.language):
        return render_to_string(
            "pdf/sheet.html",
            {
                **sheet.facts,
                "html_language": HTML_LANGUAGES.get(sheet.language, sheet.language),
                "direction": "rtl" if translation.get_language_bidi() else "ltr",
            },
        )
