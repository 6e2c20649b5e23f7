"""What an administrator types about an exception: its conditions, an example, the form's words, when it counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consents import wording
from consents.actions.exception_drafts import Content, FormWords
from consents.builtin import MOST_DAYS, Example, Terms, read_example
from consents.decide import outcome
from consents.forms.activities import DayInput
from consents.models import ExceptionDraft, ExceptionKind
from consents.policy import Rule
from consents.terms import AnswerRule, GuardianOnThread, Reason, Starter
from core.reading import Unreadable, parse
from schools.terms import GRADES, AdultCategory

# Addresses that begin like an exception's own.
NOT_CODES = ("add", "packs")


class KindForm(forms.Form):
    """A new exception: a code for scripts, a name for people."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As schools and forms will call it, for example: Field trip."),
        max_length=200,
    )
    code = forms.SlugField(
        label=_("Code"),
        help_text=_("Small letters, digits and _. It never changes: scripts and addresses hold on to it."),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not re.fullmatch(r"[a-z][a-z0-9_]*", code) or code in NOT_CODES:
            raise forms.ValidationError(
                _("Use small letters, digits and _, beginning with a letter.")
            )
        if ExceptionKind.objects.filter(code=code).exists():
            raise forms.ValidationError(_("An exception with this code is there already."))
        return code


class RevisionForm(forms.Form):
    """Every edit says which state of the draft it was made on."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**9)


class ConditionsForm(RevisionForm):
    """The conditions of the next version, and what changes."""

    purpose = forms.CharField(
        label=_("What it is for"), help_text=_("One sentence, for staff."), max_length=300
    )
    clause = forms.CharField(
        label=_("Clause"),
        help_text=_("What verdicts cite, for example T5 or KRS 160.145."),
        max_length=40,
    )
    every_grade = forms.BooleanField(label=_("Every grade"), required=False)
    grades = forms.MultipleChoiceField(
        label=_("Or only these grades"),
        choices=[(grade, grade) for grade in GRADES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    enrolled_only = forms.BooleanField(label=_("Enrolled students only"), required=False)
    starts_by = forms.ChoiceField(
        label=_("Who starts"), choices=Starter.choices, widget=forms.RadioSelect
    )
    principal_approval = forms.BooleanField(label=_("The principal approves"), required=False)
    ceo_program = forms.BooleanField(
        label=_("Only within a program that the CEO approved"), required=False
    )
    adult_categories = forms.MultipleChoiceField(
        label=_("Adults it covers"),
        choices=AdultCategory.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    answer_rule = forms.ChoiceField(
        label=_("Answers it wants"), choices=AnswerRule.choices, widget=forms.RadioSelect
    )
    guardian_on_thread = forms.ChoiceField(
        label=_("Guardian on the thread"),
        choices=GuardianOnThread.choices,
        widget=forms.RadioSelect,
    )
    employee_email_on_thread = forms.BooleanField(
        label=_("The employee's district e-mail is on the thread"), required=False
    )
    approved_platform = forms.BooleanField(
        label=_("Only over a platform approved for it"), required=False
    )
    longest_days = forms.IntegerField(
        label=_("An activity lasts at most so many days"),
        help_text=_("Empty: the school year. A permission never lasts longer than that."),
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
    )
    family_exempt = forms.BooleanField(
        label=_("A declared family relationship frees from it"), required=False
    )
    tells_others = forms.BooleanField(
        label=_("A guardian who has not answered is told once that another one agreed"),
        required=False,
    )
    source = forms.CharField(
        label=_("Source"),
        help_text=_("Where these conditions were read: an address, a form, a paragraph of law."),
        max_length=300,
        required=False,
    )
    verified_on = forms.DateField(label=_("Last verified on"), widget=DayInput(), required=False)
    changes = forms.CharField(
        label=_("What changes, and why"),
        help_text=_("Kept with the version for everybody on staff to read."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, draft: ExceptionDraft, **kw: Any) -> None:
        rule, terms = draft.conditions, draft.terms
        kw.setdefault(
            "initial",
            {
                **draft.rule,
                **draft.beside,
                "revision": draft.revision,
                "every_grade": rule.grades is None,
                "grades": sorted(rule.grades or ()),
                "adult_categories": [str(one) for one in terms.adult_categories],
                "tells_others": terms.tells_others,
                "source": draft.source,
                "verified_on": draft.verified_on,
                "changes": draft.changes,
            },
        )
        super().__init__(*args, **kw)

    def content(self) -> Content:
        """What was typed, for the action."""
        given = self.cleaned_data
        rule = Rule(
            clause=given["clause"].strip(),
            grades=None if given["every_grade"] else frozenset(given["grades"]),
            enrolled_only=given["enrolled_only"],
            principal_approval=given["principal_approval"],
            ceo_program=given["ceo_program"],
            approved_platform=given["approved_platform"],
            guardian_on_thread=GuardianOnThread(given["guardian_on_thread"]),
            employee_email_on_thread=given["employee_email_on_thread"],
            answer_rule=AnswerRule(given["answer_rule"]),
        )
        terms = Terms(
            purpose=given["purpose"].strip(),
            starts_by=Starter(given["starts_by"]),
            adult_categories=frozenset(map(AdultCategory, given["adult_categories"])),
            longest_days=given["longest_days"],
            family_exempt=given["family_exempt"],
            tells_others=given["tells_others"],
        )
        names = ("changes", "source", "verified_on")
        return Content(rule=rule, terms=terms, **{name: given[name] for name in names})


class ExampleForm(RevisionForm):
    """An example: who asks what, and the answer the district expects."""

    title = forms.CharField(label=_("The case in a few words"), max_length=200)
    adult_category = forms.ChoiceField(
        label=_("What the adult is"), choices=AdultCategory.choices, widget=forms.Select
    )
    question = forms.CharField(
        label=_("The facts"),
        help_text=_("A question as the command decide reads it, without the exception (docs/exceptions.md)."),
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "dir": "ltr"}),
        max_length=10_000,
    )  # fmt: skip
    expected = forms.ChoiceField(
        label=_("The answer you expect"),
        choices=[("yes", _("Yes, they may text")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    reasons = forms.MultipleChoiceField(
        label=_("If no: for which reasons"),
        choices=Reason.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, draft: ExceptionDraft, position: int | None, **kw: Any) -> None:
        self.draft = draft
        kw.setdefault("initial", {"revision": draft.revision, **_initial(draft, position)})
        super().__init__(*args, **kw)

    def clean_question(self) -> dict[str, Any]:
        try:
            found = parse(self.cleaned_data["question"].encode())
            return dict(read_example({"title": "", "question": found, "allowed": True}).question)
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if "question" in given and not self.errors:
            try:
                outcome(self.example(), self.draft.conditions, self.draft.terms)
            except Unreadable as error:
                self.add_error("question", str(error))
        return given

    def example(self) -> Example:
        """What was typed, for the action."""
        given = self.cleaned_data
        allowed = given["expected"] == "yes"
        order = [reason for reason in Reason.values if reason in given["reasons"]]
        return Example(
            title=given["title"].strip(),
            question=given["question"],
            allowed=allowed,
            reasons=() if allowed else tuple(order),
            adult_category=AdultCategory(given["adult_category"]),
        )


class WordsForm(RevisionForm):
    """The form's words in one language: a title, and a heading and text for each part."""

    title = forms.CharField(label=_("Title"), max_length=200)
    reviewed_by = forms.CharField(
        label=_("Read by (certified translator)"),
        help_text=_("Empty until somebody has read exactly these words."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, words: dict[str, Any], revision: int, **kw: Any) -> None:
        initial = {
            "title": words["title"],
            "reviewed_by": words["reviewed_by"],
            "revision": revision,
        }
        kw["initial"] = initial
        super().__init__(*args, **kw)
        for name, part in zip(wording.PARTS, words["body"], strict=True):
            self.fields[f"{name}_heading"] = forms.CharField(
                label=PARTS[name], max_length=200, initial=part["heading"]
            )
            self.fields[f"{name}_text"] = forms.CharField(
                label=_("Text"),
                max_length=3000,
                initial=part["text"],
                widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        named = set(wording.PLACEHOLDER.findall(" ".join(map(str, given.values()))))
        unknown, missing = named - wording.FACTS, wording.MUST_NAME - named
        if unknown:
            self.add_error(
                None, _("No fact has this name: %(names)s") % {"names": _braced(unknown)}
            )
        if missing and not self.errors:
            self.add_error(
                None,
                _("A permission is specific (T7), so the form must name: %(names)s")
                % {"names": _braced(missing)},
            )
        return given

    def words(self) -> FormWords:
        """What was typed, for the action."""
        given = self.cleaned_data
        body = [
            {"heading": given[f"{name}_heading"].strip(), "text": given[f"{name}_text"].strip()}
            for name in wording.PARTS
        ]
        return FormWords(
            title=given["title"].strip(), body=body, reviewed_by=given["reviewed_by"].strip()
        )


class PublishForm(RevisionForm):
    """From when on the version holds. The ticks of changed examples are read beside it."""

    valid_from = forms.DateTimeField(
        label=_("Holds from"),
        help_text=_("Empty: from now on. Activities asked for before keep their version."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def clean_valid_from(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["valid_from"]
        if at and at < timezone.now():
            raise forms.ValidationError(_("Choose a moment to come, or leave it empty."))
        return at


PARTS = {
    "asked": _("What is asked: heading"),
    "who": _("Who would write: heading"),
    "why": _("Why: heading"),
    "rules": _("The rules: heading"),
    "until": _("From when until when: heading"),
    "refuse": _("Saying no: heading"),
    "change": _("Changing one's mind: heading"),
    "copy": _("The copy, and paper: heading"),
}


def _initial(draft: ExceptionDraft, position: int | None) -> dict[str, Any]:
    """The example as it stands; a new one begins with the facts of the first."""
    cases = draft.cases
    if position is None:
        facts = cases[0].question if cases else _usual()
        return {"question": _shown(facts), "expected": "yes"}
    case = cases[position]
    return {
        "title": case.title,
        "adult_category": case.adult_category,
        "question": _shown(case.question),
        "expected": "yes" if case.allowed else "no",
        "reasons": list(case.reasons),
    }


def _usual() -> dict[str, Any]:
    return {
        "at": "2026-10-12T18:40:00-05:00",
        "student": {"grade": "10"},
        "approval": {"decision": "approved", "at": "2026-09-01T09:00:00-05:00"},
        "year": {"starts_on": "2026-07-01", "ends_on": "2027-06-30"},
        "adult": {"designated": True, "active": True},
        "guardians": ["mother", "father"],
        "answers": [{"signer": "mother", "decision": "granted", "at": "2026-09-04T19:00:00-05:00"}],
    }


def _shown(question: Any) -> str:
    return json.dumps(question, indent=2, ensure_ascii=False)


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
