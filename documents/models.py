"""Kept files: what they are made from or how they came in, their hash, and who read them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import both_or_neither, one_of
from documents.terms import DocumentKind
from schools.models import School, SchoolYear, Student


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User) -> Self:
        """Documents in the folders of students the user may see."""
        return self.filter(student__in=Student.objects.visible_to(user))

    def made(self) -> Self:
        return self.filter(made_at__isnull=False)


class Document(models.Model):
    """A file in a student's cumulative folder (T8), made once from a frozen snapshot.

    `source` names the row it proves (`consents.answer:17`): documents look down only.
    """

    kind = models.CharField(max_length=20, choices=DocumentKind)
    source = models.CharField(max_length=120, unique=True)
    student = models.ForeignKey(Student, models.PROTECT, related_name="documents")
    school = models.ForeignKey(School, models.PROTECT, related_name="documents")
    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="documents")
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(max_length=10)
    # Everything the file says, frozen when the form was signed; the file is made from it and holds it.
    snapshot = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    stored_as = models.CharField(max_length=300, null=True)  # noqa: DJ001 -- pairs with made_at
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveIntegerField(default=0)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["student", "-created_at"])]
        constraints = [
            both_or_neither("made_at", "stored_as"),
            one_of("kind", DocumentKind.values),
        ]

    def __str__(self) -> str:
        return self.title


class DocumentRead(models.Model):
    """Somebody opened a document: who, when, and in which capacity."""

    append_only = True

    document = models.ForeignKey(Document, models.PROTECT, related_name="reads")
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.document_id} by {self.actor_kind} {self.actor_id}"


class KeptFile(models.Model):
    """Bytes that came in or were made outside a folder: a scanned stack, a page's image, sheets to print.

    `source` names what it is to the register above ("consents.stack:3") and is kept once.
    """

    append_only = True

    source = models.CharField(max_length=120, unique=True)
    media_type = models.CharField(max_length=100)
    stored_as = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.source


class FileRead(models.Model):
    """Somebody opened a kept file: who, when, and in which capacity."""

    append_only = True

    file = models.ForeignKey(KeptFile, models.PROTECT, related_name="reads")
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.file_id} by {self.actor_kind} {self.actor_id}"
