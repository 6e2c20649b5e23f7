"""What a school may add when it tells its families of its channels."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ChannelsForm(forms.Form):
    """A word of the school's own; `key` is the one preview it is sent from."""

    words = forms.CharField(
        label=_("A word from the school"),
        help_text=_("Families read it word for word, in the language you write it in."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
