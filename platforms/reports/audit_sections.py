"""What stands of audits on a platform's page inside ITS, and in its history (P2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from platforms.models import Audit, AuditStep, Evidence, Platform, QuickDecision
from platforms.reports import history
from platforms.reports.audit_rows import STAGE_TONES, STEP_TONES, audit_list, listed
from platforms.reports.history import Event
from platforms.reports.quick import waiting
from platforms.reports.sections import register
from platforms.terms.audits import AuditMove, AuditStage

NEWEST = 5
CLOSED = (AuditStage.DECIDED, AuditStage.DROPPED)


def audits_of(platform: Platform, user: User) -> dict[str, Any]:
    """Its audits, the newest first; whether one is open; what waits for a second person; how much evidence."""
    today = timezone.localdate()
    rows = listed(list(audit_list(user).filter(platform=platform).order_by("-pk")[:NEWEST]), today)
    evidence = Evidence.objects.filter(platform=platform)
    return {
        "rows": rows,
        "open": next((row for row in rows if row.audit.stage not in CLOSED), None),
        "quick": waiting().filter(platform=platform).first(),
        "evidence": evidence.count(),
        "expired": evidence.exclude(pk__in=evidence.good_on(today)).count(),
        "tones": STAGE_TONES,
    }


@history.register
def audits_told(platforms: Sequence[int]) -> Iterator[Event]:
    """Audits asked for, and each of their steps."""
    for audit in Audit.objects.filter(platform__in=platforms).select_related("requested_by"):
        who = audit.requested_by.name if audit.requested_by else ""
        yield Event(
            audit.requested_at, _("Audit asked for"), who, audit.reason, url=_url("audit", audit.pk)
        )
    steps = AuditStep.objects.filter(audit__platform__in=platforms).select_related("by")
    for step in steps:
        what, tone = STEP_WORDS[AuditMove(step.move)], STEP_TONES[AuditMove(step.move)]
        yield Event(step.at, what, step.by.name, step.note, tone, _url("audit", step.audit_id))


@history.register
def quick_told(platforms: Sequence[int]) -> Iterator[Event]:
    """What was put forward without a finished audit; what was confirmed stands among the statuses."""
    rows = QuickDecision.objects.filter(platform__in=platforms)
    for quick in rows.select_related("proposed_by", "refused_by"):
        url, ground = _url("quick_decision", quick.pk), str(quick.get_ground_display())
        yield Event(
            quick.proposed_at,
            _("Quick no or emergency flag put forward"),
            quick.proposed_by.name,
            ground,
            "wait",
            url,
        )
        if quick.refused_at and quick.refused_by:
            yield Event(
                quick.refused_at,
                _("Quick no or emergency flag refused"),
                quick.refused_by.name,
                quick.refused_reason,
                "neutral",
                url,
            )


def _url(name: str, key: int) -> str:
    return reverse(f"platforms:{name}", args=[key])


STEP_WORDS = {
    AuditMove.ASSIGN: _("Audit given to somebody"),
    AuditMove.SUBMIT: _("Audit handed in"),
    AuditMove.RETURN: _("Audit sent back"),
    AuditMove.DECIDE: _("Audit decided"),
    AuditMove.DROP: _("Audit dropped"),
}

register("audits", _("Audits"), "platforms/audits/_section.html", audits_of, order=20)
