"""What the other registers answered to case staff, and when they were asked."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.models import User
from core.constraints import one_of
from incidents.models.cases import Case
from incidents.models.sealed import Sealed
from incidents.terms.links import LinkKind


class LinkAnswer(Sealed):
    """One question and its answer, kept as it was given. Words: {"about", "when", "answer", "lines"}."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="link_answers")
    kind = models.CharField(max_length=12, choices=LinkKind)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [one_of("kind", LinkKind.values)]

    def __str__(self) -> str:
        return f"{self.kind} for {self.case_id}"
