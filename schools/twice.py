"""Contacts that might be one person: the same telephone or e-mail, a student in common, and names that are near."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from schools.models import ContactPair, Guardian, GuardianLink, Student
from schools.terms import PairWord

# How alike two given names, and two family names, are at least.
ALIKE = 0.7
# One page looks at no more pairs of rows than this.
MOST_LOOKED_AT = 3_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two rows that might be one person; `one` is the older."""

    one: Guardian
    other: Guardian
    students: tuple[Student, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """A page of suggestions; `next_after` is the key to go on from, "" at the end."""

    rows: tuple[Suggestion, ...]
    next_after: str


def suggestions(user: User, *, after: int = 0, words: str = "", size: int = 30) -> Suggested:
    """The pairs of the user's students, by the key of the older row, in a constant number of queries."""
    found: list[tuple[int, int]] = []
    last = ""
    for one, other in _near_pairs(user, after, words):
        if len(found) >= size and one != found[-1][0]:
            last = str(found[-1][0])
            break
        found.append((one, other))
    return Suggested(_told(found, user), last)


def near(one: Guardian, other: Guardian) -> bool:
    """Whether two names may be one person's two spellings, in any script; accents and case do not matter."""
    first, second = _tokens(one), _tokens(other)
    if not first or not second:
        return False
    if "".join(sorted(first)) == "".join(sorted(second)) or "".join(first) == "".join(second):
        return True
    fewer, more = sorted((set(first), set(second)), key=len)
    if len(fewer) > 1 and fewer <= more:
        return True
    given = _alike(one.given_name, other.given_name) or _initial(one.given_name, other.given_name)
    return given and _alike(one.family_name, other.family_name)


def fold(name: str) -> str:
    """A name as it is compared: composed or not, with accents or without, it is the same."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    kept = (one for one in parts if not unicodedata.combining(one))
    return unicodedata.normalize("NFKC", "".join(kept)).replace("ł", "l").strip()


def _tokens(row: Guardian) -> list[str]:
    return fold(str(row)).replace("-", " ").split()


def _alike(one: str, other: str) -> bool:
    left, right = fold(one), fold(other)
    if not left or not right:
        return left == right
    return SequenceMatcher(None, left, right).ratio() >= ALIKE


def _initial(one: str, other: str) -> bool:
    left, right = sorted((fold(one).rstrip("."), fold(other).rstrip(".")), key=len)
    return len(left) == 1 and right.startswith(left)


def _near_pairs(user: User, after: int, words: str) -> Iterator[tuple[int, int]]:
    aside = _set_aside()
    looked = list(_candidates(user, after, words)[:MOST_LOOKED_AT])
    people = Guardian.objects.in_bulk({key for pair in looked for key in pair})
    for one, other in looked:
        if (one, other) not in aside and near(people[one], people[other]):
            yield one, other


def _candidates(user: User, after: int, words: str) -> Any:
    """Pairs of living rows with a student and a contact in common; guardians merged already have no links."""
    same = Q(student__guardian_links__guardian__email__iexact=F("guardian__email")) & ~Q(
        guardian__email=""
    )
    same |= Q(student__guardian_links__guardian__phone=F("guardian__phone")) & ~Q(
        guardian__phone=""
    )
    found = GuardianLink.objects.current().filter(
        same,
        student__in=Student.objects.visible_to(user).matching(words),
        guardian__gt=after,
        student__guardian_links__ended_at__isnull=True,
        student__guardian_links__guardian__gt=F("guardian"),
    )
    pairs = found.values_list("guardian", "student__guardian_links__guardian")
    return pairs.order_by("guardian", "student__guardian_links__guardian").distinct()


def _set_aside() -> set[tuple[int, int]]:
    """Pairs somebody said are two, or wants to look at again later; the newest word counts."""
    words: dict[tuple[int, int], bool] = {}
    today = timezone.localdate()
    for row in ContactPair.objects.order_by("pk"):
        later = row.until is not None and row.until > today
        words[row.one_id, row.other_id] = row.word == PairWord.TWO or later
    return {pair for pair, is_aside in words.items() if is_aside}


def _told(pairs: list[tuple[int, int]], user: User) -> tuple[Suggestion, ...]:
    keys = {key for pair in pairs for key in pair}
    people = Guardian.objects.in_bulk(keys)
    links = GuardianLink.objects.current().filter(
        guardian__in=keys, student__in=Student.objects.visible_to(user)
    )
    students: dict[int, dict[int, Student]] = {key: {} for key in keys}
    for link in links.select_related("student__school").order_by("student"):
        students[link.guardian_id][link.student_id] = link.student
    return tuple(
        Suggestion(
            people[one],
            people[other],
            tuple(student for key, student in students[one].items() if key in students[other]),
        )
        for one, other in pairs
    )
