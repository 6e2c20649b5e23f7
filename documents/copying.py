"""Clean copies of evidence: what is seen and heard, and nothing else that was in the file.

A program of its own, for files that come from outside: `copying.py KIND < FILE` writes, for each part of the copy, a line of
JSON and then its bytes, and a last line that says how much was left out. It imports nothing of ours, has no network where the
machine allows that, writes no file, and limits its own memory and time: a small file may be made to unpack without
end, or to break the program that reads it, and then only this one ends.
"""

from __future__ import annotations

import ctypes
import io
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

import pypdfium2 as pdfium
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

MEMORY = 2 * 1024 * 1024 * 1024
SECONDS = 240
MOST_PIXELS = 80_000_000
LONGEST_SIDE = 2400
MOST_FRAMES, MOST_PAGES, MOST_TEXT = 12, 40, 1_000_000
PICTURE_QUALITY, PAGE_QUALITY = 88, 82
# A recording: so long, so large on the screen, so many bytes.
MOST_SECONDS, FILM_SIDE, MOST_FILM = 900, 1280, 60_000_000
NOT_READABLE = 3
FILE = "/dev/fd/0"
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
# The reader is told which kind to expect: otherwise a playlist named .mov could make it open other files.
READER_OF = {
    **dict.fromkeys(["video/quicktime", "video/mp4", "video/3gpp", "audio/mp4"], "mov"),
    "video/webm": "matroska",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/ogg": "ogg",
    "audio/amr": "amr",
}
ONLY_THIS_FILE = ["-protocol_whitelist", "file,pipe"]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to look at or listen to; `left_out` says that more of the file follows which is not in the copy."""

    media_type: str
    content: bytes
    width: int = 0
    height: int = 0
    left_out: int = 0


class NotReadable(ValueError):
    """The bytes are no file of their kind, or are damaged beyond reading."""


def parts_of(kind: str, file: BinaryIO) -> Iterator[Part]:
    """The clean copy of a file of the kind."""
    if kind.startswith("image/"):
        return pictures(file)
    if kind == "application/pdf":
        return pages(file)
    return iter([words(file)]) if kind == "text/plain" else iter([recording(kind)])


def pictures(file: BinaryIO) -> Iterator[Part]:
    """Each frame as pixels alone, turned as the camera was held; of a moving picture the first frames."""
    register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    # A picture that was cut off on its way still shows what had arrived.
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(file) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotReadable
            for number in range(MOST_FRAMES + 1):
                try:
                    picture.seek(number)
                except EOFError:
                    return
                if number == MOST_FRAMES:
                    yield Part("", b"", left_out=1)
                    return
                yield _drawn(ImageOps.exif_transpose(picture), PICTURE_QUALITY)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise NotReadable from error


def pages(file: BinaryIO) -> Iterator[Part]:
    """Each page of a PDF as a picture; scripts, links and attachments stay behind."""
    try:
        document = pdfium.PdfDocument(file.read())
        count = len(document)
        for number in range(min(count, MOST_PAGES)):
            page = document[number]
            width, height = page.get_size()
            scale = min(150 / 72, LONGEST_SIDE / max(width, height, 1))
            yield _drawn(page.render(scale=scale).to_pil(), PAGE_QUALITY)
    except pdfium.PdfiumError as error:
        raise NotReadable from error
    if count > MOST_PAGES:
        yield Part("", b"", left_out=count - MOST_PAGES)


def words(file: BinaryIO) -> Part:
    """Plain words in UTF-8, without a sign that steers what shows them."""
    raw = file.read(4 * MOST_TEXT)
    wide = raw[:2] in {b"\xff\xfe", b"\xfe\xff"}
    text = raw.decode("utf-16" if wide else "utf-8-sig", "replace").replace("\r\n", "\n")
    plain = "".join(sign for sign in text if sign in "\t\n" or sign >= " ")
    left = len(plain) - MOST_TEXT
    return Part("text/plain", plain[:MOST_TEXT].encode(), left_out=max(0, left))


def recording(kind: str) -> Part:
    """A film or a sound made anew, a frame and a second at a time: nothing written in its boxes comes along."""
    reader = [*ONLY_THIS_FILE, "-f", READER_OF[kind], "-i", FILE]
    # Covers in a music file are no film.
    seen = _run(["ffprobe", "-v", "error", *reader, "-show_entries", "stream=codec_type:format=duration:stream_disposition=attached_pic", "-of", "json"])  # fmt: skip
    streams = json.loads(seen or b"{}")
    kinds = [
        one["codec_type"]
        for one in streams.get("streams", [])
        if not one.get("disposition", {}).get("attached_pic")
    ]
    film = "video" in kinds
    if not film and "audio" not in kinds:
        raise NotReadable
    longer = float(streams.get("format", {}).get("duration") or 0) - MOST_SECONDS
    content = _run(
        [
            *("ffmpeg", "-nostdin", "-v", "error", *reader),
            *(_film() if film else ["-vn"]),
            *("-map", "0:a:0?", "-c:a", "aac", "-b:a", "96k", "-ac", "2"),
            *("-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn"),
            *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
            *("-t", str(MOST_SECONDS), "-fs", str(MOST_FILM), "-threads", "1"),
            *("-movflags", "frag_keyframe+empty_moov+default_base_moof", "-f", "mp4", "pipe:1"),
        ]
    )
    if len(content) < 1000:
        raise NotReadable
    return Part("video/mp4" if film else "audio/mp4", content, left_out=max(0, int(longer)))


def _film() -> list[str]:
    fits = f"scale='min({FILM_SIDE},iw)':'min({FILM_SIDE},ih)':force_original_aspect_ratio=decrease"
    return [
        *("-map", "0:V:0", "-vf", f"{fits}:force_divisible_by=2,format=yuv420p"),
        *("-c:v", "libx264", "-preset", "ultrafast", "-crf", "25"),
    ]


def _run(command: list[str]) -> bytes:
    done = subprocess.run(  # noqa: S603 -- our own words; the file comes in as its input
        command, stdin=sys.stdin, capture_output=True, check=False
    )
    if done.returncode and not done.stdout:
        raise NotReadable
    return done.stdout


def _drawn(picture: Any, quality: int) -> Part:
    """The picture's pixels on fresh white paper: no other byte of it comes along."""
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value / 256).convert("L")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    has_holes = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    clear = picture.convert("RGBA" if has_holes else "RGB")
    paper = Image.new("RGB", clear.size, "white")
    paper.paste(clear, (0, 0), clear if has_holes else None)
    written = io.BytesIO()
    paper.save(written, "JPEG", quality=quality, optimize=False)
    return Part("image/jpeg", written.getvalue(), *paper.size)


def shut_in() -> None:
    """No network where the machine allows it, no file written, so much memory and time and no more."""
    libc = ctypes.CDLL(None)
    if libc.unshare(NEW_NETWORK) != 0:
        libc.unshare(NEW_USER | NEW_NETWORK)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main(arguments: list[str]) -> int:
    shut_in()
    left_out = 0
    try:
        for part in parts_of(arguments[0], sys.stdin.buffer):
            left_out += part.left_out
            if part.content:
                told = {**asdict(part), "content": len(part.content)}
                sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + part.content)
    except NotReadable:
        return NOT_READABLE
    sys.stdout.buffer.write(json.dumps({"end": True, "left_out": left_out}).encode() + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
