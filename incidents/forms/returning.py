"""What a reporter may type on the way back. Shape only; nothing is written here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.forms.guardian import TelephoneField
from incidents.actions.messages import LONGEST
from incidents.terms import Post
from incidents.terms.returning import Ping, Since
from incidents.wording import LONGEST as LONGEST_WORDS

PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class WordsForm(forms.Form):
    """Six words, in any way people type them."""

    words = forms.CharField(
        label=_("Your six words"),
        help_text=_("In the order you got them. Big or small letters do not matter."),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={**PLAIN, "rows": 2, "dir": "ltr", "lang": "en"}),
        error_messages={
            "required": _("Type your six words."),
            "max_length": _("That is more than six words. Type only your six words."),
        },
    )


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("What do you want to say?"),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        max_length=LONGEST,
        error_messages={
            "required": _("Write something first."),
            "max_length": _("This is too long to send at once. Send it in two parts."),
        },
    )


class WishForm(forms.Form):
    """A wish needs no words; who wants to may add some."""

    text = forms.CharField(
        label=_("Do you want to add something?"),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": _("This is too long to send at once. Send it in two parts.")},
    )


class ContactForm(forms.Form):
    """How to reach the reporter, or nothing; a ping only where there is somewhere to send it."""

    ping = forms.ChoiceField(
        label=_("Do you want a short message when there is news?"),
        choices=Ping.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("This does not look like an e-mail address. Check it.")},
    )
    phone = TelephoneField(label=_("Phone number"), required=False)
    name = forms.CharField(
        label=_("A name we may call you"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        needed = {Ping.EMAIL: "email", Ping.TEXT: "phone"}.get(given.get("ping", ""), "")
        if needed and not given.get(needed) and needed not in self.errors:
            words = {
                "email": _("Type the e-mail address the message should go to."),
                "phone": _("Type the phone number the message should go to."),
            }
            self.add_error(needed, words[needed])
        return given


class KeepOutForm(forms.Form):
    """Who must not see the report: people by what they are, or by name."""

    posts = forms.MultipleChoiceField(
        label=_("Who must not see it?"),
        choices=Post.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    name = forms.CharField(
        label=_("Somebody else: their name, or who they are"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("posts") and not given.get("name"):
            raise forms.ValidationError(_("Say who must not see it, or go back."))
        return given


class CheckInForm(forms.Form):
    since = forms.ChoiceField(
        label=_("How has it been since you told us?"),
        choices=Since.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. You can also leave this for later.")},
    )
    text = forms.CharField(
        label=_("Do you want to say more?"),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        max_length=LONGEST,
        required=False,
    )


class ProofForm(forms.Form):
    number = forms.CharField(
        label=_("The number on the paper"),
        max_length=40,
        widget=forms.TextInput(attrs={**PLAIN, "dir": "ltr"}),
        error_messages={"required": _("Type the number that stands on the paper.")},
    )
