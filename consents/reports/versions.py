"""Which version of an activity stands, and what a newer one would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consents import standing
from consents.models import Activity, ActivityVersion
from consents.terms import Channel, Stage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs from the version before. For people: who came and who went."""

    label: str | _StrPromise
    before: str = ""
    after: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def current_version(activity: Activity) -> ActivityVersion | None:
    """What stands: the newest version its own school approved, else the newest that was sent."""
    sent = activity.versions.filter(asked_at__isnull=False).order_by("-number")
    approved = sent.filter(approvals__school=activity.school_id, approvals__stage=Stage.APPROVED)
    return approved.first() or sent.first()


def version_before(version: ActivityVersion) -> ActivityVersion | None:
    """What a reader compares with: the newest earlier version that was approved, else that was sent."""
    sent = version.activity.versions.filter(asked_at__isnull=False, number__lt=version.number)
    approved = sent.filter(
        approvals__school=version.activity.school_id, approvals__stage=Stage.APPROVED
    )
    return approved.order_by("-number").first() or sent.order_by("-number").first()


def channel_words(version: ActivityVersion) -> str:
    """The platform by its name, or a group text on phones."""
    if version.channel == Channel.PLATFORM and version.platform:
        return version.platform.name
    return str(version.get_channel_display())


def difference(old: ActivityVersion, new: ActivityVersion) -> list[Change]:
    """What the new version asks for beside the old one, as the old one stands after its narrowings."""
    plain = [
        (_("Name"), old.name, new.name),
        (_("Purpose"), old.purpose, new.purpose),
        (_("First day"), _day(old.starts_on), _day(new.starts_on)),
        (_("Last day"), _day(standing.ends_on_of(old)), _day(new.ends_on)),
        (_("Channel"), channel_words(old), channel_words(new)),
    ]
    found = [Change(label, before, after) for label, before, after in plain if before != after]
    people = [
        _people(_("Adults who text"), standing.adults_of(old), standing.adults_of(new)),
        _people(_("Students"), _students(old), _students(new)),
    ]
    return found + [change for change in people if change.added or change.removed]


def _students(version: ActivityVersion) -> list[object]:
    listed = version.students.order_by("family_name", "given_name", "pk")
    return [one for one in listed if not standing.is_taken_off(version, one)]


def _people(label: str | _StrPromise, before: Iterable[object], after: Iterable[object]) -> Change:
    old, new = list(before), list(after)
    return Change(
        label,
        added=tuple(str(one) for one in new if one not in old),
        removed=tuple(str(one) for one in old if one not in new),
    )


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
