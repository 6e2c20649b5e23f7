"""The shape of the question on the page "May I text?"; by GET, so that it can be kept and shared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

Choice = tuple[str, str]
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


class TextForm(forms.Form):
    """Who, for what, when, and who is on the thread. Left out means: me, now, no thread yet."""

    adult = forms.ChoiceField(label=_("Who would write"))
    activity = forms.ChoiceField(label=_("For which activity"))
    on = forms.DateField(
        label=_("Day"),
        required=False,
        help_text=_("Leave day and time empty for now."),
        validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    thread = forms.MultipleChoiceField(
        label=_("Who will be on the thread"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick everybody, to learn whether the thread itself is right."),
    )

    def __init__(
        self,
        *args: Any,
        adults: Sequence[Choice],
        activities: Sequence[Any],
        members: Sequence[Choice],
        zone: ZoneInfo,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self._offer("adult", adults)
        self._offer("activity", activities)
        self._offer("thread", members)
        self.fields["time"].help_text = _("Time zone: {zone}").format(zone=zone.key)
        if len(adults) == 1:
            self.fields["adult"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("time") and not given.get("on"):
            self.add_error("on", _("Give the day as well."))
        if given.get("on") and not given.get("time") and "time" not in self.errors:
            self.add_error("time", _("Give the time as well."))
        return given

    def moment(self) -> datetime | None:
        """The moment asked about, in the zone of the school; None for now."""
        day, clock = self.cleaned_data.get("on"), self.cleaned_data.get("time")
        if day is None:
            return None
        return datetime.combine(day, clock or time.min, tzinfo=self.zone)

    def members(self) -> frozenset[str] | None:
        """Who is ticked; None where nobody is."""
        return frozenset(self.cleaned_data.get("thread") or ()) or None

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
