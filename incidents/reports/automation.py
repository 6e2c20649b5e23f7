"""What a case's page says of the signs that a machine sent it. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.models import Case, Suspicion
from incidents.reports import case_sections, deeds
from incidents.terms.automation import Sign


def _section(case: Case, user: User) -> Mapping[str, Any] | None:  # noqa: ARG001 -- whoever reads the case
    row = Suspicion.objects.standing().filter(case=case).first()
    return {"signs": [Sign(one).label for one in row.signs]} if row else None


case_sections.register(
    _("Likely automated"), "incidents/automation/_section.html", _section, 5, anchor="automation"
)
deeds.register("suspicion.raised", _("Set aside as likely automated"))
deeds.register("suspicion.ended", _("A person wrote it, somebody who read it says"))
