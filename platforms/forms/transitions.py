"""What a school types about moving off a platform, and what ITS answers (P4)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from platforms.forms.after import DayInput, lines_of_text
from platforms.models import Platform, TransitionPlan
from platforms.reports.approved import approved
from platforms.terms.after import TransitionMove


class StepForm(forms.Form):
    """A step is done, or is not after all."""

    move = forms.ChoiceField(choices=TransitionMove.choices)
    done = forms.BooleanField(required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class TargetForm(forms.Form):
    """The approved tool the school moves to: those ITS named for the move first."""

    target = forms.ChoiceField(
        label=_("The tool you move to"),
        error_messages={"required": _("Choose the tool that the school moves to.")},
    )

    def __init__(self, *args: Any, plan: TransitionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = set(plan.proposal.targets.values_list("pk", flat=True))
        self.platforms = {
            str(one.pk): one for one in approved() if one.pk != plan.proposal.platform_id
        }
        first = [(key, one.name) for key, one in self.platforms.items() if one.pk in named]
        rest = [(key, one.name) for key, one in self.platforms.items() if one.pk not in named]
        groups = [(_("Named by ITS for this move"), first), (_("Also approved"), rest)]
        self.fields["target"].choices = [("", "—"), *(one for one in groups if one[1])]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Platform:
        return self.platforms[self.cleaned_data["target"]]


class TimeForm(forms.Form):
    """A wish for more time."""

    wanted_on = forms.DateField(label=_("Until which day"), widget=DayInput())
    reason = forms.CharField(label=_("Why"), max_length=500, widget=lines_of_text(2))


class TimeAnswerForm(forms.Form):
    """What ITS answers to it."""

    granted = forms.ChoiceField(choices=[("yes", _("Grant it")), ("no", _("Do not grant it"))])
    answer = forms.CharField(label=_("What you answer the school"), max_length=500)
