"""What is typed about threads. Shape only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.terms.threads import HandOutForm
from core.http import is_key


class HandOutWish(forms.Form):
    """Which students' threads, and how they get into the phone. `only` is one student's own button."""

    form = forms.ChoiceField(choices=HandOutForm.choices, required=False)
    shared = forms.BooleanField(required=False)
    only = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        only = cleaned.get("only") or ""
        given = [only] if only else self._listed()
        cleaned["students"] = [int(one) for one in given if is_key(one)]
        cleaned["shared"] = bool(cleaned.get("shared")) and not only
        if only:
            cleaned["form"] = HandOutForm.LINK.value
        if not cleaned["students"]:
            raise forms.ValidationError(_("Tick the students you want to text."))
        if not cleaned.get("form"):
            raise forms.ValidationError(_("Choose how the numbers get into your phone."))
        return cleaned

    def _listed(self) -> list[str]:
        getlist = getattr(self.data, "getlist", None)
        return [str(one) for one in getlist("student")] if getlist else []


class SettleStopForm(forms.Form):
    """How somebody in charge knows that it has stopped."""

    note = forms.CharField(
        label=_("What you found out"),
        help_text=_("For example: spoken with the coach, the group is deleted."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say how you know that it has stopped.")},
    )
