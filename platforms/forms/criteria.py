"""What is typed about criteria sets: from when one is used, why one is not, and which day a replay asks about."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platforms.access.criteria import NEVER_BACKWARDS


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"})
    )


class ProposalForm(forms.Form):
    """From when, and why."""

    from_on = day_field(
        _("New audits use it from"),
        _("Audits that have begun keep the set they began with."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("The second person reads it, and it stays with the set."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_from_on(self) -> date:
        day: date = self.cleaned_data["from_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(NEVER_BACKWARDS.text)
        return day


class RefusalForm(forms.Form):
    """Why not."""

    note = forms.CharField(
        label=_("Why not"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class DayForm(forms.Form):
    """The day whose knock-outs a replay takes."""

    on = day_field(_("Knock-outs as of"))
