"""Holds, the rule of how long, and the two people of a disposal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.policy.keeping import FEWEST_YEARS, MOST_YEARS
from incidents.terms.keeping import HoldGround
from schools.forms import day_field


class HoldForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("Why must nothing be destroyed?"), choices=HoldGround.choices, widget=forms.RadioSelect
    )  # fmt: skip
    reason = forms.CharField(
        label=_("What it is about"),
        help_text=_("The case number of the court, who asked, and when. Kept sealed with the report."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept sealed with the report."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class RuleForm(forms.Form):
    years = forms.IntegerField(
        label=_("Years"),
        help_text=_("After the last thing that anybody did or wrote in a closed report."),
        min_value=FEWEST_YEARS,
        max_value=MOST_YEARS,
    )
    starts_on = day_field(label=_("From"))
    basis = forms.CharField(
        label=_("What it rests on"),
        help_text=_("The retention schedule or the law, as counsel names it."),
        max_length=300,
    )
