"""Every family reads its own language, and no translation loses a placeholder."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(__file__).parents[2]
LANGUAGES = ["es", "pl", "zh_Hans", "ar", "ur"]
# Where words for families stand. Staff pages fall back to English.
FAMILY = [
    r"templates/consents/guardian/",
    r"templates/consents/family/",
    r"templates/consents/verify",
    r"templates/layouts/(guardian|public|plain)",
    r"templates/guidance/front",
    r"templates/emails/_footer",
    r"templates/emails/consents/(asked|code|family|receipt|withdrawn_guardian|year_ended_guardian)",
    r"templates/emails/consents/recorded",
    r"consents/reports/paper_words\.py",
    r"templates/emails/consents/(changed_guardian|conflict|other_agreed|objected|_student|student_)",
    r"consents/reports/news_letters\.py",
    r"consents/views/others\.py",
    r"templates/emails/consents/(student_stopped|fresh_link)",
    r"templates/emails/consents/(program_offered|off_channel)",
    r"templates/(sms|pdf)/(?!case_sheet|custody)",
    r"templates/(404|500)",
    r"consents/forms/guardian\.py",
    r"templates/consents/my_forms/",
    r"templates/emails/consents/(answer_held|invalidated_guardian)",
    r"consents/forms/my_forms\.py",
    r"consents/reports/guardian_home\.py",
    r"consents/access/answers\.py",
    r"consents/forms/wishes\.py",
    r"consents/views/guardian_wishes\.py",
    r"consents/access/wishes\.py",
    r"templates/emails/consents/wish_declined",
    r"templates/consents/channels/(_words|school)",
    r"templates/emails/consents/channels_told",
    r"consents/reports/channels\.py",
    r"templates/emails/consents/school_moves",
    r"templates/platforms/(public|operators)/",
    r"templates/platforms/transitions/letter",
    r"platforms/(uses|terms/__init__)\.py",
    r"platforms/forms/public_list\.py",
    r"platforms/reports/(list_\w+|public_\w+|checker|outcome_words|platform_history)\.py",
    r"incidents/(wording/|forms/(speak_up|words|returning)\.py|terms/(__init__|speak_up|returning)\.py)",
    r"incidents/views/(speak_up\w*|draft\w*|return\w*|come_back|leaving|my_report|evidence_(return|upload))\.py",
    r"incidents/reports/(reporter_\w+|letters|parent_letters|told|who_reads|choices|check_ins|proofs)\.py",
    r"incidents/reports/(contact|clocks)\.py",
    r"schools/lines/",
    r"templates/incidents/((return|speak_up)/|evidence/(_add|_mine)|parents/letter)",
    r"templates/emails/incidents/(news|parent_told)",
    r"templates/layouts/speak_up",
]
# English and Spanish have words for three ages; the other languages have one plain level.
OLDER = {"grades 5-8", "grades 9-12"}
HOLES = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]|</?\w+")


def catalogue(language):
    return polib.pofile(str(ROOT / f"locale/{language}/LC_MESSAGES/django.po"))


def is_for_families(path):
    return any(re.search(place, path) for place in FAMILY)


def forms_of(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_for_families_is_translated(language):
    missing = [
        entry.msgid
        for entry in catalogue(language)
        if any(is_for_families(path) for path, _ in entry.occurrences) and not all(forms_of(entry))
        if language == "es" or entry.msgctxt not in OLDER
    ]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_their_placeholders(language):
    broken = [
        (entry.msgid, form)
        for entry in catalogue(language)
        for form in forms_of(entry)
        if form
        and set(HOLES.findall(form)) != set(HOLES.findall(entry.msgid_plural or entry.msgid))
    ]

    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language):
    assert [entry.msgid for entry in catalogue(language).fuzzy_entries()] == []


def test_every_language_offered_has_a_catalogue():
    offered = {code for code, _ in settings.LANGUAGES} - {"en"}

    assert {language.replace("_", "-").lower() for language in LANGUAGES} == offered
