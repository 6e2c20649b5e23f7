"""What stands about the adult at a moment: administrative pauses (T1) and confirmed family ties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from consents.facts.question import Question
from consents.models import Pause, TieStep
from consents.terms import Relationship, TieMove
from schools.models import Staff


@dataclass(frozen=True, slots=True)
class AdultRows:
    """Pauses by adult; what became of declared family ties, by adult and student."""

    pauses: dict[int, list[Pause]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[tuple[int, int], list[TieStep]] = field(default_factory=lambda: defaultdict(list))


def adults_with_marks() -> QuerySet[Staff]:
    """Staff with whether they were ever paused or confirmed as family: most never were, and nothing more is asked."""
    return Staff.objects.select_related("user").annotate(
        was_paused=Exists(Pause.objects.filter(staff=OuterRef("pk"))),
        was_family=Exists(TieStep.objects.filter(tie__staff=OuterRef("pk"), move=TieMove.CONFIRM)),
    )


def load_adults(staff: Iterable[Staff], students: Iterable[int]) -> AdultRows:
    """Fetch what stands about adults found by `adults_with_marks`, in two queries at most."""
    found, adults = AdultRows(), list(staff)
    paused = [one.pk for one in adults if getattr(one, "was_paused", True)]
    if paused:
        pauses = Pause.objects.filter(staff__in=paused).select_related("lift")
        for pause in pauses.order_by("at", "pk"):
            found.pauses[pause.staff_id].append(pause)
    family = [one.pk for one in adults if getattr(one, "was_family", True)]
    if family:
        steps = TieStep.objects.filter(tie__staff__in=family, tie__student__in=list(students))
        for step in steps.select_related("tie").order_by("tie_id", "pk"):
            found.steps[step.tie.staff_id, step.tie.student_id].append(step)
    return found


def is_paused(rows: AdultRows, question: Question) -> bool:
    """T1: some office has paused the adult, as far as we knew, and has not lifted that pause by the moment."""
    return any(_stands(pause, question) for pause in rows.pauses[question.staff_id])


def _stands(pause: Pause, question: Question) -> bool:
    if pause.at > question.at or pause.recorded_at > question.known_at:
        return False
    lift = getattr(pause, "lift", None)
    known = lift is not None and lift.recorded_at <= question.known_at
    return not (known and lift is not None and lift.at <= question.at)


def tie_at(rows: AdultRows, question: Question) -> Relationship | None:
    """The family tie that the student's school had confirmed by the moment, if there is one."""
    standing: dict[int, Relationship] = {}
    for step in rows.steps[question.staff_id, question.student_id]:
        if step.at > question.heard_by:
            continue
        if step.move == TieMove.CONFIRM:
            standing[step.tie_id] = Relationship(step.tie.relationship)
        else:
            standing.pop(step.tie_id, None)
    return next(iter(standing.values()), None)
