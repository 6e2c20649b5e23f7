"""What somebody types about messages to families: the district's numbers, and what an unclear text meant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.policy.messages import Numbers
from consents.terms import ReplyOutcome

MOST_DAYS = 60
MOST_REMINDERS = 10


class HourInput(forms.TimeInput):
    """An hour as browsers pick it."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class RuleForm(forms.Form):
    """The hours and numbers of `consents.policy.messages.Numbers`."""

    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        help_text=_("No message about waiting forms leaves in the quiet hours of the school's own zone."),
        widget=HourInput(),
    )  # fmt: skip
    quiet_to = forms.TimeField(
        label=_("Quiet until"),
        help_text=_("The same hour twice means that there are no quiet hours."),
        widget=HourInput(),
    )
    answer_days = forms.IntegerField(
        label=_("Days to answer"),
        help_text=_("A family is asked to answer within this many days."),
        min_value=1,
        max_value=MOST_DAYS,
    )
    lead_days = forms.IntegerField(
        label=_("Days before the first day"),
        help_text=_("Sooner where the activity begins sooner: this many days before it does."),
        min_value=0,
        max_value=MOST_DAYS,
    )
    remind_days = forms.CharField(
        label=_("Reminders, in days before the answer is due"),
        help_text=_("For example: 7, 2, 0. Leave it empty for no automatic reminders."),
        required=False,
        max_length=60,
    )
    most_reminders = forms.IntegerField(
        label=_("Most reminders of one form"),
        help_text=_("Automatic ones and those a person sends, together."),
        min_value=0,
        max_value=MOST_REMINDERS,
    )

    def clean_remind_days(self) -> tuple[int, ...]:
        """Whole days, each once, the earliest reminder first."""
        words = self.cleaned_data["remind_days"].replace(",", " ").split()
        fits = all(word.isascii() and word.isdecimal() and int(word) <= MOST_DAYS for word in words)
        if not fits:
            raise forms.ValidationError(
                _("Write whole days between 0 and %(most)d, with commas.") % {"most": MOST_DAYS}
            )
        return tuple(sorted({int(word) for word in words}, reverse=True))

    @property
    def numbers(self) -> Numbers:
        """What was typed, once it is valid."""
        return Numbers(**self.cleaned_data)


def initial_of(numbers: Numbers) -> dict[str, Any]:
    """The numbers of now, as the form shows them."""
    return {
        "quiet_from": numbers.quiet_from,
        "quiet_to": numbers.quiet_to,
        "answer_days": numbers.answer_days,
        "lead_days": numbers.lead_days,
        "remind_days": ", ".join(map(str, numbers.remind_days)),
        "most_reminders": numbers.most_reminders,
    }


class ReplyForm(forms.Form):
    """What a person makes of a text that was not clear."""

    outcome = forms.ChoiceField(
        label=_("What it asks for"),
        choices=ReplyOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it asks for.")},
    )
    words = forms.CharField(
        label=_("What you understood"),
        help_text=_("One sentence, for whoever reads this later."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what you understood.")},
    )
