"""What one import finds and does: counts, samples, problems, and the history of fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, Final, TypeVar

from django.db import models
from django.utils import timezone

from core.actor import Actor
from schools.calendar import local_day, zone_of
from schools.models import Change, ImportProblem, ImportRun
from schools.roster.problems import Problem
from schools.terms import ImportKind, LinkSource
from trail.models import name_of

T = TypeVar("T")
CHUNK: Final = 1_000
SAMPLES: Final = 25
# A file can be wrong in every line; the count is always whole, the list is not.
MOST_PROBLEMS: Final = 10_000


class Ledger:
    """The running account of one import. Writes nothing but `Change` rows, in batches."""

    def __init__(self, run: ImportRun, by: Actor) -> None:
        self.run = run
        self.by = by
        self.now: datetime = timezone.now()
        self.today: date = local_day(self.now, str(zone_of(None, self.now)))
        self.yesterday: date = self.today - timedelta(days=1)
        self.source = LinkSource.ROSTER if run.kind == ImportKind.ROSTER else LinkSource.CONTACTS
        self.counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.samples: dict[str, dict[str, list[list[str]]]] = defaultdict(dict)
        self.notes: list[str] = []
        self.problems: list[Problem] = []
        self.problem_count = 0
        # Facts that a person settled: the newest word on them is theirs, and imports leave them.
        self.pinned = set(
            Change.objects.filter(source=LinkSource.PERSON).values_list("subject", "field")
        )
        self._changes: list[Change] = []

    def report(self, problem: Problem) -> None:
        self.problem_count += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def note(self, words: str) -> None:
        if words not in self.notes:
            self.notes.append(words)

    def count(self, entity: str, what: str, key: str = "", detail: str = "") -> None:
        """One more `entity` that was added, changed, moved, left, kept (a correction held) or same."""
        self.counts[entity][what] += 1
        if key and what not in {"same", "kept"}:
            shown = self.samples[entity].setdefault(what, [])
            if len(shown) < SAMPLES:
                shown.append([key, detail])

    def counted(self, entity: str, what: str) -> int:
        return self.counts[entity][what] if what in self.counts.get(entity, {}) else 0

    def is_pinned(self, subject: models.Model, field: str) -> bool:
        return bool(self.pinned) and (name_of(subject), field) in self.pinned

    def change(self, subject: models.Model, field: str, before: object, after: object) -> None:
        """Keep what a field said before."""
        self._changes.append(
            Change(
                subject=name_of(subject),
                field=field,
                before=_text(before),
                after=_text(after),
                source=self.source,
                run=self.run,
                actor_kind=str(self.by.kind),
                actor_id=self.by.id,
                at=self.now,
            )
        )

    def differences(self, subject: models.Model, wanted: Mapping[str, Any]) -> list[str]:
        """Set the fields that differ, keep their history, and leave corrected ones; returns the names set."""
        changed = []
        for field, value in wanted.items():
            before = getattr(subject, field)
            if before == value:
                continue
            if self.is_pinned(subject, field):
                self.count("corrections", "kept")
                continue
            self.change(subject, field, before, value)
            setattr(subject, field, value)
            changed.append(field)
        return changed

    def flush(self) -> None:
        Change.objects.bulk_create(self._changes, batch_size=CHUNK)
        self._changes = []

    def write_problems(self) -> None:
        ImportProblem.objects.bulk_create(
            (
                ImportProblem(
                    run=self.run,
                    file=problem.file,
                    line=problem.line,
                    column=problem.column[:100],
                    reason=problem.reason[:500],
                )
                for problem in self.problems
            ),
            batch_size=CHUNK,
        )

    def fill(self) -> None:
        """Put the account on the run (not yet saved)."""
        self.run.counts = {entity: dict(counts) for entity, counts in self.counts.items()}
        self.run.samples = {entity: dict(kinds) for entity, kinds in self.samples.items()}
        self.run.notes = self.notes
        self.run.problem_count = self.problem_count


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
