"""Where every platform stood on a day, past or present (P3, P4). Reads only: the dated events answer it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from core.sheets import Cell
from platforms import uses
from platforms.models import StatusEvent
from platforms.reports.standing import Shown, shown, standing_events


@dataclass(frozen=True, slots=True)
class Stood:
    """A platform on the day; `use_names` are those an approval, or a flag's exception, was for."""

    event: StatusEvent
    shown: Shown
    use_names: tuple[str, ...]


def end_of(day: date) -> datetime:
    """The day's last moment; today's is now."""
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return min(midnight - timedelta(microseconds=1), timezone.now())


def stood_on(day: date, words: str = "") -> list[Stood]:
    """Every platform that was in the catalogue by the end of the day, merged ones as the rows they are, by name.

    An approval past its last day reads as lapsed. `words` are parts of its or its vendor's name.
    """
    names, wanted = uses.names(), words.casefold().split()
    found = [
        Stood(event, look, tuple(str(names.get(use, use)) for use in look.uses))
        for event in standing_events(end_of(day)).values()
        for look in [shown(event, day)]
    ]
    kept = [one for one in found if all(word in _text(one.event) for word in wanted)]
    return sorted(kept, key=lambda one: (one.event.platform.name.casefold(), one.event.pk))


def heads() -> list[str]:
    """The columns of the file."""
    return [
        _("Platform"),
        _("Vendor"),
        _("Status"),
        _("Uses"),
        _("Until"),
        _("Since"),
        _("Rests on"),
        _("Authorised by"),
        _("Reason"),
    ]


def cells(rows: Iterable[Stood]) -> Iterator[Sequence[Cell]]:
    """The same rows as the page has."""
    for row in rows:
        event = row.event
        yield [
            event.platform.name,
            event.platform.vendor.name,
            str(row.shown.label),
            "; ".join(row.use_names),
            event.until.isoformat() if event.until else "",
            timezone.localtime(event.effective_at).isoformat(timespec="seconds"),
            event.get_cause_display(),
            event.authorised_by,
            event.reason,
        ]


def _text(event: StatusEvent) -> str:
    return f"{event.platform.name} {event.platform.vendor.name}".casefold()
