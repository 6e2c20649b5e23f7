"""Who adds, sees, quarantines and takes away evidence (I1). Every answer carries its reasons."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from incidents.access.cases import acting_user, may_work, offices_with
from incidents.models import Case, EvidenceFile, offices_of
from incidents.terms import OfficeCode, Stage
from incidents.terms.evidence import EvidenceState

CLOSED: Final = Reason(
    "case_closed", "I1", _("This report is closed. Write a message first, so that it is opened again.")
)  # fmt: skip
NOT_THE_REPORTER: Final = Reason("not_the_reporter", "I1", _("Only who reported adds files here."))
NO_ORIGINAL: Final = Reason(
    "no_original", "I1", _("Originals leave only to an office that has the report, sealed to its own key.")
)  # fmt: skip
NO_COPY: Final = Reason("no_copy", "I1", _("There is no copy to look at."))
NOT_OF_THE_OFFICE: Final = Reason(
    "not_of_the_office", "I1", _("Only people of the office, confirmed by another of its people, set its key.")
)  # fmt: skip
ONES_OWN_KEY: Final = Reason(
    "ones_own_key", "I1", _("Somebody else of the office compares the key and confirms it.")
)
NOT_AN_OFFICE: Final = Reason(
    "not_an_office", "I1", _("Only people of the two offices change how much is taken.")
)


def may_add(by: Actor, case: Case) -> Decision:
    """Add a file to a report that was sent: who reported it, and whoever works on it; not once it is closed."""
    theirs = by.kind == ActorKind.REPORTER and by.id == case.code
    return Decision.unless(
        (theirs or by.user_id is not None, NOT_THE_REPORTER),
        (theirs or by.user_id is None or bool(may_work(by, case)), NOT_THE_REPORTER),
        (case.stage != Stage.CLOSED, CLOSED),
    )


def may_look(by: Actor, evidence: EvidenceFile) -> Decision:
    """Look at the clean copy: whoever works on the report, unless the file is in quarantine or carries a virus."""
    seen = EvidenceFile.objects.seen_with(offices_with(by, evidence.case)).filter(pk=evidence.pk)
    return Decision(
        (
            *may_work(by, evidence.case).refusals,
            *Decision.unless(
                (evidence.state == EvidenceState.READY and seen.exists(), NO_COPY)
            ).refusals,
        )
    )


def may_quarantine(by: Actor, evidence: EvidenceFile) -> Decision:
    """Shut a file away: whoever works on the report. It takes nothing from OIG, and waits for nobody."""
    return may_work(by, evidence.case)


def offices_to_take(by: Actor, evidence: EvidenceFile) -> list[str]:
    """The offices for which the person may take the sealed original: those that have the report and that they sit in."""
    held = evidence.originals.filter(gone_at=None).values_list("office", flat=True)
    mine = offices_with(by, evidence.case)
    if evidence.state == EvidenceState.QUARANTINED:
        mine = [one for one in mine if one == OfficeCode.OIG]
    return [one for one in mine if one in set(held)]


def may_take(by: Actor, evidence: EvidenceFile) -> Decision:
    """Take the sealed original away, which leaves as an age file of one's own office and as nothing else."""
    return Decision(
        (
            *may_work(by, evidence.case).refusals,
            *Decision.unless((bool(offices_to_take(by, evidence)), NO_ORIGINAL)).refusals,
        )
    )


def may_set_key(by: Actor, office: str) -> Decision:
    return Decision.unless((office in _offices(by), NOT_OF_THE_OFFICE))


def may_confirm_key(by: Actor, office: str, set_by: int | None) -> Decision:
    return Decision.unless(
        (office in _offices(by), NOT_OF_THE_OFFICE), (by.user_id != set_by, ONES_OWN_KEY)
    )


def may_set_limits(by: Actor) -> Decision:
    return Decision.unless((bool(_offices(by)), NOT_AN_OFFICE))


def _offices(by: Actor) -> list[str]:
    return offices_of(acting_user(by)) if by.user_id is not None else []
