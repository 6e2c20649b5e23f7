"""A yes, or a no with its reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is refused: a stable code, the policy clause behind it, and a plain sentence.

    The sentence may be lazily translated; two reasons are the same when code and clause are.
    """

    code: str
    clause: str
    text: str | _StrPromise = field(compare=False)

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, slots=True)
class Decision:
    """Truthy when nothing stands in the way; otherwise it carries every reason, in order."""

    refusals: tuple[Reason, ...] = ()

    def __bool__(self) -> bool:
        return not self.refusals

    @classmethod
    def unless(cls, *checks: tuple[object, Reason]) -> Decision:
        """Refuse with the reason of each check that does not hold."""
        return cls(tuple(reason for holds, reason in checks if not holds))

    def require(self) -> None:
        """Raise `Refused` unless this is a yes."""
        if self.refusals:
            raise Refused(self)


class Refused(Exception):
    """An action was asked for that the rules do not allow (403)."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision)
        self.decision = decision

    def __str__(self) -> str:
        return " ".join(str(reason) for reason in self.decision.refusals)
