"""What a school's own office sees: its surveys, and where each of its tools stands now (P1, P3)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.http import SignedInRequest
from core.paging import page
from platforms.models import SurveyedSchool
from platforms.models.surveys import schools_answered_by
from platforms.reports.surveys import PROGRESS_TONES, progress_word
from platforms.reports.tools import tools_of


@require_safe
def my_surveys(request: SignedInRequest) -> HttpResponse:
    """The surveys of the reader's schools, open ones first, and what those schools use."""
    schools = schools_answered_by(request.user)
    asked = (
        SurveyedSchool.objects.answerable_by(request.user)
        .with_progress()
        .select_related("survey", "school")
    )
    shown = page(request, asked, newest_first=True)
    words = [progress_word(one) for one in shown.rows]
    context = {
        "page": shown,
        "rows": [
            {
                "asked": one,
                "time": one.survey.time(),
                "label": word.label,
                "tone": PROGRESS_TONES[word],
            }
            for one, word in zip(shown.rows, words, strict=True)
        ],
        "answers_any": schools.exists(),
        "tools": tools_of(schools),
    }
    return render(request, "platforms/survey/my_surveys.html", context)
