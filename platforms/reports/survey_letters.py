"""What the survey's messages say, worked out when they leave. None: no longer wanted (P1)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.actor import ActorKind
from notices.models import Notice
from platforms.models import SurveyAnswer, SurveyedSchool
from platforms.reports import survey_links as links
from platforms.reports.survey_rows import audience_words, claims_of
from platforms.terms.surveys import SurveyTime


def asked(notice: Notice) -> dict[str, Any] | None:
    """The school's link, what it is for and until when; of a reminder also how many days are left.

    Unwanted once the school answered, the survey is over, or its reader has left.
    """
    rows = SurveyedSchool.objects.select_related("survey", "school")
    surveyed = rows.filter(pk=notice.facts["surveyed"]).first()
    if surveyed is None or surveyed.survey.time() != SurveyTime.OPEN or _has_left(notice):
        return None
    if surveyed.answers.exists():
        return None
    return {
        "title": surveyed.survey.title,
        "purpose": surveyed.survey.purpose.strip(),
        "school_name": surveyed.school.name,
        "closes_on": surveyed.survey.closes_on,
        "days_left": (surveyed.survey.closes_on - timezone.localdate()).days,
        "link": links.address_of(surveyed),
    }


def thanks(notice: Notice) -> dict[str, Any] | None:
    """A copy of what was handed in, for who handed it in. No link of the school's is in it."""
    rows = SurveyAnswer.objects.select_related("surveyed__survey", "school")
    answer = rows.get(pk=notice.facts["answer"])
    return {
        "title": answer.surveyed.survey.title,
        "school_name": answer.school.name,
        "closes_on": answer.surveyed.survey.closes_on,
        "is_correction": answer.number > 1,
        "uses_none": answer.uses_none,
        "tools": [
            {
                "name": claim.typed,
                "audiences": audience_words(claim.audiences),
                "students": claim.students,
            }
            for claim in claims_of(answer)
        ],
        "link": ""
        if answer.by_id is None
        else f"{settings.SITE_URL.rstrip('/')}{reverse('platforms:my_surveys')}",
    }


def _has_left(notice: Notice) -> bool:
    if notice.recipient_kind != ActorKind.USER:
        return False
    return not User.objects.filter(pk=notice.recipient_id, is_active=True).exists()
