"""What a vendor's contact may type in their room. Shape only; nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from platforms.actions.vendor_room import LARGEST_FILE, Answer
from platforms.models import Claim, Criterion
from platforms.terms.audits import Value

LONGEST_NOTE = 4000
# What a vendor may say; "not known yet" is said by leaving a question open.
SAID = [
    (Value.MET.value, _("Yes, it is so")),
    (Value.PARTIAL.value, _("Partly")),
    (Value.NOT_MET.value, _("No")),
    (Value.NA.value, _("Does not apply")),
]
ACCEPTED = ".pdf,.png,.jpg,.jpeg,.xlsx,.txt,.csv"


@dataclass(frozen=True, slots=True)
class Question:
    """One criterion with its two fields as the page draws them."""

    criterion: Criterion
    claim: Claim | None
    value: BoundField
    note: BoundField


class AnswersForm(forms.Form):
    """One group of criteria. Every question may be left open: what is said is kept."""

    def __init__(
        self, *args: Any, criteria: Sequence[Criterion], claims: Mapping[int, Claim], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.criteria, self.claims = criteria, claims
        for one in criteria:
            said = claims.get(one.pk)
            self.fields[f"value-{one.pk}"] = forms.ChoiceField(
                # The page shows the criterion above; an error names the question by its code.
                label=_("Is it so? (%(code)s)") % {"code": one.code},
                choices=SAID,
                widget=forms.RadioSelect,
                required=False,
                initial=said.value if said else None,
            )
            self.fields[f"note-{one.pk}"] = forms.CharField(
                label=_("How, and where we can see it"),
                max_length=LONGEST_NOTE,
                required=False,
                initial=said.note if said else "",
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def questions(self) -> list[Question]:
        return [
            Question(one, self.claims.get(one.pk), self[f"value-{one.pk}"], self[f"note-{one.pk}"])
            for one in self.criteria
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for one in self.criteria:
            value, note = given.get(f"value-{one.pk}"), given.get(f"note-{one.pk}")
            if note and not value:
                self.add_error(f"value-{one.pk}", _("Choose an answer to go with your words."))
            if value == Value.NA and not note:
                self.add_error(f"note-{one.pk}", _("Say why it does not apply."))
        return given

    def answers(self) -> dict[int, Answer]:
        """What was said, by the criterion's key; what was left open is left out."""
        given = self.cleaned_data
        return {
            one.pk: Answer(Value(given[f"value-{one.pk}"]), given[f"note-{one.pk}"])
            for one in self.criteria
            if given[f"value-{one.pk}"]
        }


class FileForm(forms.Form):
    """A file, and what it is to show. What kind it is the action tells from its bytes."""

    title = forms.CharField(
        label=_("What it shows"),
        help_text=_("For example: SOC 2 Type 2 report 2026, whole."),
        max_length=200,
    )
    criterion = forms.ModelChoiceField(
        Criterion.objects.none(),
        label=_("For which question"),
        required=False,
        empty_label=_("For several, or none"),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG, JPEG, Excel workbook or plain text; 20 MB at most."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["criterion"]
        if not criteria:
            del self.fields["criterion"]
        elif isinstance(field, forms.ModelChoiceField):
            field.queryset = Criterion.objects.filter(pk__in=[one.pk for one in criteria])

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        # Said before the bytes are read into memory.
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file


class MessageForm(forms.Form):
    """A message to the other side."""

    text = forms.CharField(
        label=_("Your message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5})
    )


class DeclineForm(forms.Form):
    """Why the vendor does not take part; a tick, so that nobody does it by a slip."""

    reason = forms.CharField(
        label=_("Why, in a sentence"),
        help_text=_("The district reads this, and may quote it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(label=_("We do not wish to answer these questions."))


class ItemReplyForm(forms.Form):
    """How an item of the plan stands."""

    note = forms.CharField(
        label=_("How it stands"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_done = forms.BooleanField(label=_("It is done"), required=False)

    def __init__(self, *args: Any, may_say_done: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if not may_say_done:
            del self.fields["is_done"]


class AgreeForm(forms.Form):
    """That the vendor agrees to the plan."""

    note = forms.CharField(
        label=_("A word to it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SheetForm(forms.Form):
    """A filled-in workbook."""

    file = forms.FileField(
        label=_("The workbook"),
        help_text=_(
            "A HECVAT 4 or K-12CVAT Lite as an Excel workbook (.xlsx), 20 MB at most. You see first what"
            " we read; nothing is kept as an answer before you say so."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file
