"""An office's keys as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from documents.sealing import fingerprint
from incidents.models import OfficeKey
from incidents.terms import OfficeCode


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key and the mark that two people read to each other."""

    row: OfficeKey
    mark: str


@dataclass(frozen=True, slots=True)
class OfficeKeys:
    """The key that counts, the one that waits for a second person, and those before."""

    office: OfficeCode
    name: str
    standing: ShownKey | None
    waiting: ShownKey | None
    earlier: tuple[ShownKey, ...]


def keys_of(office: OfficeCode) -> OfficeKeys:
    rows = OfficeKey.objects.filter(office=office).select_related("set_by", "confirmed_by")
    shown = [ShownKey(row, fingerprint(row.public)) for row in rows.order_by("-pk")]
    counted = [one for one in shown if one.row.confirmed_at]
    open_ones = [one for one in shown if not one.row.confirmed_at]
    newest = counted[0] if counted else None
    waiting = next((one for one in open_ones if newest is None or one.row.pk > newest.row.pk), None)
    return OfficeKeys(office, str(office.label), newest, waiting, tuple(counted[1:]))
