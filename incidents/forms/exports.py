"""A bundle of a case: why, for whom to open, and with what in it."""

from __future__ import annotations

from typing import Any

import pyrage
from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.actions.exporting import Wanted
from incidents.terms.keeping import Lock

SHORTEST = 12


class ExportForm(forms.Form):
    reason = forms.CharField(
        label=_("Why, and for whom?"),
        help_text=_("Kept sealed with the report, for ever."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    lock = forms.ChoiceField(
        label=_("Who can open it?"),
        choices=Lock.choices,
        widget=forms.RadioSelect,
        initial=Lock.PASSPHRASE,
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        help_text=_("At least 12 signs. Tell it by telephone, never beside the file."),
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    recipient = forms.CharField(
        label=_("Age address"),
        help_text=_("Begins with age1. Whoever gave it to you holds the key."),
        max_length=100,
        required=False,
    )
    with_evidence = forms.BooleanField(
        label=_("With the clean copies of the evidence"), required=False
    )
    with_contact = forms.BooleanField(
        label=_("With how to reach who reported"),
        help_text=_("Only where the reason needs it: it can tell who they are."),
        required=False,
    )

    def clean_recipient(self) -> str:
        address: str = self.cleaned_data["recipient"].strip()
        if not address:
            return ""
        try:
            pyrage.x25519.Recipient.from_str(address)
        except pyrage.RecipientError:
            raise forms.ValidationError(_("This is no age address.")) from None
        return address

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        lock = given.get("lock")
        if lock == Lock.PASSPHRASE and len(given.get("passphrase", "")) < SHORTEST:
            self.add_error("passphrase", _("Choose a passphrase of at least 12 signs."))
        if lock == Lock.RECIPIENT and not given.get("recipient") and "recipient" not in self.errors:
            self.add_error("recipient", _("Give the address of whoever shall open it."))
        return given

    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        given = self.cleaned_data
        lock = Lock(given["lock"])
        return Wanted(
            reason=given["reason"],
            lock=lock,
            secret="" if lock == Lock.NONE else given[str(lock)],
            with_contact=given["with_contact"],
            with_evidence=given["with_evidence"],
        )
