"""What a printed sheet says, worked out from its row: plain values for the page that is drawn (T6, T9)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from consents import sheets, wording
from consents.models import Sheet, ShownForm
from consents.sheets import Side
from consents.terms import GuardianOnThread
from consents.terms.paper import Reading
from core.templatetags.telephone import telephone
from documents.printing import Printed, code_picture

# Why a sheet goes back: what was wrong, and what the family does. Each is a reading that sends it back.
CAUSES = {
    Reading.UNSIGNED: (
        _("It was not signed."),
        _("Please sign the new form by hand, at the bottom."),
    ),
    Reading.BOTH: (
        _("We could not tell your answer: both boxes were ticked, or none."),
        _("Please tick one box on the new form: yes or no."),
    ),
    Reading.NO_DATE: (
        _("The date was missing, or we could not read it."),
        _("Please write the day on which you sign the new form."),
    ),
    Reading.UNKNOWN_SIGNER: (
        _("The name on it is not a parent or guardian whom the school has on record."),
        _(
            "A parent or guardian on record must sign. If our record is wrong, call the school's office."
        ),
    ),
}


def printed(sheet: Sheet) -> Printed:
    """The sheet for the printer. `sheet` is fetched with `SHEET_FETCH`."""
    version, school = sheet.version, sheet.student.school or sheet.version.activity.school
    always = version.rule.rule.get("guardian_on_thread") == GuardianOnThread.ALWAYS
    facts: dict[str, Any] = {
        "title": version.name,
        "school": school.name,
        "phone": telephone(school.phone) if school.phone else "",
        "year": version.activity.year.name,
        "return_by": sheet.packet.return_by,
        "student": str(sheet.student),
        "guardian": str(sheet.guardian) if sheet.guardian else "",
        "words": _words(sheet.shown),
        "english": _words(sheet.shown_english) if sheet.language != wording.ENGLISH else None,
        "always": always,
        "code": sheets.words_of(sheet),
        "answer_code": code_picture(sheets.code_of(sheet, Side.ANSWER)),
        "words_code": code_picture(sheets.code_of(sheet, Side.WORDS)),
        "family_address": f"{settings.SITE_URL.rstrip('/')}{reverse('family')}",
        "cause": _cause(sheet),
    }
    return Printed(sheet.language, facts)


SHEET_FETCH = (
    "packet",
    "student__school",
    "guardian",
    "version__rule",
    "version__activity__school",
    "version__activity__year",
    "shown",
    "shown_english",
    "because",
)


def _words(shown: ShownForm) -> dict[str, Any]:
    return {"title": shown.title, "sections": shown.body}


def _cause(sheet: Sheet) -> dict[str, str] | None:
    if sheet.because is None:
        return None
    what, to_do = CAUSES[Reading(sheet.because.reading)]
    with translation.override(sheet.language):
        own = {"own": str(what), "what_to_do": str(to_do)}
    if sheet.language == wording.ENGLISH:
        return own
    with translation.override(wording.ENGLISH):
        return {**own, "english": str(what), "english_what_to_do": str(to_do)}
