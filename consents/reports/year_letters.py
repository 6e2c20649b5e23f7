"""The words of the year's end, worked out when they leave. No child is named in them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from consents.models import Activity
from notices.models import Notice
from schools.models import Guardian, School, SchoolYear


def year_ended_staff(notice: Notice) -> dict[str, Any]:
    """To each adult who could text: the permissions are over."""
    activity = Activity.objects.select_related("school", "year").get(pk=notice.facts["activity"])
    return {
        "activity": activity.latest.name,
        "year_name": activity.year.name,
        "ended_on": activity.year.ends_on,
        "school_name": activity.school.name,
        "school_phone": activity.school.phone,
        "link": f"{settings.SITE_URL.rstrip('/')}{reverse('activity', args=[activity.pk])}",
    }


def year_ended_guardian(notice: Notice) -> dict[str, Any] | None:
    """To a guardian whose permission lived until then. Unwanted once the contact is disputed."""
    guardian = Guardian.objects.get(pk=notice.recipient_id)
    if guardian.disputed_at or guardian.ended_at:
        return None
    school = School.objects.get(pk=notice.facts["school"])
    year = SchoolYear.objects.get(pk=notice.facts["year"])
    return {
        "school_name": school.name,
        "school_phone": school.phone,
        "year_name": year.name,
        "ended_on": year.ends_on,
    }
