"""What stands on a platform's page inside ITS, each part registered by the subject it belongs to.

A subject's own reports module registers its part as it is imported; its views import that module, and all views are
imported with the addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounts.models import User
from platforms.models import Platform

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Context = Callable[[Platform, User], Mapping[str, Any]]
Visible = Callable[[Platform, User], bool]


def _always(_platform: Platform, _user: User) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: its panel's heading and anchor, the template inside it, and what that is given."""

    code: str
    title: str | _StrPromise
    template: str
    context: Context
    visible: Visible
    order: int
    aside: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part with its facts, ready for the page."""

    section: Section
    facts: Mapping[str, Any]


_sections: dict[str, Section] = {}


def register(  # noqa: PLR0913  # a part of the page has this many sides
    code: str,
    title: str | _StrPromise,
    template: str,
    context: Context,
    *,
    order: int,
    visible: Visible = _always,
    aside: bool = False,
) -> None:
    """Add a part; a second call for the same code replaces it.

    `context(platform, user)` gives the template its facts, as `facts`, beside `platform`; it asks a fixed number of
    queries. Lower orders stand higher; `aside` puts the part in the narrow column.
    """
    _sections[code] = Section(code, title, template, context, visible, order, aside)


def sections_of(platform: Platform, user: User) -> list[Drawn]:
    """The parts that the reader may see, in their order."""
    found = sorted(_sections.values(), key=lambda one: (one.order, one.code))
    return [Drawn(one, one.context(platform, user)) for one in found if one.visible(platform, user)]
