"""What kind of evidence some bytes are: told from the bytes, and whether the file's name says something else.

What the browser claims is never asked. That a file of the right beginning can be read at all shows when its clean copy
is made (`copying`), far from the web tier.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

HEAD: Final = 4096
CHUNK: Final = 64 * 1024


class Source(Protocol):
    """What bytes are read from, more than once."""

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, /) -> int: ...


class Family(StrEnum):
    """Kinds that a name may mix up without harm: phones call a WEBP picture "photo.jpg"."""

    PICTURE = "picture"
    RECORDING = "recording"
    PDF = "pdf"
    TEXT = "text"


JPEG, PNG, WEBP, GIF, HEIC = "image/jpeg", "image/png", "image/webp", "image/gif", "image/heic"
MOV, MP4, WEBM, THREE_GP = "video/quicktime", "video/mp4", "video/webm", "video/3gpp"
M4A, MP3, WAV, OGG, AMR = "audio/mp4", "audio/mpeg", "audio/wav", "audio/ogg", "audio/amr"
PDF, TEXT = "application/pdf", "text/plain"

FAMILY_OF: Final = {
    **dict.fromkeys((JPEG, PNG, WEBP, GIF, HEIC), Family.PICTURE),
    **dict.fromkeys((MOV, MP4, WEBM, THREE_GP, M4A, MP3, WAV, OGG, AMR), Family.RECORDING),
    PDF: Family.PDF,
    TEXT: Family.TEXT,
}
ENDINGS: Final = {
    Family.PICTURE: "jpg jpeg jpe jfif png apng webp gif heic heif hif".split(),
    Family.RECORDING: "mov qt mp4 m4v webm 3gp 3gpp 3g2 m4a mp3 wav ogg oga opus amr".split(),
    Family.PDF: ["pdf"],
    Family.TEXT: ["txt", "text"],
}
# What a file picker on a phone offers first; the server asks the bytes whatever comes.
ACCEPTED: Final = "image/*,video/*,audio/*,application/pdf,text/plain,.heic,.heif"

BEGINNINGS: Final = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"OggS", OGG),
    (b"#!AMR", AMR),
    (b"ID3", MP3),
)
IN_RIFF: Final = {b"WEBP": WEBP, b"WAVE": WAV}
STILL: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
SOUND: Final = {b"M4A ", b"M4B "}
FILM: Final = {b"M4V ", b"mp41", b"mp42", b"avc1", b"dash", b"MSNV", b"mmp4", b"isom"}
# A QuickTime film of the old kind begins with one of its boxes.
OLD_FILM: Final = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
# The first frame of an MPEG sound: eleven bits set, a version and a layer that exist.
MPEG_LAYERS: Final = {0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2}
# Text that a browser, an office program or a shell takes for something to be run.
ACTIVE: Final = re.compile(
    r"\s*(<|#!|%!PS|\{\\rtf|MIME-Version:|Content-Type:|From: <Saved)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the bytes are, and whether the name agrees."""

    kind: str | None
    name_agrees: bool


def told(file: Source, name: str) -> Told:
    """The kind of a file and whether its name says the same; `kind` is None for what is not taken."""
    kind = kind_of(file)
    return Told(kind, kind is not None and agrees(kind, name))


def kind_of(file: Source) -> str | None:
    """The media type of a picture, a recording, a PDF or plain words; None for all else."""
    file.seek(0)
    head = file.read(HEAD)
    for beginning, kind in BEGINNINGS:
        if head.startswith(beginning):
            return kind
    return _of_boxes(head) or (TEXT if _is_text(file) else None)


def agrees(kind: str, name: str) -> bool:
    """Whether the name's ending is one of the kind's family; a name without one agrees, but not with text."""
    ending = ending_of(name)
    family = FAMILY_OF[kind]
    return ending in ENDINGS[family] or (not ending and family != Family.TEXT)


def ending_of(name: str) -> str:
    """What stands after the last dot, as systems read it that drop dots and spaces at the end."""
    head, dot, ending = name.strip(" .\0").rpartition(".")
    return ending.lower() if dot and head else ""


def _of_boxes(head: bytes) -> str | None:
    if head[:4] == b"RIFF":
        return IN_RIFF.get(head[8:12])
    if head[:4] == b"\x1aE\xdf\xa3":
        return WEBM if b"webm" in head[:64] else None
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    if head[4:8] in OLD_FILM:
        return MOV
    return MP3 if head[:1] == b"\xff" and head[1:2] and head[1] in MPEG_LAYERS else None


def _of_brand(brand: bytes) -> str | None:
    if brand in STILL:
        return HEIC
    if brand in SOUND:
        return M4A
    if brand == b"qt  ":
        return MOV
    if brand[:2] == b"3g":
        return THREE_GP
    return MP4 if brand in FILM or brand[:3] == b"iso" else None


def _is_text(file: Source) -> bool:
    """Words in UTF-8 or UTF-16 without control signs, and nothing that something would run."""
    file.seek(0)
    first = file.read(CHUNK)
    wide = first[:2] in {b"\xff\xfe", b"\xfe\xff"}
    decoder = codecs.getincrementaldecoder("utf-16" if wide else "utf-8-sig")()
    begins, said = "", False
    try:
        while first:
            words = decoder.decode(first)
            begins = begins or words[:200]
            if not all(_is_written(sign) for sign in words):
                return False
            said = said or bool(words.strip())
            first = file.read(CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return said and ACTIVE.match(begins) is None


def _is_written(sign: str) -> bool:
    return sign in "\t\r\n\f" or not (sign < " " or "\x7f" <= sign <= "\x9f")
