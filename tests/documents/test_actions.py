import re

import pytest
from django.core.files.storage import default_storage

from core import outbox
from core.actor import Actor, ActorKind
from core.models import OutboxMessage
from documents import actions, keeping, making, tasks
from documents.models import Document, DocumentRead
from tests.documents.filing import filed, made
from tests.documents.snapshots import snapshot
from tests.factories import actor, staff_at
from trail.models import Entry

pytestmark = pytest.mark.django_db


def verbs():
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def test_filing_writes_a_row_and_leaves_the_making_for_later(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False) as later:
        document = filed()

    assert document.made_at is None
    assert document.source == "consents.answer:17"
    assert len(later) == 1
    assert verbs() == ["document.filed"]


def test_a_source_is_filed_once(django_capture_on_commit_callbacks):
    document = filed()

    with django_capture_on_commit_callbacks(execute=False) as later:
        again = filed(student=document.student)

    assert again == document
    assert later == []
    assert verbs() == ["document.filed"]


def test_the_task_makes_the_file_after_the_commit():
    document = filed()
    row = OutboxMessage.objects.get()

    assert (row.task, row.args) == (tasks.make.name, [document.pk])
    assert outbox.run(row.pk)

    document.refresh_from_db()
    with default_storage.open(document.stored_as) as kept:
        content = kept.read()
    assert document.sha256 == keeping.sha256_of(content)
    assert document.size == len(content)
    assert document.stored_as == f"documents/{document.sha256[:2]}/{document.sha256}.pdf"
    assert verbs() == ["document.filed", "document.made"]
    assert Entry.objects.get(verb="document.made").facts == {
        "sha256": document.sha256,
        "size": document.size,
    }


def test_a_made_document_is_never_made_again():
    document = made()
    before = Document.objects.values().get()

    Document.objects.update(snapshot=snapshot("ar"))
    making.make(document.pk)

    assert Document.objects.values("sha256", "made_at", "stored_as").get() == {
        key: before[key] for key in ("sha256", "made_at", "stored_as")
    }
    assert verbs().count("document.made") == 1


def test_of_two_workers_the_first_one_counts():
    document = filed()
    making.seal(document, b"first", "documents/first.pdf")

    making.seal(document, b"second", "documents/second.pdf")

    document.refresh_from_db()
    assert document.stored_as == "documents/first.pdf"
    assert verbs().count("document.made") == 1


def test_opening_writes_down_who_read():
    document, reader = made(), staff_at()

    content = actions.open_file(document, by=actor(reader))

    assert content[:5] == b"%PDF-"
    assert DocumentRead.objects.values("document", "actor_kind", "actor_id").get() == {
        "document": document.pk,
        "actor_kind": "user",
        "actor_id": str(reader.pk),
    }
    assert verbs()[-1] == "document.opened"


def test_opening_what_is_not_made_yet_says_so_and_logs_nothing():
    with pytest.raises(keeping.NotMade):
        actions.open_file(filed(), by=Actor(ActorKind.GUARDIAN, "1"))

    assert DocumentRead.objects.count() == 0


@pytest.mark.parametrize("spoil", ["change", "delete"])
def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(spoil):
    document = made()
    default_storage.delete(document.stored_as)
    if spoil == "change":
        with default_storage.open(document.stored_as, "wb") as kept:
            kept.write(b"%PDF-1.7 something else")

    with pytest.raises(keeping.Damaged):
        actions.open_file(document, by=Actor(ActorKind.GUARDIAN, "1"))

    assert DocumentRead.objects.count() == 0


def test_the_reference_is_that_of_the_words():
    first, same = keeping.reference_of(snapshot()), keeping.reference_of(snapshot())

    assert first == same
    assert re.fullmatch(r"([0-9A-F]{4}-){3}[0-9A-F]{4}", first)
    assert keeping.reference_of(snapshot(reason="x")) != first


def test_the_trail_names_no_child():
    document = made()

    written = str(list(Entry.objects.values_list("facts", "subject", "topic")))

    assert document.student.given_name not in written
    assert document.title not in written


def test_a_half_written_file_is_written_anew():
    content = b"%PDF-1.7 whole"
    name = keeping.keep(content)
    with default_storage.open(name, "wb") as kept:
        kept.write(content[:5])

    again = keeping.keep(content)
    same = keeping.keep(content)

    assert (again, same) == (name, name)
    with default_storage.open(name) as kept:
        assert kept.read() == content
