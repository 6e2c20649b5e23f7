"""Make a filed document's PDF, once. Only tasks and commands come here: drawing takes seconds."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from documents import drawing, keeping
from documents.models import Document
from trail.recording import record

MAKER = Actor.job("documents.make")


def make(document_id: int) -> None:
    """Draw the document from its snapshot, keep the file, and write its hash down.

    Safe twice: a made document is never made again, whoever comes second throws his copy away.
    """
    document = Document.objects.get(pk=document_id)
    if document.made_at is not None:
        return
    content = drawing.signed_form(document.snapshot, title=document.title)
    name = keeping.keep(content)
    with transaction.atomic():
        seal(document, content, name)


def seal(document: Document, content: bytes, name: str) -> None:
    """Write down where the file is and what it hashes to, unless another worker just did."""
    digest = keeping.sha256_of(content)
    unmade = Document.objects.filter(pk=document.pk, made_at__isnull=True)
    if unmade.update(made_at=timezone.now(), stored_as=name, sha256=digest, size=len(content)):
        record("document.made", document, by=MAKER, sha256=digest, size=len(content))
