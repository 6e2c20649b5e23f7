"""What the gallery shows: one sample of every kind of content, nobody real."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.bars import bars, stacks
from core.decision import Reason
from core.navigation import MenuItem, Section

LAYOUTS = ("staff", "guardian", "public", "plain")
NOON = dt.datetime(2026, 10, 12, 18, 40, tzinfo=dt.UTC)


class SampleForm(forms.Form):
    """Every kind of field the pages use."""

    activity = forms.CharField(
        label=_("Activity"),
        help_text=_("As families know it, such as Varsity soccer."),
        max_length=80,
    )
    reason = forms.CharField(
        label=_("Why a district channel will not do"), widget=forms.Textarea(attrs={"rows": 3})
    )
    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=[
            ("", "—"),
            ("text", _("Group text on phones")),
            ("app", _("An approved platform")),
        ],
    )
    answer = forms.ChoiceField(
        label=_("May the coach text your child?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, I give permission")), ("no", _("No, I do not give permission"))],
        help_text=_("Saying no changes nothing for your child."),
    )
    days = forms.MultipleChoiceField(
        label=_("Days"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("sat", _("Saturdays")), ("sun", _("Sundays"))],
        required=False,
    )
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    paper = forms.FileField(label=_("Signed paper form"), required=False)
    agreed = forms.BooleanField(
        label=_("I agree to sign electronically"), help_text=_("A paper form is always possible.")
    )


def samples() -> dict[str, Any]:
    """The facts behind the gallery."""
    return {
        "navigation": [
            Section(
                "",
                [
                    MenuItem(_("Home"), "#home", "home", current=True, count=None),
                    MenuItem(_("May I text?"), "#verdict", "question", current=False, count=None),
                    MenuItem(_("Activities"), "#activities", "people", current=False, count=None),
                    MenuItem(_("To approve"), "#approve", "inbox", current=False, count=3),
                ],
            ),
            Section(
                _("Students and schools"),
                [
                    MenuItem(_("Students"), "#students", "people", current=False, count=None),
                    MenuItem(_("Platforms"), "#platforms", "shield", current=False, count=None),
                ],
            ),
        ],
        **_charts(),
        "blank_form": SampleForm(),
        "wrong_form": SampleForm({"activity": "", "channel": "pager"}),
        "reasons": [
            Reason("conflict", "T1", _("One guardian said yes and another said no.")),
            Reason("guardian_left_out", "T2b", _("No guardian is on the thread.")),
        ],
        "moment": NOON,
        "day": NOON.date(),
        "crumbs": [(_("Activities"), "#activities"), (_("Varsity soccer"), "")],
        "codes": ["en", "es", "ar"],
        "rows": [
            ("Amina Diallo", "10", "good", _("May be texted")),
            ("李小龙", "11", "wait", _("Waiting for an answer")),
            ("محمد العلي", "09", "bad", _("Refused")),
        ],
        "school_name": "Lincoln Park High School",
        "school_phone": "773-555-0100",
    }


def _charts() -> dict[str, Any]:
    return {
        "bars": bars([("5 Oct", 2), ("12 Oct", 7)], most=9),
        "stacks": stacks(
            [(_("Approved"), "good"), (_("Flagged"), "bad")],
            [("09/2026", [3, 1]), ("10/2026", [2, 0])],
        ),
    }
