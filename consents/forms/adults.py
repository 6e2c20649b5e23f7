"""What people write about an adult: a pause, a family tie, contact outside the rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consents.actions.off_channel import Account
from consents.forms.activities import DayInput
from consents.terms import ContactKind, Relationship
from schools.models import Student


class PauseForm(forms.Form):
    """Why an adult is paused."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_(
            "Only you and your office read this. Everybody else, the adult too, reads that it is paused by"
            " the district."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LiftForm(forms.Form):
    """What ends a pause."""

    note = forms.CharField(
        label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class TieForm(forms.Form):
    """Whose family an adult is. Both must fit, so that nobody learns which numbers there are."""

    number = forms.CharField(label=_("Student number"), max_length=40)
    family_name = forms.CharField(label=_("Family name of the student"), max_length=150)
    relationship = forms.ChoiceField(
        label=_("You are the student's"),
        choices=Relationship.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Cousins and step-parents do not declare: for them the rules hold as for everybody."
        ),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        number, name = given.get("number"), given.get("family_name")
        if number and name:
            found = Student.objects.filter(number=number.strip(), family_name__iexact=name.strip())
            if found.count() != 1:
                raise forms.ValidationError(
                    _("No student has this number and family name. Look at both again.")
                )
            given["student"] = found.get()
        return given


class SettleTieForm(forms.Form):
    """What the office says about a declared tie."""

    confirmed = forms.TypedChoiceField(
        label=_("Is it so?"),
        choices=[("yes", _("Yes, the office knows it")), ("no", _("No, or it cannot be shown"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    note = forms.CharField(
        label=_("How the office knows"),
        max_length=500,
        error_messages={"required": _("Say how the office knows, or what is missing.")},
    )


class OffChannelForm(forms.Form):
    """Contact with students outside the rules, as the adult tells it."""

    kind = forms.ChoiceField(
        label=_("What kind of contact was it?"),
        choices=ContactKind.choices,
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("Day"), widget=DayInput())
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    channel = forms.CharField(
        label=_("How"),
        help_text=_("For example: text message, call, a messaging app by its name."),
        max_length=100,
    )
    account = forms.CharField(
        label=_("What happened"),
        help_text=_(
            "The principal, the network chief and the records office read it. Families do not."
        ),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    copy = forms.CharField(
        label=_("A copy of the messages"),
        help_text=_("Paste them here, if you still have them."),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("on") and given.get("time"):
            given["happened_at"] = datetime.combine(given["on"], given["time"], tzinfo=self.zone)
            if given["happened_at"] > timezone.now():
                self.add_error("on", _("That moment is still to come."))
        return given

    def told(self) -> Account:
        """What was written, for the action."""
        names = ("happened_at", "channel", "account", "copy")
        kind = ContactKind(self.cleaned_data["kind"])
        return Account(kind=kind, **{name: self.cleaned_data[name] for name in names})


class AnswerReportForm(forms.Form):
    """What follows from a report."""

    note = forms.CharField(
        label=_("What follows from it"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a sentence or two.")},
    )


def chosen(keys: Sequence[str]) -> list[int]:
    """The ticked students' keys."""
    return [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) <= 18]
