"""What a clerk fills in while a guardian speaks, on the telephone or across the desk."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.actions.answers import Phones
from consents.forms.guardian import CHILD, ONLY_ME, TelephoneField
from consents.terms import AnswerDecision, Route
from consents.wording.refusals import reasons
from schools.terms import AdultCategory

SPOKEN = [(Route.PHONE.value, Route.PHONE.label), (Route.IN_PERSON.value, Route.IN_PERSON.label)]
SAID = [
    (AnswerDecision.GRANTED.value, _("Yes, they allow it")),
    (AnswerDecision.REFUSED.value, _("No, they do not allow it")),
]


class PhonesPart(forms.Form):
    """Which phones were named. What nobody named stays empty."""

    who = forms.ChoiceField(
        label=_("Who gets the texts?"),
        widget=forms.RadioSelect,
        choices=[(CHILD, _("The child, on their own phone")), (ONLY_ME, _("Only the guardian"))],
        initial=CHILD,
        required=False,
    )
    student_phone = TelephoneField(label=_("The child's mobile number"), required=False)
    own_phone = TelephoneField(label=_("The guardian's mobile number"), required=False)
    duplicates = forms.BooleanField(label=_("The guardian wants the same texts"), required=False)

    def phones(self) -> Phones:
        """What was named, as the actions take it."""
        given = self.cleaned_data
        only_me = given.get("who") == ONLY_ME
        return Phones(
            texts_student=not only_me,
            student_phone="" if only_me else given.get("student_phone", ""),
            duplicates=bool(given.get("duplicates") or only_me),
            own_phone=given.get("own_phone", ""),
        )


class RecordForm(PhonesPart):
    """An answer by word of mouth: route, time, witness, the words read out, yes or no."""

    route = forms.ChoiceField(
        label=_("How did they say it?"), widget=forms.RadioSelect, choices=SPOKEN
    )
    said_on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    said_at = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    witness = forms.EmailField(
        label=_("Who heard it too?"),
        help_text=_(
            "The district e-mail of a second member of staff who was on the call or in the room: nobody who"
            " asked for this form or is named on it. They get a message that says so."
        ),
    )
    read_out = forms.BooleanField(
        label=_("I read the words of the form to them, and they understood"),
        error_messages={"required": _("Read the form out first: they must know what they allow.")},
    )
    decision = forms.ChoiceField(
        label=_("What did they say?"), widget=forms.RadioSelect, choices=SAID
    )
    reason_code = forms.ChoiceField(
        label=_("Their reason, if they gave one"),
        help_text=_(
            "Nobody has to give one. A reason that wants a talk goes on the follow-up list."
        ),
        required=False,
    )
    reason = forms.CharField(label=_("In their words"), max_length=500, required=False)
    call_me = forms.BooleanField(
        label=_("After a no: they want to be called about it"), required=False
    )
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)

    field_order = (
        "route", "said_on", "said_at", "witness", "read_out", "decision", "who",
        "student_phone", "own_phone", "duplicates", "reason_code", "reason", "call_me", "form_key", "shown",
    )  # fmt: skip

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        field = self.fields["reason_code"]
        if isinstance(field, forms.ChoiceField):
            named = [(one.code, str(one)) for one in reasons().values()]
            field.choices = [("", _("None given")), *named]

    def clean_witness(self) -> User:
        """The member of staff with this address; nobody who only helps at a school."""
        found = User.objects.filter(
            email__iexact=self.cleaned_data["witness"],
            is_active=True,
            staff__category=AdultCategory.EMPLOYEE,
            staff__left_on__isnull=True,
        ).first()
        if found is None:
            raise forms.ValidationError(_("Nobody of the district's staff has this address."))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day: date | None = given.get("said_on")
        clock: time | None = given.get("said_at")
        if day and clock:
            given["signed_at"] = datetime.combine(day, clock, tzinfo=self.zone)
        return given
