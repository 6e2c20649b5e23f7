"""How the numbers of a thread get into a phone: a link to tap, a QR code of it, contact cards."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final

import segno

# RFC 6350 and its forerunner fold lines at 75 bytes.
LONGEST_LINE: Final = 75


def iphone_link(numbers: Sequence[str]) -> str:
    """Opens Messages on an iPhone with these people in one group."""
    return f"sms:/open?addresses={','.join(numbers)}"


def android_link(numbers: Sequence[str]) -> str:
    """Opens the messages app on an Android phone with these people in one group."""
    return f"sms:{';'.join(numbers)}"


def qr_svg(words: str) -> str:
    """The words as a QR code: an SVG to put into a page, black on white also in the dark."""
    drawn = io.BytesIO()
    segno.make(words, error="m", micro=False).save(
        drawn, kind="svg", scale=4, border=4, light="#fff", xmldecl=False, svgclass="qr",
        lineclass=None, nl=False, omitsize=True,
    )  # fmt: skip
    return drawn.getvalue().decode()


def contact_card(name: str, *, number: str = "", email: str = "") -> str:
    """One vCard 3.0, which every phone reads."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:;{_escaped(name)};;;", f"FN:{_escaped(name)}"]
    if number:
        lines.append(f"TEL;TYPE=CELL:{number}")
    if email:
        lines.append(f"EMAIL;TYPE=INTERNET:{_escaped(email)}")
    lines += ["NOTE:CPS Comms", "END:VCARD"]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def contact_cards(cards: Iterable[str]) -> bytes:
    """One file of several cards."""
    return "".join(cards).encode()


def _escaped(value: str) -> str:
    value = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return " ".join(value.split())


def _folded(line: str) -> str:
    """Continued lines begin with a space; no character is cut in two."""
    parts, current = [], ""
    for one in line:
        if len((current + one).encode()) > LONGEST_LINE:
            parts.append(current)
            current = " "
        current += one
    return "\r\n".join([*parts, current])
