"""What the records office enters about who signs, and about one person in two rows. Shape only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schools.forms import day_field
from schools.models import Guardian, Student
from schools.models.signing import SIGNS_IN
from schools.terms import Authority, Branch, Signs


def source_field() -> forms.CharField:
    return forms.CharField(
        label=_("What did you see, and where does it lie?"),
        help_text=_("Only the records office reads this. Do not copy the order's text."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what was seen or said, and where it lies.")},
    )


class BranchForm(forms.Form):
    branch = forms.ChoiceField(
        label=_("Who signs for this student?"), choices=Branch.choices, widget=forms.RadioSelect
    )
    signs = forms.ChoiceField(
        label=_("For an unaccompanied youth: who signs?"),
        choices=[(one.value, one.label) for one in (Signs.STUDENT, Signs.NAMED, Signs.NOBODY)],
        initial=Signs.STUDENT,
        required=False,
    )
    signer = forms.ModelChoiceField(
        label=_("The person named (a ward's agency, or a named adult)"),
        queryset=Guardian.objects.none(),
        required=False,
        empty_label=_("Nobody named"),
        help_text=_("Enter the person as a contact who may sign first."),
    )
    source = source_field()

    def __init__(self, *args: Any, student: Student, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["signer"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Guardian.objects.filter(
                links__student=student, links__ended_at=None, links__authority=Authority.YES
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        branch = given.get("branch")
        if branch and branch != Branch.UNACCOMPANIED:
            given["signs"] = SIGNS_IN[Branch(branch)][0]
        if given.get("signs") == Signs.NAMED and not given.get("signer"):
            self.add_error("signer", _("Choose the person who signs."))
        return given


class BlockForm(forms.Form):
    students = forms.ModelMultipleChoiceField(
        label=_("From which students is this contact kept away?"),
        queryset=Student.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one student.")},
    )
    proof_due_on = day_field(
        label=_("The paper is due on"),
        required=False,
        help_text=_("Leave empty if you have seen it. The block holds at once either way."),
    )
    source = source_field()

    def __init__(self, *args: Any, students: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["students"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = students


class SourceForm(forms.Form):
    source = source_field()


class MergeForm(forms.Form):
    """Which of two rows is kept."""

    keep = forms.TypedChoiceField(
        label=_("Which row is kept?"),
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("Its telephone and e-mail are used from now on."),
        error_messages={"required": _("Choose the row whose contact is right.")},
    )
    reason = forms.CharField(
        label=_("How do you know that they are one person?"),
        max_length=300,
        error_messages={"required": _("Say how you know.")},
    )

    def __init__(self, *args: Any, rows: tuple[Guardian, Guardian], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keep"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(row.pk, f"{row}: {row.phone} {row.email}".strip()) for row in rows]


class UnmergeForm(forms.Form):
    reason = forms.CharField(
        label=_("How do you know that they are two?"),
        max_length=300,
        error_messages={"required": _("Say how you know.")},
    )
