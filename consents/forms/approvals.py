"""What a principal writes, and what the asker answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consents.models import Approval

CLAUSES = (
    ("T2", _("T2: safety meet-up")),
    ("T3", _("T3: bulk notifications and alerts")),
    ("T4", _("T4: re-engagement program")),
    ("T5", _("T5: another program the CEO approved")),
)


class ApproveForm(forms.Form):
    """Why texting is necessary, and which clause authorises it (T6)."""

    necessary = forms.CharField(
        label=_("Why is texting necessary?"),
        help_text=_("Why a district channel will not do. Families read this on their form."),
        widget=forms.Textarea(attrs={"rows": 4}),
        min_length=10,
        max_length=1000,
        error_messages={
            "required": _("Say why texting is necessary."),
            "min_length": _("Say it in a sentence; families read it."),
        },
    )
    authorised = forms.ChoiceField(
        label=_("Which clause authorises it?"), choices=CLAUSES, widget=forms.Select
    )
    note = forms.CharField(
        label=_("Note to the person who asked"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, approval: Approval, **kw: Any) -> None:
        clause = approval.version.rule.conditions.clause
        kw.setdefault("initial", {"authorised": clause})
        super().__init__(*args, **kw)
        field = self.fields["authorised"]
        if clause not in dict(CLAUSES) and isinstance(field, forms.ChoiceField):
            # The clause of an exception of the district's own, or of a pack.
            field.choices = [*CLAUSES, (clause, f"{clause}: {approval.version.activity.kind.name}")]


class NoteForm(forms.Form):
    """A reason, a question or an answer: it must say something."""

    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Write a sentence or two.")},
    )

    def __init__(self, *args: Any, label: Any, help_text: Any = "", **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["note"].label = label
        self.fields["note"].help_text = help_text


def deny_form(*args: Any) -> NoteForm:
    return NoteForm(
        *args, prefix="deny", label=_("Why not?"), help_text=_("The person who asked reads this.")
    )


def question_form(*args: Any) -> NoteForm:
    return NoteForm(*args, prefix="question", label=_("What do you need to know?"))


def reply_form(*args: Any) -> NoteForm:
    return NoteForm(*args, prefix="reply", label=_("Your answer"))


def revoke_form(*args: Any) -> NoteForm:
    return NoteForm(
        *args,
        prefix="revoke",
        label=_("Why is the approval taken back?"),
        help_text=_("It counts at once. Every adult named is told to stop."),
    )
