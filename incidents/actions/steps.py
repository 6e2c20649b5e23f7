"""What happened to a case, written once for its own history and once for the trail."""

from __future__ import annotations

from typing import Any

from core.actor import Actor
from incidents.models import Case, CaseStep
from trail.recording import record


def step(case: Case, deed: str, *, by: Actor, **facts: Any) -> CaseStep:
    """Write that `by` did `deed` to the case. `facts` are ids, codes and dates; never words or names."""
    record(deed, case, by=by, **facts)
    return CaseStep.objects.create(
        case=case,
        deed=deed,
        by_kind=str(by.kind),
        by_id=by.id,
        user_id=by.user_id,
        facts=facts,
    )
