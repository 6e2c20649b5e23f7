"""The shape of what is typed about API keys."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import LONGEST
from accounts.models import ApiKey


class ApiKeyForm(forms.Form):
    """Which system, for what, until when."""

    name = forms.CharField(
        label=_("Which system will hold it"),
        help_text=_("As you will recognise it in the list, such as “Bus dispatch, vendor portal”."),
        max_length=100,
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may be used for"),
        choices=ApiKey.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = forms.DateField(
        label=_("Last day it works"),
        help_text=_("At most a year from today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_expires_on(self) -> datetime:
        """The end of that day, here."""
        day = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if not today <= day < today + LONGEST:
            raise forms.ValidationError(_("Choose a day from today to a year from today."))
        after = datetime.combine(day + timedelta(days=1), time.min)
        return timezone.make_aware(after)
