"""How far schools are with moving off a platform: their steps, and a burn-down week by week (P4). Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from platforms.models import Extension, Platform, Proposal, TransitionPlan, TransitionStep
from platforms.terms import Status
from platforms.terms.after import ExtensionStage, TransitionMove

ORDER = (
    TransitionMove.TARGET,
    TransitionMove.ARCHIVE,
    TransitionMove.FAMILIES,
    TransitionMove.MOVED,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan, as it stands: the newest word about it, or none."""

    move: TransitionMove
    row: TransitionStep | None

    @property
    def done(self) -> bool:
        return self.row is not None and self.row.done


@dataclass(frozen=True, slots=True)
class Week:
    """At the end of a week: schools and students that are still on the platform."""

    ends_on: date
    schools: int
    students: int


def is_standing(plan: TransitionPlan) -> bool:
    """Whether the plan is the platform's present move: its newest, while schools are moved off it."""
    event = plan.platform.standing(timezone.now())
    if event is None or event.status != Status.FLAGGED_MOVING:
        return False
    newest = Proposal.objects.moving().filter(platform=plan.platform).order_by("-pk").first()
    return newest is not None and newest.pk == plan.proposal_id


def steps_of(plan: TransitionPlan) -> list[Step]:
    """Every step in its order, with the newest word about it."""
    newest: dict[str, TransitionStep] = {}
    for row in plan.steps.select_related("by", "target").order_by("pk"):
        newest[row.move] = row
    return [Step(move, newest.get(move)) for move in ORDER]


def done_steps(plan: TransitionPlan) -> set[TransitionMove]:
    return {step.move for step in steps_of(plan) if step.done}


def moves(on: date | None = None) -> QuerySet[Proposal]:
    """The present move of each platform that schools are moved off, with how many schools are still on it."""
    day = on or timezone.localdate()
    newer = Proposal.objects.moving().filter(platform=OuterRef("platform"), pk__gt=OuterRef("pk"))
    standing = Platform.objects.with_status().filter(Q(status_now=Status.FLAGGED_MOVING))
    still = Q(plans__moved_at__isnull=True, plans__isnull=False)
    rows = Proposal.objects.moving().filter(~Exists(newer), platform__in=standing.values("pk"))
    return rows.select_related("platform").annotate(
        all_schools=Count("plans"),
        still_on=Count("plans", filter=still),
        still_students=Sum("plans__students", filter=still),
        late=Count("plans", filter=still & Q(plans__due_on__lt=day)),
    )


def plans_of(proposal: Proposal) -> QuerySet[TransitionPlan]:
    """Its schools, with what each has done and whether it asks for more time."""

    def said(move: TransitionMove) -> Exists:
        steps = TransitionStep.objects.filter(plan=OuterRef("pk"), move=move, done=True)
        undone = TransitionStep.objects.filter(
            plan=OuterRef("plan"), move=move, pk__gt=OuterRef("pk"), done=False
        )
        return Exists(steps.filter(~Exists(undone)))

    asks = Extension.objects.filter(plan=OuterRef("pk"), stage=ExtensionStage.ASKED)
    return TransitionPlan.objects.filter(proposal=proposal).select_related(
        "school", "target"
    ).annotate(
        has_archive=said(TransitionMove.ARCHIVE),
        has_told=said(TransitionMove.FAMILIES),
        asks_time=Exists(asks),
    )  # fmt: skip


def burn_down(proposal: Proposal, on: date | None = None) -> list[Week]:
    """Schools and students still on it, at the end of each week from the beginning until today."""
    today = on or timezone.localdate()
    rows = list(proposal.plans.all())
    begun = timezone.localdate(proposal.closed_at or proposal.proposed_at)
    return [_week(end, rows) for end in _ends(begun, today)]


def _week(ends_on: date, rows: Iterable[TransitionPlan]) -> Week:
    there = [
        row
        for row in rows
        if timezone.localdate(row.created_at) <= ends_on
        and (row.moved_at is None or timezone.localdate(row.moved_at) > ends_on)
    ]
    return Week(ends_on, len(there), sum(row.students for row in there))


def _ends(begun: date, today: date) -> list[date]:
    """The days to count on: a week apart, today last."""
    found, day = [begun], begun + timedelta(days=7)
    while day < today:
        found.append(day)
        day += timedelta(days=7)
    return found if today == begun else [*found, today]
