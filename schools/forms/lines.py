"""The shape of a line to call, text or write to, with its week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from schools.forms import TelephoneInput
from schools.models import SpeakUpLine
from schools.roster import values
from schools.roster.problems import Unclear
from schools.terms import LineKind

# Emergency numbers and text services: short, and the same for the whole country.
SHORT: Final = re.compile(r"\d{3,6}")


def _time_field(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "class": "form-control"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


class LineForm(forms.ModelForm):  # type: ignore[type-arg]
    """A line where students and families can speak up; saving it says that it was looked at today."""

    url = forms.URLField(
        label=_("Address of the chat"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("Only for a chat."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = SpeakUpLine
        fields = (
            *("code", "kind", "name", "purpose", "phone", "keyword", "url", "languages"),
            *("round_the_clock", "hours"),
        )
        widgets = {"phone": TelephoneInput}
        help_texts = {
            "code": _("Reports name the right line by this: an adult's messages, bullying, a child in danger."),
            "purpose": _("In a few words a young student understands."),
            "phone": _("For a call or a text. Short numbers such as 988 are right too."),
            "keyword": _("Where a text must begin with a word, such as HELLO."),
            "hours": _("In words, where the week below does not say it: “not in July”."),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept: dict[int, Any] = {}
        if self.instance.pk:
            kept = {one.weekday: one for one in self.instance.week.all()}
        for day, name in WEEKDAYS.items():
            one = kept.get(day)
            self.fields[f"opens_{day}"] = _time_field(format_lazy(_("{day} from"), day=name))
            self.fields[f"closes_{day}"] = _time_field(format_lazy(_("{day} to"), day=name))
            if one is not None:
                self.initial[f"opens_{day}"], self.initial[f"closes_{day}"] = one.opens, one.closes

    def facts(self) -> Iterator[forms.BoundField]:
        """The fields above the week."""
        return (self[name] for name in self.Meta.fields)

    def week(self) -> Iterator[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each day with its two times."""
        return (
            (name, self[f"opens_{day}"], self[f"closes_{day}"]) for day, name in WEEKDAYS.items()
        )

    def clean_phone(self) -> str:
        written = self.cleaned_data["phone"].strip()
        if not written or SHORT.fullmatch(written):
            return str(written)
        try:
            return values.phone(written)
        except Unclear:
            raise forms.ValidationError(_("This is not a telephone number.")) from None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        is_chat = given.get("kind") == LineKind.CHAT
        if is_chat and "url" in given and not given["url"]:
            self.add_error("url", _("A chat needs its address."))
        if not is_chat and "phone" in given and not given["phone"]:
            self.add_error("phone", _("A call or a text needs its number."))
        given["week"] = list(self._week(given))
        return given

    def _week(self, given: dict[str, Any]) -> Iterator[tuple[int, Any, Any]]:
        for day in WEEKDAYS:
            opens, closes = given.get(f"opens_{day}"), given.get(f"closes_{day}")
            if opens is not None and closes is not None:
                yield day, opens, closes
            elif opens is not None or closes is not None:
                missing = "closes" if opens is not None else "opens"
                if f"{missing}_{day}" not in self.errors:
                    self.add_error(f"{missing}_{day}", _("A day needs both times, or none."))
