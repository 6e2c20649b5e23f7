"""The district's security standard in use in the practice district, and a next version that waits for a second person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from cps_comms.demo.story import actor
from platforms.actions import criteria
from platforms.builtin import CriterionText, GroupText, SetText, shipped
from platforms.terms import Tag
from platforms.terms.audits import Knockout

NEW: Final = CriterionText(
    id="ABU-04",
    text="A student can block a sender, and a person of the school hears of it the same day.",
    weight=10,
    knockout=Knockout.CURABLE,
    evidence="A test student blocks a test teacher; what arrived with whom.",
    tags=(Tag.STUDENT_FACING, Tag.TWO_WAY),
)
# What the next version says otherwise, by criterion.
OTHERWISE: Final = {
    "IAM-04": {
        "text": "Whoever leaves the district's directory or roster feed has lost access one hour later."
    },
    "OPS-02": {"weight": 20},
    "PRV-06": {"knockout": Knockout.CURABLE, "weight": 20},
}


def tell(people: Mapping[str, User]) -> None:
    """The shipped set adopted by two people; its next version loaded and put forward."""
    by = {who: actor(people[who]) for who in ("its", "reviewer")}
    first = next(iter(shipped().values()))
    command, today = Actor.command("load_criteria"), timezone.localdate()
    loaded, _new = criteria.load(first, by=command)
    proposal = criteria.propose(loaded, today, "The district's first standard.", by=by["its"])
    criteria.confirm(proposal, by=by["reviewer"])
    second, _new = criteria.load(next_version(first), by=command)
    why = "Students asked for a way to block a sender; leavers kept access for a day."
    criteria.propose(second, today + timedelta(days=30), why, by=by["its"])


def next_version(one: SetText) -> SetText:
    """The set with a criterion more and three that say something else."""
    groups = tuple(_changed(group) for group in one.groups)
    return replace(one, version=one.version + 1, groups=groups)


def _changed(group: GroupText) -> GroupText:
    criteria = [replace(each, **OTHERWISE.get(each.id, {})) for each in group.criteria]  # type: ignore[arg-type]
    return replace(group, criteria=(*criteria, NEW) if group.id == "ABU" else tuple(criteria))
