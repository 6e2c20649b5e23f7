"""What vendors claim about criteria (P2). Reads only; a claim is never a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from platforms.models import Audit, Claim, Criterion, Room
from platforms.terms.rooms import RoomDeed, RoomStage


def claims_for(audit: Audit) -> dict[int, Claim]:
    """The newest claim about each criterion of the audit, by the criterion's key; one query."""
    rows = Claim.objects.filter(audit=audit).standing()
    return {claim.criterion_id: claim for claim in rows.select_related("contact", "entered_by")}


def asked_criteria(audit: Audit) -> list[Criterion]:
    """The criteria a vendor is asked about: those that bind by the tags chosen; all where none is chosen yet."""
    tags = audit.tags or audit.platform.tags
    criteria = audit.criteria_set.criteria.order_by("place")
    return [one for one in criteria if not tags or one.binds(tags)]


@dataclass(frozen=True, slots=True)
class Silence:
    """How a vendor stands towards an audit's questions on a day, for a quick no (P5)."""

    room: Room | None
    asked_until: date | None = None
    is_silent: bool = False
    has_refused: bool = False
    refusal: str = ""


def silence_of(audit: Audit, on: date) -> Silence:
    """Whether the vendor let its date pass, or declined: by the room opened last for the audit."""
    room = audit.rooms.order_by("-pk").first()
    if room is None:
        return Silence(None)
    refusals = room.entries.filter(deed=RoomDeed.REFUSE).order_by("-pk")
    refused = room.stage == RoomStage.REFUSED
    last = refusals.first() if refused else None
    return Silence(
        room,
        asked_until=room.due_on,
        is_silent=room.is_silent(on),
        has_refused=refused,
        refusal=last.note if last else "",
    )


@dataclass(frozen=True, slots=True)
class Group:
    """One group of criteria as the vendor answers it, a page each."""

    number: int
    code: str
    title: str
    criteria: tuple[Criterion, ...]
    answered: int

    @property
    def is_done(self) -> bool:
        return self.answered == len(self.criteria)


def groups_of(criteria: Sequence[Criterion], claims: dict[int, Claim]) -> list[Group]:
    """The criteria by group, in the set's order, with how many of each have an answer."""
    order = list(dict.fromkeys((one.group, one.group_title) for one in criteria))
    groups = []
    for number, (code, title) in enumerate(order, start=1):
        own = tuple(one for one in criteria if one.group == code)
        groups.append(Group(number, code, title, own, sum(one.pk in claims for one in own)))
    return groups
