"""A decision as a paper: drawn from its receipt alone, which it carries inside, so that anybody decides it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import timezone, translation

from documents import inside
from documents.drawing import Inside, archived
from documents.models import KeptFile
from documents.verifying import inside_of
from platforms import uses
from platforms.models import AuditDecision
from platforms.reports import receipts
from platforms.reports.outcome_words import WORDS
from platforms.reports.receipts import NoReceipt
from platforms.terms.audits import Grade, Outcome, Value

NAME: Final = "decision.json"


def source_of(decision: AuditDecision) -> str:
    """How the kept file names what it is."""
    return f"platforms.auditdecision:{decision.pk}"


def paper_of(decision: AuditDecision) -> KeptFile | None:
    """The drawn paper; None until the worker has drawn it."""
    return KeptFile.objects.filter(source=source_of(decision)).first()


def drawn(decision: AuditDecision) -> bytes:
    """The paper as PDF/A-3a. It takes seconds: for workers. The same receipt gives the same bytes."""
    receipt = receipts.read(decision.receipt.encode())
    with translation.override("en"):
        page = render_to_string("pdf/decision.html", facts_of(receipt, decision.sha256))
    at = datetime.fromisoformat(receipt["decided_at"])
    words = Inside(decision.receipt.encode(), NAME, "All that the decision rests on", at)
    return archived(page, words, style=render_to_string("pdf/decision.css"))


def receipt_inside(content: bytes) -> bytes:
    """The receipt that a stranger's file carries; `NoReceipt` where it carries none, `NotPdf` for no PDF."""
    found = inside_of(content, NAME)
    if not found:
        raise NoReceipt("no decision inside")
    return found


NotPdf = inside.NotPdf


def facts_of(receipt: Mapping[str, Any], sha256: str) -> dict[str, Any]:
    """What the page reads."""
    outcome, question = receipt["outcome"], receipt["question"]
    rules = {one["id"]: one for one in question["criteria"]}
    rows = [
        {
            **finding,
            "rule": rules[finding["criterion"]],
            "value_words": Value(finding["value"]).label,
            "grade_words": Grade(finding["grade"]).label,
            "is_bad": finding["value"] in (Value.NOT_MET, Value.PARTIAL),
        }
        for finding in receipt["findings"]
    ]
    names = uses.names()
    return {
        "receipt": receipt,
        "sha256": sha256,
        "reference": receipts.reference_of(sha256),
        "outcome": outcome,
        "outcome_words": Outcome(outcome["outcome"]).label,
        "reasons": [_reason(code) for code in outcome["reasons"]],
        "uses": [names.get(code, code) for code in receipt["said"]["uses"]],
        "groups": [(name, list(each)) for name, each in groupby(rows, lambda row: row["group"])],
        "question": question,
        "decided_at": timezone.localtime(datetime.fromisoformat(receipt["decided_at"])),
    }


def _reason(code: str) -> str:
    kind, _colon, about = code.partition(":")
    return str(WORDS[kind]).format(about=about) if kind in WORDS else code
