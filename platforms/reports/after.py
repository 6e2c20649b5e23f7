"""What waits after a decision: approvals to publish, proposals to confirm, approvals without an agreement (P3, P4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from platforms.access.proposals import UNDECIDED
from platforms.models import (
    Agreement,
    AuditDecision,
    Extension,
    Platform,
    Proposal,
    StatusEvent,
)
from platforms.reports import sections
from platforms.reports.family import families_of
from platforms.reports.standing import approvals_on, listed_events
from platforms.reports.usage import usage_counts
from platforms.terms import FLAGGED, LAPSING, Cause, Status
from platforms.terms.after import ExtensionStage, ProposalKind, ProposalStage
from platforms.terms.audits import Outcome

TONES = {
    ProposalStage.OPEN: "wait",
    ProposalStage.CONFIRMED: "good",
    ProposalStage.REFUSED: "bad",
    ProposalStage.WITHDRAWN: "neutral",
}


def to_publish() -> QuerySet[AuditDecision]:
    """Decided approvals that wait for the CIO's authorisation: neither published, nor overtaken, nor over."""
    published = StatusEvent.objects.filter(decision=OuterRef("pk"), status__in=LAPSING)
    newer = AuditDecision.objects.filter(
        audit__platform=OuterRef("audit__platform"), pk__gt=OuterRef("pk")
    )
    since = StatusEvent.objects.filter(
        platform=OuterRef("audit__platform"), recorded_at__gt=OuterRef("decided_at")
    ).exclude(cause=Cause.REVIEW_BEGAN)
    rows = AuditDecision.objects.filter(
        ~Exists(published),
        ~Exists(newer),
        ~Exists(since),
        outcome__in=[Outcome.APPROVED, Outcome.APPROVED_FOR_USES],
        until__gte=timezone.localdate(),
    )
    return rows.select_related("audit__platform__vendor", "decided_by")


def to_confirm() -> QuerySet[Proposal]:
    """Proposals that wait for a second person."""
    return Proposal.objects.open().select_related("platform", "proposed_by")


def wishes() -> QuerySet[Extension]:
    """Schools that ask for more time."""
    rows = Extension.objects.filter(stage=ExtensionStage.ASKED)
    return rows.select_related("plan__proposal__platform", "plan__school", "asked_by")


def without_agreement() -> list[Platform]:
    """Approved today, holding student data as far as ITS knows, and no agreement in force (SOPPA)."""
    today = timezone.localdate()
    events = approvals_on(today)
    tools = families_of(events)
    rows = Agreement.objects.in_force(today).filter(platform__in=tools)
    signed = {tools[key] for key in rows.values_list("platform", flat=True)}
    clean = set(
        AuditDecision.objects.filter(
            status_events__in=[event.pk for event in events.values()], audit__student_data=False
        ).values_list("status_events", flat=True)
    )
    return [
        event.platform
        for key, event in events.items()
        if key not in signed and event.pk not in clean
    ]


def status_counts(platform_ids: list[int] | None = None) -> list[dict[str, Any]]:
    """How many platforms stand how today, and the schools and students on them: lapsed reads as not approved."""
    today = timezone.localdate()
    used = usage_counts(platform_ids)
    counts = {
        status: {"status": status, "platforms": 0, "schools": 0, "students": 0} for status in Status
    }
    for key, event in listed_events().items():
        if platform_ids is not None and key not in platform_ids:
            continue
        row: dict[str, Any] = counts[event.on(today).status]
        schools, students = used.get(key, (0, 0))
        row["platforms"] += 1
        row["schools"] += schools
        row["students"] += students
    return list(counts.values())


def kinds_for(platform: Platform) -> list[ProposalKind]:
    """What could be put forward about the platform as it stands today, in a sensible order."""
    event = platform.standing(timezone.now())
    stand = event.on(timezone.localdate()) if event else None
    if stand is None or platform.merged_into_id is not None or stand.status == Status.RETIRED:
        return []
    found = []
    if stand.status in LAPSING and platform.pk in {one.pk for one in without_agreement()}:
        found.append(ProposalKind.FLAG)
    if stand.status not in UNDECIDED:
        found.append(ProposalKind.MOVE_OFF)
    if stand.status == Status.FLAGGED_MOVING:
        found.append(ProposalKind.KEEP_USES)
    if stand.status in FLAGGED and stand.uses:
        found.append(ProposalKind.END_KEPT)
    return [*found, ProposalKind.RETIRE]


def _section(platform: Platform, _user: User) -> Mapping[str, Any]:
    """For the platform's page inside ITS."""
    return {
        "kinds": [(kind.value, kind.label) for kind in kinds_for(platform)],
        "waiting": to_confirm().filter(platform=platform).first(),
        "publish": to_publish().filter(audit__platform=platform).first(),
        "move": Proposal.objects.moving().filter(platform=platform).order_by("-pk").first(),
        "flags": list(
            platform.procurement_flags.exclude(
                Q(stage=ProposalStage.REFUSED) | Q(stage=ProposalStage.WITHDRAWN)
            ).order_by("-pk")[:5]
        ),
    }


sections.register(
    "after",
    _("After the decision"),
    "platforms/catalogue/_after.html",
    _section,
    order=60,
    aside=True,
)
