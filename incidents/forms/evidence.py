"""Files that somebody adds, and what staff say when they shut one away or take it. Shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.arriving import Arrived
from documents.media import ACCEPTED
from incidents.forms.speak_up import HaveForm
from incidents.policy.evidence import Limits
from incidents.reports.evidence import shown_name
from incidents.terms.evidence import UploadRefusal


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; what each of them is, the action asks."""

    def clean(self, data: Any, initial: Any = None) -> list[Arrived]:  # noqa: ARG002
        found = data if isinstance(data, list) else [data]
        if not any(found):
            raise forms.ValidationError(self.error_messages["required"])
        return [one for one in found if one]


class FilesForm(forms.Form):
    """Pictures, recordings and papers, with a few words about them."""

    chosen = FilesField(
        label=_("Your files"),
        widget=Files(attrs={"accept": ACCEPTED, "multiple": True}),
        error_messages={"required": _("Choose a file first.")},
    )
    note = forms.CharField(
        label=_("What do they show?"),
        help_text=_("A few words, if you want."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={"max_length": _("These words are too many. Write a little less.")},
    )

    def refuse(self, refused: Sequence[tuple[str, UploadRefusal]]) -> None:
        """Say of each file that was not taken why, and what to do instead."""
        for name, why in refused:
            told = f"{shown_name(name)}: {why.label}" if name else str(why.label)
            self.add_error("chosen", told)

    @property
    def files_chosen(self) -> list[Arrived]:
        return cast("list[Arrived]", self.cleaned_data["chosen"])


class AskFirstForm(HaveForm):
    """The question that stands before the files, as the pages of a report ask it; what was written beside them stays."""

    note = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["bare"]
        field.required = True
        field.error_messages["required"] = _("Choose one. You can also leave this for later.")


class ReasonForm(forms.Form):
    """Why somebody does what stands in the chain of custody for ever."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={"required": _("Say why; it stands in the chain of custody.")},
    )


class QuarantineForm(ReasonForm):
    sure = forms.BooleanField(
        label=_("Shut it away: every copy goes, and only OIG can open the original"),
        error_messages={"required": _("Tick the box to go on. It cannot be undone.")},
    )


class TakeForm(ReasonForm):
    """The office as which somebody takes the sealed original."""

    office = forms.ChoiceField(label=_("Sealed to"))

    def __init__(self, *args: Any, offices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["office"])
        field.choices = list(offices)
        if len(offices) == 1:
            field.initial = offices[0][0]
        self.order_fields(["office", "reason"])


class KeyForm(forms.Form):
    """An office's new public key."""

    public = forms.CharField(
        label=_("Public age key"),
        help_text=_('Begins with "age1". The secret key stays with the office: never type it anywhere.'),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )  # fmt: skip


class LimitsForm(forms.Form):
    """How much evidence is taken for one report."""

    file_megabytes = forms.IntegerField(
        label=_("Megabytes a file"), min_value=5, max_value=500, initial=Limits().file_megabytes
    )
    number = forms.IntegerField(
        label=_("Files a report"), min_value=1, max_value=200, initial=Limits().files
    )
    total_megabytes = forms.IntegerField(
        label=_("Megabytes a report"), min_value=5, max_value=5000, initial=Limits().total_megabytes
    )

    def limits(self) -> Limits:
        given = self.cleaned_data
        return Limits(given["file_megabytes"], given["number"], given["total_megabytes"])
