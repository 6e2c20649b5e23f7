"""Lines where students and families can speak up, and the hours in which somebody answers them."""

from __future__ import annotations

from datetime import time
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from core.constraints import not_before, one_of
from schools.terms import LineCode, LineKind


class LineQuerySet(models.QuerySet["SpeakUpLine"]):
    def shown(self) -> Self:
        """Lines that stand. What was entered for practice shows in no place where families read it in earnest."""
        standing = self.filter(ended_at=None)
        return standing if settings.DEMO else standing.filter(is_practice=False)


class SpeakUpLine(models.Model):
    """A line where students and families can speak up. A correction is a new row; the old one ends.

    A row exists because the district looked at the line: `verified_on` is that day.
    """

    code = models.CharField(_("whose line"), max_length=20, choices=LineCode, default="other")
    kind = models.CharField(_("how"), max_length=4, choices=LineKind, default="call")
    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(_("what it is for"), max_length=200)
    phone = models.CharField(_("number"), max_length=30, blank=True)
    # What a text begins with, where the service asks for a word.
    keyword = models.CharField(_("word to text"), max_length=20, blank=True)
    url = models.URLField(_("address of the chat"), max_length=300, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    round_the_clock = models.BooleanField(_("day and night, every day"), default=False)
    hours = models.CharField(_("hours, in words"), max_length=120, blank=True)
    is_practice = models.BooleanField(default=False)
    verified_on = models.DateField(_("last verified"))
    recorded_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        constraints = [
            not_before("ended_at", "recorded_at"),
            one_of("code", LineCode.values),
            one_of("kind", LineKind.values),
            models.CheckConstraint(
                condition=Q(kind=LineKind.CHAT) & ~Q(url="")
                | ~Q(kind=LineKind.CHAT) & ~Q(phone=""),
                name="schools_speakupline_can_be_reached",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def hours_by_days(self) -> list[tuple[str, time, time]]:
        """The week in as few rows as say it: days that follow each other with the same hours are one."""
        rows: list[tuple[int, int, time, time]] = []
        for one in self.week.all():
            last = rows[-1] if rows else None
            if last and last[1:] == (one.weekday - 1, one.opens, one.closes):
                rows[-1] = (last[0], one.weekday, one.opens, one.closes)
            else:
                rows.append((one.weekday, one.weekday, one.opens, one.closes))
        return [(_days(first, last), opens, closes) for first, last, opens, closes in rows]


class LineHours(models.Model):
    """Somebody answers the line on this weekday (0 is Monday) from a time to a time of the district's zone.

    A time to that is not after the time from is on the next day: 22:00 to 06:00 is one night.
    """

    append_only = True

    line = models.ForeignKey(SpeakUpLine, models.PROTECT, related_name="week")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        verbose_name_plural = "line hours"
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="schools_linehours_weekday"),
            models.UniqueConstraint(
                fields=["line", "weekday", "opens"], name="schools_linehours_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens} {self.closes}"


def _days(first: int, last: int) -> str:
    names = [str(WEEKDAYS_ABBR[day]) for day in dict.fromkeys((first, last))]
    return "\N{EN DASH}".join(names)
