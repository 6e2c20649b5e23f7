"""What the rows say of mandated reporters' steps, as the policy asks for it (I1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from accounts.models import User
from core.marks import mark_of_user
from incidents.models import AbuseMark, Case, MandatedDeed
from incidents.policy.mandated import Deed, Standing, asks, standing
from incidents.terms import Concern
from incidents.terms.mandated import Said, Step


def is_marked(case: Case) -> bool:
    """Whether a reader saw signs of abuse, as said last."""
    newest = AbuseMark.objects.filter(case=case).order_by("-pk").first()
    return newest is not None and newest.stands


def case_asks(case: Case) -> bool:
    """Whether the case asks its readers for the step now."""
    return asks(Concern(case.concern), marked=is_marked(case))


def standing_of(case: Case, user: User, at: datetime) -> Standing:
    """Where this person stands with this case."""
    return standing(_deeds(case.mandated_deeds.filter(mark=mark_of_user(user.pk))), at)


def standings_of(cases: Collection[int], user: User, at: datetime) -> dict[int, Standing]:
    """The same for many cases by their keys, in one query."""
    rows: dict[int, list[MandatedDeed]] = {pk: [] for pk in cases}
    for row in MandatedDeed.objects.filter(case__in=rows, mark=mark_of_user(user.pk)):
        rows[row.case_id].append(row)
    return {pk: standing(_deeds(own), at) for pk, own in rows.items()}


def standing_of_case(case: Case, at: datetime) -> Standing:
    """Where the case stands: one call that the line took, confirmed in writing, whoever made it."""
    if not case_asks(case):
        return Standing(Step.NONE)
    rows = [one for one in _deeds(case.mandated_deeds.all()) if one.said != Said.SHARED]
    return standing(rows, at)


def _deeds(rows: Iterable[MandatedDeed]) -> list[Deed]:
    return [Deed(Said(row.said), row.done_at, row.taken) for row in rows]
