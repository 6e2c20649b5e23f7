"""The chain of custody as a paper: every file of a report with its hash, and all that happened to it.

It is drawn when it is asked for and kept nowhere: its words are the case's.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import User
from documents.drawing import Inside, archived
from incidents.models import Case, EvidenceEvent
from incidents.reports import evidence as reports
from incidents.terms import OfficeCode
from incidents.terms.evidence import CustodyDeed

NAME: Final = "custody.json"


def record_of(case: Case, user: User, *, at: datetime) -> dict[str, Any]:
    """What the paper says, of the files that this reader sees. Plain values in one fixed order."""
    shown = reports.for_reader(case, user)
    events = reports.custody_of(one.evidence for one in shown)
    return {
        "case": case.code,
        "made_at": at.isoformat(timespec="seconds"),
        "made_by": user.name,
        "files": [_file(one, events) for one in shown],
    }


def drawn(record: dict[str, Any], *, at: datetime) -> bytes:
    """The paper as PDF/A-3a, with the same facts inside as JSON."""
    words = json.dumps(record, ensure_ascii=False, sort_keys=True).encode()
    with translation.override("en"):
        page = render_to_string("pdf/custody.html", {"record": record, "at": at})
    inside = Inside(words, NAME, "The chain of custody, as recorded", at)
    return archived(page, inside, style=render_to_string("pdf/decision.css"))


def _file(one: reports.Shown, events: list[EvidenceEvent]) -> dict[str, Any]:
    row = one.evidence
    return {
        "number": one.number,
        "id": str(row.name),
        "file_name": one.file_name,
        "media_type": row.media_type,
        "size": row.size,
        "sha256": row.sha256,
        "arrived_at": row.arrived_at.isoformat(timespec="seconds"),
        "state": row.state,
        "scan": row.scan,
        "events": [event_of(event) for event in events if event.evidence_id == row.pk],
    }


def event_of(event: EvidenceEvent) -> dict[str, Any]:
    """A link of the chain in words."""
    words = event.words()
    return {
        "at": event.at.isoformat(timespec="seconds"),
        "what": str(CustodyDeed(event.deed).label),
        "who": event.user.name if event.user else _who(event.by_kind),
        "reason": words.get("reason", ""),
        "office": str(OfficeCode(event.facts["office"]).label) if "office" in event.facts else "",
        "facts": {name: event.facts[name] for name in sorted(event.facts)},
    }


def _who(kind: str) -> str:
    return {"reporter": "Who reported", "anyone": "Who reported", "job": "The worker"}.get(
        kind, kind
    )
