"""The shape of what a mandated reporter says they did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.actions.mandated import Told
from incidents.terms.mandated import Said


class MandatedForm(forms.Form):
    """One deed: a call, the written confirmation, a shared call, or that a superior was told."""

    said = forms.ChoiceField(
        label=_("What did you do?"), choices=Said.choices, widget=forms.RadioSelect
    )
    done_at = forms.DateTimeField(
        label=_("When?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        initial=timezone.localtime,
    )
    taken = forms.ChoiceField(
        label=_("Did the line take the report?"),
        choices=[("", _("Not asked: I did something else")), ("yes", _("Yes")), ("no", _("No, they said that it is none for them"))],
        required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    reference = forms.CharField(label=_("Reference they gave"), max_length=60, required=False)
    note = forms.CharField(label=_("Whom you spoke to"), max_length=300, required=False)

    def clean_done_at(self) -> datetime:
        moment: datetime = self.cleaned_data["done_at"]
        if moment > timezone.now():
            raise forms.ValidationError(_("That moment is still to come."))
        return moment

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("said") == Said.CALLED and not given.get("taken"):
            self.add_error("taken", _("Say whether the line took the report."))
        return given

    def told(self) -> Told:
        given = self.cleaned_data
        return Told(
            said=Said(given["said"]),
            at=given["done_at"],
            taken={"yes": True, "no": False}.get(given["taken"]),
            reference=given["reference"],
            note=given["note"],
        )


class MarkForm(forms.Form):
    reason = forms.CharField(
        label=_("What makes you think so?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
