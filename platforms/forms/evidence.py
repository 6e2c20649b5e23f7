"""A file somebody gives as evidence, and what they say of it (P2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platforms.actions.evidence import Piece
from platforms.forms.audits import day_input
from platforms.reports.evidence import (
    ACCEPTED,
    DATED_AHEAD,
    EMPTY,
    ENDS_BEFORE_IT_BEGAN,
    LARGEST,
    TOO_LARGE,
    BadFile,
    media_type_of,
)
from platforms.terms.audits import Origin


class EvidenceForm(forms.Form):
    """One file with what it shows, from whom, of when, and until when it is good."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_(
            "PDF, PNG, JPEG, CSV, JSON, HAR or plain text, 20 MB at most, without a password."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    title = forms.CharField(
        label=_("What it shows"),
        max_length=200,
        help_text=_("For example: recording of a join by code from outside."),
    )
    origin = forms.ChoiceField(label=_("Made by"), choices=Origin.choices, initial=Origin.ITS)
    dated_on = forms.DateField(
        label=_("Dated"), help_text=_("The day that what it shows was so."), widget=day_input()
    )
    valid_until = forms.DateField(
        label=_("Good until"),
        required=False,
        widget=day_input(),
        help_text=_(
            "Its last day, where it has one. After it, findings on it count as the vendor's word."
        ),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        size = file.size or 0
        if not size:
            raise forms.ValidationError(EMPTY)
        if size > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        self.content = file.read()
        try:
            media_type_of(self.content)
        except BadFile as error:
            raise forms.ValidationError(error.words) from None
        return file

    def clean_dated_on(self) -> date:
        day: date = self.cleaned_data["dated_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(DATED_AHEAD.text)
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("dated_on"), given.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", ENDS_BEFORE_IT_BEGAN.text)
        return given

    def piece(self) -> Piece:
        given = self.cleaned_data
        return Piece(
            title=given["title"],
            name=given["file"].name or "",
            content=self.content,
            origin=Origin(given["origin"]),
            dated_on=given["dated_on"],
            valid_until=given["valid_until"],
        )
