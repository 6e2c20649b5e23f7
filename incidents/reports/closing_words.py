"""The closing letter to who reported: plain parts in their language, and the office's own words. Reads only."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from incidents.models import Case
from incidents.policy.letters import filled
from incidents.terms import OfficeCode
from incidents.terms.desk import Outcome

PARTS: Final = {
    Outcome.FOUNDED: gettext_lazy("We looked into what you told us. It happened as you said."),
    Outcome.PARTLY: gettext_lazy("We looked into what you told us. Part of it happened as you said."),
    Outcome.UNFOUNDED: gettext_lazy("We looked into what you told us. We could not find that it happened this way."),
    Outcome.NOT_ENOUGH: gettext_lazy("We looked into what you told us. We could not find out enough to be sure. This does not mean that we do not believe you."),
    Outcome.REFERRED: gettext_lazy("What you told us is now with other people whose work it is. We gave it to them."),
}  # fmt: skip
# What an office may write in braces into its own words.
BLANKS: Final = {
    "school": gettext_lazy("the school's name"),
    "office": gettext_lazy("the office's name"),
    "received": gettext_lazy("the day the report came in"),
}


def blanks_of(case: Case, office: str) -> dict[str, str]:
    """What stands for each blank, in the language that is on."""
    return {
        "school": case.school.name if case.school else _("your school"),
        "office": str(OfficeCode(office).label),
        "received": date_format(timezone.localtime(case.received_at), "DATE_FORMAT"),
    }


def closing_letter(case: Case, outcome: Outcome, own: str, office: str) -> str:
    """The whole letter. Nothing in it names anybody, or says what was done to whom."""
    with override(case.language):
        parts = [
            _("Thank you again for telling us."),
            str(PARTS[outcome]),
            filled(own.strip(), blanks_of(case, office)),
            _("For reasons of privacy we cannot tell you everything that was done."),
            _("If it happens again, or if somebody treats you badly because you told us, write to us here. Your six words still work."),
        ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)
