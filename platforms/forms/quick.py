"""What somebody of ITS puts forward without a finished audit (P2, P4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from platforms.actions.quick import Proposal
from platforms.forms.audits import day_input
from platforms.models import Breach, Result
from platforms.terms.audits import Ground


class QuickForm(forms.Form):
    """One ground, what it rests on, and the reason for everybody."""

    ground = forms.ChoiceField(
        label=_("It rests on"), choices=Ground.choices, widget=forms.RadioSelect
    )
    result = forms.TypedChoiceField(
        label=_("The finding"), required=False, coerce=int, empty_value=None
    )
    breach = forms.TypedChoiceField(
        label=_("The breach"), required=False, coerce=int, empty_value=None
    )
    asked_until = forms.DateField(
        label=_("The vendor's last day to answer"), required=False, widget=day_input()
    )
    note = forms.CharField(
        label=_("How the vendor was asked, and what came back"),
        required=False,
        max_length=2000,
        help_text=_("For the second person. Nobody outside ITS reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    public_reason = forms.CharField(
        label=_("Reason, for everybody"),
        max_length=500,
        help_text=_(
            "It stands on the public list. Plain words, no names of people, nothing that helps an attacker."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, failures: Sequence[Result], breaches: Sequence[Breach], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.failures = {one.pk: one for one in failures}
        self.breaches = {one.pk: one for one in breaches}
        none = ("", _("None"))
        self.fields["result"].choices = [  # type: ignore[attr-defined]
            none,
            *((one.pk, f"{one.criterion.code}: {one.get_value_display()}") for one in failures),
        ]
        self.fields["breach"].choices = [  # type: ignore[attr-defined]
            none,
            *((one.pk, f"{one.happened_on:%Y-%m-%d}: {one.description[:80]}") for one in breaches),
        ]

    def proposal(self) -> Proposal:
        given = self.cleaned_data
        return Proposal(
            ground=Ground(given["ground"]),
            public_reason=given["public_reason"],
            result=self.failures.get(given["result"]),
            breach=self.breaches.get(given["breach"]),
            asked_until=given["asked_until"],
            note=given["note"],
        )
