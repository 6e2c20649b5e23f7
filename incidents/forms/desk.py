"""What is asked on the case desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incidents.actions.desk import LONGEST
from incidents.models import PromiseRule
from incidents.terms import Concern, Stage
from incidents.terms.desk import ActionKind
from schools.models import School

ANY = ("", _("All"))
LONG = forms.Textarea(attrs={"rows": 4})


class QueueForm(forms.Form):
    """Which cases are shown."""

    concern = forms.ChoiceField(label=_("About"), choices=[ANY, *Concern.choices], required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    assigned = forms.ChoiceField(
        label=_("Worked on by"),
        choices=[ANY, ("me", _("Me")), ("nobody", _("Nobody yet"))],
        required=False,
    )
    school = forms.ModelChoiceField(
        label=_("School"), queryset=School.objects.none(), required=False, empty_label=_("All")
    )
    late = forms.BooleanField(label=_("Only what is late"), required=False)

    def __init__(self, *args: Any, schools: QuerySet[School], tab: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stage, school = self.fields["stage"], self.fields["school"]
        if isinstance(stage, forms.ChoiceField):
            stage.choices = [ANY, *((one.value, one.label) for one in Stage if one != Stage.CLOSED)]
        if isinstance(school, forms.ModelChoiceField):
            school.queryset = schools.order_by("name")
        if tab == "closed":
            for name in ("stage", "late"):
                del self.fields[name]


class ActForm(forms.Form):
    kind = forms.ChoiceField(label=_("What was done?"), choices=ActionKind.choices)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("For those who work on this report. Who reported it never sees it."),
        max_length=LONGEST,
        required=False,
        widget=LONG,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == ActionKind.OTHER and not given.get("note"):
            self.add_error("note", _("Say here what was done."))
        return given


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"),
        help_text=_("For those who work on this report. Who reported it never sees it."),
        max_length=LONGEST,
        widget=LONG,
    )


class SayForm(forms.Form):
    text = forms.CharField(
        label=_("Write to who reported it"),
        help_text=_("They read it when they come back with their six words. Write short and kind."),
        max_length=LONGEST,
        widget=LONG,
    )
    signed = forms.BooleanField(
        label=_("Show my name"),
        help_text=_("Otherwise it comes from “the people who read your report”."),
        required=False,
    )


class HandForm(forms.Form):
    """Who works on it: somebody who reads the case."""

    to = forms.ChoiceField(label=_("Hand it to"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose a person")), *people]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class PromiseForm(forms.ModelForm):  # type: ignore[type-arg]
    """The district's numbers; reports that are here already keep theirs."""

    class Meta:
        model = PromiseRule
        fields = ("danger_minutes", "acknowledge_days", "act_days", "update_days", "raise_days")
