"""What stands on a case's page, each part registered by the subject it belongs to.

A subject's own reports module registers its part as it is imported; its views import that module, and all views are
imported with the addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from accounts.models import User
from core import vault
from incidents.models import Case

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DAMAGED: Final = "incidents/desk/_damaged.html"

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
    drawn = (_drawn(one, case, user) for one in found)
    return [one for one in drawn if one is not None]


def _drawn(section: Section, case: Case, user: User) -> Drawn | None:
    """The part with its facts. One whose words do not open says so, raises the alarm, and leaves the others be."""
    try:
        facts = section.context(case, user)
    except vault.Sealed as error:
        vault.damaged(error)
        return Drawn(replace(section, template=DAMAGED), {})
    return None if facts is None else Drawn(section, facts)
