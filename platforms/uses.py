"""What a platform may be approved for: the exceptions that the register above publishes, and what is no exception.

An app above registers, in its `platform_uses` module, a question that answers with its uses at a moment. A use is
kept as its code alone (`StatusEvent.uses`), so that a use nobody offers any more still reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Something a platform is used for.

    `grades` None: every grade. `consent_form`: a signed form of this name comes first; `needs_platform`: it goes
    through an approved platform only (T3), while others may also go from telephone to telephone.
    """

    code: str
    name: str | _StrPromise
    clause: str
    grades: frozenset[str] | None = None
    consent_form: str = ""
    needs_platform: bool = True

    def covers(self, grade: str) -> bool:
        """Whether the use is for students of the grade; "" asks about no grade."""
        return not grade or self.grades is None or grade in self.grades


# No student is written to, so no permission is asked; the tool itself is still one of the list (G3, P6).
PARENTS: Final = Use(code="parents", name=_("Writing to parents only"), clause="P3")
STAFF: Final = Use(code="staff", name=_("Writing among staff only"), clause="P3")
OWN: Final = (PARENTS, STAFF)

Question = Callable[[datetime], Iterable[Use]]
_questions: list[Question] = []


def register(question: Question) -> None:
    """Have the uses counted that the question answers with for a moment."""
    if question not in _questions:
        _questions.append(question)


def exceptions(at: datetime | None = None) -> list[Use]:
    """The published exceptions under which students are texted, in their own order."""
    moment = at or timezone.now()
    return [use for question in _questions for use in question(moment)]


def every_use(at: datetime | None = None) -> list[Use]:
    """The exceptions, then what needs no permission."""
    return [*exceptions(at), *OWN]


def choices(at: datetime | None = None) -> list[tuple[str, str]]:
    """Code and name of each, for a form's field."""
    return [(use.code, str(use.name)) for use in every_use(at)]


def names(at: datetime | None = None) -> dict[str, str]:
    """The name of each code; a code that nobody offers any more is not among them."""
    return dict(choices(at))
