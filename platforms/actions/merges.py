"""Two rows that are one tool (P1): put together by reading, and taken apart again. Nothing is rewritten."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from platforms.access.proposals import stand_today
from platforms.access.roles import acting_user, may_confirm, may_work
from platforms.actions.statuses import copy_standing
from platforms.models import Platform, PlatformMerge
from platforms.policy import Stand, lifts
from platforms.terms import Cause, Status
from trail.recording import record

SAME_ROW = Reason("same_row", "P1", _("A platform is not merged into itself."))
SOURCE_MERGED = Reason("already_merged", "P1", _("It is merged into another platform already."))
TARGET_MERGED = Reason(
    "target_merged", "P1", _("The other one is merged into a third: merge into that one.")
)
HAS_MERGED = Reason(
    "has_merged", "P1", _("Others are merged into it: take those apart first, or keep this one.")
)
OPEN_AUDIT = Reason(
    "open_audit", "P2", _("It has an open audit: have it decided or dropped first, or keep this one.")
)  # fmt: skip
OPEN_NO = Reason(
    "open_quick_no", "P4", _("A no without an audit waits for a second person: settle it first.")
)
DECIDED = Reason(
    "decided_otherwise",
    "P2",
    _(
        "Two people decided about this row, and the other one may be used for more: merging would lift what"
        " they decided. Merge the other way round, or audit it anew."
    ),
)
NO_REASON = Reason("no_reason", "P1", _("Say how you know."))
NOT_MERGED = Reason("not_merged", "P1", _("These two have been taken apart already."))


def may_merge(source: Platform, target: Platform) -> Decision:
    """Whether `source` can be merged into `target` as they stand."""
    return Decision.unless(
        (source.pk != target.pk, SAME_ROW),
        (source.merged_into_id is None, SOURCE_MERGED),
        (target.merged_into_id is None, TARGET_MERGED),
        (not source.merged.exists(), HAS_MERGED),
        (not source.audits.open().exists(), OPEN_AUDIT),
        (not source.quick_decisions.filter(confirmed_at=None, refused_at=None).exists(), OPEN_NO),
        (not lifts(stand_today(source), stand_today(target)), DECIDED),
    )


def may_undo(row: PlatformMerge, by: Actor) -> Decision:
    """ITS takes apart; where that lifts what was decided meanwhile, a reviewer who did not merge them does (P2)."""
    before = row.standing_before()
    again = before.on(timezone.localdate()) if before else Stand(Status.NOT_REVIEWED)
    # The first event since is the merge itself; a later one was decided about the tool.
    decided_since = row.source.status_events.filter(effective_at__gte=row.at).count() > 1
    lifted = decided_since and lifts(stand_today(row.source), again)
    return may_confirm(by, row.by_id) if lifted else may_work(by)


@transaction.atomic
def merge(source: Platform, target: Platform, *, by: Actor, reason: str) -> PlatformMerge:
    """From now on `source` is the tool `target`: found, listed and audited as that one, and standing as it does.

    Activities that name the source keep naming it; it stands as the target from now on, so a flag stops both.
    """
    may_work(by).require()
    source, target = _locked(source, target)
    may_merge(source, target).require()
    Decision.unless((reason.strip(), NO_REASON)).require()
    now = timezone.now()
    source.merged_into = target
    source.save(update_fields=["merged_into"])
    row = PlatformMerge.objects.create(
        source=source, target=target, reason=reason.strip()[:300], by=acting_user(by), at=now
    )
    copy_standing(source, target.standing(now), Cause.MERGED, by=by)
    record("platforms.merged", row, by=by, topic=target, source=source.pk, target=target.pk)
    return row


@transaction.atomic
def undo(row: PlatformMerge, *, by: Actor, reason: str) -> PlatformMerge:
    """They are two after all. The source stands again as it stood before, lapsed where its day is over."""
    row = PlatformMerge.objects.select_for_update().get(pk=row.pk)
    source, _target = _locked(row.source, row.target)
    may_undo(row, by).require()
    Decision.unless((row.undone_at is None, NOT_MERGED), (reason.strip(), NO_REASON)).require()
    row.undone_by, row.undone_at = acting_user(by), timezone.now()
    row.undone_reason = reason.strip()[:300]
    row.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    source.merged_into = None
    source.save(update_fields=["merged_into"])
    copy_standing(source, row.standing_before(), Cause.UNMERGED, by=by)
    record(
        "platforms.unmerged", row, by=by, topic=row.target,
        source=row.source_id, target=row.target_id,
    )  # fmt: skip
    return row


def _locked(*rows: Platform) -> list[Platform]:
    """The rows, locked in one order, returned in the order given."""
    keys = [row.pk for row in rows]
    locked = Platform.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in locked}
    return [found[key] for key in keys]
