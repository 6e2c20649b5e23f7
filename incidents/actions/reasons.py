"""Why somebody did something to a case, under the case's own key."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from incidents.access.cases import acting_user
from incidents.models import Case, CaseReason

NO_REASON: Final = Reason("no_reason", "I1", _("Say why; it is kept with the report."))


def keep_reason(case: Case, deed: str, text: str, *, by: Actor) -> CaseReason:
    """Seal why it was done; `Refused` without a word."""
    reason = CaseReason(case=case, deed=deed, by=acting_user(by))
    reason.seal({"text": said(text)})
    reason.save(force_insert=True)
    return reason


def said(text: str) -> str:
    """What was given as a reason; `Refused` where it is nothing."""
    Decision.unless((bool(text.strip()), NO_REASON)).require()
    return text.strip()
