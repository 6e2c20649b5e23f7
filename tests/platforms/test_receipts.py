"""A decision is decided again from what its paper carries (P2)."""

import json
from io import BytesIO, StringIO

import pikepdf
import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from documents.keeping import canonical
from platforms import decide
from platforms.actions import papers
from platforms.models import AuditDecision
from platforms.reports import receipts
from platforms.reports.decision_paper import NAME, drawn
from platforms.terms.audits import Value
from tests.platforms.auditing import assessed, decided
from tests.platforms.test_audit_pages import browser

pytestmark = [pytest.mark.django_db, pytest.mark.clause("P2")]


def with_receipt(content, words):
    """The same paper carrying another receipt."""
    made = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        del pdf.attachments[NAME]
        if words is not None:
            pdf.attachments[NAME] = pikepdf.AttachedFileSpec(pdf, words, filename=NAME)
        pdf.save(made)
    return made.getvalue()


def verified(path, content):
    """Exit code and words of `manage.py verify_decision` for a file with these bytes."""
    path.write_bytes(content)
    out = StringIO()
    try:
        call_command("verify_decision", path, stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def test_the_receipt_is_hashed_and_carries_all_that_the_outcome_rests_on():
    scene = decided(with_na=True)
    decision = AuditDecision.objects.get()

    receipt = receipts.read(decision.receipt.encode())

    [skipped] = [one for one in receipt["findings"] if one["criterion"] == "IAM-02"]
    piece = scene.platform.evidence.get()
    assert receipts.sha256(decision.receipt) == decision.sha256
    assert decide.decide(receipt["question"]) == receipt["outcome"]
    assert receipt["criteria_set"]["sha256"] == scene.audit.criteria_set.sha256
    assert (skipped["value"], skipped["na_accepted_by"]) == ("na", scene.reviewer.name)
    assert receipt["findings"][0]["evidence"][0]["sha256"] == piece.file.sha256
    assert receipt["people"]["decided_by"] == scene.reviewer.name


def test_the_paper_is_archival_says_the_outcome_and_verifies(tmp_path):
    scene = decided(values={"IAM-01": Value.NOT_MET})
    paper = papers.draw_decision(scene.decision.pk)
    again = papers.draw_decision(scene.decision.pk)
    content = browser(scene.second).get(reverse("platforms:decision_paper", args=[scene.audit.pk]))
    path = tmp_path / "decision.pdf"

    with pikepdf.open(BytesIO(content.content)) as pdf, pdf.open_metadata() as metadata:
        part = metadata["{http://www.aiim.org/pdfa/ns/id/}part"]
    with pypdfium2.PdfDocument(content.content) as pdf:
        words = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    forged = json.loads(scene.decision.receipt)
    forged["question"]["results"]["IAM-01"]["value"] = "met"
    other = json.loads(scene.decision.receipt)
    other["said"]["public_reason"] = "It is fine."

    assert again == paper
    assert part == "3"
    assert "Flagged" in words
    assert "IAM-01" in words
    stated = (
        f"The same outcome: flagged, decision {receipts.reference_of(scene.decision.sha256)}, audit"
        f" {scene.audit.pk}, made {scene.decision.decided_at:%Y-%m-%d %H:%M:%S} UTC, SHA-256"
        f" {scene.decision.sha256}.\n"
    )
    assert verified(path, content.content) == (0, stated)
    code, said = verified(path, with_receipt(content.content, canonical(forged)))
    assert (code, said.startswith("Not the same outcome. outcome: the receipt says 'flagged'")) == (
        1,
        True,
    )
    code, said = verified(path, with_receipt(content.content, canonical(other)))
    assert (code, said.startswith("The outcome follows, but this system made no such")) == (1, True)
    for broken in (
        b"no pdf",
        with_receipt(content.content, None),
        with_receipt(content.content, b"[]"),
        with_receipt(content.content, scene.decision.receipt.encode("utf-16")),
    ):
        assert verified(path, broken)[0] == 2


def test_the_same_receipt_is_drawn_to_the_same_bytes_and_a_missing_file_is_told(tmp_path):
    scene = decided()

    assert drawn(scene.decision) == drawn(scene.decision)
    with pytest.raises(CommandError) as missing:
        call_command("verify_decision", tmp_path / "nothing.pdf")
    assert missing.value.returncode == 2


def test_an_undecided_audit_has_no_paper():
    scene = assessed()

    for door in ("decision_paper", "decision_receipt"):
        answer = browser(scene.its).get(reverse(f"platforms:{door}", args=[scene.audit.pk]))
        assert answer.status_code == 404
