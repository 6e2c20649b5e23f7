"""What ITS types after a decision: the CIO's authorisation, a proposal, a reason, the district's numbers (P3, P4)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platforms import uses
from platforms.access.proposals import Said
from platforms.actions.publishing import Authorisation
from platforms.models import AuditDecision, Platform
from platforms.policy.after import Numbers
from platforms.reports.approved import approved
from platforms.terms.after import ProposalKind

MOST_DAYS = 365


class DayInput(forms.DateInput):
    """A day as browsers pick it."""

    input_type = "date"

    def __init__(self, **attributes: str) -> None:
        super().__init__(attrs=attributes, format="%Y-%m-%d")


def lines_of_text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AuthorisationForm(forms.Form):
    """The CIO's authorisation of a decided approval."""

    name = forms.CharField(
        label=_("Who authorised it"),
        help_text=_("Name and office, as it is signed."),
        max_length=200,
    )
    on = forms.DateField(label=_("On which day"), widget=DayInput())
    reference = forms.CharField(
        label=_("Where it is kept"),
        help_text=_("Number or place of the memo, so that somebody else finds it."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, decision: AuditDecision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decided_on = timezone.localdate(decision.decided_at)
        limits = {"min": self.decided_on.isoformat(), "max": timezone.localdate().isoformat()}
        self.fields["on"].widget.attrs.update(limits)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if not self.decided_on <= day <= timezone.localdate():
            raise forms.ValidationError(
                _("The CIO authorises after the review: from the day it was decided until today.")
            )
        return day

    def given(self) -> Authorisation:
        return Authorisation(**self.cleaned_data)


class ProposalForm(forms.Form):
    """What is put before a second person; which fields it has depends on its kind."""

    public_reason = forms.CharField(
        label=_("Why, for the public"),
        help_text=_("Plain words: schools, families and the vendor read them."),
        max_length=500,
        widget=lines_of_text(),
    )
    targets = forms.MultipleChoiceField(
        label=_("Approved platforms to move to"), widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(label=_("Off date"), widget=DayInput())
    emergency = forms.CharField(
        label=_("Why it cannot wait"),
        help_text=_("Only where the off date is sooner than the district's days allow."),
        max_length=500,
        required=False,
        widget=lines_of_text(2),
    )
    uses = forms.MultipleChoiceField(
        label=_("Uses that are kept until the off date"), widget=forms.CheckboxSelectMultiple
    )
    FIELDS = {
        ProposalKind.MOVE_OFF: ("targets", "until", "emergency"),
        ProposalKind.KEEP_USES: ("uses",),
    }

    def __init__(
        self, *args: Any, kind: ProposalKind, platform: Platform, earliest: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kept = ("public_reason", *self.FIELDS.get(kind, ()))
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        self.others = {str(one.pk): one for one in approved() if one.pk != platform.pk}
        if "targets" in self.fields:
            self.fields["targets"].choices = [(key, one.name) for key, one in self.others.items()]  # type: ignore[attr-defined]
            self.fields["until"].help_text = _("No sooner than %(day)s, unless it cannot wait.") % {
                "day": earliest.isoformat()
            }
        if "uses" in self.fields:
            self.fields["uses"].choices = [  # type: ignore[attr-defined]
                (use.code, str(use.name)) for use in uses.exceptions()
            ]

    def said(self) -> Said:
        """What was written, for the action."""
        given = self.cleaned_data
        return Said(
            public_reason=given["public_reason"],
            until=given.get("until"),
            uses=given.get("uses", ()),
            emergency=given.get("emergency", ""),
            targets=[self.others[key] for key in given.get("targets", ())],
        )


class ReasonForm(forms.Form):
    """Why something is not confirmed or signed."""

    reason = forms.CharField(label=_("Why"), max_length=300, widget=lines_of_text(2))


class NumbersForm(forms.Form):
    """The days and counts of `platforms.policy.after.Numbers`."""

    plan_days = forms.IntegerField(
        label=_("Days of a vendor's plan"),
        help_text=_("How long a remediation plan usually runs."),
        min_value=1,
        max_value=MOST_DAYS,
    )
    vendor_days = forms.IntegerField(
        label=_("Days a vendor has to answer"),
        help_text=_("Before a flag for Procurement is signed."),
        min_value=1,
        max_value=MOST_DAYS,
    )
    off_days = forms.IntegerField(
        label=_("Days before an off date"),
        help_text=_("Schools get at least these to move off, unless it cannot wait."),
        min_value=1,
        max_value=MOST_DAYS,
    )
    ending_days = forms.CharField(
        label=_("Ends are announced so many days ahead"),
        help_text=_("For example: 90, 60, 30. Schools hear at the last."),
        max_length=60,
    )
    suppressed_below = forms.IntegerField(
        label=_("Smallest public count of schools"),
        help_text=_("Below it the public reads no number."),
        min_value=2,
        max_value=50,
    )

    def clean_ending_days(self) -> tuple[int, ...]:
        """Whole days, each once, the earliest announcement first."""
        typed = self.cleaned_data["ending_days"].replace(",", " ").split()
        fits = all(
            one.isascii() and one.isdecimal() and 1 <= int(one) <= MOST_DAYS for one in typed
        )
        if not typed or not fits:
            raise forms.ValidationError(
                _("Write whole days between 1 and %(most)d, with commas.") % {"most": MOST_DAYS}
            )
        return tuple(sorted({int(one) for one in typed}, reverse=True))

    @property
    def numbers(self) -> Numbers:
        return Numbers(**self.cleaned_data)


def initial_of(numbers: Numbers) -> dict[str, Any]:
    """The numbers of now, as the form shows them."""
    return {**asdict(numbers), "ending_days": ", ".join(map(str, numbers.ending_days))}
