"""What is answered at once when a school asks about a tool, and the code that a yes carries (P6)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from platforms.policy.standing import Stand
from platforms.terms import FLAGGED, Status, Tag
from platforms.terms.consults import Audience

# No letter that is taken for a digit, and few vowels, so that no word comes out by chance.
LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXY"
DIGITS: Final = 8
MOST: Final = len(LETTERS) ** DIGITS
PREFIX: Final = "AUP"
# What people write for a letter that is not in use.
MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "Z": "2"})


def at_once(
    stand: Stand, use: str, audiences: Collection[str], tags: Collection[str]
) -> bool | None:
    """Yes or no where the district has decided; None where somebody must look.

    An approval that ended by itself, and people the review was not about, are somebody's to look at: never a no.
    """
    if stand.approves(use):
        return True if fits(audiences, tags) else None
    if stand.lapsed or stand.status in (Status.NOT_REVIEWED, Status.IN_REVIEW):
        return None
    if stand.status in (*FLAGGED, Status.NOT_APPROVED, Status.RETIRED, Status.APPROVED_FOR_USES):
        return False
    return None


def fits(audiences: Collection[str], tags: Collection[str]) -> bool:
    """Whether the review was about these people: students only where it says that students use it."""
    if Audience.STUDENTS not in audiences:
        return True
    return Tag.STUDENT_FACING in tags and Tag.PARENTS_ONLY not in tags


def code_of(number: int) -> str:
    """The code of a number below `MOST`: AUP-XXXX-XXXX-C, the last sign checking the others."""
    signs = ""
    for _place in range(DIGITS):
        number, digit = divmod(number, len(LETTERS))
        signs = LETTERS[digit] + signs
    return f"{PREFIX}-{signs[:4]}-{signs[4:]}-{_check(signs)}"


def read_code(typed: str) -> str | None:
    """The code as it is kept, however it was typed; None where a sign is wrong or missing."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    signs = letters.removeprefix(PREFIX).translate(MISREAD)
    if len(signs) != DIGITS + 1 or any(sign not in LETTERS for sign in signs):
        return None
    body, check = signs[:DIGITS], signs[DIGITS]
    return f"{PREFIX}-{body[:4]}-{body[4:]}-{check}" if _check(body) == check else None


def _check(signs: str) -> str:
    total = sum((place + 2) * LETTERS.index(sign) for place, sign in enumerate(signs))
    # So many signs as a prime: one wrong sign, or two that changed places, always shows.
    return LETTERS[total % len(LETTERS)]
