"""What ITS types about a survey, its names, and how it narrows the usage map (P1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platforms.actions.surveys import Written
from platforms.models import Platform, Survey
from platforms.models.surveys import LONGEST_NAME
from platforms.reports.surveys import schools_in
from platforms.reports.usage_map import Narrowed
from platforms.terms import Status
from platforms.terms.surveys import Audience, SurveyScope
from schools.models import Network, School
from schools.terms import SchoolKind

FIELDS = ("title", "purpose", "opens_on", "closes_on", "scope")


class DayInput(forms.DateInput):
    """A day as browsers pick it; they send it as YYYY-MM-DD whatever they show."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class SurveyForm(forms.Form):
    """A survey, while it is a draft."""

    title = forms.CharField(label=_("Title"), max_length=120)
    purpose = forms.CharField(
        label=_("What it is for"),
        help_text=_("Schools read this word for word, at the top of the page and in the message."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    opens_on = forms.DateField(label=_("First day"), widget=DayInput())
    closes_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Schools that have not answered are reminded seven and two days before it."),
        widget=DayInput(),
    )
    scope = forms.ChoiceField(
        label=_("Which schools"), choices=SurveyScope, widget=forms.RadioSelect
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds"), choices=SchoolKind, widget=forms.CheckboxSelectMultiple, required=False
    )
    networks = forms.MultipleChoiceField(
        label=_("Networks"), widget=forms.CheckboxSelectMultiple, required=False
    )
    schools = forms.CharField(
        label=_("Schools"),
        help_text=_("Where schools are named: one number or whole name a line."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        max_length=100_000,
        required=False,
    )

    def __init__(self, *args: Any, survey: Survey | None = None, **kw: Any) -> None:
        if survey is not None:
            kw.setdefault("initial", _initial(survey))
        super().__init__(*args, **kw)
        networks = self.fields["networks"]
        if isinstance(networks, forms.MultipleChoiceField):
            networks.choices = [(str(one.pk), one.name) for one in Network.objects.order_by("name")]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        opens, closes = given.get("opens_on"), given.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The last day comes before the first one."))
        elif closes and closes < timezone.localdate():
            self.add_error("closes_on", _("This day has passed."))
        scope = given.get("scope")
        field = {"kinds": "kinds", "networks": "networks", "named": "schools"}.get(scope or "")
        if field and not given.get(field):
            self.add_error(field, _("Say which ones."))
        elif field and not schools_in(SurveyScope(str(scope)), self._chosen(given)).exists():
            self.add_error(field, _("No open school is among them."))
        return given

    def clean_schools(self) -> list[str]:
        """The keys of the schools named; what names none, or two, is told back."""
        lines = [line.strip() for line in self.cleaned_data["schools"].splitlines() if line.strip()]
        by_word: dict[str, set[str]] = {}
        for pk, number, name in School.objects.open().values_list("pk", "number", "name"):
            for word in {number, name.casefold()} - {""}:
                by_word.setdefault(word, set()).add(str(pk))
        found = {line: by_word.get(line.casefold(), set()) for line in lines}
        unknown = [line for line, keys in found.items() if len(keys) != 1]
        if unknown:
            words = ", ".join(unknown[:10])
            raise forms.ValidationError(
                _("These name no open school, or several; use the number: %(words)s"),
                params={"words": words},
            )
        return sorted({key for keys in found.values() for key in keys}, key=int)

    def written(self) -> Written:
        """The survey, for the action."""
        given = self.cleaned_data
        facts = {name: given[name] for name in FIELDS if name != "scope"}
        return Written(scope=SurveyScope(given["scope"]), chosen=self._chosen(given), **facts)

    @staticmethod
    def _chosen(given: dict[str, Any]) -> Sequence[str]:
        match given.get("scope"):
            case SurveyScope.KINDS:
                return list(given.get("kinds", ()))
            case SurveyScope.NETWORKS:
                return list(given.get("networks", ()))
            case SurveyScope.NAMED:
                return list(given.get("schools", ()))
        return []


class EndForm(forms.Form):
    """Another last day, and why."""

    closes_on = forms.DateField(label=_("New last day"), widget=DayInput())
    note = forms.CharField(label=_("Why"), max_length=300)


class NameForm(forms.Form):
    """What a typed name is."""

    IS, NEW, NO_TOOL = "is", "new", "no_tool"

    verdict = forms.ChoiceField(
        label=_("This name is"),
        choices=[
            (IS, _("a platform of the catalogue")),
            (NEW, _("a new platform")),
            (NO_TOOL, _("not a messaging tool")),
        ],
        widget=forms.RadioSelect,
    )
    platform = forms.ModelChoiceField(
        Platform.objects.none(), label=_("Platform"), required=False, empty_label=_("Choose one")
    )
    alias = forms.BooleanField(
        label=_("Keep it as another name of the platform"),
        help_text=_("Then it is known from now on, also in the public search."),
        required=False,
    )
    name = forms.CharField(
        label=_("Name of the new platform"), max_length=LONGEST_NAME, required=False
    )
    vendor = forms.CharField(
        label=_("Its vendor"),
        help_text=_("One that is listed, or a new one by its name."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "known-vendors", "autocomplete": "off"}),
    )
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["platform"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Platform.objects.listed().order_by("name")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        needed = {self.IS: ("platform",), self.NEW: ("name", "vendor")}
        for name in needed.get(given.get("verdict", ""), ()):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, _("Say which one."))
        return given


class TakeBackForm(forms.Form):
    """Why a match was wrong."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class MapForm(forms.Form):
    """What narrows the usage map."""

    q = forms.CharField(label=_("School or platform"), required=False, max_length=100)
    network = forms.ModelChoiceField(
        Network.objects.order_by("name"), label=_("Network"), required=False, empty_label=_("All")
    )
    platform = forms.ModelChoiceField(
        Platform.objects.none(), label=_("Platform"), required=False, empty_label=_("All")
    )
    audience = forms.ChoiceField(
        label=_("Audience"), choices=[("", _("All")), *Audience.choices], required=False
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("All")), *Status.choices], required=False
    )

    def __init__(self, *args: Any, platforms: Sequence[Platform], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["platform"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Platform.objects.filter(pk__in=[one.pk for one in platforms])

    def narrowed(self) -> Narrowed:
        """What to show; a word that is no choice narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        network, platform = given.get("network"), given.get("platform")
        return Narrowed(
            network=network.pk if network else None,
            platform=platform.pk if platform else None,
            audience=given.get("audience", ""),
            status=given.get("status", ""),
            words=given.get("q", ""),
        )


def _initial(survey: Survey) -> dict[str, Any]:
    chosen = list(survey.chosen)
    names = ""
    if survey.scope == SurveyScope.NAMED:
        rows = School.objects.filter(pk__in=[int(key) for key in chosen]).order_by("name")
        names = "\n".join(school.number or school.name for school in rows)
    return {
        **{name: getattr(survey, name) for name in FIELDS},
        "kinds": chosen if survey.scope == SurveyScope.KINDS else [],
        "networks": chosen if survey.scope == SurveyScope.NETWORKS else [],
        "schools": names,
    }
