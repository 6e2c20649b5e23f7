"""What a guardian may type. Shape only; nothing is written here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _

from consents.terms import CallBackKind
from consents.terms.threads import NumberSharing
from consents.wording.refusals import reasons
from core.templatetags.telephone import telephone as written
from notices.models import NumberStop
from schools.models import School

REGION = "US"
YES, NO, KEEP = "yes", "no", "keep"
CHILD, ONLY_ME = "child", "only_me"
# Characters that turn the direction of what follows; in a name they only hide something.
OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def telephone(typed: str) -> str:
    """A number in any format people write, as E.164; ValidationError when it cannot be one."""
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise forms.ValidationError(
            _("Write a telephone number with its area code, for example 312 555 0142.")
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class TelephoneField(forms.CharField):
    """A telephone number in any format; cleaned to E.164."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        return telephone(typed) if typed else ""

    def prepare_value(self, value: Any) -> Any:
        """A number kept as E.164 is shown in groups."""
        return written(value) if isinstance(value, str) and value.startswith("+") else value


class ContactForm(forms.Form):
    """Where the code goes: one of the contacts on file, shown masked."""

    to = forms.ChoiceField(label=_("Where shall we send it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, contacts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = contacts
        field.initial = contacts[0][0] if contacts else None


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The six digits"),
        max_length=20,
        error_messages={"required": _("Type the six digits from the message.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}
        ),
    )


class BirthDateForm(forms.Form):
    birth_on = forms.DateField(
        label=_("Birth date of your child"),
        help_text=_("If the school asks about several children, give the date of any one of them."),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%m/%d/%Y"],
    )


class CallBackForm(forms.Form):
    """Why the school shall call, and where."""

    kind = forms.ChoiceField(
        label=_("What happened?"),
        widget=forms.RadioSelect,
        choices=[
            (kind.value, kind.label)
            for kind in (CallBackKind.NUMBER_CHANGED, CallBackKind.NO_CODE, CallBackKind.OTHER)
        ],
        initial=CallBackKind.NO_CODE.value,
    )
    phone = TelephoneField(label=_("Telephone number where we can call you"))
    name = forms.CharField(label=_("Your name"), max_length=200, required=False)
    message = forms.CharField(
        label=_("What should we know?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SchoolForm(forms.Form):
    """Which school: families without a link choose it."""

    school = forms.ModelChoiceField(
        label=_("Your child's school"), queryset=School.objects.open(), empty_label=_("Choose")
    )


class FamilyForm(forms.Form):
    """A telephone number or an e-mail address, as the school has it."""

    contact = forms.CharField(
        label=_("Your mobile number or e-mail address"),
        help_text=_("The one you gave to the school."),
        max_length=254,
        error_messages={"required": _("Write your mobile number or e-mail address.")},
        widget=forms.TextInput(attrs={"autocomplete": "email", "dir": "auto"}),
    )

    def clean_contact(self) -> str:
        typed: str = self.cleaned_data["contact"]
        if "@" in typed:
            return str(forms.EmailField().clean(typed)).lower()
        return telephone(typed)


class ChoiceForm(forms.Form):
    """Yes or no; for a wider form also: no to the change, the earlier yes stays.

    `opt_out`: no is all there is to say, until it has been said; then one may also agree again.
    """

    choice = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        may_keep: bool,
        opt_out: bool = False,
        has_refused: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [(YES, _("Yes, I allow it")), (NO, _("No, I do not allow it"))]
        if opt_out:
            again = [(YES, _("I agree"))] if has_refused else []
            field.choices = [*again, (NO, _("I do not agree"))]
            field.initial = None if has_refused else NO
        elif may_keep:
            field.choices = [
                *field.choices,
                (KEEP, _("No to the change. Keep what I allowed before")),
            ]
        field.error_messages["required"] = _("Choose one of the answers.")


class ReasonForm(forms.Form):
    """Why not, for those who want to say it, and whether the school shall call. Nothing here is needed."""

    reason_code = forms.ChoiceField(
        label=_("Your reason"),
        help_text=_("You do not have to give one."),
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("In your own words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    call_me = forms.BooleanField(label=_("Call me in my language"), required=False)
    call_at = TelephoneField(
        label=_("Telephone number for the call"),
        help_text=_("If it is another one than the school has."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason_code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [(one.code, str(one)) for one in reasons().values()]


class PhonesForm(forms.Form):
    """Which phones the texts go to. `always`: the guardian is on every text (T2b), so a number is needed.

    `in_group`: the texts are group texts, in which people see each other's numbers.
    """

    who = forms.ChoiceField(
        label=_("Who gets the texts?"),
        widget=forms.RadioSelect,
        choices=[(CHILD, _("My child, on their own phone")), (ONLY_ME, _("Only me, not my child"))],
        initial=CHILD,
    )
    student_phone = TelephoneField(
        label=_("Your child's mobile number"),
        help_text=_("Leave it empty if you chose “only me”."),
        error_messages={"required": _("Write your child's number, or choose “only me”.")},
    )
    duplicates = forms.BooleanField(
        label=_("Send me the same texts"),
        help_text=_("You get a copy of every text your child gets."),
        required=False,
    )
    own_phone = TelephoneField(
        label=_("Your own mobile number"),
        required=False,
        error_messages={"required": _("Write your own number, so that the texts reach you.")},
    )
    sharing = forms.ChoiceField(
        label=_("Who may see your number in the group text?"),
        help_text=_("Everybody in a group text sees the numbers of all who are in it."),
        widget=forms.RadioSelect,
        choices=[
            (
                NumberSharing.OWN_CHILD.value,
                _("The adults, my child, and another parent of my child who is in it"),
            ),
            (
                NumberSharing.NEVER.value,
                _("No other parent. If another parent of my child is in the group, I am not in it"),
            ),
            (
                NumberSharing.SHARED.value,
                _(
                    "Other families too. My child and I may be in one group for the whole team, and they see"
                    " both our numbers"
                ),
            ),
        ],
        initial=NumberSharing.OWN_CHILD.value,
        required=False,
    )

    def __init__(self, *args: Any, always: bool, in_group: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.always = always
        if not in_group:
            del self.fields["sharing"]
        self.fields["student_phone"].required = self.data.get("who") != ONLY_ME
        self.fields["who"].error_messages["required"] = _("Choose one of the answers.")
        if always:
            del self.fields["duplicates"]
            self.fields["own_phone"].help_text = _("You are in every group text, on this number.")
            self.fields["own_phone"].required = True
        else:
            self.fields["own_phone"].help_text = _("Needed if you want the texts yourself.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        only_me = cleaned.get("who") == ONLY_ME
        child, own = cleaned.get("student_phone"), cleaned.get("own_phone")
        if only_me:
            cleaned["student_phone"] = ""
        elif child and child == own:
            self.add_error(
                "student_phone",
                _("This is your own number. If your child has no phone, choose “only me”."),
            )
        elif child and NumberStop.objects.stopped([child]):
            self.add_error(
                "student_phone",
                _(
                    "This phone asked us to stop. It must text START first. Or write another number."
                ),
            )
        wants = self.always or only_me or cleaned.get("duplicates")
        if wants and not own and "own_phone" not in self.errors:
            self.add_error("own_phone", _("Write your own number, so that the texts reach you."))
        cleaned["duplicates"] = bool(wants)
        # What nobody ticked is not shared.
        cleaned["sharing"] = cleaned.get("sharing") or NumberSharing.OWN_CHILD.value
        return cleaned


class SignForm(forms.Form):
    """A typed name in any script, and the wish to sign electronically (ESIGN)."""

    typed_name = forms.CharField(
        label=_("Type your full name"),
        help_text=_("In any alphabet. This is your signature."),
        max_length=200,
        error_messages={"required": _("Type your full name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    agreed = forms.BooleanField(
        label=_("I want to sign this form electronically"),
        help_text=_(
            "My typed name counts like a signature on paper. I can open and keep the signed form."
            " I may ask the school for a paper form instead, at no cost."
        ),
        error_messages={"required": _("Tick the box to sign here, or ask for a paper form.")},
    )
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    language = forms.CharField(widget=forms.HiddenInput, max_length=10)
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
    draft = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean_typed_name(self) -> str:
        """Control characters and turned directions go; every script stays (T2a)."""
        name = OVERRIDES.sub("", self.cleaned_data["typed_name"])
        name = "".join(" " if unicodedata.category(one) == "Cc" else one for one in name).strip()
        if not name:
            raise forms.ValidationError(_("Type your full name."))
        return name
