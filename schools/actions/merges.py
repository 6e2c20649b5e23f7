"""One person in two rows: put together, and taken apart again exactly as it was."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from schools import access
from schools.models import (
    ContactBlock,
    ContactMerge,
    ContactPair,
    ContactUnmerge,
    Guardian,
    GuardianLink,
)
from schools.terms import PairWord
from trail.recording import record

SAME_ROW = Reason("same_row", "T1", _("These are not two rows."))
ALREADY = Reason(
    "already_merged", "T1", _("One of the two is put together with another row already.")
)
OWN_ROW = Reason("own_row", "T1", _("A student's own row is no contact of anybody."))
NO_STUDENT = Reason("no_student", "T1", _("They have no student in common."))
AUTHORITY_DIFFERS = Reason(
    "authority_differs",
    "T1",
    _(
        "For one student the record says of one that they may sign, and not of the other. Settle that first."
    ),
)
BLOCK_DIFFERS = Reason(
    "block_differs",
    "T1",
    _("The two rows do not stand alike with the records office, which settles that first."),
)
KEEP_THE_OTHER = Reason(
    "keep_the_other", "T1", _("Only the other one can be reached: keep that one.")
)
NAMED_TO_SIGN = Reason(
    "named_to_sign", "T1", _("The records office named this one to sign: keep that one.")
)
NO_REASON = Reason("no_reason", "T1", _("Say how you know."))
NOT_MERGED = Reason("not_merged", "T1", _("These two have been taken apart already."))


@transaction.atomic
def merge(kept: Guardian, dropped: Guardian, *, by: Actor, reason: str) -> ContactMerge:
    """The two rows are one person: `kept` speaks for both, and its contact is the one that is used.

    The other's links go over. Answers keep the row they were signed under; verdicts count the two as one
    signer from now on, also about the past, while what was known before stays what it was.
    """
    kept, dropped = _locked(kept, dropped)
    access.may_merge(by, kept, dropped).require()
    _possible(kept, dropped, reason).require()
    now = timezone.now()
    moved = [_move(link, kept, now) for link in _links(dropped)]
    dropped.merged_into = kept
    dropped.save(update_fields=["merged_into"])
    row = ContactMerge.objects.create(
        kept=kept, dropped=dropped, reason=reason.strip()[:300], moved=moved, recorded_at=now, by=_user(by)
    )  # fmt: skip
    record("contacts.merged", row, by=by, topic=kept, kept=kept.pk, dropped=dropped.pk)
    return row


@transaction.atomic
def unmerge(row: ContactMerge, *, by: Actor, reason: str) -> ContactUnmerge:
    """They are two after all: every link stands again as it stood, and imports know both."""
    row = ContactMerge.objects.select_related("unmerge").get(pk=row.pk)
    kept, dropped = _locked(row.kept, row.dropped)
    access.may_merge(by, kept, dropped).require()
    Decision.unless(
        (not hasattr(row, "unmerge"), NOT_MERGED), (reason.strip(), NO_REASON)
    ).require()
    now = timezone.now()
    for move in row.moved:
        _move_back(move, now)
    dropped.merged_into = None
    dropped.save(update_fields=["merged_into"])
    undone = ContactUnmerge.objects.create(
        merge=row, reason=reason.strip()[:300], recorded_at=now, by=_user(by)
    )
    record("contacts.unmerged", undone, by=by, topic=kept, kept=kept.pk, dropped=dropped.pk)
    return undone


@transaction.atomic
def set_aside(
    one: Guardian, other: Guardian, *, by: Actor, word: PairWord, until: date | None = None
) -> ContactPair:
    """They are two (not suggested again), or: look again after a day."""
    access.may_merge(by, one, other).require()
    Decision.unless((one.pk != other.pk, SAME_ROW)).require()
    first, second = sorted((one, other), key=lambda row: row.pk)
    row = ContactPair.objects.create(
        one=first,
        other=second,
        word=word,
        until=until if word == PairWord.LATER else None,
        by=_user(by),
    )
    record("contacts.set_aside", row, by=by, topic=first, other=second.pk, word=str(word))
    return row


def _possible(kept: Guardian, dropped: Guardian, reason: str) -> Decision:
    ours = {link.student_id: link for link in _links(kept)}
    theirs = {link.student_id: link for link in _links(dropped)}
    both = ours.keys() & theirs.keys()
    rows = (kept, dropped)
    return Decision.unless(
        (kept.pk != dropped.pk, SAME_ROW),
        (not any(row.merged_into_id or row.self_of_id for row in rows), ALREADY),
        (not dropped.merged.exists(), ALREADY),
        (both, NO_STUDENT),
        (all(ours[one].authority == theirs[one].authority for one in both), AUTHORITY_DIFFERS),
        (_blocked(kept) == _blocked(dropped), BLOCK_DIFFERS),
        (kept.can_be_reached or not dropped.can_be_reached, KEEP_THE_OTHER),
        (not _is_named(dropped), NAMED_TO_SIGN),
        (reason.strip(), NO_REASON),
    )


def _is_named(guardian: Guardian) -> bool:
    """Whether a branch that stands, or stood, names this row; rows of branches are never changed."""
    return guardian.named_to_sign.exists()


def _blocked(guardian: Guardian) -> set[int]:
    standing = ContactBlock.objects.standing().filter(guardian=guardian)
    return set(standing.values_list("student", flat=True))


def _links(guardian: Guardian) -> list[GuardianLink]:
    return list(GuardianLink.objects.current().filter(guardian=guardian).order_by("pk"))


def _move(link: GuardianLink, kept: Guardian, now: datetime) -> dict[str, Any]:
    """End the link; where the kept row has none to this student, make the same one there."""
    link.ended_at = now
    link.save(update_fields=["ended_at"])
    if GuardianLink.objects.current().filter(guardian=kept, student=link.student_id).exists():
        return {"ended": link.pk, "made": None}
    return {"ended": link.pk, "made": _copy(link, kept.pk, now).pk}


def _move_back(move: dict[str, Any], now: datetime) -> None:
    """The row that ended begins again as a new one; the copy, if it still stands, ends."""
    GuardianLink.objects.current().filter(pk=move["made"]).update(ended_at=now)
    link = GuardianLink.objects.get(pk=move["ended"])
    _copy(link, link.guardian_id, now)


def _copy(link: GuardianLink, guardian_id: int, now: datetime) -> GuardianLink:
    return GuardianLink.objects.create(
        guardian_id=guardian_id,
        student_id=link.student_id,
        relationship=link.relationship,
        authority=link.authority,
        authority_source=link.authority_source,
        source=link.source,
        recorded_at=now,
    )


def _locked(*rows: Guardian) -> list[Guardian]:
    """Both rows, locked in one order, returned in the order given."""
    keys = [row.pk for row in rows]
    found = {
        row.pk: row
        for row in Guardian.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    return [found[key] for key in keys]


def _user(by: Actor) -> User:
    return User.objects.get(pk=by.user_id or 0)
