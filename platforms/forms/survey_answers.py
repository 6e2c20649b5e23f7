"""What a school types in a survey: a row a tool, and who fills it in (P1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from platforms.actions.survey_answers import Said, Tool
from platforms.models.surveys import LONGEST_NAME
from platforms.policy.surveys import name_key
from platforms.terms.surveys import Audience, Payer, ToolUse
from schools.models import District

MOST_TOOLS: Final = 60
MOST_STUDENTS: Final = 100_000
MOST_DOLLARS: Final = 100_000_000
# What a row that is only kept may hold of each word.
LONGEST_KEPT: Final = 1000
KEPT: Final = (
    "name",
    "audiences",
    "students",
    "payer",
    "cost",
    "uses",
    "why",
    "meant",
    "from_last",
)


class ToolForm(forms.Form):
    """One tool."""

    name = forms.CharField(
        label=_("Name of the tool"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Type the tool's name, or tick that the row can go.")},
        widget=forms.TextInput(attrs={"list": "known-tools", "autocomplete": "off"}),
    )
    audiences = forms.MultipleChoiceField(
        label=_("Who is reached with it?"),
        choices=Audience,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one: students, families or staff.")},
    )
    students = forms.IntegerField(
        label=_("About how many students?"),
        required=False,
        min_value=0,
        max_value=MOST_STUDENTS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    uses = forms.MultipleChoiceField(
        label=_("What is it used for?"),
        choices=ToolUse,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    payer = forms.ChoiceField(
        label=_("Who pays for it?"),
        choices=[("", _("Choose one")), *Payer.choices],
        required=False,
    )
    cost = forms.IntegerField(
        label=_("About how many dollars a year?"),
        required=False,
        min_value=0,
        max_value=MOST_DOLLARS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    why = forms.CharField(
        label=_("Why do you use it?"),
        help_text=_("What works well with it? This helps us find good tools for all schools."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    gone = forms.BooleanField(label=_("We do not use this any more"), required=False)
    meant = forms.CharField(required=False, widget=forms.HiddenInput)
    from_last = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if not self.is_from_last:
            self.fields["gone"].label = _("This row can go")

    @property
    def number(self) -> str:
        """Which row of the page it is."""
        return str(self.prefix).rpartition("-")[2]

    @property
    def is_from_last(self) -> bool:
        """Whether the row was filled in from the last survey."""
        return bool(self["from_last"].value()) and self["from_last"].value() != "False"

    @property
    def is_gone(self) -> bool:
        return bool(self["gone"].value())

    def full_clean(self) -> None:
        """A row that can go is not looked at."""
        super().full_clean()
        if self.is_bound and self.is_gone:
            self.errors.clear()

    @property
    def is_blank(self) -> bool:
        """Nothing was typed or ticked."""
        typed = ("name", "audiences", "students", "payer", "cost", "uses", "why")
        return not any(self[name].value() for name in typed)

    def kept(self) -> dict[str, Any]:
        """The row as it was typed, right or wrong, for a draft."""
        found: dict[str, Any] = {}
        for name in KEPT:
            value = self[name].value()
            if isinstance(value, list):
                found[name] = [_plain(one) for one in value]
            else:
                found[name] = "" if value is None else _plain(value)
        return {**found, "from_last": self.is_from_last}

    def tool(self) -> Tool:
        """The row, for the action."""
        given = self.cleaned_data
        return Tool(
            name=given["name"],
            audiences=given["audiences"],
            students=given["students"],
            payer=Payer(given["payer"] or Payer.UNKNOWN),
            cost=given["cost"],
            uses=given["uses"],
            why=given["why"],
        )


def _plain(value: object) -> str:
    """As it is kept: PostgreSQL keeps no NUL."""
    return str(value).replace("\0", "")[:LONGEST_KEPT]


class BaseTools(forms.BaseFormSet):  # type: ignore[type-arg]
    """All rows. Blank ones, and those that can go, are passed over."""

    def initial_form_count(self) -> int:
        return 0

    @property
    def wanted(self) -> list[ToolForm]:
        return [form for form in self.forms if not form.is_blank and not form.is_gone]

    def clean(self) -> None:
        seen: set[str] = set()
        for form in self.wanted:
            key = name_key(form.cleaned_data.get("name", "")) if form.is_bound else ""
            if key and key in seen:
                form.add_error("name", _("This tool has a row already. Put both into one."))
            seen.add(key)

    def kept(self) -> list[dict[str, Any]]:
        """The rows for a draft."""
        return [form.kept() for form in self.wanted]


Tools = forms.formset_factory(
    ToolForm, formset=BaseTools, extra=0, max_num=MOST_TOOLS, absolute_max=MOST_TOOLS
)


def tools_form(data: Mapping[str, Any] | None, rows: Sequence[Mapping[str, Any]] = ()) -> BaseTools:
    """The rows sent, or these rows and an empty one."""
    if data is not None:
        return cast(BaseTools, Tools(data, prefix="tool"))
    formset = Tools(initial=[dict(row) for row in rows], prefix="tool")
    formset.extra = min(len(rows) + 1, MOST_TOOLS)
    return cast(BaseTools, formset)


class SignerForm(forms.Form):
    """Who fills it in, where nobody signed in."""

    by_name = forms.CharField(
        label=_("Your name"),
        help_text=_("So that your school and ITS know whom to ask."),
        max_length=120,
        error_messages={"required": _("Type your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    by_position = forms.CharField(
        label=_("Your work at the school"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    by_email = forms.EmailField(
        label=_("District e-mail address for a copy"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_by_email(self) -> str:
        email: str = self.cleaned_data["by_email"]
        district = District.objects.order_by("pk").first()
        if email and not (district and district.owns_address(email)):
            raise forms.ValidationError(_("A copy goes to a district address only."))
        return email


def said(formset: BaseTools | None, signer: SignerForm | None) -> Said:
    """The whole answer, for the action. No formset: the school uses none."""
    given = signer.cleaned_data if signer else {}
    return Said(
        name=given.get("by_name", ""),
        position=given.get("by_position", ""),
        email=given.get("by_email", ""),
        tools=[form.tool() for form in formset.wanted] if formset else (),
    )
