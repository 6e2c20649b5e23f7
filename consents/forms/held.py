"""What the office writes about an answer or a tablet. Shape only; nothing is written here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.models import School


class ReleaseForm(forms.Form):
    words = forms.CharField(
        label=_("How do you know that the answer is theirs?"),
        help_text=_(
            "For example: called on the number of the enrolment card; she signed it herself."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say how you know.")},
    )


class InvalidateForm(forms.Form):
    reason = forms.CharField(
        label=_("Why does this answer not count?"),
        help_text=_(
            "Who signed, and how you know. Families and staff do not read this; it is kept in the record."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say how you know.")},
    )
    at = forms.DateTimeField(
        label=_("From when does it not count?"),
        help_text=_("Leave empty for the moment it was signed."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class TabletForm(forms.Form):
    """Hours, so that a tablet that walks away soon means nothing."""

    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none())
    name = forms.CharField(
        label=_("Which tablet or computer?"),
        help_text=_("For example: office tablet 2."),
        max_length=100,
    )
    hours = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        choices=[(2, _("2 hours")), (4, _("4 hours")), (8, _("8 hours")), (24, _("24 hours"))],
        initial=4,
    )

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["school"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = schools.order_by("name")
            if schools.count() == 1:
                field.initial = schools.get()
