"""What stands against a proposal on the day: asked when it is put forward, and again when it is confirmed (P4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.decision import Decision, Reason
from platforms import uses
from platforms.access.after import MERGED, agreement_ends
from platforms.models import Platform, PlatformRule, StatusEvent
from platforms.policy import Stand
from platforms.policy.after import earliest_off
from platforms.terms import FLAGGED, LAPSING, Status
from platforms.terms.after import ProposalKind

NOT_DECIDED: Final = Reason(
    "not_decided", "P4", _("Schools move off a platform that ITS decided about. Audit it first.")
)
NO_OFF_DATE: Final = Reason("no_off_date", "P4", _("Say by which day schools are off it."))
OFF_DATE_PAST: Final = Reason("off_date_past", "P4", _("The off date must lie ahead."))
OFF_DATE_SOON: Final = Reason(
    "off_date_soon",
    "P4",
    _(
        "The off date leaves schools fewer days than the district's number. Choose a later day,"
        " or say why it cannot wait."
    ),
)
NO_TARGET: Final = Reason(
    "no_target", "P4", _("Name at least one approved platform that schools may move to.")
)
TARGET_NOT_APPROVED: Final = Reason(
    "target_not_approved", "P4", _("A platform to move to is not approved today.")
)
NOT_APPROVED: Final = Reason(
    "nothing_to_flag", "P4", _("The platform is not approved today, so there is nothing to flag.")
)
AGREEMENT_STANDS: Final = Reason(
    "agreement_stands",
    "P4",
    _("A signed agreement is in force today, so this ground does not hold."),
)
NO_STUDENT_DATA: Final = Reason(
    "no_student_data", "P4", _("Its audit found that it holds no student data.")
)
NOT_MOVING: Final = Reason(
    "not_moving",
    "P4",
    _("Uses are kept only while schools move off a flagged platform, until its off date."),
)
NOTHING_KEPT: Final = Reason("nothing_kept", "P4", _("No use of it is kept today."))
NO_KEPT_USES: Final = Reason("no_uses", "P4", _("Name the uses that are kept."))
UNKNOWN_USE: Final = Reason("unknown_use", "P4", _("One of the uses is none of the district's."))
RETIRED_ALREADY: Final = Reason("retired_already", "P4", _("It is retired already."))

UNDECIDED: Final = (Status.NOT_REVIEWED, Status.IN_REVIEW, Status.RETIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a proposal says. Which fields count depends on its kind."""

    public_reason: str
    until: date | None = None
    uses: Sequence[str] = ()
    emergency: str = ""
    targets: Sequence[Platform] = ()


def stand_today(platform: Platform) -> Stand:
    """How the platform's status reads now; none yet is not reviewed."""
    event = platform.standing(timezone.now())
    return event.on(timezone.localdate()) if event else Stand(Status.NOT_REVIEWED)


def can_stand(platform: Platform, kind: ProposalKind, said: Said) -> Decision:
    """Everything that stands against it today, whoever asks."""
    listed = Decision.unless((platform.merged_into_id is None, MERGED))
    found = CHECKS[kind](platform, said)
    return Decision((*listed.refusals, *found.refusals))


def _move_off(platform: Platform, said: Said) -> Decision:
    """Decided, an off date no sooner than the district's days, and approved platforms to move to."""
    today, stand = timezone.localdate(), stand_today(platform)
    decided = stand.status not in UNDECIDED
    if said.until is None:
        dates: tuple[tuple[object, Reason], ...] = ((False, NO_OFF_DATE),)
    else:
        earliest = earliest_off(today, PlatformRule.objects.numbers())
        ahead = said.until > today
        waits = not ahead or said.until >= earliest or said.emergency.strip()
        dates = ((ahead, OFF_DATE_PAST), (waits, OFF_DATE_SOON))
    others = [one for one in said.targets if one.pk != platform.pk]
    usable = all(stand_today(one).status in LAPSING and not one.merged_into_id for one in others)
    return Decision.unless(
        (decided, NOT_DECIDED), *dates, (others, NO_TARGET), (usable, TARGET_NOT_APPROVED)
    )


def _flag(platform: Platform, _said: Said) -> Decision:
    """An approved platform whose agreement ended: SOPPA leaves no approval without one."""
    event = platform.standing(timezone.now())
    today = timezone.localdate()
    approved = event is not None and event.on(today).status in LAPSING
    return Decision.unless(
        (approved, NOT_APPROVED),
        (holds_student_data(event), NO_STUDENT_DATA),
        (not agreement_ends(platform, today), AGREEMENT_STANDS),
    )


def _keep_uses(platform: Platform, said: Said) -> Decision:
    """Named uses of a platform that schools move off, until its off date."""
    stand = stand_today(platform)
    today = timezone.localdate()
    moving = stand.status == Status.FLAGGED_MOVING and stand.until and today <= stand.until
    known = {use.code for use in uses.exceptions()}
    return Decision.unless(
        (moving, NOT_MOVING),
        (said.uses, NO_KEPT_USES),
        (set(said.uses) <= known, UNKNOWN_USE),
    )


def _end_kept(platform: Platform, _said: Said) -> Decision:
    stand = stand_today(platform)
    return Decision.unless((stand.status in FLAGGED and stand.uses, NOTHING_KEPT))


def _retire(platform: Platform, _said: Said) -> Decision:
    return Decision.unless((stand_today(platform).status != Status.RETIRED, RETIRED_ALREADY))


def holds_student_data(event: StatusEvent | None) -> bool:
    """As its audit found; yes where no audit says."""
    if event is None or event.decision is None:
        return True
    return event.decision.audit.student_data


CHECKS: Final = {
    ProposalKind.MOVE_OFF: _move_off,
    ProposalKind.FLAG: _flag,
    ProposalKind.KEEP_USES: _keep_uses,
    ProposalKind.END_KEPT: _end_kept,
    ProposalKind.RETIRE: _retire,
}
