"""Which students somebody adds: ticked, by class, grade or team, or pasted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.http import GREATEST_KEY, is_key
from schools.models import Student
from schools.terms import GRADES


class AddForm(forms.Form):
    """Ticked students, or everybody of a class, a grade or a team; anything wrong is an empty choice."""

    student = forms.TypedMultipleChoiceField(coerce=int, required=False)
    school_class = forms.IntegerField(required=False, min_value=1, max_value=GREATEST_KEY)
    grade = forms.ChoiceField(choices=[(grade, grade) for grade in GRADES], required=False)
    team = forms.IntegerField(required=False, min_value=1, max_value=GREATEST_KEY)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        # Any key may be ticked; who may be added is asked of the register, not of a list of choices.
        self.fields["student"].valid_value = is_key  # type: ignore[attr-defined]


class PasteForm(forms.Form):
    """Lines copied from a spreadsheet, an e-mail or another list."""

    pasted = forms.CharField(
        label=_("Numbers or names, one student a line"),
        help_text=_(
            "Student numbers, district e-mails, “Given Family” or “Family, Given”. Columns copied from a"
            " spreadsheet are fine. Students of other schools: by their number only."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        max_length=200_000,
        strip=False,
    )


class TeamForm(forms.Form):
    """The name under which the list is kept."""

    name = forms.CharField(label=_("Name of the team"), max_length=120)


def ticked(data: Any, prefix: str = "choice-") -> list[int]:
    """The students chosen for doubtful lines: one radio a line, none chosen means nobody."""
    values = [data.get(name, "") for name in data if name.startswith(prefix)]
    return [int(value) for value in values if is_key(value)]


def doubtful_lines(data: Any, prefix: str = "line-") -> list[str]:
    """The lines those choices were offered for, each as it was pasted."""
    return [data.get(name, "") for name in data if name.startswith(prefix)]


def students_of(ids: list[int]) -> list[Student]:
    return list(Student.objects.filter(pk__in=ids).select_related("school"))
