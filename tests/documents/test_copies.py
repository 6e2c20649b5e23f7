"""Clean copies: what is seen and heard, and nothing else of the file (attacks U5, U7, U8, U11, U12)."""

import io
import struct
import subprocess
import zlib

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from documents import copies
from tests.incidents.evidence import gps_exif, picture

pillow_heif.register_heif_opener()


def copied(content, kind):
    with copies.in_memory() as file:
        file.write(content)
        return copies.make(file, kind)


def only_picture(content, kind="image/jpeg"):
    (part,) = copied(content, kind).parts
    return part


def mov(folder, *more):
    """A second of film with a place in its boxes, as a phone writes it."""
    path = folder / "film.mov"
    said = ["-metadata", "location=+41.8781-087.6298/", "-metadata", "make=Secret Phone 9"]
    said += ["-metadata", "com.apple.quicktime.location.ISO6709=+41.8781-087.6298/"]
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=64x48:d=0.4:r=5", *said),
            *("-movflags", "use_metadata_tags", "-c:v", "mpeg4", str(path)),
        ],
        check=True,
    )
    return path.read_bytes()


@pytest.mark.parametrize(("form", "kind"), [("JPEG", "image/jpeg"), ("HEIF", "image/heic")])
def test_u8_no_place_no_phone_and_no_preview_in_the_copy_of_a_picture(form, kind):
    content = picture(form, exif=gps_exif())
    assert b"41.8781" in content

    part = only_picture(content, kind)

    told = [word in part.content for word in (b"41.8781", b"Secret Phone", b"Exif", b"http")]
    assert told == [False] * 4
    assert Image.open(io.BytesIO(part.content)).size == (64, 48)


def test_u8_no_place_and_no_phone_in_the_copy_of_a_film(tmp_path):
    content = mov(tmp_path)
    assert b"41.8781" in content

    part = only_picture(content, "video/quicktime")

    told = [word in part.content for word in (b"41.8781", b"087.6298", b"Secret Phone")]
    assert (part.media_type, told) == ("video/mp4", [False] * 3)


def test_u5_what_was_hung_on_behind_a_picture_stays_behind():
    part = only_picture(picture() + b"PK\x03\x04<script>alert(1)</script>")

    assert (b"PK\x03\x04" in part.content, b"script" in part.content) == (False, False)


def test_u11_a_pdf_becomes_pictures_and_its_script_is_gone():
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 200))
    script = {"/S": pikepdf.Name.JavaScript, "/JS": "app.launchURL('http://example.org')"}
    pdf.Root.OpenAction = pikepdf.Dictionary(script)
    content = io.BytesIO()
    pdf.save(content)

    part = only_picture(content.getvalue(), "application/pdf")

    assert (part.media_type, part.width < part.height) == ("image/jpeg", True)
    assert b"launchURL" not in part.content


def test_u7_a_pdf_of_many_pages_gives_the_first_and_says_how_many_are_left_out():
    pdf = pikepdf.new()
    for _page in range(45):
        pdf.add_blank_page(page_size=(20, 20))
    content = io.BytesIO()
    pdf.save(content)

    copy = copied(content.getvalue(), "application/pdf")

    assert (len(copy.parts), copy.left_out) == (40, 5)


def bomb():
    """A PNG of a few kilobytes that unpacks to 50,000 by 50,000 dots."""

    def box(name, data):
        return (
            struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))
        )

    head = struct.pack("!IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + box(b"IHDR", head) + box(b"IDAT", body) + box(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (bomb(), "image/png"),
        (b"\xff\xd8\xff\xe0 no picture at all", "image/jpeg"),
        (b"%PDF-1.7 no paper at all", "application/pdf"),
        (b"ID3 no sound at all" + bytes(2000), "audio/mpeg"),
    ],
    ids=["bomb", "jpeg", "pdf", "mp3"],
)
def test_u7_u12_what_cannot_be_read_is_said_and_breaks_nothing(content, kind):
    with pytest.raises(copies.CannotCopy):
        copied(content, kind)


def test_u12_a_picture_is_turned_as_the_camera_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6

    part = only_picture(picture(size=(64, 48), exif=exif))

    assert (part.width, part.height) == (48, 64)


@pytest.mark.parametrize("mode", ["CMYK", "I;16", "P", "1"])
def test_u12_every_kind_of_colour_becomes_a_picture(mode):
    form, kind = ("JPEG", "image/jpeg") if mode == "CMYK" else ("PNG", "image/png")
    content = io.BytesIO()
    Image.new(mode, (30, 20)).save(content, form)

    part = only_picture(content.getvalue(), kind)

    assert (part.width, part.height) == (30, 20)


def test_u12_what_arrived_of_a_picture_that_was_cut_off_is_shown():
    whole = picture(size=(400, 300))

    part = only_picture(whole[: len(whole) // 2])

    assert (part.width, part.height) == (400, 300)


def test_u7_a_picture_that_moves_gives_its_first_frames():
    frames = [Image.new("RGB", (20, 20), (shade * 10, 0, 0)) for shade in range(15)]
    content = io.BytesIO()
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:])

    copy = copied(content.getvalue(), "image/gif")

    assert (len(copy.parts), copy.left_out) == (12, 1)


def test_words_lose_what_steers_the_screen():
    (part,) = copied("Er schrieb: “Hi” \x1b[2J\r\nعربي".encode(), "text/plain").parts

    assert part.content.decode() == "Er schrieb: “Hi” [2J\nعربي"
