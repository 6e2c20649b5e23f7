"""What somebody types to ask: the plan, the people, and what to take out later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from consents.actions.activities import Plan
from consents.models import ActivityVersion, ExceptionKind
from consents.reports.kinds import Explained, PlatformRow
from consents.terms import Channel
from platforms.models import Platform
from schools.models import School, SchoolYear

# A select with more lines than this is no longer read; the public list has them all.
MOST_BARRED = 40


class DayInput(forms.DateInput):
    """A day as browsers pick it; they send it as YYYY-MM-DD whatever they show."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class LabelledChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of rows whose words the form works out."""

    label_of: Callable[[Any], str] = staticmethod(str)

    def label_from_instance(self, obj: Any) -> str:
        return self.label_of(obj)


class PlatformSelect(forms.Select):
    """The platforms to choose from; below them, greyed, those that cannot be chosen today, each with why."""

    barred: Sequence[PlatformRow] = ()

    def optgroups(
        self, name: str, value: list[Any], attrs: dict[str, Any] | None = None
    ) -> list[Any]:
        groups = super().optgroups(name, value, attrs)
        if not self.barred:
            return groups
        options = []
        for row in self.barred:
            label = f"{row.platform.name}: {row.why_not}"
            option = self.create_option(name, str(row.platform.pk), label, selected=False, index=0)
            option["attrs"]["disabled"] = True
            options.append(option)
        return [*groups, (_("Not approved today"), options, len(groups))]


class PlanForm(forms.Form):
    """Step 1: what for, why, until when, and how."""

    name = forms.CharField(
        label=_("Name of the activity"),
        help_text=_("As families know it, for example: Robotics club."),
        max_length=200,
        error_messages={"required": _("Give the activity a name.")},
    )
    purpose = forms.CharField(
        label=_("What the texts are for"),
        help_text=_("Families read this word for word. Say what you would write about."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say what the texts are for.")},
    )
    starts_on = forms.DateField(
        label=_("First day"),
        widget=DayInput(),
        error_messages={"required": _("Choose the first day.")},
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        widget=DayInput(),
        error_messages={"required": _("Choose the last day.")},
    )
    channel = forms.ChoiceField(
        label=_("How you would write"),
        choices=Channel.choices,
        widget=forms.RadioSelect,
        initial=Channel.GROUP_TEXT,
    )
    platform = LabelledChoiceField(
        Platform.objects.none(),
        label=_("Platform"),
        help_text=_("Only when you write through a messaging platform."),
        required=False,
        empty_label=_("None: group text on phones"),
        widget=PlatformSelect,
        error_messages={
            "invalid_choice": _("This platform is not approved today. Choose another, or ask ITS.")
        },
    )

    def __init__(
        self, *args: Any, year: SchoolYear, platforms: Sequence[PlatformRow], today: date, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.year, self.today = year, today
        self.uses = {row.platform.pk: row.uses for row in platforms}
        usable = [row for row in platforms if row.uses]
        field = self.fields["platform"]
        if isinstance(field, LabelledChoiceField):
            field.queryset = Platform.objects.filter(pk__in=[row.platform.pk for row in usable])
            field.label_of = self._platform_label
            if isinstance(field.widget, PlatformSelect):
                field.widget.barred = [row for row in platforms if not row.uses][:MOST_BARRED]
        self.fields["ends_on"].help_text = _(
            "No later than %(day)s, the end of the consent year."
        ) % {"day": date_format(year.ends_on, "DATE_FORMAT")}

    def _platform_label(self, platform: Platform) -> str:
        uses = ", ".join(kind.name for kind in self.uses[platform.pk])
        return f"{platform.name} ({uses})"

    @property
    def wanted_kind(self) -> ExceptionKind | None:
        """The exception the plan is for, once it is known."""
        return self.cleaned_data.get("kind")

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        self._check_days(found.get("starts_on"), found.get("ends_on"))
        if found.get("channel") == Channel.GROUP_TEXT:
            found["platform"] = None
        self._check_channel(found)
        return found

    def _check_days(self, starts_on: date | None, ends_on: date | None) -> None:
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day comes before the first."))
        for name, day in (("starts_on", starts_on), ("ends_on", ends_on)):
            if day and not self.year.starts_on <= day <= self.year.ends_on:
                self.add_error(
                    name,
                    _("Choose a day of this school year, from %(first)s to %(last)s.")
                    % {
                        "first": date_format(self.year.starts_on, "DATE_FORMAT"),
                        "last": date_format(self.year.ends_on, "DATE_FORMAT"),
                    },
                )

    def _check_channel(self, found: dict[str, Any]) -> None:
        kind, platform = self.wanted_kind, found.get("platform")
        if found.get("channel") == Channel.PLATFORM and not platform:
            if "platform" not in self.errors:
                self.add_error("platform", _("Choose the platform."))
        elif platform and kind and kind not in self.uses[platform.pk]:
            self.add_error("platform", _("This platform is not approved for this exception today."))
        elif found.get("channel") and not platform and kind and self._needs_platform(kind):
            self.add_error(
                "channel", _("This exception is only for a messaging platform approved for it.")
            )

    def _needs_platform(self, kind: ExceptionKind) -> bool:
        rule = kind.rules.order_by("-number").first()
        return rule is not None and rule.conditions.approved_platform

    def plan(self) -> Plan:
        """What was typed, for the action."""
        names = ("name", "purpose", "starts_on", "ends_on", "channel", "platform")
        return Plan(**{name: self.cleaned_data[name] for name in names})


class StartForm(PlanForm):
    """Step 1 of a new activity: also which exception."""

    kind = LabelledChoiceField(
        ExceptionKind.objects.none(),
        label=_("Which exception?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the exception.")},
    )
    field_order = ["kind", "name", "purpose", "starts_on", "ends_on", "channel", "platform"]

    def __init__(self, *args: Any, kinds: Sequence[Explained], **kw: Any) -> None:
        year, today = kw["year"], kw["today"]
        last = year.class_ends_on if year.class_ends_on >= today else year.ends_on
        kw.setdefault("initial", {"starts_on": today, "ends_on": last})
        super().__init__(*args, **kw)
        cards = {one.kind.pk: one for one in kinds}
        field = self.fields["kind"]
        if isinstance(field, LabelledChoiceField):
            field.queryset = ExceptionKind.objects.filter(pk__in=cards)
            field.label_of = lambda kind: _card(cards[kind.pk])


class RedraftForm(PlanForm):
    """Step 1 of a draft: its exception and school stay."""

    def __init__(self, *args: Any, version: ActivityVersion, **kw: Any) -> None:
        names = ("name", "purpose", "starts_on", "ends_on", "channel", "platform")
        kw.setdefault("initial", {name: getattr(version, name) for name in names})
        super().__init__(*args, **kw)
        self.version = version
        # Families know a program by its public name alone (T4).
        self.fields["name"].disabled = version.activity.program_id is not None

    @property
    def wanted_kind(self) -> ExceptionKind | None:
        return self.version.activity.kind


class SchoolForm(forms.Form):
    """At which of their schools somebody asks."""

    school = forms.ModelChoiceField(School.objects.none(), label=_("School"))

    def __init__(self, *args: Any, schools: Sequence[School], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["school"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = School.objects.filter(pk__in=[school.pk for school in schools])


class EndForm(forms.Form):
    """An earlier last day."""

    ends_on = forms.DateField(label=_("New last day"), widget=DayInput())
    reason = forms.CharField(label=_("Why"), max_length=500, required=False)

    def __init__(self, *args: Any, today: date, before: date, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.today, self.before = today, before

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        if day < self.today:
            raise forms.ValidationError(_("Choose today or a later day."))
        if day >= self.before:
            raise forms.ValidationError(
                _("Choose a day before %(day)s. A later end is a wider request.")
                % {"day": date_format(self.before, "DATE_FORMAT")}
            )
        return day


def _card(one: Explained) -> str:
    """An exception as an option: its name, what it is for, and its conditions."""
    conditions = format_html_join(" · ", "{}", ((sentence,) for sentence in one.sentences))
    return format_html(
        '<strong>{}</strong> <span class="clause">{}</span>'
        '<span class="form-check__hint">{}</span><span class="form-check__hint">{}</span>',
        one.kind.name,
        one.rule.conditions.clause,
        one.purpose,
        conditions,
    )
