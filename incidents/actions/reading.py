"""Reading is written down: who opened the story, and who was shown who reported it (I1, I2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from incidents.access.cases import acting_user, may_work
from incidents.access.reveals import may_reveal
from incidents.actions.steps import step
from incidents.models import Case, CaseStep, Reveal
from incidents.reports.opened import LASTS, READ, was_opened

REVEAL_LASTS: Final = timedelta(hours=1)
SAY_WHY: Final = Reason("say_why", "I1", _("Write why you need to know who reported it."))


@transaction.atomic
def open_story(case: Case, *, by: Actor) -> CaseStep | None:
    """The reader opens the story: written once in `LASTS`, and it stops no clock (D6)."""
    may_work(by, case).require()
    if was_opened(case, acting_user(by), timezone.now() - LASTS):
        return None
    return step(case, READ, by=by)


@transaction.atomic
def reveal(case: Case, reason: str, *, by: Actor) -> Reveal:
    """Show this reader, and nobody else, who reported it and how to reach them: for an hour, with the reason kept."""
    may_reveal(by, case).require()
    Decision.unless((reason.strip(), SAY_WHY)).require()
    now = timezone.now()
    shown = Reveal(case=case, user=acting_user(by), at=now, ends_at=now + REVEAL_LASTS)
    shown.seal({"reason": reason.strip()})
    shown.save(force_insert=True)
    step(case, "case.reporter_revealed", by=by, reveal=str(shown.name))
    return shown
