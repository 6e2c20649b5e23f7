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
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from documents import fonts
from documents.drawing import OurFiles

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
    style = CSS(
        string=fonts.faces_for("".join(pages)) + render_to_string("pdf/sheet.css"),
        font_config=typefaces,
        url_fetcher=fetcher,
    )
    laid = [
        HTML(string=page, url_fetcher=fetcher).render(stylesheets=[style], font_config=typefaces)
        for page in pages
    ]
    whole = laid[0].copy([page for document in laid for page in document.pages])
    content: bytes = whole.write_pdf()
    return content


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
