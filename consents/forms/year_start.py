"""What the district types once a year, and whom a principal names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.actions.year_start import YearForm
from platforms.models import Platform
from schools.models import Staff


class PrepareForm(forms.Form):
    """The form of the year, as families will read it."""

    name = forms.CharField(
        label=_("Name on the form"),
        help_text=_("As families know it, for example: School alerts by text."),
        max_length=200,
        error_messages={"required": _("Give it a name.")},
    )
    purpose = forms.CharField(
        label=_("What the texts are for"),
        help_text=_("Families read this word for word."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say what the texts are for.")},
    )
    platform = forms.ModelChoiceField(
        Platform.objects.none(),
        label=_("Platform"),
        help_text=_(
            "A school goes on with the platform it used last, while that is approved for alerts. This"
            " one is for all others; without it they are skipped and listed."
        ),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, platforms: Sequence[Platform], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["platform"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Platform.objects.filter(pk__in=[one.pk for one in platforms])

    def year_form(self) -> YearForm:
        """What was typed, for the action."""
        return YearForm(**self.cleaned_data)


class SendersForm(forms.Form):
    """Who of the school's office sends the alerts."""

    senders = forms.ModelMultipleChoiceField(
        Staff.objects.none(),
        label=_("Who sends the alerts"),
        help_text=_(
            "Not yourself: who decides about a form is not named on it. Not the clerks: they keep the families'"
            " records and answers."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, *args: Any, staff: Sequence[Staff], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["senders"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = Staff.objects.filter(pk__in=[one.pk for one in staff]).select_related(
                "user"
            )
