"""Documents for tests: filed, and made without waiting for a worker."""

from core.actor import Actor, ActorKind
from documents import actions, making
from documents.terms import DocumentKind
from tests.documents.snapshots import snapshot
from tests.factories import SchoolYearFactory, StudentFactory

GUARDIAN = Actor(ActorKind.GUARDIAN, "7", "Amina Hassan")


def filed(student=None, answer_id=17, language="en", year=None, **changed):
    student = student or StudentFactory()
    return actions.file(
        DocumentKind.SIGNED_FORM,
        source=f"consents.answer:{answer_id}",
        student=student,
        school=student.school,
        year=year or SchoolYearFactory(),
        title=f"Girls' cross-country · {student}",
        language=language,
        snapshot=snapshot(language, answer_id=answer_id, **changed),
        by=GUARDIAN,
    )


def made(**facts):
    document = filed(**facts)
    making.make(document.pk)
    document.refresh_from_db()
    return document
