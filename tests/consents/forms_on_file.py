"""Signed forms in a folder, as rows: an answer and its document, without the way that leads to them."""

from django.utils import timezone

from consents import models
from consents.actions.snapshots import snapshot_of
from core.actor import Actor, ActorKind
from documents import actions, making
from documents.terms import DocumentKind


def sign(scene, *, guardian=None, version=None, decision="granted", at=None, **facts):
    """A guardian's answer to the version (default: the first guardian, the scene's version)."""
    guardian, version = guardian or scene.guardians[0], version or scene.version
    at = at or timezone.now()
    ask, _ = models.Ask.objects.get_or_create(
        version=version, student=scene.student, guardian=guardian
    )
    shown, _ = models.ShownForm.objects.get_or_create(
        sha256="a" * 64,
        defaults={
            "language": "en",
            "title": "Permission to text my child",
            "body": [{"heading": "What you are asked", "text": "May the coach text your child?"}],
        },
    )
    return models.Answer.objects.create(
        ask=ask,
        version=version,
        student=scene.student,
        guardian=guardian,
        decision=decision,
        signed_at=at,
        received_at=at,
        shown=shown,
        shown_english=shown,
        language="en",
        typed_name=str(guardian),
        agreed_to_sign_electronically=True,
        **facts,
    )


def withdraw(answer, at=None):
    at = at or timezone.now()
    return models.Withdrawal.objects.create(
        answer=answer, at=at, actor_kind="guardian", actor_id=str(answer.guardian_id)
    )


def file(answer, *, make=False):
    """The answer's document in the folder; `make` also draws its PDF."""
    document = actions.file(
        DocumentKind.SIGNED_FORM,
        source=f"consents.answer:{answer.pk}",
        student=answer.student,
        school=answer.student.school,
        year=answer.version.activity.year,
        title=answer.version.name,
        language=answer.language,
        snapshot=snapshot_of(answer),
        by=Actor(ActorKind.GUARDIAN, str(answer.guardian_id)),
    )
    if make:
        making.make(document.pk)
        document.refresh_from_db()
    return document
