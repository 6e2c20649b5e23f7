"""By when whoever reports is answered: the district's numbers, changed by a new row (I1, I2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.actor import Actor
from incidents.access.cases import acting_user
from incidents.access.promises import may_change_promises
from incidents.models import PromiseRule
from trail.recording import record


@transaction.atomic
def change_promises(numbers: Mapping[str, Any], *, by: Actor) -> PromiseRule:
    """New numbers from now on; reports that are here keep the promises they came in under."""
    may_change_promises(by).require()
    rule = PromiseRule.objects.create(by=acting_user(by), **numbers)
    record("promises.changed", rule, by=by, **numbers)
    return rule
