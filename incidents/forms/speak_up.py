"""The questions of a report, one form a page. Shape only: every answer may be left out (I1, I2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.words import Words
from incidents.terms import AboutWhom, ReporterRole, Safe
from incidents.terms.speak_up import Bare, Kept, Kind, Step

MOST_SAID: Final = 60_000
MOST_LINE: Final = 300
MOST_PEOPLE: Final = 10
PEOPLE_AT_FIRST: Final = 1
NONE_OF_THESE: Final = "none"


class Question(forms.Form):
    """The form of one page."""

    def answer(self) -> dict[str, Any]:
        """What was answered, as the draft keeps it: nothing where nothing was."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class NowForm(Question):
    said = Words(label=_("What is happening?"), most=MOST_SAID, lines=3)
    place = Words(label=_("Where, and who is it?"), most=MOST_LINE)


class SaidForm(Question):
    said = Words(label=_("Your words"), most=MOST_SAID, lines=8)


class AboutForm(Question):
    about = forms.MultipleChoiceField(
        label=_("Choose all that fit"),
        required=False,
        choices=AboutWhom.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class PeopleForm(Question):
    """Several people, each with what is known of them."""

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        known = list((initial or {}).get("people", ()))
        self.count = _count(data, len(known))
        start = {
            f"{name}_{place}": row.get(name, "")
            for place, row in enumerate(known)
            for name in ("name", "kind", "handle")
        }
        super().__init__(data, initial=start)
        for place in range(self.count):
            self._add(place)

    def _add(self, place: int) -> None:
        self.fields[f"name_{place}"] = Words(label=_("Name, if you know it"), most=MOST_LINE)
        self.fields[f"kind_{place}"] = forms.ChoiceField(
            label=_("What are they?"), required=False, choices=_kinds()
        )
        self.fields[f"handle_{place}"] = Words(
            label=_("User name or phone number they write from"), most=MOST_LINE
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The people as they are drawn: each with its place and fields."""
        return [
            {
                "place": place + 1,
                "fields": [self[f"{name}_{place}"] for name in ("name", "kind", "handle")],
            }
            for place in range(self.count)
        ]

    @property
    def may_grow(self) -> bool:
        return self.count < MOST_PEOPLE

    def answer(self) -> dict[str, Any]:
        read = self.cleaned_data
        rows = (
            {name: read.get(f"{name}_{place}", "") for name in ("name", "kind", "handle")}
            for place in range(self.count)
        )
        people = [row for row in rows if any(row.values())]
        return {"people": people} if people else {}


def _kinds() -> list[tuple[str, Any]]:
    return [("", Kind.UNKNOWN.label), *((one.value, one.label) for one in Kind if one)]


def _count(data: Any, known: int) -> int:
    """How many people the page asks about: as many as it did, one more where that was wished."""
    if data is None:
        return min(MOST_PEOPLE, max(PEOPLE_AT_FIRST, known))
    asked = str(data.get("rows", ""))
    count = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 3 else 0
    more = 1 if data.get("go") == "more" else 0
    return min(MOST_PEOPLE, max(PEOPLE_AT_FIRST, count) + more)


class FindForm(Question):
    """Something typed, and what the register knows by that name to choose from."""

    typed_label: Any = ""

    def __init__(
        self,
        data: Any = None,
        *,
        initial: Mapping[str, Any] | None = None,
        found: Iterable[tuple[int, str]] = (),
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.found = list(found)
        self.fields["typed"] = Words(label=self.typed_label, most=MOST_LINE)
        if self.found:
            keep = [(NONE_OF_THESE, _("None of these: keep what I wrote"))]
            self.fields["chosen"] = forms.ChoiceField(
                label=_("Is it one of these?"),
                required=False,
                choices=[*((str(pk), name) for pk, name in self.found), *keep],
                widget=forms.RadioSelect,
            )


class WhereForm(FindForm):
    typed_label = _("App, game, website or place")


class SchoolForm(FindForm):
    typed_label = _("Name of the school")


class HaveForm(Question):
    bare = forms.ChoiceField(
        label=_("Does anything show that?"),
        required=False,
        choices=Bare.choices,
        widget=forms.RadioSelect,
    )


class KeepForm(Question):
    who = forms.MultipleChoiceField(
        label=_("They must not see it"),
        required=False,
        choices=Kept.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    names = Words(
        label=_("Somebody else: their names"),
        help_text=_(
            "One name a line. Whoever leads the school and could be meant does not see it."
        ),
        most=1000,
        lines=3,
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        kept = dict(initial or {})
        super().__init__(data, initial={**kept, "names": "\n".join(kept.get("names", ()))})

    def answer(self) -> dict[str, Any]:
        given = super().answer()
        names = [line.strip() for line in given.pop("names", "").splitlines() if line.strip()]
        return {**given, "names": names} if names else given


class YouForm(Question):
    role = forms.ChoiceField(
        label=_("I am"),
        required=False,
        choices=[
            (ReporterRole.STUDENT.value, _("a student")),
            (ReporterRole.GUARDIAN.value, _("a parent or guardian")),
            (ReporterRole.STAFF.value, _("somebody who works at a school")),
            (ReporterRole.PUBLIC.value, _("somebody else")),
        ],
        widget=forms.RadioSelect,
    )


class HomeForm(Question):
    safe = forms.ChoiceField(
        label=_("Is it safe?"),
        required=False,
        choices=[(one.value, one.label) for one in Safe if one],
        widget=forms.RadioSelect,
    )


class TrustedForm(Question):
    name = Words(label=_("Their name"), most=MOST_LINE)
    role = Words(label=_("What they do, for example counselor"), most=MOST_LINE)


class ReachForm(Question):
    name = Words(label=_("A first name we may use"), most=MOST_LINE)
    phone = Words(label=_("Phone number"), most=40)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        error_messages={
            "invalid": _("This is not quite an e-mail address. Look again, or leave it empty.")
        },
    )


FORMS: Final[dict[Step, type[Question]]] = {
    Step.NOW: NowForm,
    Step.SAID: SaidForm,
    Step.ABOUT: AboutForm,
    Step.PEOPLE: PeopleForm,
    Step.WHERE: WhereForm,
    Step.SCHOOL: SchoolForm,
    Step.HAVE: HaveForm,
    Step.KEEP: KeepForm,
    Step.YOU: YouForm,
    Step.HOME: HomeForm,
    Step.TRUSTED: TrustedForm,
    Step.REACH: ReachForm,
}
