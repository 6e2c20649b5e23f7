"""The bundles that were made of a case. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from incidents.access.cases import offices_with
from incidents.models import Case, Export
from incidents.reports import case_sections, deeds
from incidents.terms.keeping import ExportState

TONES = {
    ExportState.MAKING: "wait",
    ExportState.READY: "good",
    ExportState.FAILED: "bad",
    ExportState.ENDED: "neutral",
}
FAILURES = {
    "not_yours": _("You no longer lead this report."),
    "no_key": _("The key of this report does not open. Tell whoever runs the server."),
    "too_large": _("It is too large for one bundle. Leave the evidence out, and take it piece by piece."),
}  # fmt: skip


def exports_of(case: Case, user: User, at: datetime) -> list[dict[str, Any]]:
    """Every bundle that was ever made of the case, the newest first; only its own asker takes one."""
    rows = Export.objects.filter(case=case).select_related("by").order_by("-pk")[:50]
    return [
        {
            "export": one,
            "reason": one.words()["reason"],
            "state": one.state(at),
            "tone": TONES[one.state(at)],
            "failure": FAILURES.get(one.failed, ""),
            "is_mine": one.by_id == user.pk,
        }
        for one in rows
    ]


def _section(case: Case, user: User) -> Mapping[str, Any] | None:
    """The way to the bundles, for who may make one."""
    return {} if offices_with(Actor(ActorKind.USER, str(user.pk)), case) else None


case_sections.register(
    _("Take it out"), "incidents/exports/_section.html", _section, 910, aside=True, anchor="export"
)
deeds.register("export.asked", _("Bundle asked for"), offices_only=True)
deeds.register("export.made", _("Bundle made"), offices_only=True)
deeds.register("export.taken", _("Bundle taken out"), offices_only=True)
