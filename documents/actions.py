"""The verbs of this app: file a document, keep a file, open one."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import outbox
from core.actor import Actor
from documents import keeping, kinds
from documents.models import Document, DocumentRead, FileRead, KeptFile
from documents.terms import DocumentKind
from schools.models import School, SchoolYear, Student
from trail.recording import record


@transaction.atomic
def file(  # noqa: PLR0913 -- each is a column of the row
    kind: DocumentKind,
    *,
    source: str,
    student: Student,
    school: School,
    year: SchoolYear,
    title: str,
    language: str,
    snapshot: dict[str, Any],
    by: Actor,
) -> Document:
    """File a document in the student's cumulative folder (T8); its PDF is made after the commit.

    `source` names the row it proves ("consents.answer:17") and is filed once; `snapshot` is everything
    the file will say, frozen here.
    """
    document, made = Document.objects.get_or_create(
        source=source,
        defaults={
            "kind": kind,
            "student": student,
            "school": school,
            "year": year,
            "title": title,
            "language": language,
            "snapshot": snapshot,
        },
    )
    if made:
        record("document.filed", document, by=by, kind=str(kind), source=source)
        outbox.later("documents.make", document.pk, key=f"documents.make:{document.pk}")
    return document


@transaction.atomic
def open_file(document: Document, *, by: Actor) -> bytes:
    """The bytes of a made document; who opened it is written down first.

    Raises `keeping.NotMade` while its PDF waits to be made, `keeping.Damaged` when the kept file is
    not the one that was made. The caller has asked whether `by` may see it (`visible_to`).
    """
    content = keeping.content_of(document)
    DocumentRead.objects.create(document=document, actor_kind=str(by.kind), actor_id=by.id)
    record("document.opened", document, by=by)
    return content


ENDINGS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "application/json": "json",
    kinds.TEXT: "txt",
    kinds.XLSX: "xlsx",
}


@transaction.atomic
def keep_file(content: bytes, media_type: str, *, source: str, by: Actor) -> KeptFile:
    """Keep bytes that belong to no folder yet, once a source: a scanned stack, a page's image."""
    digest = keeping.sha256_of(content)
    file, made = KeptFile.objects.get_or_create(
        source=source,
        defaults={
            "media_type": media_type,
            "stored_as": keeping.keep(content, ENDINGS[media_type]),
            "sha256": digest,
            "size": len(content),
        },
    )
    if made:
        record("file.kept", file, by=by, source=source, sha256=digest, size=len(content))
    return file


@transaction.atomic
def open_kept(file: KeptFile, *, by: Actor) -> bytes:
    """The bytes of a kept file; who opened it is written down. `keeping.Damaged` where they changed.

    The caller has asked whether `by` may see it.
    """
    content = keeping.bytes_of(file)
    FileRead.objects.create(file=file, actor_kind=str(by.kind), actor_id=by.id)
    record("file.opened", file, by=by)
    return content
