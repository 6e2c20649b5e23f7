"""Whoever reads a case hears, once, that something waits: when it comes in, and when they begin to read it (I1, I2)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from incidents.actions.paging import call
from incidents.actions.telling import tell
from incidents.facts.readers import readers_of
from incidents.models import Case, Suspicion
from incidents.terms import Stage


@transaction.atomic
def announce(case_id: int) -> None:
    """Tell those who read it and were not told yet; where somebody may be in danger, call who is on duty.

    What came as machines send reports is set aside: it waits on the desk and calls nobody until a person says so or its first
    promise is late (`silence.watch_aside`).
    """
    case = Case.objects.select_related("school").get(pk=case_id)
    if case.stage == Stage.CLOSED or Suspicion.objects.standing().filter(case=case).exists():
        return
    tell(case, "arrived", readers_of(case))
    call(case, timezone.now())
