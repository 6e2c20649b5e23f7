"""What the office enters on the follow-up list. Shape only; nothing is written here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consents.models import CallBack
from consents.terms import CallBackKind, CallResult


class SettleForm(forms.Form):
    """How the office settled an entry. Only an entry about one guardian can prove that one's contact."""

    outcome = forms.CharField(
        label=_("What was agreed"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    contact_proved = forms.BooleanField(
        label=_("I checked who this person is, and the contact on file is theirs"),
        help_text=_(
            "Messages may go to it again, and no birth date is asked this year. Correct the contact"
            " in the student's record first if it was wrong."
        ),
        required=False,
    )

    def __init__(self, *args: Any, row: CallBack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row.guardian_id is None:
            del self.fields["contact_proved"]


class AttemptForm(forms.Form):
    """One try to reach a family."""

    result = forms.ChoiceField(
        label=_("What came of the call"), choices=CallResult.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class FollowUpFilter(forms.Form):
    """Which entries of the follow-up list to show."""

    kind = forms.ChoiceField(
        label=_("Why"), required=False, choices=[("", _("All reasons")), *CallBackKind.choices]
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("All languages")), *settings.LANGUAGES]
    )
    owner = forms.ChoiceField(
        label=_("Who has it"),
        required=False,
        choices=[("", _("Everybody")), ("mine", _("I have")), ("nobody", _("Nobody yet"))],
    )
