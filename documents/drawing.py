"""A signed form as a file: a PDF/A-3a drawn from its frozen snapshot, and the scan that this names by hash.

The same snapshot is drawn to the same bytes by the same machine: no clock, no database, no network.
"""

from __future__ import annotations

import base64
import mimetypes
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from pydyf import PDF, Array
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from documents import fonts, keeping, paper
from documents.inside import ATTACHED
from documents.keeping import canonical, reference_of

COLOURS = "sRGB2014"


class OurFiles(URLFetcher):
    """Gives the fonts we named and data written into the page; a paper fetches nothing else."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith(("data:image/svg+xml;base64,", "data:image/jpeg;base64,")):
            return super().fetch(url, headers)
        path = unquote(urlsplit(url).path)
        ours = {
            str(fonts.file_of(face)): face for face in fonts.FACES if face.file_name in fonts.FILES
        }
        if not url.startswith("file:///") or path not in ours:
            raise PermissionError("a paper fetches nothing from outside")
        kind = mimetypes.guess_type(path)[0] or "font/otf"
        return URLFetcherResponse(
            url, fonts.file_of(ours[path]).read_bytes(), {"Content-Type": kind}
        )


def signed_form(snapshot: dict[str, Any], *, title: str) -> bytes:
    """The PDF/A-3a of a signed form, with the snapshot inside as `consent.json`."""
    return archived(
        html_of(snapshot, title=title),
        Inside(
            canonical(snapshot),
            ATTACHED,
            "The consent and its evidence, as recorded",
            datetime.fromisoformat(snapshot["signed_at"]),
        ),
        style=render_to_string("pdf/pdf.css"),
    )


@dataclass(frozen=True, slots=True)
class Inside:
    """The JSON that a paper carries: its bytes, the name and description it has in the file, and its moment."""

    words: bytes
    name: str
    description: str
    at: datetime


def archived(page: str, inside: Inside, *, style: str) -> bytes:
    """A page of HTML as a PDF/A-3a that carries what it was made from."""
    fetcher = OurFiles(allowed_protocols={"file", "data"})
    typefaces = FontConfiguration()
    sheet = CSS(
        string=fonts.faces_for(inside.words.decode()) + style,
        font_config=typefaces,
        url_fetcher=fetcher,
    )
    evidence = Attachment(
        string=inside.words.decode(),
        name=inside.name,
        description=inside.description,
        created=inside.at,
        modified=inside.at,
        relationship="Data",
        url_fetcher=fetcher,
    )
    drawn: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(
        stylesheets=[sheet],
        font_config=typefaces,
        attachments=[evidence],
        pdf_variant="pdf/a-3a",
        color_profiles={COLOURS: colours()},
        output_intent=COLOURS,
        finisher=name_files_once,
    )
    return drawn


def colours() -> ColorProfile:
    """The standard screen colours, which a PDF/A names as its own."""
    profile = (files("weasyprint") / "pdf/sRGB2014.icc").read_bytes()
    return ColorProfile(BytesIO(profile), COLOURS, "relative-colorimetric", (["r"], ["g"], ["b"]))


def name_files_once(_document: Document, pdf: PDF) -> None:
    """The list of associated files comes with each file in it twice."""
    pdf.catalog["AF"] = Array(dict.fromkeys(pdf.catalog["AF"]))


def html_of(snapshot: dict[str, Any], *, title: str) -> str:
    """The form's page in its signed language, English beside it."""
    with translation.override(snapshot["language"]):
        return render_to_string(
            "pdf/signed_form.html",
            {
                "form": snapshot,
                "title": title,
                "paper": paper.Paper(snapshot),
                "reference": reference_of(snapshot),
                "verify_address": verify_address(),
                "qr": qr_of(verify_address()),
                "picture": picture_of(snapshot),
            },
        )


def picture_of(snapshot: dict[str, Any]) -> str:
    """The scanned paper, written into the page; "" for a form that never was on paper.

    `keeping.Damaged` where the kept picture is not the one whose hash the snapshot carries.
    """
    named = snapshot.get("picture")
    if not named:
        return ""
    content = keeping.read(named["stored_as"], named["sha256"])
    return "data:image/jpeg;base64," + base64.b64encode(content).decode()


def verify_address() -> str:
    return f"{settings.SITE_URL.rstrip('/')}/verify/"


def qr_of(address: str) -> str:
    """The address as a QR code, written into the page."""
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0, xmldecl=False, svgns=True)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()
