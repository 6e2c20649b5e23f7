"""The parts of a case's page and of the reporter's page that are about evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from incidents.access.cases import offices_with
from incidents.models import Case, Visit
from incidents.reports import case_sections, deeds, reporter_sections
from incidents.reports import evidence as reports
from incidents.terms import Stage
from incidents.terms.evidence import EvidenceState

TONES: Final = {
    EvidenceState.RECEIVED: "wait",
    EvidenceState.READY: "good",
    EvidenceState.UNPROCESSABLE: "neutral",
    EvidenceState.INFECTED: "bad",
    EvidenceState.QUARANTINED: "bad",
}


def row_of(shown: reports.Shown) -> dict[str, Any]:
    """A file as a line of a list shows it."""
    state = EvidenceState(shown.evidence.state)
    return {"shown": shown, "evidence": shown.evidence, "label": state.label, "tone": TONES[state]}


def of_case(case: Case, user: User) -> Mapping[str, Any]:
    rows = [row_of(one) for one in reports.for_reader(case, user)]
    is_office = bool(offices_with(Actor(ActorKind.USER, str(user.pk)), case))
    return {"rows": rows, "is_office": is_office, "is_closed": case.stage == Stage.CLOSED}


def of_reporter(case: Case, _visit: Visit) -> Mapping[str, Any]:
    return {"files": reports.of_reporter(case), "is_closed": case.stage == Stage.CLOSED}


case_sections.register(
    _("Evidence"), "incidents/evidence/_case.html", of_case, 40, anchor="evidence"
)
reporter_sections.register(
    _("Pictures and files"), "incidents/return/_files.html", of_reporter, 30, anchor="files"
)
deeds.register("evidence.added", _("A file was added"))
deeds.register("evidence.looked_at", _("The copy of a file was looked at"), offices_only=True)
deeds.register("evidence.taken", _("A sealed original was taken away"), offices_only=True)
deeds.register("evidence.quarantined", _("A file was put in quarantine"), offices_only=True)
deeds.register("evidence.record_made", _("The custody record was made"), offices_only=True)
