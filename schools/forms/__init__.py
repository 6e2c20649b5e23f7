"""The shape of what people enter about schools; nothing here writes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.templatetags.telephone import telephone
from schools.models import (
    District,
    Guardian,
    Network,
    RoleAssignment,
    School,
    SchoolYear,
    Student,
)
from schools.roster import values
from schools.roster.problems import Unclear
from schools.terms import (
    DISTRICT_ROLES,
    GRADES,
    NETWORK_ROLES,
    SCHOOL_ROLES,
    Authority,
    ImportKind,
    Role,
)

MOST_UPLOADED = 500 * 1024 * 1024


def day_field(**facts: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **facts
    )


class UploadForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is in the file?"),
        choices=ImportKind.choices,
        widget=forms.RadioSelect,
        initial=ImportKind.ROSTER,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("A zip of OneRoster CSV files, or one contacts CSV file."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.csv"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        file: UploadedFile | None = given.get("file")
        if file is None:
            return given
        wanted = ".csv" if given.get("kind") == ImportKind.CONTACTS else ".zip"
        if not (file.name or "").lower().endswith(wanted):
            self.add_error(
                "file", _("This kind of import takes a %(ending)s file.") % {"ending": wanted}
            )
        elif (file.size or 0) > MOST_UPLOADED:
            self.add_error("file", _("Files over 500 MB are imported from the command line."))
        return given


class ConfirmForm(forms.Form):
    """A person says that so many leaving is right."""

    understood = forms.BooleanField(
        label=_("I have read the reasons above. This is what the school system really says.")
    )


class GrantForm(forms.Form):
    email = forms.EmailField(
        label=_("District e-mail address"), help_text=_("The person must have an account already.")
    )
    role = forms.ChoiceField(label=_("Role"))
    starts_on = day_field(label=_("First day"))
    ends_on = day_field(
        label=_("Last day"), required=False, help_text=_("Leave empty until further notice.")
    )

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(role.value, role.label) for role in SCHOOL_ROLES if role in roles]
        self.fields["starts_on"].initial = timezone.localdate

    def clean_email(self) -> User:
        return _account(self.cleaned_data["email"])


class EndRoleForm(forms.Form):
    on = day_field(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty to end the role at once."),
    )


class DelegateForm(forms.Form):
    delegate = forms.ModelChoiceField(
        label=_("Who acts for you?"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )
    starts_on = day_field(label=_("First day"))
    ends_on = day_field(label=_("Last day"))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("For example: on leave.")
    )

    def __init__(self, *args: Any, school: School, principal: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = RoleAssignment.objects.current().filter(school=school).values("user")
        field = self.fields["delegate"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = (
                User.objects.filter(pk__in=here, is_active=True)
                .exclude(pk=principal.pk)
                .order_by("name")
            )
        self.fields["starts_on"].initial = timezone.localdate

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day is before the first."))
        return given


class TelephoneInput(forms.TextInput):
    """A kept number, shown as people write it."""

    input_type = "tel"

    def format_value(self, value: Any) -> str | None:
        shown = super().format_value(value)
        return telephone(shown) if shown else shown


class SchoolForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=School._meta.get_field("kind").choices or [])
    network = forms.ModelChoiceField(
        label=_("Network"),
        queryset=Network.objects.order_by("name"),
        required=False,
        empty_label=_("No network"),
    )
    phone = forms.CharField(
        label=_("Office telephone"), max_length=30, required=False, widget=TelephoneInput
    )
    email = forms.EmailField(label=_("Office e-mail"), required=False)

    def clean_phone(self) -> str:
        return _phone(self.cleaned_data["phone"])


def _phone(written: str) -> str:
    try:
        return values.phone(written)
    except Unclear:
        raise forms.ValidationError(_("This is not a telephone number.")) from None


class DistrictForm(forms.ModelForm):  # type: ignore[type-arg]
    """The district's own words; consent days are month and day ("07-01")."""

    class Meta:
        model = District
        fields = (
            "name",
            "phone",
            "website",
            "email_domain",
            "consent_starts",
            "consent_ends",
            "most_on_thread",
            "stop_school_days",
            "call_within_days",
            "service_desk_phone",
            "consult_days",
        )
        widgets = {"phone": TelephoneInput, "service_desk_phone": TelephoneInput}
        help_texts = {
            "email_domain": _("What stands behind the @. Of several, a comma between them."),
            "consent_starts": _("Month and day, as 07-01. For years that the roster brings."),
            "consent_ends": _("Month and day, as 06-30."),
            "most_on_thread": _("3 to 30, the mailbox that keeps the record included."),
            "service_desk_phone": _("Schools call it before they buy or use a messaging tool."),
            "consult_days": _(
                "Silence never answers a school: after this the reviewers are reminded."
            ),
            "stop_school_days": _("After that the principal sees who has not confirmed."),
            "call_within_days": _(
                "When a family asks for a call, or two answers do not agree: by when the school's office calls."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("most_on_thread", "stop_school_days", "call_within_days", "consult_days"):
            self.fields[name].required = False

    def clean_phone(self) -> str:
        return _phone(self.cleaned_data["phone"])

    def clean_most_on_thread(self) -> int:
        most = self.cleaned_data["most_on_thread"]
        if most is not None and not 3 <= most <= 30:
            raise forms.ValidationError(_("Write a number from 3 to 30."))
        return int(self.instance.most_on_thread if most is None else most)

    def clean_service_desk_phone(self) -> str:
        return _phone(self.cleaned_data["service_desk_phone"])

    def clean_consult_days(self) -> int:
        days = self.cleaned_data["consult_days"]
        return int(self.instance.consult_days if days is None else max(1, days))

    def clean_stop_school_days(self) -> int:
        days = self.cleaned_data["stop_school_days"]
        return int(self.instance.stop_school_days if days is None else days)

    def clean_call_within_days(self) -> int:
        days = self.cleaned_data["call_within_days"]
        return int(self.instance.call_within_days if days is None else days)

    def clean_consent_starts(self) -> str:
        return _month_and_day(self.cleaned_data["consent_starts"])

    def clean_consent_ends(self) -> str:
        return _month_and_day(self.cleaned_data["consent_ends"])


def _month_and_day(written: str) -> str:
    try:
        # A year without a 29 February: the day must be there every year.
        return date.fromisoformat(f"2023-{written}").strftime("%m-%d")
    except ValueError:
        raise forms.ValidationError(_("Write month and day, as 07-01.")) from None


class DayOffForm(forms.Form):
    """A weekday without school."""

    day = day_field(label=_("Day"))
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("For example: Labor Day, winter break.")
    )
    school = forms.ModelChoiceField(
        label=_("School"),
        queryset=School.objects.open(),
        required=False,
        empty_label=_("Every school"),
    )


class NetworkForm(forms.Form):
    name = forms.CharField(label=_("Name of the network"), max_length=200)


class OfficeForm(forms.Form):
    email = forms.EmailField(
        label=_("District e-mail address"), help_text=_("The person must have an account already.")
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in (*NETWORK_ROLES, *DISTRICT_ROLES)],
        help_text=_(
            "The offices that read reports: the role waits until a colleague of the office confirms it."
        ),
    )
    network = forms.ModelChoiceField(
        label=_("Network"),
        queryset=Network.objects.order_by("name"),
        required=False,
        empty_label=_("None"),
        help_text=_("Only for a network chief."),
    )
    starts_on = day_field(label=_("First day"), initial=timezone.localdate)
    ends_on = day_field(
        label=_("Last day"), required=False, help_text=_("Leave empty until further notice.")
    )

    def clean_email(self) -> User:
        return _account(self.cleaned_data["email"])


def _account(email: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise forms.ValidationError(
            _("Nobody with this address has an account. Staff come with the roster.")
        )
    return user


class YearForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = SchoolYear
        fields = ("name", "class_starts_on", "class_ends_on", "starts_on", "ends_on")
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("class_starts_on", "class_ends_on", "starts_on", "ends_on")
        }
        help_texts = {
            "starts_on": _("From this day signatures count for the year."),
            "ends_on": _("After this day every permission of the year has ended."),
        }


class StudentForm(forms.ModelForm):  # type: ignore[type-arg]
    grade = forms.ChoiceField(
        label=_("Grade"),
        choices=[("", _("Not known")), *((code, code) for code in GRADES)],
        required=False,
    )

    class Meta:
        model = Student
        fields = (
            "given_name",
            "middle_name",
            "family_name",
            "preferred_name",
            "grade",
            "birth_on",
            "email",
        )
        widgets = {"birth_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class GuardianForm(forms.ModelForm):  # type: ignore[type-arg]
    phone = forms.CharField(
        label=_("Mobile telephone"), max_length=40, required=False, widget=TelephoneInput
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("Not known")), *settings.LANGUAGES],
        required=False,
    )

    class Meta:
        model = Guardian
        fields = ("given_name", "family_name", "email", "phone", "language")

    def clean_phone(self) -> str:
        return _phone(self.cleaned_data["phone"])

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("given_name") and not given.get("family_name"):
            self.add_error("family_name", _("Enter a name."))
        return given


class AuthorityForm(forms.Form):
    authority = forms.ChoiceField(
        label=_("May this person sign for the student?"),
        choices=Authority.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("On what ground?"),
        max_length=200,
        help_text=_("For example: court order of 3 March seen; mother confirmed in person."),
    )


class NewContactForm(GuardianForm):
    relationship = forms.CharField(label=_("Relationship"), max_length=60)
    authority = forms.ChoiceField(
        label=_("May this person sign for the student?"),
        choices=Authority.choices,
        widget=forms.RadioSelect,
        initial=Authority.CHECK,
    )
    reason = forms.CharField(label=_("On what ground?"), max_length=200)
