"""The words of what schools, ITS and Procurement are told after a decision, worked out at delivery."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from notices.models import Notice
from platforms import uses
from platforms.consequences import tells_of
from platforms.models import (
    Announcement,
    Extension,
    FlagLift,
    ProcurementFlag,
    StatusEvent,
    TransitionPlan,
)
from platforms.reports.approved import instead_of
from platforms.terms import SILENCING, Status
from platforms.terms.after import EndingKind
from schools.models import School


def flagged_school(notice: Notice) -> dict[str, Any] | None:
    """To a principal: what happened to a tool the school uses, why, what else there is, what to do.

    Not wanted once the platform stands otherwise, nor by whom the register above tells which activities stop;
    where schools move off it, this one alone leads to the school's plan.
    """
    events = StatusEvent.objects.select_related("platform")
    event = events.get(pk=notice.facts["event"])
    standing = event.platform.standing(timezone.now())
    if standing != event or event.status not in SILENCING:
        return None
    moving = event.status == Status.FLAGGED_MOVING
    if not moving and tells_of(event.pk, int(notice.recipient_id), timezone.now()):
        return None
    school = School.objects.get(pk=notice.facts["school"])
    plans = TransitionPlan.objects.filter(school=school, proposal__platform=event.platform)
    plan = plans.order_by("-pk").first() if moving else None
    names = uses.names()
    return {
        "platform": event.platform.name,
        "school": school.name,
        "status": Status(event.status).label,
        "moving": moving,
        "fixing": event.status == Status.FLAGGED_FIXING,
        "retired": event.status == Status.RETIRED,
        "reason": event.reason,
        "until": event.until,
        "kept": [names.get(use, use) for use in event.on(timezone.localdate()).uses],
        "instead": [one.name for one in instead_of(event)],
        "plan_link": _link("platforms:transition", plan.pk) if plan else "",
        "link": _link("platforms:public_platform", event.platform.slug),
    }


def endings_of_day(notice: Notice) -> dict[str, Any] | None:
    """To ITS: what was announced on a day."""
    day = date.fromisoformat(str(notice.facts["day"]))
    rows = Announcement.objects.filter(announced_on=day).select_related("platform")
    lines = [
        {
            "platform": row.platform.name,
            "kind": EndingKind(row.kind).label,
            "ends_on": row.ends_on,
            "left": (row.ends_on - day).days,
        }
        for row in rows.order_by("ends_on", "platform__name", "pk")
    ]
    if not lines:
        return None
    return {"lines": lines, "total": len(lines), "link": _link("platforms:endings")}


def ending_school(notice: Notice) -> dict[str, Any] | None:
    """To a principal: the approval of a tool the school uses ends. Not wanted once it stands otherwise."""
    row = Announcement.objects.select_related("platform").get(pk=notice.facts["announcement"])
    standing = row.platform.standing(timezone.now())
    if standing is None or standing.pk != row.subject:
        return None
    return {
        "platform": row.platform.name,
        "school": School.objects.get(pk=notice.facts["school"]).name,
        "ends_on": row.ends_on,
        "link": _link("platforms:public_platform", row.platform.slug),
    }


def procurement_flag(notice: Notice) -> dict[str, Any] | None:
    """To Procurement: what to hold back, and why."""
    flags = ProcurementFlag.objects.select_related("platform", "vendor")
    flag = flags.get(pk=notice.facts["flag"])
    return {
        "flag": flag,
        "subject": str(flag.subject),
        "scope": flag.get_scope_display(),
        "ground": flag.get_ground_display(),
        "link": _link("platforms:procurement_flag", flag.pk),
    }


def procurement_lift(notice: Notice) -> dict[str, Any] | None:
    """To Procurement: what is no longer held back."""
    lifts = FlagLift.objects.select_related("flag__platform", "flag__vendor")
    lift = lifts.get(pk=notice.facts["lift"])
    return {
        "lift": lift,
        "subject": str(lift.flag.subject),
        "link": _link("platforms:procurement_flag", lift.flag_id),
    }


def time_answered(notice: Notice) -> dict[str, Any] | None:
    """To who asked for more time: what ITS answered."""
    wishes = Extension.objects.select_related("plan__proposal__platform", "plan__school")
    wish = wishes.get(pk=notice.facts["wish"])
    return {
        "wish": wish,
        "granted": wish.stage == "granted",
        "platform": wish.plan.platform.name,
        "school": wish.plan.school.name,
        "link": _link("platforms:transition", wish.plan_id),
    }


def _link(name: str, *args: int | str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{reverse(name, args=args)}"
