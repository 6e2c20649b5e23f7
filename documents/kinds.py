"""What kind of file some bytes are, told from the bytes and never from the name."""

from __future__ import annotations

import io
import zipfile
from typing import Final

PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT: Final = "text/plain"
BEGINNINGS: Final = {
    b"%PDF-": PDF,
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
# What a workbook must hold, whatever else is in it.
WORKBOOK: Final = {"[Content_Types].xml", "xl/workbook.xml"}


def kind_of(content: bytes) -> str | None:
    """The media type of a PDF, a JPEG or PNG picture, an Excel workbook or plain text; None for all else."""
    for beginning, kind in BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return XLSX if _is_workbook(content) else None
    return TEXT if _is_text(content) else None


def _is_workbook(content: bytes) -> bool:
    """Whether the zip holds what every workbook holds, and no macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return names >= WORKBOOK and not any(name.endswith("vbaProject.bin") for name in names)


def _is_text(content: bytes) -> bool:
    """UTF-8 words without control signs; nothing a browser takes for a page."""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    plain = all(sign.isprintable() or sign in "\t\r\n\f" for sign in words)
    return bool(words.strip()) and plain
