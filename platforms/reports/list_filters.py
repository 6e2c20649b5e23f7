"""What narrows the public list, read the same way for every format; a value nobody knows is told, not ignored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from platforms.reports.public_list import Row, Snapshot, folded
from platforms.terms import FLAGGED, Status, Tag

# Both flags in one word.
BOTH_FLAGS: Final = "flagged"
NAMES: Final = ("q", "status", "use", "audience")
LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for; `problems` are (field, what is wrong with it)."""

    q: str = ""
    status: str = ""
    use: str = ""
    audience: str = ""
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def asked(self) -> dict[str, str]:
        """The filters that narrow, by name."""
        given = {name: str(getattr(self, name)) for name in NAMES}
        return {name: value for name, value in given.items() if value}


def read_filters(
    asked: QueryDict, known_uses: Iterable[str], *, also: Iterable[str] = ()
) -> Filters:
    """The filters of an address. `also`: further names that belong to the format."""
    if not asked:
        return Filters()
    values = {name: (asked.get(name) or "").strip() for name in NAMES}
    known = {
        "status": {*Status.values, BOTH_FLAGS},
        "use": set(known_uses),
        "audience": set(Tag.values),
    }
    problems = [
        (name, _("“%(value)s” is not one of: %(known)s.") % {
            "value": values[name][:LONGEST], "known": ", ".join(sorted(known[name]))
        })
        for name in known
        if values[name] and values[name] not in known[name]
    ]  # fmt: skip
    if len(values["q"]) > LONGEST:
        problems.append(("q", _("Write %(most)s letters at most.") % {"most": LONGEST}))
    problems += [
        (name[:LONGEST], _("There is no such filter."))
        for name in sorted(set(asked) - set(NAMES) - set(also))
    ]
    wrong = {name for name, _words in problems}
    right = {name: value for name, value in values.items() if name not in wrong}
    return Filters(**right, problems=tuple(problems))


def narrowed(found: Snapshot, filters: Filters) -> list[Row]:
    """The rows that fit every filter, in the snapshot's order."""
    words = folded(filters.q).split()
    statuses = FLAGGED if filters.status == BOTH_FLAGS else (filters.status,)
    return [
        row
        for row in found.rows
        if (not filters.status or row.status in statuses)
        and (not filters.use or row.stand.approves(filters.use))
        and (not filters.audience or filters.audience in row.audiences)
        and all(word in row.words for word in words)
    ]
