"""Evidence: what is kept of an answer, so that years later it says who, what, when, how, and in which words."""

from io import BytesIO

import pikepdf
import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from consents import showing
from consents.actions import answers
from consents.models import Answer, PhoneChoice
from consents.terms import AnswerDecision
from documents import keeping, making, verifying
from documents.inside import embedded
from documents.models import Document
from tests.consents.families import CHILD_PHONE, OWN_PHONE, ask_of, asked, sign
from tests.consents.paper_rows import office, recorded
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def meetup():
    return asked()


@pytest.fixture
def ask(meetup):
    return ask_of(meetup.guardians[0])


@pytest.fixture
def made():
    return office()


@pytest.mark.clause("T1")
def test_ev_01_a_grant_keeps_who_what_when_and_how(meetup, ask):
    answer = sign(ask)

    assert (answer.decision, answer.guardian, answer.student, answer.version) == (
        AnswerDecision.GRANTED,
        meetup.guardians[0],
        meetup.student,
        meetup.version,
    )
    assert (answer.address, answer.browser, answer.proof) == (
        "192.0.2.7",
        "Test browser",
        {"code_id": 1},
    )
    assert (answer.typed_name, answer.signed_at) == ("Ana María O'Neill", answer.received_at)
    choice = PhoneChoice.objects.get()
    assert (choice.student_phone, choice.own_phone, choice.duplicates) == (
        CHILD_PHONE,
        OWN_PHONE,
        True,
    )


def test_ev_02_the_trail_holds_ids_and_hashes_alone(ask):
    answer = sign(ask)

    entry = Entry.objects.get(verb="answer.given")
    assert entry.facts == {
        "decision": "granted",
        "version": ask.version_id,
        "student": ask.student_id,
        "keeps_earlier": False,
        "shown": answer.shown.sha256,
        "language": "en",
        "also_named": False,
    }
    assert (entry.actor_kind, entry.actor_id) == ("guardian", str(ask.guardian_id))


@pytest.mark.parametrize("language", ["en", "es", "pl", "zh-hans", "ar", "ur"])
def test_ev_03_the_words_shown_are_kept_with_their_english(ask, language):
    answer = sign(ask, language=language)

    english = showing.words_for(answers.ask_in_full(ask.pk), "en")
    assert (answer.language, answer.shown.language) == (language, language)
    assert (answer.shown_english.sha256, answer.shown_english.body) == (
        english.sha256,
        english.body,
    )


def test_ev_04_the_form_for_the_folder_is_frozen_at_once(meetup, ask):
    answer = sign(ask, language="ar")

    document = Document.objects.get()
    snapshot = document.snapshot
    assert document.source == f"consents.answer:{answer.pk}"
    assert [text["language"] for text in snapshot["texts"]] == ["ar", "en"]
    assert snapshot["choices"] == {
        "texts_student": True,
        "student_phone": CHILD_PHONE,
        "duplicates": True,
        "own_phone": OWN_PHONE,
        "sharing": "own_child",
    }
    assert snapshot["adults"] == [{"name": meetup.coach.name, "email": meetup.coach.email}]
    assert snapshot["exception"]["clause"] == "T2"
    assert snapshot["approval"]["approved_by"] == meetup.principal.name
    assert snapshot["signer"]["typed_name"] == "Ana María O'Neill"
    assert snapshot["evidence"]["address"] == "192.0.2.7"


@pytest.mark.clause("T8")
def test_ev_05_the_folder_keeps_the_paper_and_proves_it(made, tmp_path):
    answer = recorded(made)
    document = Document.objects.get(source=f"consents.answer:{answer.pk}")

    making.make(document.pk)
    document.refresh_from_db()

    scan = answer.recording.review.scan
    proof = document.snapshot["evidence"]["proof"]
    content = keeping.content_of(document)
    file = tmp_path / "form.pdf"
    file.write_bytes(content)
    call_command("verify_document", str(file))
    assert document.kind == "paper_form"
    assert document.snapshot["picture"]["sha256"] == scan.image.sha256 == proof["scan_sha256"]
    assert (proof["recorded_by"], proof["confirmed_by"]) == (made.clerk.name, made.second.name)
    assert (proof["original_lies"], proof["matched"]) == ("Office, shelf 3", "by_code")
    assert proof["signed_on"] == proof["received_on"] == timezone.localdate().isoformat()
    assert document.snapshot["texts"][0]["sha256"] == scan.sheet.shown.sha256
    assert verifying.verify(content).finding == verifying.Finding.GENUINE
    assert b"scan_sha256" in embedded(content)
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages[-1].get_images()) == 1


@pytest.mark.clause("T8")
def test_ev_06_a_later_no_leaves_the_signature_as_it_was(ask):
    """Whoever says no after a yes gets a new row with words of its own; nothing of the first is touched."""
    first = sign(ask)
    before = Answer.objects.filter(pk=first.pk).values().get()

    second = sign(ask, AnswerDecision.REFUSED, key="later")

    assert Answer.objects.filter(pk=first.pk).values().get() == before
    assert second.pk != first.pk
    assert Document.objects.filter(source__endswith=f":{first.pk}").exists()


@pytest.mark.clause("T8")
def test_ev_07_no_row_of_an_answer_can_be_changed_or_taken_away(ask):
    """The database itself refuses, whoever asks."""
    answer = sign(ask)

    for spoil in (
        lambda: Answer.objects.filter(pk=answer.pk).update(decision=AnswerDecision.REFUSED),
        lambda: PhoneChoice.objects.filter(answer=answer).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()

    assert Answer.objects.get().decision == AnswerDecision.GRANTED
