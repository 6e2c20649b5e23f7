"""Every case's key under the ring's current key: after a new one came first, and before an old one is thrown away."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from core import vault
from core.actor import Actor
from incidents.models import CaseKey
from trail.recording import record


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """How many keys were wrapped anew, how many were already, and how many the ring cannot open any more."""

    done: int
    current: int
    lost: int


def rewrap(*, by: Actor) -> Rewrapped:
    """Wrap each key that is not under the current one, row by row: stopped half-way, it goes on where it was.

    A key whose ring key is missing stays as it is, so that nothing is lost should that key be found.
    """
    name = vault.ring()[0][0]
    todo = list(CaseKey.objects.exclude(ring=name).order_by("pk").values_list("pk", flat=True))
    current = CaseKey.objects.filter(ring=name).count()
    done = sum(_one(pk, by=by) for pk in todo)
    return Rewrapped(done, current, len(todo) - done)


@transaction.atomic
def _one(pk: int, *, by: Actor) -> bool:
    held = CaseKey.objects.select_related("case").select_for_update(of=("self",)).get(pk=pk)
    about = f"case|{held.case.code}"
    try:
        key = vault.unwrap(held.ring, bytes(held.wrapped), about)
    except vault.Sealed:
        return False
    before = held.ring
    held.ring, held.wrapped = vault.wrap(key, about)
    held.wrapped_at = timezone.now()
    held.save(update_fields=["ring", "wrapped", "wrapped_at"])
    record("case.key_rewrapped", held.case, by=by, before=before, ring=held.ring)
    return True
