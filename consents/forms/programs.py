"""What the outreach office writes about a program, and whom it lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consents.actions.activities import Plan
from consents.actions.programs import Said
from consents.forms.activities import DayInput, LabelledChoiceField, PlanForm
from consents.models import ExceptionKind, Program, ProgramTerms
from schools.models import Staff
from schools.terms import GRADES

LARGEST = 10 * 1024 * 1024
FIELDS = ("name", "public_name", "requirements", "grades", "approved_by", "approved_on", "ends_on")


class TermsForm(forms.Form):
    """The terms of a program, as the CEO approved them (T4, T5)."""

    name = forms.CharField(
        label=_("Name inside the office"),
        help_text=_("Only the outreach office and the program's own staff ever read it."),
        max_length=200,
    )
    public_name = forms.CharField(
        label=_("Neutral public name"),
        help_text=_(
            "On forms, messages, folders and everywhere else. It must not say why a child qualifies,"
            " for example: Lakeside support program."
        ),
        max_length=200,
    )
    requirements = forms.CharField(
        label=_("What it asks of families"),
        help_text=_(
            "Families read this word for word in their message. Write short sentences, and nothing about"
            " why their child qualifies."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )
    grades = forms.MultipleChoiceField(
        label=_("Grades"),
        choices=[(grade, grade) for grade in GRADES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: every grade of the exception."),
    )
    approved_by = forms.CharField(
        label=_("Who approved it"), help_text=_("The CEO, by name."), max_length=200
    )
    approved_on = forms.DateField(label=_("Day of the CEO's approval"), widget=DayInput())
    ends_on = forms.DateField(
        label=_("Last day"),
        widget=DayInput(),
        required=False,
        help_text=_(
            "Leave empty where the CEO set none. Permissions still end with the school year."
        ),
    )
    document = forms.FileField(
        label=_("The CEO's written approval"),
        required=False,
        help_text=_("A PDF file of 10 MB at most. A new file takes the place of the one attached."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def __init__(self, *args: Any, terms: ProgramTerms | None = None, **kw: Any) -> None:
        if terms is not None:
            kw.setdefault("initial", {name: getattr(terms, name) for name in FIELDS})
        super().__init__(*args, **kw)

    def clean_document(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data.get("document")
        if file is None:
            return None
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        beginning = file.read(5)
        file.seek(0)
        if beginning != b"%PDF-":
            raise forms.ValidationError(_("This is not a PDF file."))
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        names = [str(given.get(name, "")).strip().casefold() for name in ("name", "public_name")]
        if names[0] and names[0] == names[1]:
            self.add_error("public_name", _("The public name must be another, neutral one."))
        approved, ends = given.get("approved_on"), given.get("ends_on")
        if approved and ends and ends < approved:
            self.add_error("ends_on", _("The last day comes before the approval."))
        return given

    def said(self) -> Said:
        """What was written, for the action."""
        return Said(**{name: self.cleaned_data[name] for name in (*FIELDS, "document")})


class NewProgramForm(TermsForm):
    """A new program: also its code and the exception it rests on."""

    code = forms.SlugField(
        label=_("Code"), help_text=_("Short, for addresses and records, for example: prog-7.")
    )
    kind = LabelledChoiceField(ExceptionKind.objects.none(), label=_("Exception"), empty_label=None)
    field_order = ["kind", "code", *FIELDS, "document"]

    def __init__(self, *args: Any, kinds: Sequence[ExceptionKind], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["kind"]
        if isinstance(field, LabelledChoiceField):
            field.queryset = ExceptionKind.objects.filter(pk__in=[kind.pk for kind in kinds])

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Program.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another program has this code."))
        return code


class ReasonForm(forms.Form):
    """Why terms are sent back, or a program ends."""

    note = forms.CharField(
        label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class StaffForm(forms.Form):
    """An adult who works in the program, by district e-mail."""

    email = forms.EmailField(label=_("District e-mail address of the adult"))

    def clean_email(self) -> Staff:
        staff = Staff.objects.filter(
            user__email__iexact=self.cleaned_data["email"],
            user__is_active=True,
            left_on__isnull=True,
        ).first()
        if staff is None:
            raise forms.ValidationError(_("Nobody who works for the district has this address."))
        return staff


class NumbersForm(forms.Form):
    """Students by number, one a line."""

    numbers = forms.CharField(
        label=_("Student numbers, one a line"),
        help_text=_("Numbers alone: a name is never guessed. Students out of school count too."),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        max_length=100_000,
    )

    def given(self) -> list[str]:
        words = self.cleaned_data["numbers"].replace(",", " ").replace(";", " ").split()
        return list(dict.fromkeys(words))


class ProgramPlanForm(PlanForm):
    """Step 1 of asking a program's families: its exception and its public name stand already."""

    def __init__(self, *args: Any, program: Program, terms: ProgramTerms, **kw: Any) -> None:
        year, today = kw["year"], kw["today"]
        last = min(year.ends_on, terms.ends_on or year.ends_on)
        kw.setdefault("initial", {"name": terms.public_name, "starts_on": today, "ends_on": last})
        super().__init__(*args, **kw)
        self.program = program
        self.fields["name"].disabled = True
        self.fields["name"].help_text = _(
            "The program's public name: families know it by this one."
        )

    @property
    def wanted_kind(self) -> ExceptionKind | None:
        return self.program.kind

    def program_plan(self) -> Plan:
        """The plan, with the program it is for."""
        return replace(self.plan(), program=self.program)


def kinds_for_programs(kinds: QuerySet[ExceptionKind]) -> list[ExceptionKind]:
    """The exceptions that rest on a program, by their newest rule."""
    found = []
    for kind in kinds.prefetch_related("rules"):
        rules = sorted(kind.rules.all(), key=lambda rule: rule.number)
        if rules and rules[-1].conditions.ceo_program:
            found.append(kind)
    return found
