"""Which offices have a case and had it, whom else it was taken to, and who was brought in. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from core.actor import Actor, ActorKind
from incidents.access.cases import offices_with
from incidents.models import Case, CaseOffice, Recipient, Referral
from incidents.reports.people import Candidate, staff_found
from incidents.terms import Ground, OfficeCode, OfficeGround
from incidents.terms.people import Outside


@dataclass(frozen=True, slots=True)
class Held:
    """An office's time with the case."""

    row: CaseOffice
    office: str
    ground: str


@dataclass(frozen=True, slots=True)
class Referred:
    row: Referral
    to: str
    words: Mapping[str, Any]


def held_by(case: Case) -> list[Held]:
    rows = case.offices.order_by("-pk")
    return [
        Held(row, str(OfficeCode(row.office).label), str(OfficeGround(row.ground).label))
        for row in rows
    ]


def mine_and_others(
    case: Case, user: User
) -> tuple[list[OfficeCode], list[OfficeCode], list[OfficeCode]]:
    """The offices that have it and that the reader sits in; those that have it not; all but the reader's."""
    having = set(
        CaseOffice.objects.filter(case=case, ended_at=None).values_list("office", flat=True)
    )
    mine = [OfficeCode(one) for one in offices_with(Actor(ActorKind.USER, str(user.pk)), case)]
    return (
        mine,
        [one for one in OfficeCode if one not in having],
        [one for one in OfficeCode if one not in mine],
    )


def referrals_of(case: Case) -> list[Referred]:
    rows = case.referrals.select_related("by").order_by("-made_at", "-pk")
    return [Referred(row, str(Outside(row.to).label), row.words()) for row in rows]


def brought_into(case: Case) -> list[Recipient]:
    rows = case.recipients.filter(ground=Ground.BROUGHT_IN, ended_at=None)
    return list(rows.select_related("user").order_by("user__name", "pk"))


def could_come(query: str) -> list[Candidate]:
    return staff_found(query)
