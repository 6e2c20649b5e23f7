"""Lists of rooms and plans for ITS, their queues on the desk, and their parts of a platform's page. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from platforms.models import Criterion, Evidence, Platform, RemediationPlan, Room, RoomFile
from platforms.models.plans import OPEN, PlanItem
from platforms.reports.room_pages import PLAN_TONES, plan_shown
from platforms.reports.sections import register
from platforms.terms import FLAGGED
from platforms.terms.audits import Value
from platforms.terms.rooms import ItemStage, PlanStage, RoomDeed, RoomStage

STAGE_TONES = {
    RoomStage.OPEN: "wait",
    RoomStage.HANDED_IN: "good",
    RoomStage.REFUSED: "bad",
    RoomStage.CLOSED: "neutral",
}
# How a list of rooms can be narrowed, in the order of its tabs.
ROOM_VIEWS: Final = {
    "waiting": _("Waiting for the vendor"),
    "answered": _("Answered"),
    "overdue": _("Past the date"),
    "declined": _("Declined"),
    "ended": _("Ended"),
}
PLAN_VIEWS: Final = {"open": _("Open"), "late": _("A date is missed"), "over": _("Over")}


def rooms_in(show: str, on: date) -> QuerySet[Room]:
    """The rooms of one tab."""
    rooms = Room.objects.all()
    open_now = rooms.open_on(on)
    late = Q(stage=RoomStage.OPEN, due_on__lt=on, audit__isnull=False)
    found = {
        "waiting": open_now.filter(stage=RoomStage.OPEN).exclude(late),
        "answered": open_now.filter(stage=RoomStage.HANDED_IN),
        "overdue": rooms.silent_on(on),
        "declined": open_now.filter(stage=RoomStage.REFUSED),
        # One that ended in silence stands under the overdue ones until it is closed.
        "ended": rooms.ended_by(on).exclude(late),
    }
    return found.get(show, found["waiting"])


def room_list(show: str, query: str, on: date) -> QuerySet[Room]:
    """The same with what a row shows, searched by platform, vendor or contact."""
    rooms = rooms_in(show, on).select_related("platform__vendor", "audit__auditor")
    for word in query.split():
        rooms = rooms.filter(
            Q(platform__name__icontains=word)
            | Q(platform__vendor__name__icontains=word)
            | Q(contacts__email__icontains=word)
        )
    vendor_wrote = Q(entries__contact__isnull=False) & ~Q(
        entries__deed__in=[RoomDeed.CONTACT_ADDED, RoomDeed.CONTACT_ENDED, RoomDeed.SENT]
    )
    return rooms.annotate(
        heard_at=Max("entries__at", filter=vendor_wrote),
        claim_count=Count("audit__claims__criterion", distinct=True),
    )


def room_counts(on: date) -> dict[str, int]:
    """How many rooms each tab holds, in one query a tab."""
    return {show: rooms_in(show, on).count() for show in ROOM_VIEWS}


def stage_of(room: Room, on: date) -> tuple[str, str]:
    """How a room reads on a day, with its tone."""
    if room.is_silent(on):
        return str(_("Past the date")), "bad"
    if room.is_over() and room.stage != RoomStage.CLOSED:
        return str(_("Link ended")), "neutral"
    stage = RoomStage(room.stage)
    return str(stage.label), STAGE_TONES[stage]


def files_of(room: Room) -> QuerySet[RoomFile]:
    """The vendor's files, each with `is_taken`: evidence of the platform already."""
    taken = Evidence.objects.filter(file=OuterRef("file"))
    rows = room.files.select_related("contact", "criterion", "file").order_by("-pk")
    return rows.annotate(is_taken=Exists(taken))


def plan_list(show: str, query: str, on: date) -> QuerySet[RemediationPlan]:
    """The plans of one tab, with how much of each is done."""
    plans = RemediationPlan.objects.select_related("platform__vendor", "owner")
    if show == "late":
        plans = plans.late_on(on)
    elif show == "over":
        plans = plans.exclude(stage__in=OPEN)
    else:
        plans = plans.open()
    for word in query.split():
        plans = plans.filter(
            Q(platform__name__icontains=word)
            | Q(platform__vendor__name__icontains=word)
            | Q(owner__name__icontains=word)
        )
    late = PlanItem.objects.late_on(on).filter(plan=OuterRef("pk"))
    return plans.annotate(
        total=Count("items", filter=~Q(items__stage=ItemStage.DROPPED)),
        done=Count("items", filter=Q(items__stage=ItemStage.DONE)),
        is_late=Exists(late),
    )


def failed_criteria(platform: Platform) -> list[Criterion]:
    """What the decision that flags the platform found not met, or only partly: the items a plan begins with."""
    event = platform.standing(timezone.now())
    if event is None or event.status not in FLAGGED or event.decision is None:
        return []
    results = event.decision.audit.results.standing()
    missed = results.filter(value__in=[Value.NOT_MET, Value.PARTIAL])
    return [
        one.criterion for one in missed.select_related("criterion").order_by("criterion__place")
    ]


def _room_section(platform: Platform, _user: User) -> Mapping[str, Any]:
    today = timezone.localdate()
    rooms = list(platform.rooms.order_by("-pk").select_related("audit")[:5])
    standing = next((room for room in rooms if room.stage != RoomStage.CLOSED), None)
    may_open = standing is None and (
        platform.audits.open().exists() or platform.remediation_plans.open().exists()
    )
    return {
        "rooms": [
            {"room": room, "stage": stage_of(room, today)[0], "tone": stage_of(room, today)[1]}
            for room in rooms
        ],
        "may_open": may_open,
        "audit": platform.audits.open().first(),
    }


def _plan_section(platform: Platform, _user: User) -> Mapping[str, Any]:
    plan = platform.remediation_plans.select_related("owner").order_by("-pk").first()
    event = platform.standing(timezone.now())
    flagged = event is not None and event.status in FLAGGED
    is_open = plan is not None and plan.stage in OPEN
    return {
        "plan": plan_shown(plan, for_vendor=False),
        "tone": PLAN_TONES[PlanStage(plan.stage)] if plan else "",
        "may_draft": flagged and not is_open,
    }


def _has_plan(platform: Platform, _user: User) -> bool:
    event = platform.standing(timezone.now())
    flagged = event is not None and event.status in FLAGGED
    return flagged or platform.remediation_plans.exists()


register("room", _("The vendor's room"), "platforms/rooms/_section.html", _room_section, order=50)
register(
    "plan",
    _("Remediation plan"),
    "platforms/rooms/_plan_section.html",
    _plan_section,
    order=55,
    visible=_has_plan,
)
