"""What ITS writes about an audit: why and when, who, what binds, and each finding (P2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from platforms.access.roles import ITS_STAFF
from platforms.actions.audits import Scope
from platforms.actions.results import Finding
from platforms.models import Audit, Criterion, Evidence, Result
from platforms.policy.assessing import Piece, problems
from platforms.reports.assessing import PROBLEMS
from platforms.terms import Tag
from platforms.terms.audits import AuditStage, Grade, Origin, Value
from schools.models import RoleAssignment

LONGEST_NOTE = 4000
FIELD_OF = {"na_without_reason": "note"}


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def its_users() -> QuerySet[User]:
    """Everybody of ITS with an open account, by name."""
    held = RoleAssignment.objects.current(timezone.localdate()).filter(role__in=ITS_STAFF)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "pk")


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody of ITS, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class RequestForm(forms.Form):
    """Why an audit now, and until when."""

    reason = forms.CharField(
        label=_("Why now"),
        help_text=_(
            "For example: four schools use it; the vendor says it is mended; a year is over."
        ),
        max_length=300,
    )
    due_on = forms.DateField(label=_("Due"), required=False, widget=day_input())
    auditor = PersonField(
        User.objects.none(),
        label=_("Auditor"),
        required=False,
        help_text=_("Somebody may be named later. Who asks and who audits decide nothing of it."),
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["auditor"].queryset = its_users()  # type: ignore[attr-defined]

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose a later one."))
        return day


class AssignForm(forms.Form):
    """To whom an audit is given."""

    auditor = PersonField(User.objects.none(), label=_("Auditor"), empty_label=None)
    note = forms.CharField(
        label=_("A word to them"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["auditor"].queryset = its_users()  # type: ignore[attr-defined]


class ScopeForm(forms.Form):
    """What binds: tags and student data."""

    tags = forms.MultipleChoiceField(
        label=_("What the tool does"),
        choices=Tag.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Some criteria bind by these alone. ITS chooses them, never the vendor."),
    )
    student_data = forms.BooleanField(
        label=_("It holds student data"),
        required=False,
        help_text=_("Then nothing is approved without a data agreement in force (105 ILCS 85/15)."),
    )
    note = forms.CharField(label=_("Why"), required=False, max_length=300)

    def scope(self) -> Scope:
        given = self.cleaned_data
        return Scope(tags=given["tags"], student_data=given["student_data"], note=given["note"])


class NoteForm(forms.Form):
    """A word that may be left out."""

    note = forms.CharField(
        label=_("A word to the next person"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WhyForm(forms.Form):
    """A reason that may not be left out."""

    note = forms.CharField(
        label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class PiecesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Pieces of the platform's store."""

    def label_from_instance(self, obj: Any) -> str:
        over = obj.valid_until and obj.valid_until < timezone.localdate()
        until = _("expired {day}") if over else _("good until {day}")
        parts = [obj.title, str(obj.get_origin_display()), f"{obj.dated_on:%Y-%m-%d}"]
        if obj.valid_until:
            parts.append(str(until).format(day=f"{obj.valid_until:%Y-%m-%d}"))
        return " · ".join(parts)


class FindingForm(forms.Form):
    """What was found for one criterion. Its first values are those of the result that the page showed."""

    value = forms.ChoiceField(label=_("Finding"), choices=Value.choices, widget=forms.RadioSelect)
    grade = forms.ChoiceField(
        label=_("How we know"), choices=Grade.choices, widget=forms.RadioSelect, required=False
    )
    evidence = PiecesField(
        Evidence.objects.none(),
        label=_("Evidence"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        criterion: Criterion,
        seen: Result | None,
        store: Sequence[Evidence],
        **kw: Any,
    ) -> None:
        kw["prefix"] = f"c{criterion.pk}"
        kw["initial"] = {
            "value": seen.value if seen else Value.UNKNOWN,
            "grade": seen.grade if seen else Grade.CLAIMED,
            "note": seen.note if seen else "",
            "evidence": [one.evidence_id for one in seen.evidence.all()] if seen else [],
            "seen": seen.pk if seen else "",
        }
        super().__init__(*args, **kw)
        self.criterion, self.seen_result = criterion, seen
        rows = Evidence.objects.filter(pk__in=[one.pk for one in store])
        self.fields["evidence"].queryset = rows.order_by("-pk")  # type: ignore[attr-defined]

    @property
    def is_touched(self) -> bool:
        """Whether somebody changed anything but what the page showed."""
        return any(name != "seen" for name in self.changed_data)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.is_touched or "value" not in given:
            return given
        pieces = [Piece(Origin(one.origin), one.valid_until) for one in given.get("evidence", ())]
        grade = Grade(given.get("grade") or Grade.CLAIMED)
        for code in problems(
            Value(given["value"]),
            grade,
            note=given.get("note", ""),
            evidence=pieces,
            on=timezone.localdate(),
        ):
            self.add_error(FIELD_OF.get(code, "evidence"), str(PROBLEMS[code].text))
        return given

    def finding(self) -> Finding:
        """What was written, for the action."""
        given = self.cleaned_data
        return Finding(
            criterion=self.criterion,
            value=Value(given["value"]),
            grade=Grade(given["grade"] or Grade.CLAIMED),
            note=given["note"],
            evidence=list(given["evidence"]),
            seen=self.seen_result.pk if self.seen_result else None,
        )


class AuditFilter(forms.Form):
    """Which audits of the list."""

    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[("", _("Open")), *AuditStage.choices, ("all", _("All"))],
    )
    auditor = PersonField(
        User.objects.none(), label=_("Auditor"), required=False, empty_label=_("Anybody")
    )
    due = forms.ChoiceField(
        label=_("Due"),
        required=False,
        choices=[("", _("Any day")), ("late", _("Past its day")), ("week", _("In seven days"))],
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["auditor"].queryset = its_users()  # type: ignore[attr-defined]


def seen_results(audit: Audit, keys: Iterable[str]) -> dict[int, Result]:
    """The results that a page showed, by criterion: what its fields began with."""
    wanted = [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19]
    rows = audit.results.filter(pk__in=wanted).prefetch_related("evidence")
    return {row.criterion_id: row for row in rows}
