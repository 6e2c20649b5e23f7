"""What somebody types on a board."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.forms.activities import DayInput
from consents.terms import BoardState, BulkAct


class KeepFilterForm(forms.Form):
    """A name for the way one looks now."""

    name = forms.CharField(
        label=_("Name of this view"),
        max_length=60,
        error_messages={"required": _("Give it a name.")},
    )
    state = forms.ChoiceField(
        choices=[("", ""), *BoardState.choices], required=False, widget=forms.HiddenInput
    )
    q = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)


class BulkForm(forms.Form):
    """What is done, to whom. `key` is the one rendering of the preview it was confirmed on."""

    act = forms.ChoiceField(choices=BulkAct.choices)
    key = forms.CharField(max_length=64, required=False)


class TravelForm(forms.Form):
    """A day and an hour, in the zone of the school."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    hour = forms.TimeField(
        label=_("Hour"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, asked: Any, *, now: datetime, zone: ZoneInfo) -> None:
        self.zone = zone
        self.now, local = now, now.astimezone(zone)
        self.fallback = (local.date(), local.time().replace(second=0, microsecond=0))
        given = {
            "day": asked.get("day") or self.fallback[0].isoformat(),
            "hour": asked.get("hour") or f"{self.fallback[1]:%H:%M}",
        }
        super().__init__(given)

    def moment(self) -> datetime:
        """The moment asked for; now, to the second, where nothing else was asked or what was typed is none."""
        typed = self.cleaned_data if self.is_valid() else {}
        day: date = typed.get("day") or self.fallback[0]
        hour: time = typed.get("hour") or self.fallback[1]
        if (day, hour) == self.fallback:
            return self.now.astimezone(self.zone)
        return datetime.combine(day, hour, tzinfo=self.zone)
