"""What visitors of the public list choose."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from platforms.reports.list_filters import BOTH_FLAGS, LONGEST
from platforms.terms import FLAGGED, Status, Tag
from platforms.uses import Use
from schools.terms import GRADES


class ListForm(forms.Form):
    """What narrows the list. Both flags are one word to everybody."""

    q = forms.CharField(label=_("Name, company or nickname"), max_length=LONGEST, required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    use = forms.ChoiceField(label=_("May be used for"), required=False)
    audience = forms.ChoiceField(
        label=_("Made for"), choices=[("", _("Everybody")), *Tag.choices], required=False
    )

    def __init__(self, *args: Any, uses: Iterable[Use], **kw: Any) -> None:
        super().__init__(*args, **{"auto_id": "list-%s", **kw})
        statuses = [(one.value, one.label) for one in Status if one not in FLAGGED]
        flags = [(BOTH_FLAGS, _("Flagged")), *((one.value, one.label) for one in FLAGGED)]
        _choices(self, "status", [("", _("Any status")), *statuses, *flags])
        _choices(self, "use", [("", _("Any use")), *((use.code, use.name) for use in uses)])


class CheckForm(forms.Form):
    """The checker's question."""

    platform = forms.CharField(
        label=_("Which tool?"),
        help_text=_("Its name, its web address or what people call it."),
        max_length=LONGEST,
    )
    use = forms.ChoiceField(label=_("For what?"))
    grade = forms.ChoiceField(
        label=_("Which grade?"),
        choices=[("", _("No grade, or several")), *((grade, grade) for grade in GRADES)],
        required=False,
    )

    def __init__(self, *args: Any, uses: Iterable[Use], **kw: Any) -> None:
        super().__init__(*args, **{"auto_id": "check-%s", **kw})
        _choices(self, "use", [(use.code, use.name) for use in uses])


def _choices(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
