"""Schools move off a flagged platform: their plans, the steps they tick, and more time (P4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from core.workflow import IllegalMove
from notices import posting
from platforms.access import after as access
from platforms.access.roles import acting_user, may_work
from platforms.actions.letters import staff_drafts
from platforms.models import Extension, Platform, Proposal, TransitionPlan, TransitionStep
from platforms.policy.after import missing_before_moved
from platforms.reports.approved import is_approved
from platforms.reports.transitions import done_steps, is_standing
from platforms.reports.usage import Using, schools_using
from platforms.terms.after import ExtensionStage, TransitionMove
from trail.recording import record

NOT_BEFORE: Final = {
    TransitionMove.ARCHIVE: Reason(
        "archive_first", "P4", _("Export and keep the archive first: what was written is a record.")
    ),
    TransitionMove.FAMILIES: Reason("families_first", "P4", _("Tell the families first.")),
}
NOT_LATER: Final = Reason("not_later", "P4", _("Ask for a day after the present one."))
NO_TARGET: Final = Reason("no_target", "P4", _("Choose the tool that the school moves to."))
TARGET_NOT_APPROVED: Final = Reason(
    "target_not_approved", "P4", _("That tool is not approved today. Choose an approved one.")
)
OVER: Final = "over"


@transaction.atomic
def open_plans(proposal: Proposal, *, by: Actor) -> int:
    """One plan for each school that uses the platform and has none; returns how many were made.

    A school that was off it under an earlier date, and has not named it since, is left alone; steps done under
    an earlier date stay done.
    """
    platform = proposal.platform
    before = TransitionPlan.objects.filter(proposal__platform=platform).select_related("school")
    newest = {plan.school_id: plan for plan in before.order_by("pk")}
    assert proposal.until is not None  # noqa: S101 -- a move has its off date
    made = []
    for using in schools_using(platform):
        earlier = newest.get(using.school.pk)
        if earlier is None or (earlier.proposal_id != proposal.pk and not _is_off(earlier, using)):
            made.append(_plan(proposal, using, earlier, proposal.until))
    TransitionPlan.objects.bulk_create(made, batch_size=500)
    _carry_steps(made, newest)
    if made:
        record("transition.opened", proposal, by=by, topic=platform, plans=len(made))
    return len(made)


@transaction.atomic
def tick(
    plan: TransitionPlan,
    move: TransitionMove,
    *,
    by: Actor,
    done: bool = True,
    note: str = "",
    target: Platform | None = None,
) -> TransitionStep:
    """The school says that a step is done, or after all is not; the earlier word stays readable."""
    access.may_move(by, plan).require()
    found = _taken(plan)
    may_tick(found, move, done=done, target=target).require()
    step = TransitionStep.objects.create(
        plan=found,
        move=move,
        done=done,
        target=target if move == TransitionMove.TARGET else None,
        note=note,
        by=acting_user(by),
    )
    if move == TransitionMove.TARGET:
        found.target = target if done else None
    if move == TransitionMove.MOVED:
        found.moved_at = step.at if done else None
    found.save(update_fields=["target", "moved_at"])
    record(
        "transition.step", found, by=by, topic=found.platform, move=str(move), done=done,
        school=found.school_id,
    )  # fmt: skip
    return step


def may_tick(
    plan: TransitionPlan, move: TransitionMove, *, done: bool = True, target: Platform | None = None
) -> Decision:
    """Off the platform only once its archive is kept and families were told; to an approved tool only."""
    if not done:
        return Decision()
    if move == TransitionMove.TARGET:
        named = target is not None
        usable = target is None or is_approved(target)
        return Decision.unless((named, NO_TARGET), (usable, TARGET_NOT_APPROVED))
    if move == TransitionMove.MOVED:
        missing = missing_before_moved(done_steps(plan))
        return Decision(tuple(NOT_BEFORE[step] for step in missing))
    return Decision()


@transaction.atomic
def ask_for_time(plan: TransitionPlan, wanted_on: date, reason: str, *, by: Actor) -> Extension:
    """The school asks ITS for a later day; one wish waits at a time."""
    access.may_move(by, plan).require()
    found = _taken(plan)
    if found.moved_at is not None:
        raise IllegalMove("moved", "ask_for_time")
    if found.extensions.filter(stage=ExtensionStage.ASKED).exists():
        raise IllegalMove(ExtensionStage.ASKED, "ask_for_time")
    later = wanted_on > max(found.due_on, timezone.localdate())
    Decision.unless((later, NOT_LATER)).require()
    wish = Extension.objects.create(
        plan=found, wanted_on=wanted_on, reason=reason, asked_by=acting_user(by)
    )
    record(
        "transition.time_asked", found, by=by, topic=found.platform,
        wanted_on=wanted_on.isoformat(), school=found.school_id,
    )  # fmt: skip
    return wish


@transaction.atomic
def answer_wish(wish: Extension, *, granted: bool, answer: str, by: Actor) -> Extension:
    """ITS grants more time, or not. It moves the school's own day alone: nobody may text over the platform longer."""
    may_work(by).require()
    found = Extension.objects.select_for_update(of=("self",)).select_related("plan").get(pk=wish.pk)
    if found.stage != ExtensionStage.ASKED:
        raise IllegalMove(found.stage, "answer")
    plan = _taken(found.plan)
    found.stage = ExtensionStage.GRANTED if granted else ExtensionStage.REFUSED
    found.decided_by, found.decided_at, found.answer = acting_user(by), timezone.now(), answer
    found.save()
    if granted:
        plan.due_on = found.wanted_on
        plan.save(update_fields=["due_on"])
    record(
        "transition.time_answered", plan, by=by, topic=plan.platform, granted=granted,
        due_on=plan.due_on.isoformat(), school=plan.school_id,
    )  # fmt: skip
    posting.post_all(
        staff_drafts("platforms/time_answered", [found.asked_by], {"wish": found.pk}, f"{found.pk}")
    )
    return found


def _plan(
    proposal: Proposal, using: Using, earlier: TransitionPlan | None, off_on: date
) -> TransitionPlan:
    return TransitionPlan(
        proposal=proposal,
        school=using.school,
        students=using.students or 0,
        due_on=off_on,
        target=earlier.target if earlier else None,
    )


def _is_off(plan: TransitionPlan, using: Using) -> bool:
    """The school moved, and its newest answer is from before that."""
    return plan.moved_at is not None and using.said_on <= timezone.localdate(plan.moved_at)


def _carry_steps(made: Iterable[TransitionPlan], earlier: dict[int, TransitionPlan]) -> None:
    """Who did what when, told again for the new plan: kept archives and told families stay so."""
    carried = {earlier[one.school_id].pk: one for one in made if one.school_id in earlier}
    steps = TransitionStep.objects.filter(plan__in=carried).exclude(move=TransitionMove.MOVED)
    TransitionStep.objects.bulk_create(
        TransitionStep(
            plan=carried[step.plan_id],
            move=step.move,
            done=step.done,
            target_id=step.target_id,
            note=step.note,
            by_id=step.by_id,
            at=step.at,
        )
        for step in steps.order_by("pk")
    )


def _taken(plan: TransitionPlan) -> TransitionPlan:
    """The plan, held; `IllegalMove` once its platform stands otherwise or has a newer date."""
    rows = TransitionPlan.objects.select_for_update(of=("self",))
    found = rows.select_related("proposal__platform").get(pk=plan.pk)
    if not is_standing(found):
        raise IllegalMove(OVER, "move")
    return found
