"""What a person meant who typed six words on a telephone, in a hurry, or on the keyboard of another script.

Everything here depends on what was typed and on the public list of words alone, never on which words exist: so it
tells nobody anything. Words of the list come out as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from string import ascii_lowercase
from typing import Final

NUMBER: Final = 6
# A word's number is its place in the list after this: four digits, and never the number of a year.
FIRST: Final = 3001
DIGITS: Final = 4
# A longer word is no slip of one of ours; more ways to part letters than this are no way at all.
LONGEST_WORD: Final = 16
MOST_WAYS: Final = 8
RUNS: Final = re.compile(r"[a-z]+|[0-9]+")
# Letters of Cyrillic and Greek that look like ours.
ALIKE: Final = str.maketrans("аеорсухіјѕԁһӏкмтвнαορνκιτχυ", "aeopcyxijsdhlkmtbhaopvkitxu")


def words_in(typed: str, listed: Sequence[str]) -> list[str]:
    """The words that were meant, in the order they were typed."""
    known = _known(tuple(listed))
    found = [_word(token, listed) for token in _tokens(typed)]
    words = [one for one in found if one]
    if len(words) == NUMBER and all(one in known for one in words):
        return words
    together = _split("".join(words), known)
    return together or [_mended(one, known) for one in words]


def numbers_of(words: Iterable[str], listed: Sequence[str]) -> list[str]:
    return [str(FIRST + listed.index(word)) for word in words]


def _tokens(typed: str) -> list[str]:
    """Runs of letters and runs of digits, in ours."""
    plain = unicodedata.normalize("NFKD", typed).lower().translate(ALIKE)
    text = "".join(_sign(sign) for sign in plain if not _joins(sign))
    return RUNS.findall(text)


def _sign(sign: str) -> str:
    if "a" <= sign <= "z":
        return sign
    value = unicodedata.digit(sign, -1)
    return str(value) if value >= 0 else " "


def _word(token: str, listed: Sequence[str]) -> str:
    """A number of four digits as its word; every other number is only numbering."""
    if not token.isdigit():
        return token
    place = int(token) - FIRST if len(token) == DIGITS else -1
    return listed[place] if 0 <= place < len(listed) else ""


def _split(letters: str, known: frozenset[str]) -> list[str]:
    """Six words of the list that these letters are in one way only; nothing where there is none or several."""
    ways: list[list[list[str]]] = [[[]], *([] for _ in letters)]
    longest = max(map(len, known))
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - longest), end):
            word = letters[start:end]
            if word in known:
                ways[end] += [[*way, word] for way in ways[start] if len(way) < NUMBER][:MOST_WAYS]
    whole = [way for way in ways[len(letters)] if len(way) == NUMBER]
    return whole[0] if len(whole) == 1 else []


def _mended(word: str, known: frozenset[str]) -> str:
    """The one word of the list that is a slip of one letter away; what was typed where there is none, or several."""
    if word in known or not 2 < len(word) < LONGEST_WORD:
        return word
    near = {one for one in _slips(word) if one in known}
    return near.pop() if len(near) == 1 else word


def _slips(word: str) -> Iterable[str]:
    """One letter left out, put in, changed, or two letters beside each other swapped."""
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def _joins(sign: str) -> bool:
    """Marks that belong to the letter before them, and signs without width."""
    return unicodedata.combining(sign) != 0 or unicodedata.category(sign) == "Cf"


@lru_cache(maxsize=1)
def _known(listed: tuple[str, ...]) -> frozenset[str]:
    return frozenset(listed)
