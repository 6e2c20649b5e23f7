"""How a case ended."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.policy.letters import unknown_blanks
from incidents.reports.closing_words import BLANKS
from incidents.terms.desk import Outcome


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("How did it end?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reasons"),
        help_text=_(
            "What was found, and what it rests on. For the offices; who reported it never sees it."
        ),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    own_words = forms.CharField(
        label=_("Your own words in the letter"),
        help_text=_("A sentence or two for who reported it. Name nobody."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_own_words(self) -> str:
        """Only the blanks we know can be filled in; anything else in braces is asked about."""
        typed: str = self.cleaned_data["own_words"]
        unknown = unknown_blanks(typed, {name: str(words) for name, words in BLANKS.items()})
        if unknown:
            raise forms.ValidationError(
                _(
                    "“%(blank)s” in braces is no blank we know. Write it out, or use one of those below."
                )
                % {"blank": unknown[0]}
            )
        return typed
