"""What is written down about telling parents (I2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.facts.parents import Child
from incidents.terms.parents import Check, Result, Telling, Way

MOMENT = "%Y-%m-%dT%H:%M"
# How each way can end; what leaves from here writes its own line.
ENDS = {
    Way.PHONE: (Result.REACHED, Result.CALL_BACK, Result.NOT_REACHED),
    Way.IN_PERSON: (Result.REACHED, Result.NOT_REACHED),
    Way.LETTER: (Result.SENT,),
}


def moment_field(**facts: Any) -> forms.DateTimeField:
    """A local day and time, to the minute."""
    return forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT), **facts
    )


def words_field(label: Any, *, rows: int = 2, **facts: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), **facts
    )


class ChargeForm(forms.Form):
    """Who answers for when and how parents hear."""

    user = forms.TypedChoiceField(label=_("Who"), coerce=int)

    def __init__(self, *args: Any, readers: Sequence[User], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._readers = {one.pk: one for one in readers}
        field = self.fields["user"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(one.pk, one.name) for one in readers]

    def clean_user(self) -> User:
        return self._readers[self.cleaned_data["user"]]


class CheckForm(forms.Form):
    """One step of the checklist."""

    at = moment_field(label=_("When"), help_text=_("When it happened, not when you write it down."))
    spoke_with = forms.CharField(
        label=_("With whom"), help_text=_("Name and office."), max_length=200
    )
    note = words_field(_("What they said"), required=False)
    not_before = moment_field(
        label=_("Parents may be told from"),
        help_text=_("Leave it empty where they said: at once."),
        required=False,
    )

    def __init__(self, *args: Any, check: Check, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if check != Check.TIMING:
            del self.fields["not_before"]

    def clean_at(self) -> datetime:
        return past(self.cleaned_data["at"])


class DecideForm(forms.Form):
    """What the person in charge decides for one student."""

    telling = forms.ChoiceField(
        label=_("Are the parents told?"), choices=Telling.choices, widget=forms.RadioSelect
    )
    until = moment_field(
        label=_("Look again on"), help_text=_("For “Not yet” only."), required=False
    )
    reason = words_field(_("Why"), help_text=_("Kept with your name; parents never read it."))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("telling") == Telling.WAIT and not self.errors.get("until"):
            until = given.get("until")
            if until is None or until <= timezone.now():
                self.add_error("until", _("Say a later moment at which you look again."))
        return given


class LogForm(forms.Form):
    """An attempt to reach one parent."""

    guardian = forms.TypedChoiceField(label=_("Whom"), coerce=int)
    way = forms.ChoiceField(label=_("How"), choices=[(one.value, one.label) for one in ENDS])
    result = forms.ChoiceField(label=_("What came of it"), choices=Result.choices)
    at = moment_field(label=_("When"))
    note = words_field(_("Note"), required=False)

    def __init__(self, *args: Any, child: Child, **kw: Any) -> None:
        super().__init__(*args, **kw)
        whom = self.fields["guardian"]
        if isinstance(whom, forms.TypedChoiceField):
            whom.choices = [(one.guardian.pk, str(one.guardian)) for one in child.to_tell]

    def clean_at(self) -> datetime:
        return past(self.cleaned_data["at"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        way, result = given.get("way"), given.get("result")
        if way and result and result not in ENDS[Way(way)]:
            self.add_error("result", _("This does not end so."))
        return given


def past(moment: datetime) -> datetime:
    """A moment that has come."""
    if moment > timezone.now():
        raise forms.ValidationError(_("This moment has not come yet."))
    return moment
