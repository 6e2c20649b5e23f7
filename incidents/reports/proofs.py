"""Is a paper genuine that says a report was made? It answers with the day, and nothing else."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from core.marks import mark
from incidents.models import Proof
from incidents.models.cases import SIGNS


def day_of(number: str) -> date | None:
    """The day on which the report of this paper came in; None where there is no such paper."""
    plain = "".join(sign for sign in number.upper() if sign in SIGNS)
    rows = Proof.objects.select_related("case").filter(lookup=mark("proof", plain))
    proof = rows.first()
    return timezone.localdate(proof.case.received_at) if proof else None
