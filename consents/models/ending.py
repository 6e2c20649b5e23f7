"""The receipt that an activity's end was recorded and told, once. Expiry itself is derived from dates."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from consents.models.activities import Activity


class ActivityEnd(models.Model):
    """The school year of an activity ended (T7); people were told and the activity closed."""

    append_only = True

    activity = models.OneToOneField(Activity, models.PROTECT, related_name="end")
    # The last consent day, local.
    ended_on = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now)
    lapsed_answers = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"end of activity {self.activity_id}"
