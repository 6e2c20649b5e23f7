"""What a school asks about a tool, and what is said to it (P6)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platforms import uses
from platforms.actions.consults import Asked
from platforms.models import Platform
from platforms.reports import matching
from platforms.reports.checker import grades_of
from platforms.reports.matching import How
from platforms.terms.consults import Audience
from schools.forms import day_field
from schools.models import School
from schools.terms import GRADES

NONE = "none"


class ConsultForm(forms.Form):
    """The question. A name that may mean several tools is asked about before it is kept."""

    name = forms.CharField(
        label=_("Which tool?"),
        help_text=_("Its name, its web address or what people call it."),
        max_length=200,
    )
    use = forms.ChoiceField(label=_("For what?"))
    audiences = forms.MultipleChoiceField(
        label=_("Whom do you want to reach?"),
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    grades = forms.MultipleChoiceField(
        label=_("Grades"),
        choices=[(grade, grade) for grade in GRADES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    school = forms.ModelChoiceField(
        label=_("School"),
        queryset=School.objects.none(),
        required=False,
        empty_label=_("The district"),
    )
    students = forms.IntegerField(
        label=_("Students, about"), min_value=1, max_value=1_000_000, required=False
    )
    needed_on = day_field(label=_("Needed by"), required=False)
    buys = forms.BooleanField(label=_("It would be bought"), required=False)
    price = forms.CharField(label=_("Price"), max_length=100, required=False)
    link = forms.URLField(
        label=_("Link to the offer or the tool"),
        max_length=300,
        required=False,
        assume_scheme="https",
    )
    why = forms.CharField(
        label=_("What for, and why this tool?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, schools: QuerySet[School], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.known = {use.code: use for use in uses.every_use()}
        self.platform: Platform | None = None
        self._only: School | None = None
        use = self.fields["use"]
        if isinstance(use, forms.ChoiceField):
            use.choices = [(one.code, one.name) for one in self.known.values()]
        school = self.fields["school"]
        if isinstance(school, forms.ModelChoiceField):
            school.queryset = schools
            self._only = schools.first() if schools.count() == 1 else None
            if self._only is not None:
                school.initial, school.empty_label = self._only, None
        if self.is_bound:
            self._ask_which((self.data.get("name") or "").strip()[:200])

    def _ask_which(self, typed: str) -> None:
        """Find the tool; where several may be meant, one more question."""
        match = matching.find(typed)
        self.platform = match.platform if match.how == How.EXACT else None
        near = [one for one in (match.platform, *match.candidates) if one is not None]
        if self.platform is None and near:
            self.fields["meant"] = forms.ChoiceField(
                label=_("Which of these do you mean?"),
                choices=[
                    *((str(one.pk), f"{one.name} ({one.vendor.name})") for one in near),
                    (NONE, _("None of these")),
                ],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Several tools have a name like this. Say which you mean.")
                },
            )
            self.order_fields(["name", "meant"])
            self._near = {str(one.pk): one for one in near}

    def clean_school(self) -> School | None:
        """Who sees one school asks for it."""
        return self.cleaned_data["school"] or self._only

    def clean_needed_on(self) -> Any:
        day = self.cleaned_data["needed_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is past."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        use = self.known.get(given.get("use", ""))
        outside = [grade for grade in given.get("grades", []) if use and not use.covers(grade)]
        if use and outside:
            words = _("This use is for grades %(grades)s only.") % {
                "grades": ", ".join(grades_of(use))
            }
            self.add_error("grades", words)
        writes = use is not None and use not in uses.OWN
        if writes and given.get("audiences") and Audience.STUDENTS not in given["audiences"]:
            self.add_error("audiences", _("This use writes to students: tick them too."))
        if "meant" in given:
            self.platform = self._near.get(given["meant"])
        return given

    def asked(self) -> Asked:
        """What was asked, for the action."""
        names = (
            "name",
            "use",
            "audiences",
            "why",
            "school",
            "grades",
            "students",
            "needed_on",
            "buys",
            "price",
            "link",
        )
        return Asked(platform=self.platform, **{name: self.cleaned_data[name] for name in names})  # fmt: skip


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Message"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class NoteForm(forms.Form):
    """Why a request is opened again, or taken back."""

    note = forms.CharField(
        label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class AnswerForm(forms.Form):
    """A reviewer's answer."""

    allowed = forms.ChoiceField(
        label=_("May they use it?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The asker reads it word for word."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PlatformForm(forms.Form):
    """Which tool of the catalogue a request means."""

    tool = forms.CharField(
        label=_("Which tool of the catalogue?"),
        help_text=_("By any of its names. A new one is entered in the catalogue first."),
        max_length=200,
    )

    def clean_tool(self) -> Platform:
        match = matching.find(self.cleaned_data["tool"])
        if match.how != How.EXACT or match.platform is None:
            near = ", ".join(one.name for one in (match.platform, *match.candidates) if one)
            words = (
                _("Did you mean: %(near)s?") % {"near": near}
                if near
                else _("The catalogue has no such tool.")
            )
            raise forms.ValidationError(words)
        return match.platform


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"), help_text=_("As on the school's request: AUP-…"), max_length=40
    )
