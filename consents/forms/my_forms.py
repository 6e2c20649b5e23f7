"""What a student who signs for themself may type. Shape only; nothing is written here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.forms.guardian import CHILD, TelephoneField


class MyFormsForm(forms.Form):
    email = forms.EmailField(
        label=_("Your district e-mail address"),
        help_text=_("The one the school gave you. No other address works here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write your district e-mail address.")},
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class OwnPhoneForm(forms.Form):
    """The student's own number; cleaned as the guardians' form of phones is."""

    student_phone = TelephoneField(
        label=_("Your mobile number"),
        help_text=_("Texts go to this number only."),
        error_messages={"required": _("Write your number, or go back and say no.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {**cleaned, "who": CHILD, "duplicates": False, "own_phone": ""}
