"""Whose name a typed name could be: wide on purpose, because it keeps people out and never lets anybody in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import pairwise
from typing import Final

from incidents.terms import Post

# Letters that have no accent to take off, yet are often written without it.
LETTERS: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe"})
APOSTROPHES: Final = re.compile("['`.\u2019\u02bc]")
# Words before, after or around a name that are no part of it.
TITLES: Final = frozenset(
    "mr mrs ms miss mx dr prof professor sir maam madam coach sr jr sra srta señor señora señorita "
    "senor senora senorita maestro maestra profe profesor profesora pan pani "
    "teacher principal principals vice assistant asst ap dean counselor counsellor director directora "
    "the my our a an of at in from school his her their name is named called el la los las de del".split()
)
# With these a person is spoken to, by the surname.
ADDRESSED: Final = frozenset(
    "mr mrs ms miss mx dr prof professor coach sra srta senora senorita maestro maestra profe pan pani".split()
)
SHORTEST: Final = 3
# Longer words are a description of somebody, in which a name stands somewhere.
MOST_NAME_WORDS: Final = 3
# How long a word is before one letter, and two, may be wrong in it.
ONE_WRONG, TWO_WRONG = 4, 8

PRINCIPALS: Final = frozenset({"principal", "headteacher", "director", "directora", "dyrektor"})
BELOW: Final = frozenset({"assistant", "asst", "vice", "deputy", "subdirector", "subdirectora"})
ADMINISTRATORS: Final = frozenset({"ap", "aps", "administrator", "administrators", "dean"})


def folded(words: str) -> tuple[str, ...]:
    """The words without accents, case and punctuation, in order: José O'Neil-Ruiz -> jose, oneil, ruiz."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    return tuple(re.findall(r"[^\W\d_]+", APOSTROPHES.sub("", bare.translate(LETTERS))))


def name_words(words: str) -> tuple[str, ...]:
    """The same without titles and small words: what is left is a name, or nothing."""
    return tuple(one for one in folded(words) if one not in TITLES)


def could_be(typed: str, name: str) -> bool:
    """Whether somebody called `name` could be meant by what was typed.

    In any order, by initials, by the surname alone, with a short form of the first name, with a letter wrong. A word
    more or less does not matter; a first name that differs does.
    """
    said, known = name_words(typed), folded(name)
    if not said or not known:
        return False
    if _all_in(said, known) or (len(known) > 1 and _all_in(known, said)):
        return True
    described = said if len(said) > MOST_NAME_WORDS else _after_a_title(typed)
    return any(len(one) > 1 and _alike(one, known[-1]) for one in described)


def _after_a_title(typed: str) -> list[str]:
    """The words that follow a Mr or a Ms: surnames, whatever else is said."""
    said = folded(typed)
    return [word for before, word in pairwise(said) if before in ADDRESSED and word not in TITLES]


def is_whole_name(typed: str, name: str) -> bool:
    """Whether every word of the name, first and last, stands in what was typed."""
    known = folded(name)
    said = [one for one in name_words(typed) if len(one) > 1]
    return len(known) > 1 and _all_in(known, said)


def posts_in(words: str) -> frozenset[Post]:
    """The posts that are named instead of a person: "the principal", "our AP"."""
    said = set(folded(words))
    below = bool(said & BELOW)
    found = {Post.ADMINISTRATORS} if said & ADMINISTRATORS else set()
    if said & PRINCIPALS:
        found.add(Post.ADMINISTRATORS if below else Post.PRINCIPAL)
    return frozenset(found)


def _all_in(words: Collection[str], among: Collection[str]) -> bool:
    """Whether each word is like another one of those."""
    left = list(among)
    # Whole words first, so that an initial takes what they leave.
    for word in sorted(words, key=len, reverse=True):
        like = next((one for one in left if _alike(word, one)), None)
        if like is None:
            return False
        left.remove(like)
    return True


def _alike(one: str, other: str) -> bool:
    """The same word, its initial or short form, or the word with a letter or two wrong."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and (len(short) == 1 or len(short) >= SHORTEST):
        return True
    most = 2 if len(short) >= TWO_WRONG else 1 if len(short) >= ONE_WRONG else 0
    return len(long) - len(short) <= most and _distance(short, long) <= most


def _distance(one: str, other: str) -> int:
    """How many letters to change, add or take away (Levenshtein)."""
    row = list(range(len(other) + 1))
    for here, letter in enumerate(one, 1):
        before, row[0] = row[0], here
        for there, its in enumerate(other, 1):
            before, row[there] = (
                row[there],
                min(row[there] + 1, row[there - 1] + 1, before + (letter != its)),
            )
    return row[-1]
