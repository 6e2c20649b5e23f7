"""Find the students whom pasted lines mean: numbers, district e-mails, or names as people write them.

A name is never guessed: two students of one name, a misspelling, or a number whose name says somebody
else is a doubt, and a person chooses.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from schools.models import School, Student

MOST_LINES: Final = 2_000
MOST_CHOICES: Final = 8
EMAIL: Final = re.compile(r"[^\s<>,;:\"']+@[^\s<>,;:\"']+")
NUMBER: Final = re.compile(r"[0-9][0-9-]{3,39}", re.ASCII)
NOT_A_NAME: Final = re.compile(
    r"(grade|gr|year)?\.?\s*(pk|kg|k|\d{1,2})(st|nd|rd|th)?(\s*grade)?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|[mfx]",
    re.IGNORECASE,
)
HEADINGS: Final = frozenset(
    "student students name names first last given family surname id number no grade email e mail"
    " birth date school middle preferred".split()
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that may mean several students, or one whose name is not quite it."""

    line: str
    choices: tuple[Student, ...]


@dataclass(slots=True)
class Matches:
    """What became of the pasted lines, in their order."""

    found: list[Student] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    repeated: int = 0
    left_over: int = 0

    def take(self, student: Student) -> None:
        if student in self.found:
            self.repeated += 1
        else:
            self.found.append(student)


@dataclass(frozen=True, slots=True)
class _Book:
    """The school's students by what a line may call them."""

    by_name: dict[tuple[str, ...], list[Student]]
    by_number: dict[str, list[Student]]
    by_email: dict[str, list[Student]]
    # Names by the first two letters of each of their words: whom a misspelling may mean.
    by_beginning: dict[str, set[tuple[str, ...]]]


def match(text: str, school: School) -> Matches:
    """The students of the school whom the text means; those of another school by exact number or e-mail only."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    wanted, rest = lines[:MOST_LINES], lines[MOST_LINES:]
    book = _book(school, wanted)
    matches = Matches(left_over=len(rest))
    for number, line in enumerate(wanted):
        if number == 0 and _is_heading(line):
            continue
        for entry in _entries(line, book):
            _match_one(entry, book, matches)
    return matches


def folded(words: str) -> tuple[str, ...]:
    """The words of a name, without accents, case, punctuation or order: José O'Neil -> jose, oneil."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    bare = re.sub("['`.\u2019\u02bc]", "", bare.translate(LETTERS))
    return tuple(sorted(re.findall(r"[^\W\d_]+", bare)))


# Letters that have no accent to take off, yet are often written without it.
LETTERS: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe"})


def _book(school: School, lines: Iterable[str]) -> _Book:
    """Every enrolled student of the school, and whoever the lines' numbers and e-mails name elsewhere."""
    text = "\n".join(lines)
    here = list(school.students.enrolled().select_related("school"))
    elsewhere = Student.objects.enrolled().exclude(school=school).select_related("school")
    numbers, emails = set(NUMBER.findall(text)), {one.lower() for one in EMAIL.findall(text)}
    found = [
        *elsewhere.filter(number__in=numbers),
        *elsewhere.filter(email__in=emails),
    ]
    by_name: dict[tuple[str, ...], list[Student]] = defaultdict(list)
    by_number: dict[str, list[Student]] = defaultdict(list)
    by_email: dict[str, list[Student]] = defaultdict(list)
    for student in here:
        for name in _names_of(student):
            by_name[name].append(student)
    for student in dict.fromkeys([*here, *found]):
        if student.number:
            by_number[student.number].append(student)
        if student.email:
            by_email[student.email.lower()].append(student)
    by_beginning: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for name in by_name:
        for word in name:
            by_beginning[word[:2]].add(name)
    return _Book(by_name, by_number, by_email, by_beginning)


def _names_of(student: Student) -> set[tuple[str, ...]]:
    """Every way the name is written: with and without the middle name or its initial, and as preferred."""
    middles = {"", student.middle_name, student.middle_name[:1]}
    firsts = {student.given_name, student.preferred_name} - {""}
    names = {
        folded(f"{first} {middle} {student.family_name}") for first in firsts for middle in middles
    }
    return {name for name in names if name}


def _is_heading(line: str) -> bool:
    words = folded(line)
    keyed = any(one.isdigit() for one in line)
    return bool(words) and not keyed and all(word in HEADINGS for word in words)


def _entries(line: str, book: _Book) -> Iterator[str]:
    """One line is one student, unless its parts are students each: "123, 456" or "Rivera, Ana; Li, Bo"."""
    for separator in (";", "\t", ","):
        parts = [part.strip() for part in line.split(separator) if part.strip()]
        if len(parts) < 2:
            continue
        alone = [_is_sure(part, book) for part in parts]
        if all(alone) or (separator == ";" and not _by_name(line, book) and any(alone)):
            yield from parts
            return
    yield line


def _is_sure(part: str, book: _Book) -> bool:
    """The part alone names somebody."""
    return bool(_by_key(part, book) or (len(folded(part)) > 1 and _by_name(part, book)))


def _match_one(entry: str, book: _Book, matches: Matches) -> None:
    keyed = _by_key(entry, book)
    if keyed:
        _settle(entry, keyed, matches, sure=_name_agrees(entry, keyed[0]))
        return
    named = _by_name(entry, book)
    if named:
        _settle(entry, named, matches, sure=True)
        return
    near = _near(entry, book)
    if near:
        matches.doubts.append(Doubt(entry, tuple(near)))
    else:
        matches.unknown.append(entry)


def _settle(entry: str, students: list[Student], matches: Matches, *, sure: bool) -> None:
    if len(students) == 1 and sure:
        matches.take(students[0])
    else:
        matches.doubts.append(Doubt(entry, tuple(students[:MOST_CHOICES])))


def _by_key(entry: str, book: _Book) -> list[Student]:
    """By district e-mail, else by student number."""
    for email in EMAIL.findall(entry):
        if found := book.by_email.get(email.lower()):
            return found
    for number in NUMBER.findall(EMAIL.sub(" ", entry)):
        if found := book.by_number.get(number):
            return found
    return []


def _by_name(entry: str, book: _Book) -> list[Student]:
    """By the whole name in any order; columns that are no name (grade, birth date) are passed over."""
    for name in _readings(entry):
        if found := book.by_name.get(name):
            return list(dict.fromkeys(found))
    return []


def _readings(entry: str) -> Iterator[tuple[str, ...]]:
    """What of the line may be the name: all of it, then fewer and fewer of its columns."""
    bare = EMAIL.sub(" ", entry)
    cells = [cell.strip(" \"'<>()") for cell in re.split(r"[\t,;]", bare)]
    names = [cell for cell in cells if folded(cell) and not NOT_A_NAME.fullmatch(cell)]
    for count in range(len(names), 0, -1):
        yield folded(" ".join(names[:count]))


def _name_agrees(entry: str, student: Student) -> bool:
    """A name beside a number must share a word with the student's; otherwise somebody mistyped."""
    written = {word for name in _readings(entry) for word in name if len(word) > 1} - HEADINGS
    if not written:
        return True
    own = {word for name in _names_of(student) for word in name}
    return bool(written & own)


def _near(entry: str, book: _Book) -> list[Student]:
    """Students of the school whose names are close to what was written, or hold all of its words."""
    name = next(_readings(entry), ())
    if not name:
        return []
    beginnings = {word[:2] for word in name}
    alike = {one for start in beginnings for one in book.by_beginning[start]}
    close = get_close_matches(
        " ".join(name), [" ".join(one) for one in sorted(alike)], n=MOST_CHOICES, cutoff=0.8
    )
    found = [student for one in close for student in book.by_name[tuple(one.split())]]
    holding = [
        student
        for one in sorted(alike)
        if set(name) <= set(one) or (len(one) > 1 and set(one) <= set(name))
        for student in book.by_name[one]
    ]
    return list(dict.fromkeys([*found, *holding]))[:MOST_CHOICES]
