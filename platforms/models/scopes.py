"""What an audit binds by: the tags and whether student data is held, as chosen and as a second person saw it (P2)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.models import User
from platforms.models import four_eyes
from platforms.models.audits import Audit


class AuditScope(models.Model):
    """From now on the audit is under these tags. `Audit.tags` and `Audit.student_data` are those of the newest row."""

    append_only = True
    guards = four_eyes.SCOPE

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="scopes")
    tags = models.JSONField(default=list)
    student_data = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.audit_id}: {', '.join(self.tags)}"


class ScopeReview(models.Model):
    """A second person accepts, or does not, what an audit binds by. Without it nothing is decided."""

    append_only = True
    guards = four_eyes.SCOPE_REVIEW

    scope = models.ForeignKey(AuditScope, models.PROTECT, related_name="reviews")
    accepted = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.scope_id} {'accepted' if self.accepted else 'not accepted'}"
