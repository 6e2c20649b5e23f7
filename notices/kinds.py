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
# Kinds whose notices keep no address: where they go is asked for when they leave.
_addresses: dict[str, Callable[[Notice], str]] = {}
# Kinds whose messages do not say whose they are: whoever looks at the telephone learns nothing.
_bare: set[str] = set()
# The one confirmation that still goes to a number that said stop (TCPA).
_confirming: set[str] = set()


class UnknownKind(LookupError):
    """Nobody registered this kind of notice."""


def register(
    kind: str,
    words: Words,
    *,
    confirms_stop: bool = False,
    address: Callable[[Notice], str] | None = None,
    bare: bool = False,
) -> None:
    """Let notices of `kind` be posted. `words(notice)` gives the template its context, or None.

    Tokens and one-time codes are derived there, each time anew; they are never stored. A kind that
    `confirms_stop` alone may go to a number that asked us to stop. With `address` the row keeps none (it is posted
    with ""), and that function says where it goes, or "" for nowhere. A `bare` one has no footer and no sender's name.
    """
    _kinds[kind] = words
    if address is not None:
        _addresses[kind] = address
    if bare:
        _bare.add(kind)
    if confirms_stop:
        _confirming.add(kind)


def confirms_stop(kind: str) -> bool:
    """Whether notices of the kind may go to a number that asked us to stop."""
    return kind in _confirming


def address_of(notice: Notice) -> str:
    """Where the notice goes now; "" for nowhere any more."""
    found = _addresses.get(notice.kind)
    return found(notice) if found else notice.address


def is_bare(kind: str) -> bool:
    """Whether its messages name neither the district nor the product."""
    return kind in _bare


def words_of(kind: str) -> Words:
    """What was registered for the kind; `UnknownKind` when nothing was."""
    try:
        return _kinds[kind]
    except KeyError:
        raise UnknownKind(kind) from None


def known() -> list[str]:
    """Every registered kind, in order."""
    return sorted(_kinds)
