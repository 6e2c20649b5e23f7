"""The shape of a report that staff write, or write down for somebody: one page, everything but the story optional."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.policy import Person, Report
from incidents.terms import AboutWhom, Part, Post, ReporterRole, Safe
from platforms.models import Platform
from schools.models import RoleAssignment, School, Student

VERSION: Final = "staff-2026-1"
LONGEST_STORY: Final = 20_000
LONGEST_NAME: Final = 200
MOST_NAMES: Final = 30


def _lines(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=MOST_NAMES * LONGEST_NAME,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )


def _people(label: Any, help_text: Any = "") -> forms.ModelMultipleChoiceField[User]:
    return forms.ModelMultipleChoiceField(
        label=label,
        help_text=help_text,
        queryset=User.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )


class ReportForm(forms.Form):
    """What every such report has. `report()` is the value that the one action takes."""

    sections: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    once = forms.CharField(widget=forms.HiddenInput, max_length=64)
    danger_now = forms.ChoiceField(
        label=_("Is somebody in danger right now?"),
        choices=[("no", _("No, or not known")), ("yes", _("Yes"))],
        initial="no",
        widget=forms.RadioSelect,
        help_text=_("If so, call 911 first. For thoughts of suicide, call or text 988. Then send this."),
    )  # fmt: skip
    said = forms.CharField(
        label=_("What happened, and when?"),
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=_("In the words that were used, where you know them. A sentence is enough."),
        error_messages={"required": _("Write what happened. A sentence is enough.")},
    )
    about = forms.MultipleChoiceField(
        label=_("Who did it?"),
        choices=AboutWhom.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    adult_names = _lines(_("Adults who did it"), _("Names or roles, one a line."))
    student_names = _lines(_("Students who did it"), _("Names or student numbers, one a line."))
    hurt_names = _lines(_("Students it happened to"), _("Names or student numbers, one a line."))
    school = forms.ModelChoiceField(
        label=_("School"),
        queryset=School.objects.none(),
        required=False,
        empty_label=_("Not known, or none"),
    )
    platform_name = forms.CharField(
        label=_("App, site or number it happened on"), max_length=LONGEST_NAME, required=False
    )
    have = forms.CharField(
        label=_("What there is to see"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Messages, pictures, who else saw it."),
    )
    keep_posts = forms.MultipleChoiceField(
        label=_("Who must not see this report?"),
        choices=Post.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever it is about never sees it; you need not name them again."),
    )
    keep_names = _lines(_("Others who must not see it"), _("Names, one a line."))
    parent_safe = forms.ChoiceField(
        label=_("Is it safe to tell the student's parents?"),
        choices=[("", _("Not known")), *[one for one in Safe.choices if one[0]]],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["school"].queryset = School.objects.open().order_by("name")  # type: ignore[attr-defined]
        self.initial.setdefault("once", secrets.token_urlsafe(24))

    def groups(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The page's parts: a heading and its fields."""
        return ((title, [self[name] for name in names]) for title, names in self.sections)

    def report(self) -> Report:
        """The report as it is handed in."""
        given = self.cleaned_data
        name = given["platform_name"].strip()
        platform = Platform.objects.filter(name__iexact=name).first() if name else None
        return Report(
            reporter_role=self._role(),
            said=given["said"],
            about=tuple(AboutWhom(one) for one in given["about"]),
            people=tuple(self._named()),
            school_id=given["school"].pk if given["school"] else None,
            platform_id=platform.pk if platform else None,
            platform_name=name,
            danger_now=given["danger_now"] == "yes",
            parent_safe=Safe(given["parent_safe"]),
            contact=self._contact(),
            reporter_user_id=self._reporter(),
            answers={"have": given["have"]} if given["have"] else {},
            form=VERSION,
            language=self._language(),
        )

    def _role(self) -> ReporterRole:
        return ReporterRole.STAFF

    def _reporter(self) -> int | None:
        return None

    def _contact(self) -> dict[str, str]:
        return {}

    def _language(self) -> str:
        return "en"

    def _named(self) -> Iterator[Person]:
        given = self.cleaned_data
        for name in _names(given["adult_names"]):
            yield Person(Part.ACCUSED, name=name, is_adult=True)
        for name in _names(given["student_names"]):
            yield self._student(Part.ACCUSED, name)
        for name in _names(given["hurt_names"]):
            yield self._student(Part.HURT, name)
        for post in given["keep_posts"]:
            yield Person(Part.KEEP_FROM, post=Post(post))
        for name in _names(given["keep_names"]):
            yield Person(Part.KEEP_FROM, name=name)

    def _student(self, part: Part, written: str) -> Person:
        """A number that the writer may see names the student; a name alone names nobody for certain."""
        found = None
        if any(sign.isdigit() for sign in written):
            found = Student.objects.visible_to(self.user).filter(number=written).first()
        name = f"{found.given_name} {found.family_name}" if found else written
        return Person(part, name=name, is_adult=False, student_id=found.pk if found else None)


def colleagues_of(user: User) -> Any:
    """Adults at the schools where the person themself works; whoever only helps at a school sees no list of it."""
    own = user.role_assignments.current().of_staff().filter(school__isnull=False)
    held = RoleAssignment.objects.current().filter(school__in=own.values("school"))
    found = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return found.exclude(pk=user.pk).order_by("name", "pk")


class StaffReportForm(ReportForm):
    """Somebody of staff, or who helps at a school, reports. They are known to the office."""

    sections = (
        (_("What happened"), ("danger_now", "said", "platform_name", "have")),
        (_("Who it is about"), ("about", "adults", "adult_names", "student_names", "hurt_names", "school")),
        (_("Who reads it"), ("keep_posts", "keep_from", "keep_names", "parent_safe")),
    )  # fmt: skip

    adults = _people(_("Adults at your school who did it"), _("Choose one or more. Whoever you choose never sees this report."))  # fmt: skip
    keep_from = _people(_("People at your school who must not see it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = colleagues_of(self.user)
        self.has_list = people.exists()
        for name in ("adults", "keep_from"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        own = School.objects.open().filter(
            role_assignments__in=self.user.role_assignments.current()
        )
        self.initial.setdefault("school", own.values_list("pk", flat=True).first())

    def groups(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        hidden = set() if self.has_list else {"adults", "keep_from"}
        for title, fields in super().groups():
            yield title, [one for one in fields if one.name not in hidden]

    def _reporter(self) -> int | None:
        return self.user.pk

    def _contact(self) -> dict[str, str]:
        return {"name": self.user.name, "email": self.user.email, "how": "email"}

    def _named(self) -> Iterator[Person]:
        for user in self.cleaned_data["adults"]:
            yield Person(Part.ACCUSED, name=user.name, is_adult=True, user_id=user.pk)
        for user in self.cleaned_data["keep_from"]:
            yield Person(Part.KEEP_FROM, name=user.name, is_adult=True, user_id=user.pk)
        yield from super()._named()


class HeardForm(ReportForm):
    """Somebody of an office writes down what another person told. Nothing of it is a guess of the writer's."""

    reporter_role = forms.ChoiceField(label=_("Who tells it"), choices=ReporterRole.choices)
    language = forms.ChoiceField(
        label=_("Their language"), choices=settings.LANGUAGES, initial="en"
    )
    contact_name = forms.CharField(
        label=_("Their name"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Only if they want to give it."),
    )
    contact_phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)
    keep_from = _people(_("People of the offices who must not see it"), _("Also yourself, where the report is about you or somebody close to you: you read it no more once it is sent."))  # fmt: skip
    trusted_names = _lines(_("An adult they trust"), _("Only the office brings somebody in."))

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = User.objects.filter(pk__in=[one.pk for one in people]).order_by("name")
        self.fields["keep_from"].queryset = seated  # type: ignore[attr-defined]

    def _role(self) -> ReporterRole:
        return ReporterRole(self.cleaned_data["reporter_role"])

    def _contact(self) -> dict[str, str]:
        given = self.cleaned_data
        parts = {name: given[f"contact_{name}"].strip() for name in ("name", "phone", "email")}
        found = {name: words for name, words in parts.items() if words}
        if found:
            found["how"] = "email" if "email" in found else "phone" if "phone" in found else ""
        return found

    def _language(self) -> str:
        return str(self.cleaned_data["language"])

    def _named(self) -> Iterator[Person]:
        for user in self.cleaned_data["keep_from"]:
            yield Person(Part.KEEP_FROM, name=user.name, is_adult=True, user_id=user.pk)
        for name in _names(self.cleaned_data["trusted_names"]):
            yield Person(Part.TRUSTED, name=name, is_adult=True)
        yield from super()._named()


WHO_TELLS: Final = ("reporter_role", "language", "contact_name", "contact_phone", "contact_email")
WHO_READS: Final = ("keep_posts", "keep_from", "keep_names", "parent_safe", "trusted_names")
WHO_DID: Final = ("about", "adult_names", "student_names", "hurt_names", "school")


class PhoneForm(HeardForm):
    """Somebody calls: danger first, their name last and only if they want."""

    sections = (
        (_("Danger first"), ("danger_now",)),
        (_("What happened"), ("said", "platform_name", "have")),
        (_("Who it is about"), WHO_DID),
        (_("Who reads it"), WHO_READS),
        (_("Who tells it"), WHO_TELLS),
    )


class PaperForm(HeardForm):
    """A form that somebody handed in, with when the district first had it in hand."""

    sections = (
        (_("The paper"), ("aware_at",)),
        (_("What it says"), ("danger_now", "said", "platform_name", "have")),
        (_("Who it is about"), WHO_DID),
        (_("Who reads it"), WHO_READS),
        (_("Who wrote it"), WHO_TELLS),
    )

    aware_at = forms.DateTimeField(
        label=_("When did anybody of the district first have it, or hear of it?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("The law's clocks run from then, not from today."),
    )

    def clean_aware_at(self) -> datetime:
        moment: datetime = self.cleaned_data["aware_at"]
        if moment > timezone.now():
            raise forms.ValidationError(_("That moment is still to come."))
        return moment


def _names(written: str) -> list[str]:
    names = [line.strip()[:LONGEST_NAME] for line in written.splitlines()]
    return [name for name in dict.fromkeys(names) if name][:MOST_NAMES]
