"""The names that schools typed (P1): looked up once for all of them, settled by ITS, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from core.workflow import IllegalMove
from platforms.access.roles import acting_user
from platforms.access.surveys import may_run
from platforms.actions.catalogue import (
    PlatformSaid,
    VendorSaid,
    add_alias,
    add_platform,
    add_vendor,
)
from platforms.models import NameRuling, Platform, ToolName
from platforms.policy.surveys import name_key
from platforms.reports.matching import How, find, find_all, vendors_named
from platforms.terms import AliasKind
from platforms.terms.surveys import NameGround, NameState
from trail.recording import entry, record, record_all

MERGED_AWAY: Final = Reason(
    "merged_away", "P1", _("This platform was merged into another. Choose that one.")
)


def names_for(typed: Iterable[str], *, by: Actor) -> dict[str, ToolName]:
    """The name of each thing typed, by its key; new ones are looked up in the catalogue, all in one go.

    Call it inside a transaction. Only a name the catalogue knows as it stands is matched; a likeness is for people.
    """
    written = {name_key(one): one.strip() for one in typed}
    known = set(ToolName.objects.filter(folded__in=written).values_list("folded", flat=True))
    new = [ToolName(folded=key, written=word) for key, word in written.items() if key not in known]
    ToolName.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    _settle_known([one.folded for one in new], by=by)
    return {one.folded: one for one in ToolName.objects.filter(folded__in=written)}


@transaction.atomic
def look_again(*, by: Actor) -> int:
    """Settle every open name that the catalogue knows by now. Returns how many."""
    names = ToolName.objects.filter(state=NameState.OPEN).values_list("folded", flat=True)
    return _settle_known(list(names), by=by)


@transaction.atomic
def is_platform(
    name: ToolName, platform: Platform, *, by: Actor, alias: bool = False, reason: str = ""
) -> ToolName:
    """This name means that platform, for every school that typed it; `alias`: from now on everywhere."""
    may_run(by).require()
    Decision.unless((platform.merged_into_id is None, MERGED_AWAY)).require()
    if alias and find(name.written).how != How.EXACT:
        add_alias(platform, AliasKind.NAME, name.written, by=by)
    return _rule(name, NameState.PLATFORM, platform, NameGround.PERSON, reason=reason, by=by)


@transaction.atomic
def is_new(name: ToolName, platform_name: str, vendor_name: str, *, by: Actor) -> ToolName:
    """Enter the platform that this name means, of a vendor that is listed or new, and match it."""
    may_run(by).require()
    vendor = next(iter(vendors_named(vendor_name)), None) or add_vendor(
        VendorSaid(name=vendor_name), by=by
    )
    platform = add_platform(PlatformSaid(name=platform_name, vendor=vendor), by=by)
    alias = name_key(platform_name) != name.folded
    return is_platform(name, platform, alias=alias, by=by)


@transaction.atomic
def is_no_tool(name: ToolName, *, by: Actor, reason: str = "") -> ToolName:
    """This name is no messaging tool, for every school that typed it."""
    may_run(by).require()
    return _rule(name, NameState.NO_TOOL, None, NameGround.PERSON, reason=reason, by=by)


@transaction.atomic
def take_back(name: ToolName, *, by: Actor, reason: str) -> ToolName:
    """Nobody knows again what this name means. What was ruled stays in its history."""
    may_run(by).require()
    locked = ToolName.objects.select_for_update().get(pk=name.pk)
    if locked.state == NameState.OPEN:
        raise IllegalMove(locked.state, NameGround.TAKEN_BACK)
    return _rule(locked, NameState.OPEN, None, NameGround.TAKEN_BACK, reason=reason, by=by)


def _rule(
    name: ToolName,
    state: NameState,
    platform: Platform | None,
    ground: NameGround,
    *,
    reason: str,
    by: Actor,
) -> ToolName:
    user: User = acting_user(by)
    name = ToolName.objects.select_for_update().get(pk=name.pk)
    name.state, name.platform = state, platform
    name.save(update_fields=["state", "platform"])
    NameRuling.objects.create(
        name=name, state=state, platform=platform, ground=ground, reason=reason, by=user
    )
    key = platform.pk if platform else None
    record("survey.name_settled", name, by=by, state=str(state), ground=str(ground), platform=key)
    return name


def _settle_known(keys: list[str], *, by: Actor) -> int:
    """Match those names the catalogue knows as they stand; a constant number of queries."""
    names = list(
        ToolName.objects.select_for_update(of=("self",)).filter(
            folded__in=keys, state=NameState.OPEN
        )
    )
    found = zip(names, find_all([one.written for one in names]), strict=True) if names else ()
    settled = []
    for name, match in found:
        if match.how == How.EXACT:
            name.state, name.platform = NameState.PLATFORM, match.platform
            settled.append(name)
    ToolName.objects.bulk_update(settled, ["state", "platform"], batch_size=500)
    NameRuling.objects.bulk_create(
        [
            NameRuling(
                name=one, state=one.state, platform=one.platform, ground=NameGround.CATALOGUE
            )
            for one in settled
        ],
        batch_size=500,
    )
    record_all(
        entry(
            "survey.name_settled",
            one,
            by=by,
            state=one.state,
            ground=str(NameGround.CATALOGUE),
            platform=one.platform_id,
        )
        for one in settled
    )
    return len(settled)
