"""What pages show of guardians' wishes. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from consents.models import Approval, GuardianWish
from consents.terms import Stage, WishStage
from schools import signing
from schools.models import Guardian, RoleAssignment, School, Staff
from schools.terms import SCHOOL_ROLES

MOST = 20
TONES = {
    WishStage.OPEN: "wait",
    WishStage.MATCHED: "wait",
    WishStage.BEGUN: "info",
    WishStage.DECLINED: "bad",
    WishStage.TAKEN_BACK: "neutral",
}


@dataclass(frozen=True, slots=True)
class OwnWish:
    """A wish as its guardian sees it: the principal's yes shows, nothing else of the school's own way."""

    row: GuardianWish
    label: str
    tone: str

    @property
    def may_take_back(self) -> bool:
        return self.row.stage in (WishStage.OPEN, WishStage.MATCHED)


def tone_of(row: GuardianWish) -> str:
    return TONES[WishStage(row.stage)]


def own_wishes(guardian: Guardian) -> list[OwnWish]:
    """The guardian's wishes, newest first; one whose form has gone out shows among the forms instead."""
    rows = (
        GuardianWish.objects.filter(guardian__in=signing.rows_of(guardian))
        .exclude(stage=WishStage.TAKEN_BACK)
        .exclude(activity__in=_approved())
        .select_related("student", "kind")
        .order_by("-pk")[:MOST]
    )
    return [OwnWish(row, str(WishStage(row.stage).label), tone_of(row)) for row in rows]


def staff_like(school: School, query: str) -> list[Staff]:
    """Adults of the school by what a family typed: every word in the name, or the address."""
    here = RoleAssignment.objects.current().filter(school=school, role__in=SCHOOL_ROLES)
    found = Staff.objects.filter(
        user__in=here.values("user"), user__is_active=True, left_on__isnull=True
    )
    for word in query.split():
        found = found.filter(Q(user__name__icontains=word) | Q(user__email__iexact=word))
    return list(found.select_related("user").order_by("user__name", "pk")[:MOST])


def _approved() -> object:
    return Approval.objects.filter(stage=Stage.APPROVED).values("version__activity")
