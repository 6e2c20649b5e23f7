"""What ITS writes about vendors and platforms. Shape only; a name that is known already is told with the row that bears it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from platforms.actions.agreements import LARGEST, AgreementSaid, BreachSaid, is_pdf
from platforms.actions.catalogue import PlatformSaid, VendorSaid
from platforms.models import Agreement, Breach, Platform, Vendor
from platforms.policy.folding import fold
from platforms.reports.catalogue import NO_TAGS, AgreementState
from platforms.reports.matching import How, find, owners_of, vendors_named
from platforms.terms import AliasKind, Status, Tag
from schools.forms import day_field

LINES = 200
LONGEST_LINE = 200


class NarrowForm(forms.Form):
    """What the list is narrowed to."""

    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Any")), *Status.choices]
    )
    tag = forms.ChoiceField(
        label=_("Tag"),
        required=False,
        choices=[("", _("Any")), *Tag.choices, (NO_TAGS, _("None chosen yet"))],
    )
    agreement = forms.ChoiceField(
        label=_("Data agreement"), required=False, choices=[("", _("Any")), *AgreementState.choices]
    )
    q = forms.CharField(required=False, widget=forms.HiddenInput)


class VendorForm(forms.Form):
    """A vendor; `twin` is the one that bears the typed name already."""

    name = forms.CharField(label=_("Name"), max_length=200)
    address = forms.CharField(
        label=_("Business address"),
        help_text=_("Posted on the public page, as the law wants. 105 ILCS 85/27"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    website = forms.URLField(
        label=_("Website"), max_length=200, required=False, assume_scheme="https"
    )
    security_contact = forms.EmailField(
        label=_("Security contact"), help_text=_("Only ITS reads this."), required=False
    )

    def __init__(self, *args: Any, vendor: Vendor | None = None, **kw: Any) -> None:
        if vendor is not None:
            names = ("name", "address", "website", "security_contact")
            kw.setdefault("initial", {name: getattr(vendor, name) for name in names})
        super().__init__(*args, **kw)
        self.vendor = vendor
        self.twin: Vendor | None = None

    def clean_name(self) -> str:
        name = _name(self.cleaned_data["name"])
        others = [one for one in vendors_named(name) if self.vendor is None or one != self.vendor]
        if others:
            self.twin = others[0]
            raise forms.ValidationError(_("This vendor is in the catalogue already."))
        return name

    def said(self) -> VendorSaid:
        return VendorSaid(**self.cleaned_data)


class PlatformForm(forms.Form):
    """A platform. `twin` bears the typed name already; `near` are those it may be a slip of the pen of."""

    name = forms.CharField(label=_("Name"), max_length=200)
    vendor = forms.CharField(
        label=_("Vendor"),
        help_text=_("As the company calls itself; capitals, spaces and “Inc.” make no difference."),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "vendors", "autocomplete": "off"}),
    )
    new_vendor = forms.BooleanField(
        label=_("Enter this vendor anew where it is not known yet"), required=False
    )
    website = forms.URLField(
        label=_("Website"), max_length=200, required=False, assume_scheme="https"
    )
    summary = forms.CharField(
        label=_("What it is"),
        help_text=_("One plain sentence for the public list."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    another = forms.BooleanField(
        label=_("It is another tool than those named above"),
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, platform: Platform | None = None, **kw: Any) -> None:
        if platform is not None:
            names = ("name", "website", "summary")
            facts = {name: getattr(platform, name) for name in names}
            kw.setdefault("initial", {**facts, "vendor": platform.vendor.name})
        super().__init__(*args, **kw)
        self.platform = platform
        self.twin: Platform | None = None
        self.near: list[Platform] = []
        self.known_vendor: Vendor | None = None

    def clean_name(self) -> str:
        name = _name(self.cleaned_data["name"])
        others = [pk for pk in owners_of(AliasKind.NAME, fold(name)) if pk != self._own_key]
        if others:
            self.twin = Platform.objects.select_related("vendor", "merged_into").get(pk=others[0])
            raise forms.ValidationError(_("This name stands for a platform already."))
        return name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "vendor" in given:
            self.known_vendor = next(iter(vendors_named(given["vendor"])), None)
            if self.known_vendor is None and not given.get("new_vendor"):
                said = _("No vendor bears this name. Tick the box below to enter it anew.")
                self.add_error("vendor", said)
        if self.platform is None and "name" in given and not given.get("another"):
            self._ask_about_slips(given["name"])
        return given

    def said(self, vendor: Vendor) -> PlatformSaid:
        given = self.cleaned_data
        return PlatformSaid(
            name=given["name"], vendor=vendor, website=given["website"], summary=given["summary"]
        )

    @property
    def _own_key(self) -> int | None:
        return None if self.platform is None else self.platform.pk

    def _ask_about_slips(self, name: str) -> None:
        match = find(name)
        if match.how == How.CLOSE and match.platform is not None:
            self.near = [match.platform]
            self.fields["another"].widget = forms.CheckboxInput()
            self.add_error("name", _("Nearly the name of a platform that is here already."))


class AliasForm(forms.Form):
    """Something else a platform is known by; `twin` is the platform that it stands for already."""

    kind = forms.ChoiceField(label=_("What it is"), choices=AliasKind.choices)
    typed = forms.CharField(label=_("Also known by"), max_length=200)


class TagsForm(forms.Form):
    tags = forms.MultipleChoiceField(choices=Tag.choices, required=False)

    def chosen(self) -> list[Tag]:
        return [Tag(value) for value in self.cleaned_data["tags"]]


class WhyForm(forms.Form):
    """Why two rows are one tool, or two after all."""

    reason = forms.CharField(
        label=_("How do you know?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class AgreementForm(forms.Form):
    """A signed data agreement (SOPPA, 105 ILCS 85/15(4))."""

    title = forms.CharField(
        label=_("Title"), help_text=_("As it is posted: for example, Data agreement 2026-28."), max_length=200
    )  # fmt: skip
    signed_on = day_field(label=_("Signed on"))
    starts_on = day_field(label=_("First day"))
    ends_on = day_field(label=_("Last day"))
    data_elements = forms.CharField(
        label=_("What the vendor holds about students"),
        help_text=_("One a line, in plain words. Posted on the public page."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    subcontractors = forms.CharField(
        label=_("Who else holds it"),
        help_text=_("The vendor's subcontractors, one a line. Posted on the public page."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    file = forms.FileField(
        label=_("The signed paper"),
        help_text=_("A PDF file of 20 MB at most. Anybody can download it, as the law wants."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_data_elements(self) -> list[str]:
        return _lines(self.cleaned_data["data_elements"])

    def clean_subcontractors(self) -> list[str]:
        return _lines(self.cleaned_data["subcontractors"])

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file is None:
            return None
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than 20 MB. What you typed is kept; choose a smaller file.")
            )
        beginning = file.read(5)
        file.seek(0)
        if not is_pdf(beginning):
            raise forms.ValidationError(
                _("This is not a PDF file, whatever it is called. What you typed is kept.")
            )
        return file

    def said(self) -> AgreementSaid:
        return AgreementSaid(**self.cleaned_data)

    @staticmethod
    def beginning_with(agreement: Agreement) -> dict[str, Any]:
        """What a following agreement begins with: the lists, not the days and not the paper."""
        return {
            "data_elements": "\n".join(agreement.data_elements),
            "subcontractors": "\n".join(agreement.subcontractors),
        }


class EndForm(forms.Form):
    on = day_field(label=_("From which day on does it hold no more?"))
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip


class BreachForm(forms.Form):
    """A breach of student data at a vendor (SOPPA, 105 ILCS 85/15(5)), as it is posted."""

    happened_on = day_field(label=_("Happened on"))
    told_on = day_field(label=_("The district was told on"))
    students = forms.IntegerField(
        label=_("Students affected"),
        help_text=_("Leave empty while nobody knows."),
        min_value=0,
        max_value=10_000_000,
        required=False,
    )
    description = forms.CharField(
        label=_("What happened, in plain words"),
        help_text=_("The public reads this word for word. Name no person."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, breach: Breach | None = None, **kw: Any) -> None:
        if breach is not None:
            names = ("happened_on", "told_on", "students", "description")
            kw.setdefault("initial", {name: getattr(breach, name) for name in names})
        super().__init__(*args, **kw)

    def said(self) -> BreachSaid:
        return BreachSaid(**self.cleaned_data)


def _name(typed: str) -> str:
    """The name in one line, without spaces around; with something in it to be found by."""
    name = " ".join(typed.split())
    if not fold(name):
        raise forms.ValidationError(_("A name has letters or digits."))
    return name


def _lines(written: str) -> list[str]:
    lines = [" ".join(line.split()) for line in written.splitlines()]
    kept = list(dict.fromkeys(line for line in lines if line))
    if len(kept) > LINES or any(len(line) > LONGEST_LINE for line in kept):
        raise forms.ValidationError(_("At most 200 lines of 200 letters each."))
    return kept
