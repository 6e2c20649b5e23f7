"""The registry's own days and counts: a change is a new row from now on."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from platforms.access import after as access
from platforms.access.roles import acting_user
from platforms.models import PlatformRule
from platforms.policy.after import Numbers
from trail.recording import record


@transaction.atomic
def set_numbers(numbers: Numbers, *, by: Actor) -> PlatformRule:
    """Let these numbers count from now; what was decided under the old ones stays as it was."""
    access.may_set_rules(by).require()
    at = timezone.now()
    facts = {**asdict(numbers), "ending_days": list(numbers.ending_days)}
    rule = PlatformRule.objects.create(
        **facts,
        verified_on=timezone.localdate(at),
        valid_from=at,
        recorded_by=acting_user(by),
    )
    record("platform_rule.set", rule, by=by, **facts)
    return rule
