"""What the schools of a survey said, as rows of a file (P1). Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from core.sheets import Cell
from platforms.models import Survey, SurveyAnswer, UsageClaim
from platforms.reports.survey_rows import audience_words, use_words
from platforms.terms.surveys import NameState, Payer


def answer_heads() -> list[str]:
    return [
        _("School"),
        _("School number"),
        _("Network"),
        _("Handed in"),
        _("By"),
        _("Tool as typed"),
        _("What it is"),
        _("Audiences"),
        _("Students"),
        _("Used for"),
        _("Who pays"),
        _("Dollars a year"),
        _("Why"),
    ]


def answer_cells(survey: Survey) -> Iterator[Sequence[Cell]]:
    """A line a tool of each school's newest answer to the survey; a school that uses none has one line.

    Two queries however many schools answered.
    """
    newest = SurveyAnswer.objects.filter(surveyed=OuterRef("surveyed")).order_by("-number")
    answers = (
        SurveyAnswer.objects.filter(surveyed__survey=survey)
        .filter(pk=Subquery(newest.values("pk")[:1]))
        .select_related("school__network")
        .order_by("school__name", "pk")
        .prefetch_related("claims__name__platform")
    )
    for answer in answers.iterator(chunk_size=500):
        said: list[Cell] = [
            answer.school.name,
            answer.school.number,
            answer.school.network.name if answer.school.network else "",
            timezone.localtime(answer.given_at).strftime("%Y-%m-%d %H:%M"),
            answer.by_name,
        ]
        if answer.uses_none:
            yield [*said, _("none"), "", "", None, "", "", None, ""]
        for claim in answer.claims.all():
            yield [*said, *_claim(claim)]


def _claim(claim: UsageClaim) -> list[Cell]:
    name = claim.name
    meaning = name.platform.name if name.platform else str(NameState(name.state).label)
    return [
        claim.typed,
        meaning,
        audience_words(claim.audiences),
        claim.students,
        use_words(claim.uses),
        str(Payer(claim.payer).label),
        claim.cost,
        claim.why,
    ]
