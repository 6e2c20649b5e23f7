"""The staff menu: each app adds its own entries, this module orders, filters and groups them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

# A menu that fits at a glance is not folded.
SHORT = 8


class Group(TextChoices):
    """Parts of the menu, in their order; what people need most stands above all parts."""

    FIRST = "first", ""
    FAMILIES = "families", _("Families")
    PLACES = "places", _("Students and schools")
    ADULTS = "adults", _("Adults")
    YEAR = "year", _("School year")
    SITE = "site", _("Set-up")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line an app registered; `visible` and `count` are asked on every request."""

    label: str | _StrPromise
    url_name: str
    icon: str
    order: int
    visible: Callable[[HttpRequest], bool]
    count: Callable[[HttpRequest], int] | None
    counted: str | _StrPromise
    group: Group


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line as the menu draws it."""

    label: str | _StrPromise
    url: str
    icon: str
    current: bool
    count: int | None
    counted: str | _StrPromise = ""
    group: Group = Group.FIRST


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that stand together; folded under `label` where there is one."""

    label: str | _StrPromise
    items: list[MenuItem]

    @property
    def opened(self) -> bool:
        return any(item.current for item in self.items)

    @property
    def count(self) -> int:
        return sum(item.count or 0 for item in self.items)


def _signed_in(request: HttpRequest) -> bool:
    return bool(getattr(request, "user", None) and request.user.is_authenticated)


_entries: dict[str, Entry] = {}


def register(  # noqa: PLR0913  # a line of the menu has this many sides
    label: str | _StrPromise,
    url_name: str,
    icon: str,
    order: int,
    *,
    visible: Callable[[HttpRequest], bool] = _signed_in,
    count: Callable[[HttpRequest], int] | None = None,
    counted: str | _StrPromise = "",
    group: Group = Group.FIRST,
) -> None:
    """Add a menu entry (from the app's `menu` module); a second call for the same `url_name` replaces it.

    `counted` says what the count is of, where the label alone does not.
    """
    _entries[url_name] = Entry(
        label, url_name, icon, order, visible, count, counted or label, group
    )


def menu(request: HttpRequest) -> list[MenuItem]:
    """The entries this request may see, in order; the one nearest to the page is `current`."""
    if not _signed_in(request):
        return []
    entries = sorted(_entries.values(), key=_place)
    seen = [
        (entry, url)
        for entry in entries
        if entry.visible(request) and (url := _address(entry.url_name)) is not None
    ]
    nearest = max((url for _, url in seen if request.path.startswith(url)), key=len, default=None)
    return [
        MenuItem(
            label=entry.label,
            url=url,
            icon=entry.icon,
            current=url == nearest,
            count=entry.count(request) if entry.count else None,
            counted=entry.counted,
            group=entry.group,
        )
        for entry, url in seen
    ]


def sections(request: HttpRequest) -> list[Section]:
    """The menu in its parts; a short menu, and a part of one line, are not folded."""
    items = menu(request)
    if len(items) <= SHORT:
        return [Section("", items)]
    parts = [
        Section(group.label, list(lines)) for group, lines in groupby(items, lambda one: one.group)
    ]
    return [Section("", part.items) if len(part.items) == 1 else part for part in parts]


def _place(entry: Entry) -> tuple[int, int, str]:
    return list(Group).index(entry.group), entry.order, str(entry.label)


def _address(url_name: str) -> str | None:
    """Where the entry leads, or None while its page is not routed."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None
