"""What ITS writes about a vendor's room and a remediation plan. Shape only; nothing is written here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from platforms.access.roles import ITS_STAFF
from platforms.actions.plans import ItemWish
from platforms.actions.room_files import Taken
from platforms.actions.rooms import Person, RoomWish
from platforms.forms.vendor import SheetForm
from platforms.models import Criterion, Evidence, Platform
from platforms.terms.audits import Origin
from platforms.terms.rooms import ItemMove, PlanMove, RoomMove, Side
from schools.models import RoleAssignment

ANSWER_DAYS: Final = 21
LINK_DAYS: Final = 14
MOST_PEOPLE: Final = 10
ASKED = _(
    "Please answer the questions about your tool, and add what shows it. If something is not so today, say"
    " so: we can agree on a plan."
)


class DayInput(forms.DateInput):
    """A day as browsers pick it; they send it as YYYY-MM-DD whatever they show."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def words(label: Any, *, rows: int = 3, most: int = 2000, **more: Any) -> forms.CharField:
    """A field for a few sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=area, **more)


class DatesForm(forms.Form):
    """By when the answers are due, and how long the link opens."""

    due_on = forms.DateField(label=_("Answers are due"), widget=DayInput())
    ends_on = forms.DateField(
        label=_("The link's last day"),
        help_text=_("A little later than the answers, so that you can still ask back."),
        widget=DayInput(),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        due, ends = given.get("due_on"), given.get("ends_on")
        if due and due < timezone.localdate():
            self.add_error("due_on", _("Choose a day that is still to come."))
        if due and ends and ends < due:
            self.add_error("ends_on", _("The link cannot end before the answers are due."))
        return given


class OpenRoomForm(DatesForm):
    """A new room: what is asked of whom until when."""

    asked = words(_("What you ask for"), help_text=_("The vendor reads this."), initial=ASKED)
    people = words(
        _("Who gets a link"),
        help_text=_(
            "One a line: name, e-mail address. For example: Vera Lang, security@vendor.example"
        ),
    )
    field_order = ["asked", "people", "due_on", "ends_on"]

    def __init__(self, *args: Any, platform: Platform, **kw: Any) -> None:
        today, contact = timezone.localdate(), platform.vendor.security_contact
        initial = {
            "due_on": today + timedelta(days=ANSWER_DAYS),
            "ends_on": today + timedelta(days=ANSWER_DAYS + LINK_DAYS),
            "people": f"{platform.vendor.name}, {contact}" if contact else "",
        }
        kw.setdefault("initial", initial)
        super().__init__(*args, **kw)

    def clean_people(self) -> list[Person]:
        lines = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        people = [_person(line) for line in lines]
        if len(people) > MOST_PEOPLE:
            raise ValidationError(_("Ten people at most."))
        if len({one.email.casefold() for one in people}) < len(people):
            raise ValidationError(_("One address stands there twice."))
        return people

    def wish(self) -> RoomWish:
        """What was written, for the action."""
        return RoomWish(**{name: self.cleaned_data[name] for name in self.field_order or ()})


def _person(line: str) -> Person:
    name, _comma, email = line.rpartition(",")
    try:
        validate_email(email.strip())
    except ValidationError:
        raise ValidationError(
            _("“%(line)s” is not a name, a comma and an e-mail address.") % {"line": line[:80]}
        ) from None
    return Person((name.strip() or email.strip())[:200], email.strip())


class ContactForm(forms.Form):
    """Another person at the vendor."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"))

    def person(self) -> Person:
        return Person(self.cleaned_data["name"], self.cleaned_data["email"])


class ExtendForm(DatesForm):
    """More time, with the reason."""

    reason = words(_("Why"), rows=2, most=300)


class NoteForm(forms.Form):
    """A word that goes with a step."""

    note = words(_("Why"), rows=2)


class RoomMoveForm(NoteForm):
    """Ask for more, or close the room."""

    move = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (RoomMove.TAKE_UP, RoomMove.CLOSE)]
    )


class TakeFileForm(forms.Form):
    """What a file of the vendor's shows, from when, until when, and who stands behind it."""

    title = forms.CharField(label=_("What it shows"), max_length=200)
    origin = forms.ChoiceField(
        label=_("Who made it"),
        choices=[(one.value, one.label) for one in (Origin.VENDOR, Origin.INDEPENDENT)],
        widget=forms.RadioSelect,
        initial=Origin.VENDOR,
        help_text=_("A report that an independent party signed stays theirs, whoever sends it."),
    )
    dated_on = forms.DateField(label=_("Dated"), widget=DayInput())
    valid_until = forms.DateField(
        label=_("Good until"),
        widget=DayInput(),
        required=False,
        help_text=_("Leave empty where it does not run out."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        dated, until = given.get("dated_on"), given.get("valid_until")
        if dated and dated > timezone.localdate():
            self.add_error("dated_on", _("This day is still to come."))
        if dated and until and until < dated:
            self.add_error("valid_until", _("It cannot run out before it was made."))
        return given

    def taken(self) -> Taken:
        return Taken(**self.cleaned_data)


class ReadSheetForm(SheetForm):
    """A workbook that reached ITS by another way."""


def its_people() -> Any:
    """Who works in ITS today."""
    held = RoleAssignment.objects.current().filter(role__in=ITS_STAFF)
    return (
        User.objects.filter(role_assignments__in=held, is_active=True).distinct().order_by("name")
    )


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody of ITS, by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class OwnerForm(forms.Form):
    """Who in ITS looks after a plan."""

    owner = PersonChoice(User.objects.none(), label=_("Who looks after the plan"))

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["owner"]
        if isinstance(field, PersonChoice):
            field.queryset = its_people()


class ItemForm(forms.Form):
    """Something to mend."""

    title = forms.CharField(label=_("What has to be mended"), max_length=300)
    done_when = forms.CharField(
        label=_("It is done when"),
        help_text=_("So that both sides would say the same: the vendor reads it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    side = forms.ChoiceField(
        label=_("Whose it is"), choices=Side.choices, widget=forms.RadioSelect, initial=Side.VENDOR
    )
    owner = forms.CharField(label=_("Who sees to it"), max_length=200, required=False)
    due_on = forms.DateField(label=_("Due"), widget=DayInput())

    def __init__(self, *args: Any, criterion: Criterion | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.criterion = criterion

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        if due < timezone.localdate():
            raise ValidationError(_("Choose a day that is still to come."))
        return due

    def wish(self) -> ItemWish:
        given = self.cleaned_data
        return ItemWish(**{**given, "side": Side(given["side"])}, criterion=self.criterion)


class PlanMoveForm(forms.Form):
    """A step of the plan; agreeing by another way and giving up want words."""

    move = forms.ChoiceField(
        choices=[
            (one.value, one.label)
            for one in (PlanMove.AGREE, PlanMove.START, PlanMove.FULFIL, PlanMove.GIVE_UP)
        ]
    )
    note = words(_("Why"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("move") in (PlanMove.AGREE, PlanMove.GIVE_UP) and not given.get("note"):
            self.add_error("note", _("Write down how, or why."))
        return given


SAYS = [
    (ItemMove.REPLY.value, _("A word only")),
    (ItemMove.ACCEPT.value, _("It is done")),
    (ItemMove.REOPEN.value, _("It is not done: open it again")),
    (ItemMove.DROP.value, _("No longer asked for")),
]


class ItemMoveForm(forms.Form):
    """What ITS says to an item."""

    move = forms.ChoiceField(
        label=_("What you say"),
        choices=SAYS,
        widget=forms.RadioSelect,
        initial=ItemMove.REPLY,
    )
    evidence = forms.ModelChoiceField(
        Evidence.objects.none(),
        label=_("Evidence"),
        required=False,
        empty_label=_("None: say below what you saw"),
    )
    note = words(_("Your words"), help_text=_("The vendor reads them."), required=False)

    def __init__(self, *args: Any, platform: Platform, moves: list[ItemMove], **kw: Any) -> None:
        super().__init__(*args, **kw)
        evidence, move = self.fields["evidence"], self.fields["move"]
        if isinstance(evidence, forms.ModelChoiceField):
            evidence.queryset = platform.evidence.order_by("-pk")
        if isinstance(move, forms.ChoiceField):
            open_now = {one.value for one in moves}
            move.choices = [one for one in SAYS if one[0] in open_now]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        move, note = given.get("move"), given.get("note")
        if move == ItemMove.ACCEPT and not (note or given.get("evidence")):
            self.add_error("note", _("Name the evidence, or write down what you saw."))
        elif move and move != ItemMove.ACCEPT and not note:
            self.add_error("note", _("Write a word to it."))
        return given


class MoveDateForm(forms.Form):
    """Another day for an item."""

    due_on = forms.DateField(label=_("New day"), widget=DayInput())
    reason = words(_("Why the date moves"), rows=2, most=300)

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        if due < timezone.localdate():
            raise ValidationError(_("Choose a day that is still to come."))
        return due
