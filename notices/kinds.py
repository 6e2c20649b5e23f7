"""The kinds of notice there are, and who knows their words.

Each app registers its kinds in its `notice_kinds` module. A kind is also the name of its templates:
`templates/emails/<kind>.txt` (first line `Subject: …`) and `templates/sms/<kind>.txt`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from notices.models import Notice

# What the template may name, worked out at delivery from the notice's facts. None: no longer wanted.
Words = Callable[[Notice], Mapping[str, Any] | None]

_kinds: dict[str, Words] = {}
# The one confirmation that still goes to a number that said stop (TCPA).
_confirming: set[str] = set()


class UnknownKind(LookupError):
    """Nobody registered this kind of notice."""


def register(kind: str, words: Words, *, confirms_stop: bool = False) -> None:
    """Let notices of `kind` be posted. `words(notice)` gives the template its context, or None.

    Tokens and one-time codes are derived there, each time anew; they are never stored. A kind that
    `confirms_stop` alone may go to a number that asked us to stop.
    """
    _kinds[kind] = words
    if confirms_stop:
        _confirming.add(kind)


def confirms_stop(kind: str) -> bool:
    """Whether notices of the kind may go to a number that asked us to stop."""
    return kind in _confirming


def words_of(kind: str) -> Words:
    """What was registered for the kind; `UnknownKind` when nothing was."""
    try:
        return _kinds[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def known() -> list[str]:
    """Every registered kind, in order."""
    return sorted(_kinds)
