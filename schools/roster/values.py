"""Single values as districts write them, each with one certain meaning or none."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import phonenumbers

from schools.roster.problems import Unclear

GRADES: Final = ("PK", "KG", *(f"{number:02d}" for number in range(1, 13)))
# Codes of the CEDS list that are below kindergarten, or have no grade of ours.
BEFORE_KINDERGARTEN: Final = {"pk", "prek", "prekindergarten", "preschool", "it", "pr", "tk"}
KINDERGARTEN: Final = {"k", "kg", "kindergarten", "kinder", "0", "00"}
NO_GRADE: Final = {"ug", "ungraded", "other", "ps", "13", "none", "n/a"}
NUMBERED: Final = re.compile(r"(?:grade|gr)?0?(\d{1,2})(?:st|nd|rd|th)?(?:grade)?", re.ASCII)
ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[Tt ].*)?", re.ASCII)
COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
SLASHED: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
E_MAIL: Final = re.compile(r"[^\s@,;<>()\"]+@[^\s@,;<>()\"]+\.[^\s@.,;<>()\"]{2,}")
TRUE: Final = {"true", "t", "yes", "y", "1"}
FALSE: Final = {"false", "f", "no", "n", "0"}
LANGUAGES: Final = {
    "en": "en", "eng": "en", "english": "en",
    "es": "es", "spa": "es", "spanish": "es", "español": "es", "espanol": "es",
    "pl": "pl", "pol": "pl", "polish": "pl", "polski": "pl",
    "zh": "zh-hans", "zho": "zh-hans", "chi": "zh-hans", "chinese": "zh-hans",
    "zh-hans": "zh-hans", "zh-cn": "zh-hans", "mandarin": "zh-hans", "中文": "zh-hans",
    "ar": "ar", "ara": "ar", "arabic": "ar", "العربية": "ar",
    "ur": "ur", "urd": "ur", "urdu": "ur", "اردو": "ur",
}  # fmt: skip


def grade(written: str) -> str:
    """A grade code (PK, KG, 01 … 12), or "" for blank and for students without a grade."""
    word = re.sub(r"[\s._]|(?<=[a-z])-(?=[a-z])", "", written.casefold())
    if not word or word in NO_GRADE:
        return ""
    if word in BEFORE_KINDERGARTEN:
        return "PK"
    if word in KINDERGARTEN:
        return "KG"
    numbered = NUMBERED.fullmatch(word)
    if numbered and 1 <= int(numbered[1]) <= 12:
        return f"{int(numbered[1]):02d}"
    raise Unclear("not a grade we know (PK, KG, 01 to 12)")


def grades(written: str) -> str:
    """The one grade of a student's grade list; several different ones are not certain."""
    found = {grade(part) for part in listed(written)}
    if len(found) > 1:
        raise Unclear("several grades for one student")
    return found.pop() if found else ""


def day(written: str) -> date | None:
    """A date: ISO (a time after it is dropped), 20230615, or 15/06/2023 where day and month cannot be confused."""
    word = written.strip()
    if not word:
        return None
    whole = ISO.fullmatch(word) or COMPACT.fullmatch(word)
    if whole:
        return _date(int(whole[1]), int(whole[2]), int(whole[3]))
    slashed = SLASHED.fullmatch(word)
    if slashed is None:
        raise Unclear("not a date (YYYY-MM-DD)")
    left, right, year = (int(part) for part in slashed.groups())
    if left <= 12 and right <= 12 and left != right:
        raise Unclear("day and month could be either way round; write YYYY-MM-DD")
    month, day_of_month = (right, left) if left > 12 else (left, right)
    return _date(year, month, day_of_month)


def _date(year: int, month: int, day_of_month: int) -> date:
    if not 1900 <= year <= 2200:
        raise Unclear("a year that cannot be meant")
    try:
        return date(year, month, day_of_month)
    except ValueError:
        raise Unclear("no such date") from None


def flag(written: str) -> bool | None:
    """True, false, or None for blank."""
    word = written.strip().casefold()
    if not word:
        return None
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise Unclear("neither true nor false")


def listed(written: str) -> list[str]:
    """The parts of a list in one cell, in order, each once."""
    parts = (part.strip() for part in re.split(r"[,;]", written.strip().strip("[]")))
    return list(dict.fromkeys(part for part in parts if part))


def email(written: str) -> str:
    """An e-mail address in lower case, or ""."""
    word = written.strip().removeprefix("mailto:").lower()
    if word and (len(word) > 254 or not E_MAIL.fullmatch(word)):
        raise Unclear("not an e-mail address")
    return word


def phone(written: str) -> str:
    """A telephone number as E.164 (a number without a country is American), or ""."""
    word = written.strip()
    if not word:
        return ""
    try:
        number = phonenumbers.parse(word, "US")
    except phonenumbers.NumberParseException:
        raise Unclear("not a telephone number") from None
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE or number.extension:
        raise Unclear("not a telephone number that can be called or texted")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def language(written: str) -> str:
    """The code of a language we write in, or "" for blank."""
    word = written.strip().casefold().replace("_", "-")
    if not word:
        return ""
    known = LANGUAGES.get(word) or LANGUAGES.get(word.split("-")[0])
    if known is None:
        raise Unclear("a language we do not write in; left open")
    return known
