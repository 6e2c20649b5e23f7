"""The shape of what an office's people enter about their office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.reports import offices
from incidents.terms import OfficeCode
from schools.roster import values
from schools.roster.problems import Unclear


def _clock(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget)


class DutyForm(forms.Form):
    """When somebody of the office is called out."""

    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none())
    days = forms.TypedMultipleChoiceField(
        label=_("On"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    opens = _clock(_("From"))
    closes = _clock(_("To"))
    place = forms.TypedChoiceField(
        label=_("Called"),
        coerce=int,
        choices=[(1, _("First")), (2, _("Second")), (3, _("Third"))],
        help_text=_("When nobody answers, the next is called, and after them everybody else of the office."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Telephone for paging"),
        max_length=30,
        required=False,
        help_text=_("It gets a text without a word of the report. The e-mail is that of the account."),
    )  # fmt: skip

    def __init__(self, *args: Any, office: OfficeCode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [one.pk for one in offices.people_of(office)]
        self.fields["user"].queryset = User.objects.filter(pk__in=people).order_by("name")  # type: ignore[attr-defined]
        self.fields["closes"].help_text = _("A night ends on the next day: 22:00 to 06:00.")

    def clean_phone(self) -> str:
        try:
            return values.phone(self.cleaned_data["phone"])
        except Unclear:
            raise forms.ValidationError(_("This is not a telephone number.")) from None


class EndSeatForm(forms.Form):
    reason = forms.CharField(
        label=_("Why does it end?"),
        max_length=300,
        help_text=_("Your colleagues read it. Nothing of a report belongs here."),
    )
