"""What differs between two versions of a criteria set (P2): nothing is the same but what reads the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Final

from platforms.terms.criteria import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """All that a criterion says, each part as it is compared."""

    code: str
    group: str
    text: str
    weight: int
    knockout: str
    knockout_from: str
    documents_suffice: bool
    tags: tuple[str, ...]
    evidence: str
    cites: tuple[str, ...]


PARTS: Final = tuple(one.name for one in fields(Wording) if one.name != "code")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text: in both (`same`), only in the older (`out`), only in the newer (`into`)."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion in the older and the newer set; `parts` are the names of what differs."""

    code: str
    change: Change
    before: Wording | None
    after: Wording | None
    parts: tuple[str, ...] = ()


def differences(before: Iterable[Wording], after: Iterable[Wording]) -> list[Difference]:
    """Every criterion of either set, in the order of the newer, what is gone at the end."""
    old = {one.code: one for one in before}
    new = {one.code: one for one in after}
    found = [_difference(old.get(code), one) for code, one in new.items()]
    gone = [
        Difference(code, Change.REMOVED, one, None) for code, one in old.items() if code not in new
    ]
    return found + gone


def _difference(before: Wording | None, after: Wording) -> Difference:
    if before is None:
        return Difference(after.code, Change.ADDED, None, after)
    parts = tuple(part for part in PARTS if getattr(before, part) != getattr(after, part))
    change = Change.CHANGED if parts else Change.SAME
    return Difference(after.code, change, before, after, parts)


def pieces(before: str, after: str) -> list[Piece]:
    """Both texts woven into one, word by word."""
    old, new = before.split(), after.split()
    found = []
    for tag, start, end, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", " ".join(new[from_:to])))
            continue
        if start < end:
            found.append(Piece("out", " ".join(old[start:end])))
        if from_ < to:
            found.append(Piece("into", " ".join(new[from_:to])))
    return found


def asks_the_same(before: Mapping[str, str], code: str, text: str) -> bool:
    """Whether a result for the code still answers the text: other words ask for another answer."""
    return " ".join(before.get(code, "").split()) == " ".join(text.split())
