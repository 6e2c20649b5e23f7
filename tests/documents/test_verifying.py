import json
import resource
from io import BytesIO, StringIO

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from documents import inside, keeping
from documents.models import Document
from documents.verifying import Finding, verify
from tests.documents.filing import made

pytestmark = pytest.mark.django_db


def altered(content, **changes):
    """The same PDF with another answer inside."""
    with pikepdf.open(BytesIO(content)) as pdf:
        inside = json.loads(pdf.attachments["consent.json"].get_file().read_bytes())
        pdf.attachments["consent.json"] = pikepdf.AttachedFileSpec(
            pdf, json.dumps(inside | changes).encode(), filename="consent.json"
        )
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def attachment_at(content):
    """Where the packed answer lies in a form."""
    with pikepdf.open(BytesIO(content)) as pdf:
        packed = pdf.attachments["consent.json"].get_file().obj.read_raw_bytes()
    return content.index(packed) + len(packed) // 2


def plain_pdf(attached=None):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    if attached is not None:
        pdf.attachments["consent.json"] = pikepdf.AttachedFileSpec(
            pdf, attached, filename="consent.json"
        )
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def run(path):
    out = StringIO()
    try:
        call_command("verify_document", str(path), stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def test_the_file_that_was_made_is_genuine():
    document = made()

    verification = verify(keeping.content_of(document))

    assert (verification.finding, verification.document) == (Finding.GENUINE, document)


@pytest.mark.parametrize("changes", [{"decision": "refused"}, {}])
def test_a_file_saved_anew_is_altered(changes):
    document = made()

    verification = verify(altered(keeping.content_of(document), **changes))

    assert (verification.finding, verification.document) == (Finding.ALTERED, document)


def test_one_changed_byte_is_enough():
    content = keeping.content_of(made())
    places = [
        5,
        len(content) // 2,
        attachment_at(content),
        content.rindex(b"/Root"),
        len(content) - 2,
    ]

    found = [
        verify(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]).finding for at in places
    ]

    # Where the answer inside can still be read, it says whose form this was.
    assert found == [
        Finding.ALTERED, Finding.ALTERED, Finding.UNKNOWN, Finding.UNKNOWN, Finding.ALTERED,
    ]  # fmt: skip


def test_a_record_that_no_longer_says_what_the_file_says_is_no_proof():
    document = made()
    content = keeping.content_of(document)
    Document.objects.update(snapshot={**document.snapshot, "decision": "refused"})

    assert verify(content).finding == Finding.ALTERED


@pytest.mark.parametrize(
    "attached",
    [
        None,
        b"",
        b"not json",
        b"[1]",
        b'{"answer_id": 999}',
        b'{"answer_id": true}',
        b'{"answer_id": {"a": 1}}',
        b'{"answer_id": "9999999999999999999999"}',
        b"[" * 100_000,
        b" " * 2_000_000,
    ],
    ids=["none", "empty", "words", "list", "other", "true", "object", "huge", "deep", "bomb"],
)
def test_another_pdf_is_unknown(attached):
    made()

    verification = verify(plain_pdf(attached))

    assert (verification.finding, verification.document) == (Finding.UNKNOWN, None)


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n", b"\x89PNG\r\n", b"\0" * 5000])
def test_what_is_no_pdf_is_unreadable(content):
    assert verify(content).finding == Finding.UNREADABLE


def test_a_locked_pdf_is_unreadable():
    with pikepdf.open(BytesIO(plain_pdf())) as pdf:
        out = BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user="a", owner="b"))

    assert verify(out.getvalue()).finding == Finding.UNREADABLE


def test_the_command_says_genuine_with_exit_0(tmp_path):
    document = made()
    path = tmp_path / "form.pdf"
    path.write_bytes(keeping.content_of(document))

    code, words = run(path)

    assert code == 0
    assert words == (
        f"Genuine: answer 17, document {keeping.reference_of(document.snapshot)}, "
        f"made {document.made_at:%Y-%m-%d %H:%M:%S} UTC, SHA-256 {document.sha256}.\n"
    )


def test_the_command_says_altered_with_exit_1(tmp_path):
    path = tmp_path / "form.pdf"
    path.write_bytes(altered(keeping.content_of(made()), decision="refused"))

    assert run(path) == (
        1,
        "Not genuine: altered. It claims answer 17, but it is not the file made for it.",
    )


def test_the_command_says_unknown_with_exit_1(tmp_path):
    path = tmp_path / "form.pdf"
    path.write_bytes(plain_pdf())

    assert run(path) == (1, "Not genuine: this system made no such file.")


def test_the_command_cannot_read_with_exit_2(tmp_path):
    words = tmp_path / "form.pdf"
    words.write_text("hello")

    assert run(words) == (2, f"{words}: not a readable PDF.")
    assert run(tmp_path / "gone.pdf") == (2, f"{tmp_path / 'gone.pdf'}: No such file or directory")
    assert run(tmp_path) == (2, f"{tmp_path}: Is a directory")


def test_a_file_that_unpacks_without_end_is_unreadable_and_harms_nobody():
    bomb = pikepdf.new()
    bomb.add_blank_page()
    bomb.Root.Stuff = bomb.make_indirect(pikepdf.Array([pikepdf.String("x" * 60_000_000)]))
    out = BytesIO()
    bomb.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    small = out.getvalue()
    assert len(small) < 1_000_000

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    verification = verify(small)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert verification.document is None
    assert grown < 20_000


@pytest.mark.parametrize("fails", ["memory", "crash"])
def test_a_file_that_breaks_its_reader_is_unreadable(monkeypatch, tmp_path, fails):
    program = tmp_path / "inside.py"
    program.write_text("b = bytearray(1 << 42)" if fails == "memory" else "import os; os.abort()")
    monkeypatch.setattr(inside, "__file__", str(program))

    assert verify(plain_pdf()).finding == Finding.UNREADABLE
