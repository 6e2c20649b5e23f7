"""Tell the families of a school that it moves from one platform to another, once it has said to which (P4)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from consents.actions.news_telling import after_quiet, to_guardian
from consents.models import MoveTold
from consents.reports import moves as reports
from core.actor import Actor
from notices import posting
from platforms.models import TransitionPlan
from schools.calendar import zone_of
from trail.recording import record

JOB: Final = "consents.tell_moves"
KIND: Final = "consents/school_moves"


def tell_moves(at: datetime, *, by: Actor) -> int:
    """Every plan whose families have not heard, each in a transaction of its own; returns how many guardians were told."""
    keys = list(reports.untold().values_list("pk", flat=True))
    return sum(_tell(key, at, by) for key in keys)


@transaction.atomic
def _tell(key: int, at: datetime, by: Actor) -> int:
    TransitionPlan.objects.select_for_update().get(pk=key)
    plan = reports.untold().filter(pk=key).first()
    if plan is None or plan.target is None:
        # Somebody else told them while we waited, or the school has thought again.
        return 0
    families = reports.families_of(plan, timezone.localdate(at))
    leaves = after_quiet(at, str(zone_of(plan.school, at)))
    posting.post_all(
        to_guardian(
            KIND,
            told,
            facts={"plan": plan.pk, "target": plan.target.pk},
            key=f"{KIND}:{plan.pk}:{plan.target.pk}:{told.guardian.pk}",
            not_before=leaves,
        )
        for told in families
    )
    row = MoveTold.objects.create(plan=plan, target=plan.target, guardians=len(families), at=at)
    record("families.told_of_move", row, by=by, topic=plan, guardians=len(families))
    return len(families)
