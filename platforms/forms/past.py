"""Which day is asked about."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platforms.forms.after import DayInput


class PastForm(forms.Form):
    """A day that was, or today."""

    on = forms.DateField(label=_("Day"), widget=DayInput())
    q = forms.CharField(label=_("Find a platform"), required=False, max_length=100)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError(_("That day is still to come. Choose today or a day before."))
        return day
