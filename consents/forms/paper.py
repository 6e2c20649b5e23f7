"""What the office fills in about paper: what to print, what came in, what stands on a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consents.forms.recorded import PhonesPart
from consents.models import ActivityVersion
from documents import scanning
from schools.models import Guardian, School, SchoolYear

MOST_BYTES = 60 * 1024 * 1024
SILENT, EVERYBODY = "silent", "all"
WRITTEN = re.compile(r"(\d{1,2})[/.\- ]?(\d{2}|\d)(?:[/.\- ]?(\d{4}|\d{2}))?", re.ASCII)
ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day_input(**attributes: str) -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", **attributes}, format="%Y-%m-%d")


class PrintForm(forms.Form):
    """Which families get a sheet, and by when they bring it back."""

    whom = forms.ChoiceField(
        label=_("For which families?"),
        widget=forms.RadioSelect,
        choices=[
            (SILENT, _("Those who have not answered")),
            (EVERYBODY, _("All of them")),
        ],
        initial=SILENT,
    )
    return_by = forms.DateField(
        label=_("To be brought back by"), required=False, widget=day_input()
    )

    def clean_return_by(self) -> date | None:
        day: date | None = self.cleaned_data["return_by"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day


class StackForm(forms.Form):
    """A scanned stack: the file, the day the paper came in, where it lies."""

    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none())
    file = forms.FileField(
        label=_("The scanned file"),
        help_text=_("PDF, TIFF, JPEG or PNG, up to 60 MB and 400 pages. Any order, any way up."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.tif,.tiff,.jpg,.jpeg,.png"}),
    )
    received_on = forms.DateField(
        label=_("The paper came in on"),
        help_text=_("An answer counts from the later of its date and this day."),
        widget=day_input(),
    )
    place = forms.CharField(
        label=_("Where the paper lies"),
        help_text=_("Shelf, box or drawer: the original is kept."),
        max_length=200,
    )

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["school"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared above
        field.queryset = schools
        field.initial = schools.first()

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean_file(self) -> UploadedFile:
        """Known by its first bytes, not by its name."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 60 MB. Scan it in two parts."))
        if scanning.media_type_of(file.read(16)) is None:
            raise forms.ValidationError(_("This is no PDF, TIFF, JPEG or PNG file."))
        file.seek(0)
        return file


class PlaceForm(forms.Form):
    place = forms.CharField(label=_("Where the paper lies now"), max_length=200)


class WrittenDayField(forms.CharField):
    """A day as it stands on paper: 11/25, 1125, 11/25/26; the year is that of the school year."""

    def __init__(self, *, year: SchoolYear | None, **kwargs: Any) -> None:
        super().__init__(max_length=12, **kwargs)
        self.year = year

    def clean(self, value: Any) -> date | None:
        typed = str(super().clean(value)).strip()
        if not typed:
            return None
        try:
            return date.fromisoformat(typed) if ISO.fullmatch(typed) else self._written(typed)
        except ValueError:
            raise forms.ValidationError(
                _("Type month and day, for example 11/25 or 1125.")
            ) from None

    def _written(self, typed: str) -> date:
        found = WRITTEN.fullmatch(typed)
        if found is None:
            raise ValueError
        month, day = int(found[1]), int(found[2])
        if found[3]:
            return date(int(found[3]) % 100 + 2000, month, day)
        today = timezone.localdate()
        first = self.year.starts_on if self.year else today
        guess = date(first.year, month, day)
        return guess if guess >= first else date(first.year + 1, month, day)


class ReadForm(PhonesPart):
    """What stands on a sheet. The answer itself is the button that is pressed."""

    guardian = forms.ModelChoiceField(
        label=_("Who signed?"),
        queryset=Guardian.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        required=False,
    )
    typed_name = forms.CharField(
        label=_("Name in print, as it stands there"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    note = forms.CharField(label=_("Words for the second person"), max_length=500, required=False)

    def __init__(
        self,
        *args: Any,
        guardians: Sequence[Guardian],
        version: ActivityVersion | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        year = version.activity.year if version else None
        self.fields["signed_on"] = WrittenDayField(
            year=year,
            required=False,
            label=_("Date on the paper"),
            help_text=_("Type it first: 11/25 or 1125. Then one key is the answer."),
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "data-keys-here": ""}
            ),
        )
        self.order_fields(
            ["signed_on", "guardian", "typed_name", "who", "student_phone", "own_phone",
             "duplicates", "note"]
        )  # fmt: skip
        field = self.fields["guardian"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared above
        field.queryset = Guardian.objects.filter(pk__in=[one.pk for one in guardians])
        if len(guardians) == 1:
            field.initial = guardians[0]


class LookForm(forms.Form):
    note = forms.CharField(label=_("What you see differently"), max_length=500, required=False)
