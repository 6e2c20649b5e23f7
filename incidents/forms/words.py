"""Words that anybody may type: any language, any length that can be read, nothing that hides something."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# Signs that turn the direction of what follows hide something; line breaks and tabs are people's own.
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
KEPT = frozenset("\n\t")


def clean_words(typed: str) -> str:
    """What was typed without signs that cannot be seen or stored: NUL, other controls, halves of characters."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign
        for sign in lines
        if sign in KEPT or (unicodedata.category(sign) not in {"Cc", "Cs"} and sign not in TURNS)
    )


class Words(forms.CharField):
    """A text that may be left out. Too long is said, and nothing of it is lost."""

    def __init__(self, *, most: int, lines: int = 1, **kwargs: Any) -> None:
        quiet = {"autocomplete": "off", "dir": "auto"}
        widget: forms.Widget = (
            forms.TextInput(attrs=quiet)
            if lines == 1
            else forms.Textarea(attrs={**quiet, "rows": lines})
        )
        said = _(
            "This is very long: %(limit_value)d letters fit here, and you have %(show_value)d."
        )
        super().__init__(
            max_length=most,
            required=False,
            widget=widget,
            error_messages={"max_length": said},
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        return super().to_python(clean_words(str(value)) if value else value) or ""

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, Any]:
        """No limit in the browser: it would cut off what is pasted without a word."""
        return {}
