"""A decision's receipt: all it rests on as canonical JSON, from which anybody decides it again (P2).

Its `question` is what `manage.py decide platforms` reads, and its `outcome` what that answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from accounts.models import User
from core.reading import Unreadable, parse
from documents.keeping import canonical, sha256_of
from platforms import decide
from platforms.models import Audit, Criterion, NaReview, Result, ResultEvidence
from platforms.policy import Question
from platforms.reports.assessing import scope_of, standing_results
from platforms.reports.judging import binding

FORMAT: Final = "cps-comms/audit-decision/1"


class NoReceipt(ValueError):
    """The bytes are no receipt of ours."""


def receipt_of(
    audit: Audit,
    question: Question,
    *,
    said: Mapping[str, Any],
    decided_by: User,
    at: datetime,
) -> str:
    """The receipt of a decision about to be made; `said` is what the decider added in words."""
    criteria = binding(audit)
    receipt = {
        "format": FORMAT,
        "audit": audit.pk,
        "predecessor": audit.predecessor_id,
        "platform": {"slug": audit.platform.slug, "name": audit.platform.name},
        "criteria_set": {
            "code": audit.criteria_set.code,
            "version": audit.criteria_set.version,
            "sha256": audit.criteria_set.sha256,
        },
        "tags": audit.tags,
        "question": decide.asked(question),
        "outcome": decide.written(question.decided()),
        "findings": _findings(audit, criteria),
        "people": _people(audit, decided_by),
        "said": dict(said),
        "decided_at": at.isoformat(),
    }
    return canonical(receipt).decode()


def read(receipt: bytes) -> dict[str, Any]:
    """A receipt read back; `NoReceipt` for anything else."""
    try:
        # As it is hashed: JSON in another encoding is none of ours.
        found = json.loads(receipt.decode())
    except (ValueError, RecursionError) as error:
        raise NoReceipt("no JSON") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise NoReceipt("not the receipt of a decision")
    return found


def differences(receipt: Mapping[str, Any]) -> list[str]:
    """Decide the receipt's question again: the parts of the outcome that come out otherwise."""
    try:
        again = decide.decide(parse(json.dumps(receipt.get("question")).encode()))
    except Unreadable as error:
        return [f"question: {error}"]
    stated = receipt.get("outcome")
    if not isinstance(stated, dict):
        return ["outcome: missing"]
    return [
        f"{part}: the receipt says {stated.get(part)!r}, its findings come to {found!r}"
        for part, found in again.items()
        if stated.get(part) != found
    ]


def reference_of(sha256: str) -> str:
    """A short mark of a decision, printed and read out: "3F2A-91BC-77DE-0A12"."""
    short = sha256[:16].upper()
    return "-".join(short[start : start + 4] for start in range(0, 16, 4))


def sha256(receipt: str) -> str:
    return sha256_of(receipt.encode())


def _findings(audit: Audit, criteria: Iterable[Criterion]) -> list[dict[str, Any]]:
    """Each binding criterion with its text, what was found, by whom, on which files, and who accepted an n/a."""
    standing = standing_results(audit)
    results = [standing[one.pk] for one in criteria if one.pk in standing]
    files = _files(results)
    accepted = _accepted(results)
    return [
        {
            "criterion": row.criterion.code,
            "group": row.criterion.group_title,
            "text": row.criterion.text,
            "value": row.value,
            "grade": row.grade,
            "note": row.note,
            "evidence": files.get(row.pk, []),
            "assessed_by": row.assessed_by.name,
            "assessed_at": row.assessed_at.isoformat(),
            "na_accepted_by": accepted.get(row.pk),
        }
        for row in results
    ]


def _files(results: Iterable[Result]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    rows = ResultEvidence.objects.filter(result__in=list(results)).order_by("pk")
    for row in rows.select_related("evidence__file"):
        piece = row.evidence
        found.setdefault(row.result_id, []).append(
            {
                "title": piece.title,
                "origin": piece.origin,
                "dated_on": piece.dated_on.isoformat(),
                "valid_until": piece.valid_until.isoformat() if piece.valid_until else None,
                "sha256": piece.file.sha256,
            }
        )
    return found


def _accepted(results: Iterable[Result]) -> dict[int, str]:
    """Who accepted last that a criterion does not apply, by the result's key."""
    rows = NaReview.objects.filter(result__in=list(results)).select_related("by").order_by("pk")
    newest = {row.result_id: row for row in rows}
    return {key: row.by.name for key, row in newest.items() if row.accepted}


def _people(audit: Audit, decided_by: User) -> dict[str, Any]:
    scope = scope_of(audit)
    review = scope.reviews.select_related("by").order_by("-pk").first() if scope else None
    return {
        "requested_by": audit.requested_by.name if audit.requested_by else None,
        "auditor": audit.auditor.name if audit.auditor else None,
        "scope_chosen_by": scope.by.name if scope else None,
        "scope_accepted_by": review.by.name if review and review.accepted else None,
        "decided_by": decided_by.name,
    }
