"""What a vendor's workbook says about our criteria (P2): mapped, contradictory, and what it says nothing about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from platforms.models import Criterion, Sheet
from platforms.reports.claims import asked_criteria
from platforms.sheets import said
from platforms.terms.audits import Value
from platforms.terms.rooms import SheetKind

LONGEST_NOTE: Final = 4000
# Weakest first: of several answers to one criterion the weakest is claimed.
WEAKEST: Final = (Value.NOT_MET, Value.PARTIAL, Value.MET, Value.NA)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of the workbook that speaks of a criterion. `assumed`: that "Yes" complies is our guess."""

    id: str
    answer: str
    note: str
    value: Value | None
    assumed: bool


@dataclass(frozen=True, slots=True)
class Mapped:
    """A criterion with what the workbook says about it, and what we would take as the claim."""

    criterion: Criterion
    answers: tuple[Answered, ...]
    value: Value | None

    @property
    def is_contradictory(self) -> bool:
        """Whether its answers differ; one that does not apply contradicts nothing."""
        values = {one.value for one in self.answers} - {None, Value.NA}
        return len(values) > 1

    @property
    def is_assumed(self) -> bool:
        return any(one.assumed for one in self.answers)

    @property
    def note(self) -> str:
        """The workbook's own words, question by question."""
        parts = [
            f"{one.id}: {one.answer}" + (f"; {one.note}" if one.note else "")
            for one in self.answers
        ]
        return "\n".join(parts)[:LONGEST_NOTE]


@dataclass(frozen=True, slots=True)
class Preview:
    """All of it: what would be claimed, what a person has to read, what is not in the workbook, what is not ours."""

    mapped: tuple[Mapped, ...]
    to_read: tuple[Mapped, ...]
    silent: tuple[Criterion, ...]
    unused: tuple[str, ...]


def preview(sheet: Sheet) -> Preview:
    """How the sheet's answers fall on the audit's criteria."""
    kind = SheetKind(sheet.kind)
    by_id: dict[str, list[Answered]] = {}
    for row in sheet.rows:
        by_id.setdefault(row["id"], []).append(_answered(row, kind))
    mapped, to_read, silent = [], [], []
    used: set[str] = set()
    for criterion in asked_criteria(sheet.audit):
        ids = cited(criterion, kind)
        used.update(ids)
        answers = tuple(one for known in ids for one in by_id.get(known, ()))
        value = _weakest(answers)
        if not answers:
            silent.append(criterion)
        elif value is None:
            to_read.append(Mapped(criterion, answers, None))
        else:
            mapped.append(Mapped(criterion, answers, value))
    unused = tuple(sorted(by_id.keys() - used))
    return Preview(tuple(mapped), tuple(to_read), tuple(silent), unused)


def cited(criterion: Criterion, kind: SheetKind) -> Sequence[str]:
    """The ids of the workbook that the criteria set says speak of the criterion."""
    cites = criterion.cites if isinstance(criterion.cites, dict) else {}
    return [str(one) for one in cites.get(str(kind), [])]


def _answered(row: dict[str, str], kind: SheetKind) -> Answered:
    """A row as a value: the answer that complies is met, the other is not."""
    answer, good = said(row["answer"]), row["good"]
    # K-12CVAT counts "Yes" as the answer that complies, always.
    assumed = not good and kind == SheetKind.HECVAT and answer in ("yes", "no")
    value: Value | None = None
    if answer == "na":
        value = Value.NA
    elif answer:
        value = Value.MET if answer == (good or "yes") else Value.NOT_MET
    return Answered(row["id"], row["answer"], row["note"], value, assumed)


def _weakest(answers: Sequence[Answered]) -> Value | None:
    values = {one.value for one in answers}
    return next((value for value in WEAKEST if value in values), None)


def why_not(code: str) -> str:
    """Why a file was not read, in words."""
    words = {
        "not_a_workbook": _("This is not an Excel workbook (.xlsx), or it holds macros."),
        "too_large": _(
            "The workbook unpacks to more than we read: 64 MB, or a table of 400,000 cells."
        ),
        "damaged": _(
            "The workbook is damaged or locked with a password. Save it anew and try again."
        ),
        "no_questions": _(
            "We found no questions with answers in it. We read HECVAT 4 and K-12CVAT Lite: the question's"
            " number (for example AAAI-01) in one column, and a column headed “Answer”."
        ),
    }
    return words[code]
