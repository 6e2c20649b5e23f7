"""What stands on a case's page, each part registered by the subject it belongs to.

A subject's own reports module registers its part as it is imported; its views import that module, and all views are
imported with the addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounts.models import User
from incidents.models import Case

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Context = Callable[[Case, User], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: its panel's heading and anchor, the template inside it, and what that is given."""

    code: str
    title: str | _StrPromise
    template: str
    context: Context
    order: int
    aside: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part with its facts, ready for the page."""

    section: Section
    facts: Mapping[str, Any]


_sections: dict[str, Section] = {}


def register(
    title: str | _StrPromise,
    template: str,
    context: Context,
    order: int,
    *,
    aside: bool = False,
    anchor: str = "",
) -> None:
    """Add a part; a second call for the same template replaces it.

    `context(case, user)` gives the template its facts, as `facts` beside `case`; None leaves the part out for this
    reader, without a trace. It asks a fixed number of queries. Lower orders stand higher; `aside` puts the part in
    the narrow column; `anchor` is its id on the page (`#anchor`), by default the template's name.
    """
    code = anchor or template.rpartition("/")[2].removesuffix(".html").lstrip("_")
    _sections[template] = Section(code, title, template, context, order, aside)


def sections_of(case: Case, user: User) -> list[Drawn]:
    """The parts that the reader may see, in their order."""
    found = sorted(_sections.values(), key=lambda one: (one.order, one.code))
    drawn = ((one, one.context(case, user)) for one in found)
    return [Drawn(one, facts) for one, facts in drawn if facts is not None]
