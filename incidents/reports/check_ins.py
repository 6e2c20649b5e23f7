"""How it has been since the report: asked of the reporter on its days, read by case staff (I1, I2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.models import Case, Visit
from incidents.policy.returning import check_in_due
from incidents.reports import case_sections, reporter_sections
from incidents.terms.returning import Since

TONES: Final = {Since.WELL: "good", Since.UNSURE: "wait", Since.WORSE: "bad"}


def due_check_in(case: Case) -> int | None:
    """Which of the days is asked about now; None where none is, or it was answered."""
    answered = set(case.check_ins.values_list("day", flat=True))
    return check_in_due(case.received_at, answered, timezone.now())


def _asked(case: Case, _visit: Visit) -> Mapping[str, Any] | None:
    day = due_check_in(case)
    return None if day is None else {"day": day}


def _for_staff(case: Case, _user: User) -> Mapping[str, Any] | None:
    """What was answered, and what is asked whenever the reporter comes back next."""
    found = [(row, row.words()) for row in case.check_ins.order_by("-day")]
    said = [
        {
            "day": row.day,
            "at": row.at,
            "label": Since(words["since"]).label,
            "tone": TONES[Since(words["since"])],
            "text": words["text"],
        }
        for row, words in found
    ]
    due = due_check_in(case)
    return {"said": said, "due": due} if said or due else None


reporter_sections.register(_("How is it now?"), "incidents/return/_check_in.html", _asked, 5)
case_sections.register(
    _("How it has been since"), "incidents/return/_since.html", _for_staff, 55, anchor="since"
)
