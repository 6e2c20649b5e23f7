"""What stands on the reporter's own page, each part registered by the subject it belongs to.

A subject's own reports module registers its part as it is imported; its views import that module, and all views are
imported with the addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incidents.models import Case, Visit

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Context = Callable[[Case, Visit], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: its panel's heading and anchor, the template inside it, and what that is given."""

    code: str
    title: str | _StrPromise
    template: str
    context: Context
    order: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part with its facts, ready for the page."""

    section: Section
    facts: Mapping[str, Any]


_sections: dict[str, Section] = {}


def register(
    title: str | _StrPromise, template: str, context: Context, order: int, *, anchor: str = ""
) -> None:
    """Add a part; a second call for the same template replaces it.

    `context(case, visit)` gives the template its facts, as `facts` beside `case` and `visit` (addresses of the page
    begin with `visit.handle`); None leaves the part out. It says only what the reporter may know: never a note, a
    name of staff, or another report. Lower orders stand higher: 10 where it stands, 20 messages, 30 adding, 60 wishes.
    """
    code = anchor or template.rpartition("/")[2].removesuffix(".html").lstrip("_")
    _sections[template] = Section(code, title, template, context, order)


def sections_of(case: Case, visit: Visit) -> list[Drawn]:
    """The parts of this reporter's page, in their order."""
    found = sorted(_sections.values(), key=lambda one: (one.order, one.code))
    drawn = ((one, one.context(case, visit)) for one in found)
    return [Drawn(one, facts) for one, facts in drawn if facts is not None]
