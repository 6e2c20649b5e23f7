"""The words of the e-mails about audits and quick decisions, worked out when they leave. To ITS alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notices.models import Notice
from platforms.models import AuditStep, QuickDecision
from platforms.terms.audits import AuditMove, AuditStage, Ground, Outcome

SUBJECTS = {
    AuditMove.ASSIGN: _("Yours to audit: {platform}"),
    AuditMove.RETURN: _("Sent back: the audit of {platform}"),
    AuditMove.DECIDE: _("Decided: {platform}"),
}


def audit_moved(notice: Notice) -> dict[str, Any] | None:
    """Given to you, sent back to you, or decided; no longer wanted once the audit went on to somebody else."""
    step = _step(notice)
    given = step.move in (AuditMove.ASSIGN, AuditMove.RETURN)
    if given and (step.audit.stage != AuditStage.ASSESSING or not _is_auditor(notice, step)):
        return None
    return {
        **_about(step),
        "subject": str(SUBJECTS[AuditMove(step.move)]).format(platform=step.audit.platform.name),
        "move": step.move,
        "outcome": _outcome(step),
    }


def audit_handed_in(notice: Notice) -> dict[str, Any] | None:
    """For a second person; no longer wanted once somebody decided or sent it back."""
    step = _step(notice)
    return _about(step) if step.audit.stage == AuditStage.SUBMITTED else None


def quick_put_forward(notice: Notice) -> dict[str, Any] | None:
    """For a second person; no longer wanted once it is settled."""
    quick = _quick(notice)
    return None if quick.confirmed_at or quick.refused_at else _about_quick(quick)


def quick_settled(notice: Notice) -> dict[str, Any]:
    """To who put it forward."""
    quick = _quick(notice)
    by = quick.confirmed_by or quick.refused_by
    return {
        **_about_quick(quick),
        "confirmed": quick.confirmed_at is not None,
        "settled_by": by.name if by else "",
        "why": quick.refused_reason,
    }


def _step(notice: Notice) -> AuditStep:
    rows = AuditStep.objects.select_related("audit__platform", "by")
    return rows.get(pk=notice.facts["step"])


def _quick(notice: Notice) -> QuickDecision:
    rows = QuickDecision.objects.select_related("platform", "proposed_by")
    return rows.get(pk=notice.facts["quick"])


def _about(step: AuditStep) -> dict[str, Any]:
    return {
        "platform_name": step.audit.platform.name,
        "by": step.by.name,
        "note": step.note,
        "due_on": step.audit.due_on,
        "link": _link("audit", step.audit_id),
    }


def _about_quick(quick: QuickDecision) -> dict[str, Any]:
    return {
        "platform_name": quick.platform.name,
        "proposed_by": quick.proposed_by.name,
        "ground": Ground(quick.ground).label,
        "is_emergency": quick.ground == Ground.BREACH,
        "link": _link("quick_decision", quick.pk),
    }


def _outcome(step: AuditStep) -> str:
    decision = getattr(step.audit, "decision", None)
    return str(Outcome(decision.outcome).label) if decision else ""


def _is_auditor(notice: Notice, step: AuditStep) -> bool:
    return notice.recipient_id == str(step.audit.auditor_id)


def _link(name: str, key: int) -> str:
    path = reverse(f"platforms:{name}", args=[key])
    return f"{settings.SITE_URL.rstrip('/')}{path}"
