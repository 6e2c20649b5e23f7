"""What the second person writes: about what does not apply, what binds, and the decision (P2, P3)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from platforms import uses
from platforms.actions.deciding import Words
from platforms.terms.audits import Outcome

ACCEPT, NOT_ACCEPT = "accept", "not"


class ReviewForm(forms.Form):
    """Accept, or not, with a word."""

    word = forms.ChoiceField(choices=[(ACCEPT, _("Accept")), (NOT_ACCEPT, _("Do not accept"))])
    note = forms.CharField(label=_("Why"), required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("word") == NOT_ACCEPT and not given.get("note", "").strip():
            self.add_error("note", _("Say why not: the auditor reads it."))
        return given


class DecisionForm(forms.Form):
    """The words beside a computed outcome."""

    public_reason = forms.CharField(
        label=_("Reason, for everybody"),
        help_text=_(
            "It stands on the public list. Plain words, no names of people, nothing that helps an attacker."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    uses = forms.MultipleChoiceField(
        label=_("Approved for these uses"), widget=forms.CheckboxSelectMultiple
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        required=False,
        max_length=500,
        help_text=_("What a school has to do or leave, for example: join codes stay off."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, outcome: Outcome, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if outcome == Outcome.APPROVED_FOR_USES:
            self.fields["uses"].choices = uses.choices()  # type: ignore[attr-defined]
        else:
            del self.fields["uses"]
        if outcome == Outcome.FLAGGED:
            del self.fields["conditions"]

    def words(self) -> Words:
        given = self.cleaned_data
        return Words(
            public_reason=given["public_reason"],
            uses=given.get("uses", ()),
            conditions=given.get("conditions", ""),
        )
