"""What would become of the platforms if another criteria set were used (P2): nothing is written, nobody is told.

Each platform's newest decided audit is replayed. Everything but the criteria is as it was on the day of its decision:
its results, how good their evidence was, the agreement. Knock-outs with a date are taken as of the day asked about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.sheets import Cell
from platforms.models import Audit, AuditDecision, CriteriaSet, Criterion, Platform
from platforms.policy.replay import Asked, Past, Replayed, replay
from platforms.reports.criteria import in_order
from platforms.reports.judging import as_asked, questions_by_day
from platforms.reports.outcome_words import TONES
from platforms.reports.usage import usage_counts
from platforms.terms import Status
from platforms.terms.audits import AuditStage, Outcome
from platforms.terms.criteria import Need, Shift

SHIFT_TONES: Final = {
    Shift.WORSE: "bad",
    Shift.OPEN: "wait",
    Shift.BETTER: "good",
    Shift.SAME: "neutral",
}
ORDER: Final = {shift: place for place, shift in enumerate(Shift)}


@dataclass(frozen=True, slots=True)
class Row:
    """A platform's newest decided audit under the other set, and who uses the platform."""

    audit: Audit
    decision: AuditDecision
    decided_on: date
    replayed: Replayed
    schools: int
    students: int

    @property
    def shift(self) -> Shift:
        return self.replayed.shift

    @property
    def tone(self) -> str:
        return SHIFT_TONES[self.shift]

    @property
    def before(self) -> Shown:
        return Shown(
            self.replayed.was, None if self.decision.score is None else float(self.decision.score)
        )

    @property
    def after(self) -> Shown:
        """What it comes to for certain; the better end where that is open."""
        best = self.replayed.best
        return Shown(best.outcome, None if self.replayed.wanted else best.shown_score)

    @property
    def at_worst(self) -> Shown | None:
        """The worse end, where it is open."""
        return Shown(self.replayed.worst.outcome, None) if self.shift == Shift.OPEN else None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is what it is for certain; why it could be worse where that is open."""
        return self.replayed.worst.reasons


@dataclass(frozen=True, slots=True)
class Shown:
    """An outcome as a page shows it."""

    outcome: Outcome
    score: float | None

    @property
    def label(self) -> str:
        return str(self.outcome.label)

    @property
    def tone(self) -> str:
        return TONES[self.outcome]


@dataclass(frozen=True, slots=True)
class CriterionNeed:
    """A criterion for which somebody would have to look: why, and for how many platforms, schools and students."""

    code: str
    text: str
    whys: tuple[str, ...]
    platforms: int
    schools: int
    students: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """All that would happen, most pressing first."""

    rows: tuple[Row, ...]
    needs: tuple[CriterionNeed, ...]

    def counts(self) -> dict[Shift, int]:
        found = Counter(row.shift for row in self.rows)
        return {shift: found[shift] for shift in Shift}

    def touched(self) -> tuple[int, int]:
        """Uses by schools, and students, of the platforms that would or could be worse off."""
        rows = [row for row in self.rows if row.shift in (Shift.WORSE, Shift.OPEN)]
        return sum(row.schools for row in rows), sum(row.students for row in rows)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the list is narrowed: by where it moves, by words of a name, by a criterion that wants evidence."""

    shift: str = ""
    words: str = ""
    criterion: str = ""

    def keeps(self, row: Row) -> bool:
        name = f"{row.audit.platform.name} {row.audit.platform.vendor.name}".casefold()
        return (
            self.shift in ("", row.shift)
            and all(word in name for word in self.words.casefold().split())
            and (not self.criterion or self.criterion in {one.code for one in row.replayed.wanted})
        )


def what_if(criteria_set: CriteriaSet, on: date) -> WhatIf:
    """The set replayed over each platform's newest decided audit, its knock-outs as of the day."""
    criteria = in_order(criteria_set)
    asked = [Asked(as_asked(one, on), one.text, frozenset(one.tags)) for one in criteria]
    audits = list(newest_decided())
    pasts = _pasts(audits)
    used = usage_counts([audit.platform_id for audit in audits])
    rows = []
    for audit in audits:
        schools, students = used.get(audit.platform_id, (0, 0))
        day = timezone.localdate(audit.decision.decided_at)
        replayed = replay(pasts[audit.pk], asked)
        rows.append(Row(audit, audit.decision, day, replayed, schools, students))
    rows.sort(key=lambda row: (ORDER[row.shift], -row.students, row.audit.platform.name.casefold()))
    return WhatIf(tuple(rows), tuple(_needs(rows, criteria)))


def newest_decided() -> QuerySet[Audit]:
    """The newest decided audit of each platform that stands for itself and is still offered."""
    platforms = Platform.objects.listed().with_status().exclude(Q(status_now=Status.RETIRED))
    newer = AuditDecision.objects.filter(
        audit__platform=OuterRef("platform"), pk__gt=OuterRef("decision__pk")
    )
    decided = Audit.objects.filter(
        ~Exists(newer),
        stage=AuditStage.DECIDED,
        decision__isnull=False,
        platform__in=platforms.values("pk"),
    )
    return decided.select_related("decision", "platform__vendor", "criteria_set")


def _pasts(audits: Sequence[Audit]) -> Mapping[int, Past]:
    """What each audit asked, under which tags, all it rested on, and what it came to."""
    texts: dict[int, dict[str, str]] = defaultdict(dict)
    sets = {audit.criteria_set_id for audit in audits}
    found = Criterion.objects.filter(criteria_set__in=sets)
    for criteria_set, code, text in found.values_list("criteria_set", "code", "text"):
        texts[criteria_set][code] = text
    questions = questions_by_day(
        [(audit, timezone.localdate(audit.decision.decided_at)) for audit in audits]
    )
    return {
        audit.pk: Past(
            texts[audit.criteria_set_id],
            frozenset(audit.tags),
            questions[audit.pk],
            Outcome(audit.decision.outcome),
        )
        for audit in audits
    }


def _needs(rows: Sequence[Row], criteria: Iterable[Criterion]) -> Iterator[CriterionNeed]:
    """The criteria that want evidence, in the set's order."""
    wanting: dict[str, list[tuple[Row, Need]]] = defaultdict(list)
    for row in rows:
        for one in row.replayed.wanted:
            wanting[one.code].append((row, one.why))
    for criterion in criteria:
        found = wanting.get(criterion.code)
        if found:
            whys = {why for _row, why in found}
            yield CriterionNeed(
                code=criterion.code,
                text=criterion.text,
                whys=tuple(str(why.label) for why in Need if why in whys),
                platforms=len(found),
                schools=sum(row.schools for row, _why in found),
                students=sum(row.students for row, _why in found),
            )


def heads() -> list[str]:
    """The columns of the file."""
    return [
        _("Platform"),
        _("Vendor"),
        _("Decided on"),
        _("Audited under"),
        _("Outcome"),
        _("Score"),
        _("What happens"),
        _("At best"),
        _("At worst"),
        _("Score then"),
        _("Reasons"),
        _("Needs new evidence"),
        _("No longer asked"),
        _("Schools"),
        _("Students"),
    ]


def cells(rows: Iterable[Row]) -> Iterator[list[Cell]]:
    """The rows of the file, in the order of the heads."""
    for row in rows:
        replayed = row.replayed
        wanted = [f"{one.code} ({one.why.label})" for one in replayed.wanted]
        yield [
            row.audit.platform.name,
            row.audit.platform.vendor.name,
            row.decided_on.isoformat(),
            str(row.audit.criteria_set),
            row.before.label,
            _number(row.before.score),
            str(row.shift.label),
            str(replayed.best.outcome.label),
            str(replayed.worst.outcome.label),
            _number(row.after.score),
            "; ".join(row.reasons),
            "; ".join(wanted),
            "; ".join(replayed.dropped),
            row.schools,
            row.students,
        ]


def _number(score: float | None) -> str:
    return "" if score is None else f"{score:.1f}"
