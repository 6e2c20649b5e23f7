"""The shape of what an office says about the people in a case, and of where it takes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.policy import Person
from incidents.terms import Concern, OfficeCode, Part, Post, Priority
from incidents.terms.people import Outside
from schools.models import School

LONGEST_REASON = 2_000
LONGEST_NAME = 200
# As whom an office adds somebody: who reported it, and who stepped back, say so themselves.
ADDED_AS = (Part.ACCUSED, Part.KEEP_FROM, Part.HURT, Part.WITNESS, Part.TRUSTED)
IS_ADULT = {"adult": True, "student": False, "unknown": None}


def why_field() -> forms.CharField:
    return forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Kept with the report, sealed. Offices that have the report read it."),
    )


class WhyForm(forms.Form):
    """A reason, which is all that most steps ask for."""

    why = why_field()


class RecuseForm(forms.Form):
    why = forms.CharField(
        label=_("Why you step back"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Sealed. The others hear that somebody stepped back, not who or why."),
    )


class PersonForm(forms.Form):
    """Somebody to add to the case."""

    part = forms.ChoiceField(label=_("Part"), choices=[(one.value, one.label) for one in ADDED_AS])
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, required=False)
    post = forms.ChoiceField(
        label=_("Or the post"), choices=[("", _("No post")), *Post.choices], required=False
    )
    adult = forms.ChoiceField(
        label=_("An adult or a student"),
        choices=[
            ("adult", _("An adult")),
            ("student", _("A student")),
            ("unknown", _("Not known")),
        ],
    )
    why = why_field()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not (given.get("name") or "").strip() and not given.get("post"):
            self.add_error("name", _("Give a name or choose a post."))
        return given

    def person(self) -> Person:
        given = self.cleaned_data
        return Person(
            part=Part(given["part"]),
            name=given["name"].strip(),
            post=Post(given["post"]) if given["post"] else None,
            is_adult=True if given["post"] else IS_ADULT[given["adult"]],
        )


class StudentForm(forms.Form):
    """What a student of the school is to a report of bullying; who they are is chosen from what was found."""

    part = forms.ChoiceField(
        label=_("What they are to it"),
        choices=[
            (Part.HURT.value, _("It happened to them")),
            (Part.ACCUSED.value, _("The report is about them")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("How you know. Sealed; whoever reads the report reads it."),
    )


class ConcernForm(forms.Form):
    concern = forms.ChoiceField(label=_("It is about"), choices=Concern.choices)
    why = why_field()


class DangerForm(forms.Form):
    priority = forms.ChoiceField(label=_("Danger"), choices=Priority.choices)
    why = why_field()


class SchoolForm(forms.Form):
    school = forms.ModelChoiceField(
        label=_("School"),
        queryset=School.objects.none(),
        required=False,
        empty_label=_("Not known"),
    )
    why = why_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = School.objects.open()  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    office = forms.ChoiceField(label=_("Office"), choices=OfficeCode.choices)
    why = why_field()

    def __init__(self, *args: Any, offices: list[OfficeCode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [(str(one), one.label) for one in offices]  # type: ignore[attr-defined]


class ReferralForm(forms.Form):
    to = forms.ChoiceField(label=_("To"), choices=Outside.choices)
    number = forms.CharField(
        label=_("Their number"), max_length=100, required=False,
        help_text=_("The number of their report or record, as they gave it."),
    )  # fmt: skip
    who = forms.CharField(
        label=_("Who spoke with whom"), max_length=300,
        help_text=_("Names, and a badge or desk where you have one."),
    )  # fmt: skip
    made_at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )
    handed = forms.CharField(
        label=_("What they were given"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 2}),
    )
    tells_reporter = forms.BooleanField(
        label=_("Tell who reported it"), required=False,
        help_text=_("In plain words, without saying whom. Leave it out where they asked for silence."),
    )  # fmt: skip

    def clean_made_at(self) -> Any:
        made_at = self.cleaned_data["made_at"]
        if made_at > timezone.now():
            raise forms.ValidationError(_("Say when it was done, not when it will be."))
        return made_at
