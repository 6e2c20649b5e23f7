import re
from datetime import date

import pytest
from django.conf import settings

from consents import wording
from consents.builtin import FOLDER

TEXTS = wording.shipped()
LANGUAGES = [code for code, _name in settings.LANGUAGES]
KINDS = ["bulk_alerts", "classroom_social_media", "field_trip", "re_engagement", "safety_meetup"]
# Sixth grade, after Flesch and Kincaid.
GRADE = 6.9


def whole(text):
    return " ".join([text.title, *(f"{part['heading']}. {part['text']}" for part in text.body)])


def one(kind, language="en"):
    return next(text for text in TEXTS if (text.kind, text.language) == (kind, language))


def test_every_form_is_there_in_every_language():
    assert sorted((text.kind, text.language) for text in TEXTS) == sorted(
        (kind, language) for kind in KINDS for language in LANGUAGES
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_asks_with_the_same_facts(kind, language):
    english, text = one(kind), one(kind, language)

    places = [sorted(set(wording.PLACEHOLDER.findall(whole(each)))) for each in (english, text)]
    assert places[0] == places[1]
    assert len(text.body) == len(english.body) == len(wording.PARTS)


@pytest.mark.clause("T2b")
@pytest.mark.parametrize("kind", ["safety_meetup", "re_engagement", "field_trip"])
def test_the_rules_name_the_group_the_guardian_and_the_mailbox(kind):
    rules = one(kind).body[wording.PARTS.index("rules")]["text"]

    said = ["group message", "You are in the group", "district e-mail address"]
    assert [words in rules for words in said] == [True] * 3


@pytest.mark.clause("T3a")
def test_the_bulk_form_offers_the_same_texts():
    rules = one("bulk_alerts").body[wording.PARTS.index("rules")]["text"]

    assert "you get the same texts on your own phone" in rules


@pytest.mark.clause("G1")
def test_the_opt_out_form_asks_for_nothing_unless_somebody_refuses():
    text = one("classroom_social_media")

    assert text.title.endswith("You need to do nothing. Sign only if you do not agree.")
    assert "not about texts to a phone" in text.body[wording.PARTS.index("rules")]["text"]


def test_a_pack_brings_its_own_words_and_shares_the_rest():
    texts = wording.shipped(FOLDER / "ky_160_145" / "wording")

    assert [(text.kind, text.language) for text in texts] == [
        ("outside_platform", "en"),
        ("outside_platform", "es"),
    ]
    shared = wording.PARTS.index("change")
    assert texts[0].body[shared] == one("safety_meetup").body[shared]


@pytest.mark.clause("T7")
@pytest.mark.parametrize("kind", KINDS)
def test_every_form_says_when_it_ends(kind):
    until = one(kind).body[wording.PARTS.index("until")]["text"]

    assert "ends with this school year, on {year_end}" in until


@pytest.mark.parametrize("kind", KINDS)
def test_the_english_reads_at_sixth_grade(kind):
    names = dict.fromkeys(wording.PLACEHOLDER.findall(whole(one(kind))), "Maria")
    text = wording.PLACEHOLDER.sub(lambda found: names[found[1]], whole(one(kind)))

    assert grade_of(text) < GRADE


def grade_of(text):
    sentences = len(re.findall(r"[.!?:]+(?:\s|$|”)", text))
    words = re.findall(r"[A-Za-z']+", text)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word):
    groups = re.findall(r"[aeiouy]+", word.lower().removesuffix("e").removesuffix("'s"))
    return max(1, len(groups))


def test_what_is_filled_in_is_all_there_is_left_to_fill():
    text = one("safety_meetup")

    words = wording.filled("en", text.title, text.body, {"student": "Ana"})

    assert "{student}" not in str(words.body)
    assert "{school}" in str(words.body)


def test_a_name_in_another_direction_keeps_its_own():
    shown = [wording.isolated("Ana", "ar"), wording.isolated("ليلى", "ar"), wording.isolated("ليلى", "en")]  # fmt: skip

    assert shown == ["\u2068Ana\u2069", "ليلى", "\u2068ليلى\u2069"]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "November 3, 2026"),
        ("es", "3 de noviembre de 2026"),
        ("pl", "3 listopada 2026"),
        ("zh-hans", "2026年11月3日"),
        ("ar", "3 نوفمبر 2026"),
        ("ur", "3 نومبر 2026"),
    ],
)
def test_days_are_written_as_the_language_does(language, written):
    assert wording.day_in(language, date(2026, 11, 3)) == written


def test_another_word_makes_another_hash():
    text = one("safety_meetup")

    assert text.sha256 == wording.sha256_of("en", text.title, text.body)
    assert text.sha256 != wording.sha256_of("en", f"{text.title}!", text.body)
