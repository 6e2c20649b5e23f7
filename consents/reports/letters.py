"""The words of the e-mails that staff get, worked out when they leave. No child is named in any of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consents.models import Activity, Approval, ApprovalStep, Narrowing
from consents.reports.versions import channel_words
from consents.terms import Move, Narrowed, Stage
from consents.workflow import UNDECIDED
from notices.models import Notice

SUBJECTS = {
    Move.APPROVE: _("Approved: texting for “{activity}”"),
    Move.RELEASE: _("Families are asked now: “{activity}”"),
    Move.DENY: _("Not approved: texting for “{activity}”"),
    Move.QUESTION: _("A question about texting for “{activity}”"),
}


def asked(notice: Notice) -> dict[str, Any] | None:
    """To those who may decide; no longer wanted once somebody has."""
    step = _step(notice)
    if Stage(step.approval.stage) not in UNDECIDED:
        return None
    version = step.approval.version
    return {
        **_about(step.approval),
        "asker": version.asked_by.name,
        "channel": channel_words(version),
        "starts_on": version.starts_on,
        "ends_on": version.ends_on,
        "is_reply": step.move == Move.REPLY,
        "is_wider": version.number > 1,
        "link": _link("approval", step.approval_id),
    }


def decided(notice: Notice) -> dict[str, Any]:
    """To the person who asked."""
    step = _step(notice)
    about = _about(step.approval)
    return {
        **about,
        "subject": str(SUBJECTS[Move(step.move)]).format(activity=about["activity"]),
        "move": step.move,
        "decided_by": step.by.name,
        "on_behalf_of": step.on_behalf_of.name if step.on_behalf_of else "",
        "note": step.note,
        "link": _link("activity", step.approval.version.activity_id),
    }


def revoked(notice: Notice) -> dict[str, Any]:
    """To every adult who was named: stop now."""
    step = _step(notice)
    return {
        **_about(step.approval),
        "revoked_by": step.by.name,
        "at": step.at,
        "link": _link("activity", step.approval.version.activity_id),
    }


def narrowed(notice: Notice) -> dict[str, Any]:
    """To every adult who is or was named: what is less from now on."""
    row = Narrowing.objects.select_related("activity__school", "staff__user", "by").get(
        pk=notice.facts["narrowing"]
    )
    return {
        **_about_activity(row.activity),
        "what": row.what,
        "is_adult": row.what == Narrowed.ADULT,
        "is_student": row.what == Narrowed.STUDENT,
        "adult": row.staff.user.name if row.staff else "",
        "is_you": bool(row.staff and str(row.staff.user_id) == notice.recipient_id),
        "ends_on": row.ends_on,
        "narrowed_by": row.by.name,
        "at": row.at,
        "link": _link("activity", row.activity_id),
    }


def _step(notice: Notice) -> ApprovalStep:
    return ApprovalStep.objects.select_related(
        "by",
        "on_behalf_of",
        "approval__school",
        "approval__version__asked_by",
        "approval__version__platform",
        "approval__version__activity__kind",
    ).get(pk=notice.facts["step"])


def _about(approval: Approval) -> dict[str, Any]:
    return {
        "activity": approval.version.name,
        "exception": approval.version.activity.kind.name,
        "school_name": approval.school.name,
        "school_phone": approval.school.phone,
    }


def _about_activity(activity: Activity) -> dict[str, Any]:
    return {
        "activity": activity.latest.name,
        "school_name": activity.school.name,
        "school_phone": activity.school.phone,
    }


def _link(page: str, pk: int) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{reverse(page, args=[pk])}"
