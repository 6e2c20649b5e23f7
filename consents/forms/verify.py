"""The file somebody wants checked."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LARGEST = 5 * 1024 * 1024


class VerifyForm(forms.Form):
    file = forms.FileField(
        label=_("The PDF file of the signed form"),
        help_text=_("The file itself, as you downloaded or received it: not a scan or a photo."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": _("Choose the PDF file first."),
            "empty": _("The file is empty."),
        },
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is None or file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB; no signed form is."))
        return file
