"""What ITS types for a flag that Procurement acts on (P5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platforms.actions.procurement import Wanted
from platforms.forms.after import DayInput, lines_of_text
from platforms.models import Platform, PlatformRule, Vendor
from platforms.terms.after import FlagGround, FlagScope


class FlagForm(forms.Form):
    """A new flag: about the whole vendor, or about one platform."""

    about = forms.ChoiceField(label=_("About"), widget=forms.RadioSelect)
    scope = forms.ChoiceField(
        label=_("What is held back"), choices=FlagScope.choices, initial=FlagScope.ALL
    )
    ground = forms.ChoiceField(label=_("Why"), choices=FlagGround.choices)
    words = forms.CharField(
        label=_("What happened"),
        help_text=_("What was asked for, and what the vendor did. Procurement reads it."),
        max_length=500,
        widget=lines_of_text(3),
    )
    starts_on = forms.DateField(label=_("Held back from"), widget=DayInput())
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave it empty to hold back until two people end it."),
        required=False,
        widget=DayInput(),
    )
    notice_on = forms.DateField(label=_("Vendor told on"), widget=DayInput())
    notice_how = forms.CharField(
        label=_("How, and whom"),
        help_text=_("For example: e-mail to the security contact."),
        max_length=200,
    )
    answer_by = forms.DateField(label=_("Vendor answers by"), widget=DayInput())
    vendor_answer = forms.CharField(
        label=_("What the vendor answered"), max_length=500, required=False, widget=lines_of_text(2)
    )

    def __init__(self, *args: Any, platform: Platform, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.platform = platform
        self.days = PlatformRule.objects.numbers().vendor_days
        today = timezone.localdate()
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            ("platform", platform.name),
            ("vendor", _("%(vendor)s, with all its platforms") % {"vendor": platform.vendor.name}),
        ]
        self.initial = {
            "about": "platform",
            "scope": FlagScope.ALL,
            "starts_on": today,
            "notice_on": today,
            "answer_by": today + timedelta(days=self.days),
            **self.initial,
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        told, by_day = given.get("notice_on"), given.get("answer_by")
        if told and told > timezone.localdate():
            self.add_error("notice_on", _("The vendor is told first. Enter the day it was told."))
        if told and by_day and by_day < told + timedelta(days=self.days):
            self.add_error(
                "answer_by",
                _("A vendor has at least %(days)d days to answer.") % {"days": self.days},
            )
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day comes before the first."))
        return given

    def wanted(self) -> Wanted:
        """What was written, for the action."""
        given = dict(self.cleaned_data)
        about: Vendor | Platform = self.platform
        if given.pop("about") == "vendor":
            about = self.platform.vendor
        given["scope"], given["ground"] = FlagScope(given["scope"]), FlagGround(given["ground"])
        return Wanted(subject=about, **given)


class AnswerForm(forms.Form):
    """What the vendor answered."""

    words = forms.CharField(
        label=_("What the vendor answered"), max_length=500, widget=lines_of_text(2)
    )


class LiftForm(forms.Form):
    """Why and from when a flag ends."""

    reason = forms.CharField(label=_("Why it ends"), max_length=500, widget=lines_of_text(2))
    ends_on = forms.DateField(label=_("No longer held back from"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"ends_on": timezone.localdate(), **self.initial}
