"""The shape of what a principal enters about somebody who helps, and of a second person's no."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.actions.volunteers import Wish
from schools.forms import day_field
from schools.terms import VOLUNTEER_CATEGORIES, AdultCategory


class VolunteerForm(forms.Form):
    """Whom a principal wants to have help at the school."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("District e-mail address"),
        help_text=_("Their own, given out by the district; it will be on every group text (T2b)."),
    )
    category = forms.ChoiceField(
        label=_("Category"),
        choices=[(one.value, one.label) for one in VOLUNTEER_CATEGORIES],
        widget=forms.RadioSelect,
    )
    ends_on = day_field(label=_("Last day"))
    why = forms.CharField(
        label=_("What they help with"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def wish(self) -> Wish:
        """What was typed, for the action."""
        given = self.cleaned_data
        category = AdultCategory(given["category"])
        names = ("name", "email", "ends_on", "why")
        return Wish(category=category, **{name: given[name] for name in names})


class RefuseVolunteerForm(forms.Form):
    """Why somebody may not help."""

    note = forms.CharField(
        label=_("Why not?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why; the principal reads it.")},
    )
