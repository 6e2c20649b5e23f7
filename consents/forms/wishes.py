"""What a guardian types to ask for an adult, and how the office answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.forms.guardian import OVERRIDES
from consents.models import ExceptionKind
from schools.models import Student


class WishForm(forms.Form):
    """For which child, which adult, and why. The adult is typed: no list of staff is shown to families."""

    child = forms.TypedChoiceField(
        label=_("For which child?"), coerce=int, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(label=_("What do you want to ask for?"), widget=forms.RadioSelect)
    adult = forms.CharField(
        label=_("Which adult of the school?"),
        help_text=_("Write the name, or the school e-mail address."),
        max_length=200,
        error_messages={"required": _("Write the name of the adult.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    why = forms.CharField(
        label=_("Why should this adult be able to write to your child?"),
        help_text=_("The adult and the principal read this."),
        max_length=500,
        error_messages={"required": _("Write why, in a sentence.")},
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(
        self,
        *args: Any,
        children: Sequence[Student],
        kinds: Sequence[ExceptionKind],
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.children, self.kinds = children, kinds
        self._offer("child", [(str(child.pk), str(child)) for child in children])
        self._offer("kind", [(kind.code, kind.name) for kind in kinds])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
            field.initial = choices[0][0] if len(choices) == 1 else None
            field.error_messages["required"] = _("Choose one.")

    def clean_adult(self) -> str:
        typed = " ".join(OVERRIDES.sub("", self.cleaned_data["adult"]).split())
        if not typed:
            raise forms.ValidationError(_("Write the name of the adult."))
        return typed

    @property
    def wanted_child(self) -> Student:
        return next(one for one in self.children if one.pk == self.cleaned_data["child"])

    @property
    def wanted_kind(self) -> ExceptionKind:
        return next(one for one in self.kinds if one.code == self.cleaned_data["kind"])


class DeclineForm(forms.Form):
    """No, in words for the family."""

    words = forms.CharField(
        label=_("What we tell the family"),
        help_text=_("They read it on their own page, in the language you write."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a sentence for the family.")},
    )
