"""What offices write down about the people of a case: pauses, questions, patterns, outcomes (I1, I4, I5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.actions.outcomes import Words
from incidents.forms.parents import moment_field, past, words_field
from incidents.models import Involved
from incidents.policy import handles
from incidents.terms.outcomes import AdultKind, Consequence, Finding
from schools.forms import day_field
from schools.models import Staff, Student


class PauseForm(forms.Form):
    """An adult is paused because of this case."""

    reason = words_field(
        _("Why"),
        help_text=_("Kept in this case alone. Everybody else reads: paused by the district."),
    )
    warned = forms.BooleanField(label=_("I know that the adult will notice, and may guess why."))


class VerdictForm(forms.Form):
    """Was an adult of the case allowed to text a student of it?"""

    adult = forms.ChoiceField(label=_("Adult"))
    student = forms.ChoiceField(label=_("Student"))
    at = moment_field(label=_("When was the message?"))

    def __init__(
        self,
        *args: Any,
        adults: Mapping[Involved, Staff],
        students: Mapping[Involved, Student],
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        offer(self.fields["adult"], adults)
        offer(self.fields["student"], students)

    def clean_at(self) -> datetime:
        return past(self.cleaned_data["at"])


class RecipientsForm(forms.Form):
    """Which recipients did an adult of the case hold?"""

    adult = forms.ChoiceField(label=_("Adult"))
    day = day_field(label=_("On which day?"))

    def __init__(self, *args: Any, adults: Mapping[Involved, Staff], **kw: Any) -> None:
        super().__init__(*args, **kw)
        offer(self.fields["adult"], adults)

    def clean_day(self) -> date:
        return past_day(self.cleaned_data["day"])


class PlatformForm(forms.Form):
    """Was a tool approved?"""

    tool = forms.CharField(label=_("Which tool?"), max_length=200)
    day = day_field(label=_("On which day?"))

    def clean_day(self) -> date:
        return past_day(self.cleaned_data["day"])


class HandleForm(forms.Form):
    """A number or user name from the report."""

    handle = forms.CharField(
        label=_("Number, e-mail address, user name or profile"),
        help_text=_("As the report has it. One at a time."),
        max_length=200,
    )

    def clean_handle(self) -> str:
        typed = str(self.cleaned_data["handle"])
        if handles.read(typed) is None:
            raise forms.ValidationError(
                _("This is no telephone number, e-mail address, user name or profile.")
            )
        return typed


class ReviewForm(forms.Form):
    note = words_field(_("What you found"))


class RuleForm(forms.Form):
    """From how many reports on something is a pattern, and for how long."""

    threshold = forms.IntegerField(
        label=_("Reports that make a pattern"), min_value=2, max_value=50
    )
    keep_days = forms.IntegerField(
        label=_("Days an entry is kept"),
        help_text=_("For new entries; those there keep their time."),
        min_value=30,
        max_value=3650,
    )
    review_days = forms.IntegerField(
        label=_("Days within which an alert is looked at"), min_value=1, max_value=365
    )


class FindingForm(forms.Form):
    """What the office found about one person."""

    finding = forms.ChoiceField(
        label=_("What was found?"), choices=Finding.choices, widget=forms.RadioSelect
    )
    reason = words_field(_("Why"), rows=3)
    letter = forms.CharField(
        label=_("Letter to the person"),
        help_text=_(
            "For “Unfounded”: the office's own words, printed and handed over. Name nobody who spoke."
        ),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("letter") and given.get("finding") != Finding.UNFOUNDED:
            self.add_error("letter", _("A letter from here follows only an unfounded report."))
        return given


class _OrderForm(forms.Form):
    ordered_by = forms.CharField(label=_("Ordered by"), max_length=200)
    ordered_on = day_field(label=_("On"))
    starts_on = day_field(label=_("From"), required=False)
    ends_on = day_field(label=_("Until"), required=False)
    reason = words_field(_("Reasons"), required=False)

    def clean_ordered_on(self) -> date:
        return past_day(self.cleaned_data["ordered_on"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("This is before it begins."))
        elif ends and not starts:
            self.add_error("starts_on", _("Say from when."))
        return given

    def words(self) -> Words:
        return Words(**self.cleaned_data)


class AdultOrderForm(_OrderForm):
    """What follows for an adult (I4)."""

    adult_kind = forms.TypedChoiceField(
        label=_("What they are to the district"), choices=AdultKind.choices, coerce=AdultKind
    )
    consequences = forms.TypedMultipleChoiceField(
        label=_("What follows"),
        choices=Consequence.choices,
        coerce=Consequence,
        widget=forms.CheckboxSelectMultiple,
    )
    harm_to_minor = forms.BooleanField(
        label=_("A minor was harmed"),
        help_text=_("Then the most severe consequence is due."),
        required=False,
    )
    departure = words_field(_("Who decided on less than the most severe, and why"), required=False)
    field_order = ["adult_kind", "consequences", "harm_to_minor", "departure"]

    def words(self) -> Words:
        given = dict(self.cleaned_data)
        given["consequences"] = tuple(given["consequences"])
        return Words(**given)


class StudentOrderForm(_OrderForm):
    """What follows for a student (I5)."""

    reference = forms.CharField(label=_("Section of the Student Code of Conduct"), max_length=200)
    field_order = ["reference"]


def offer(field: forms.Field, people: Mapping[Involved, Staff | Student]) -> None:
    """The people of the case, by the random names of their rows."""
    if isinstance(field, forms.ChoiceField):
        field.choices = [(str(row.name), str(who)) for row, who in people.items()]


def past_day(day: date) -> date:
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day is not past."))
    return day
