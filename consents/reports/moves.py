"""Schools that move off a platform, and the families who said yes to texts through it (P4). Reads only."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from consents.models import Answer, MoveTold
from consents.reports.guardian_letters import link_of, reaches
from consents.reports.may_be_told import Told, reachable_signers
from consents.reports.platforms import live_versions
from consents.terms import AnswerDecision
from notices.models import Notice
from platforms.models import Platform, TransitionPlan
from schools.models import Guardian


def untold() -> QuerySet[TransitionPlan]:
    """Plans that name the tool to move to, of which the families have not heard yet."""
    told = MoveTold.objects.filter(plan=OuterRef("pk"), target=OuterRef("target"))
    plans = TransitionPlan.objects.standing().filter(~Exists(told), target__isnull=False)
    return plans.select_related("proposal__platform", "school", "target").order_by("pk")


def families_of(plan: TransitionPlan, on: date) -> list[Told]:
    """The guardians whose yes to an activity of the school over the platform stands, and where they are reached.

    A program is not the school's (T4): its families hear from the outreach office.
    """
    versions = [
        version
        for version in live_versions([plan.platform.pk], on)
        if version.activity.school_id == plan.school_id and version.activity.program_id is None
    ]
    yes = Answer.objects.filter(
        version__activity__in=[version.activity_id for version in versions],
        version__platform=plan.platform,
        decision=AnswerDecision.GRANTED,
        withdrawal__isnull=True,
        invalidation__isnull=True,
        guardian__isnull=False,
    )
    pairs = set(yes.values_list("student", "guardian"))
    found = {
        told.guardian.pk: told
        for student, signers in reachable_signers({student for student, _one in pairs}).items()
        for told in signers
        if (student, told.guardian.pk) in pairs
    }
    return [found[key] for key in sorted(found)]


def school_moves(notice: Notice) -> dict[str, Any] | None:
    """To a guardian who said yes: which app is left, for which, and until when. Unwanted once the plan says otherwise."""
    plan = (
        TransitionPlan.objects.standing()
        .select_related("proposal__platform", "school")
        .filter(pk=notice.facts["plan"])
        .first()
    )
    guardian = Guardian.objects.get(pk=notice.recipient_id)
    target = Platform.objects.get(pk=notice.facts["target"])
    if plan is None or plan.target_id != target.pk or not reaches(notice, guardian):
        return None
    still = {told.guardian.pk for told in families_of(plan, timezone.localdate())}
    if guardian.pk not in still:
        return None
    return {
        "school_name": plan.school.name,
        "school_phone": plan.school.phone,
        "old_app": plan.platform.name,
        "new_app": target.name,
        "last_day": plan.due_on,
        "link": link_of(guardian) or "",
    }
