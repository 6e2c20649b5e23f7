"""The district's hours and numbers for messages to families: a change is a new row from now on."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from consents.access import messages as access
from consents.access.activities import acting_user
from consents.models import MessageRule
from consents.policy.messages import Numbers
from core.actor import Actor
from trail.recording import record


@transaction.atomic
def set_numbers(numbers: Numbers, *, by: Actor) -> MessageRule:
    """Let these hours and numbers count from now; what was counted before stays as it was."""
    access.may_set_rules(by).require()
    at = timezone.now()
    rule = MessageRule.objects.create(
        **{**asdict(numbers), "remind_days": list(numbers.remind_days)},
        verified_on=timezone.localdate(at),
        valid_from=at,
        recorded_by=acting_user(by),
    )
    record(
        "message_rule.set", rule, by=by,
        quiet_from=numbers.quiet_from.isoformat(), quiet_to=numbers.quiet_to.isoformat(),
        answer_days=numbers.answer_days, lead_days=numbers.lead_days,
        remind_days=list(numbers.remind_days), most_reminders=numbers.most_reminders,
    )  # fmt: skip
    return rule
