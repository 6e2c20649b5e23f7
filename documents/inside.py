"""The JSON inside a signed form, or inside another paper of ours. Also a program of its own, for strangers' files.

`inside.py [NAME] < FILE` writes the JSON of that name, and nothing where a PDF has none; exit 3 when it is no PDF that can be
opened. It limits its own memory and time: a small file may be made to unpack without end, or to break the
program that reads it, and then only this one ends.
"""

from __future__ import annotations

import resource
import sys
import zlib
from io import BytesIO

import pikepdf

# The name under which a file carries the snapshot it was made from.
ATTACHED = "consent.json"
# A signed form holds some kilobytes of JSON; what unpacks to more is not one.
MOST_EMBEDDED = 1_000_000
MEMORY = 1024 * 1024 * 1024
SECONDS = 5
NOT_PDF = 3


class NotPdf(ValueError):
    """The bytes are no PDF that can be opened."""


def embedded(content: bytes, name: str = ATTACHED) -> bytes | None:
    """The JSON inside a paper under the name, or None where a PDF has none that can be read."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if name not in pdf.attachments:
                return None
            return _unpacked(pdf.attachments[name].get_file().obj)
    except zlib.error:
        return None
    except pikepdf.PdfError as error:
        if isinstance(error, pikepdf.PasswordError) or not _is_framed(content):
            raise NotPdf from error
        return None


def _is_framed(content: bytes) -> bool:
    """Head and end of a PDF: one that does not open was damaged, and is no form of ours any more."""
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]


def _unpacked(stream: pikepdf.Object) -> bytes | None:
    """Unpack no more than a form can hold."""
    raw = stream.read_raw_bytes()
    packed = stream.get("/Filter")
    if packed is None:
        return raw if len(raw) <= MOST_EMBEDDED else None
    if packed != pikepdf.Name.FlateDecode:
        return None
    inside = zlib.decompressobj().decompress(raw, MOST_EMBEDDED + 1)
    return inside if len(inside) <= MOST_EMBEDDED else None


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        found = embedded(sys.stdin.buffer.read(), *sys.argv[1:2])
    except NotPdf:
        return NOT_PDF
    sys.stdout.buffer.write(found or b"")
    return 0


if __name__ == "__main__":
    sys.exit(main())
