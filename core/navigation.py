"""The staff menu: each app adds its own entries, this module orders and filters them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise


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


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line as the menu draws it."""

    label: str | _StrPromise
    url: str
    icon: str
    current: bool
    count: int | None
    counted: str | _StrPromise = ""


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
) -> None:
    """Add a menu entry (from the app's `menu` module); a second call for the same `url_name` replaces it.

    `counted` says what the count is of, where the label alone does not.
    """
    _entries[url_name] = Entry(label, url_name, icon, order, visible, count, counted or label)


def menu(request: HttpRequest) -> list[MenuItem]:
    """The entries this request may see, in order; the one nearest to the page is `current`."""
    if not _signed_in(request):
        return []
    entries = sorted(_entries.values(), key=lambda entry: (entry.order, str(entry.label)))
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
        )
        for entry, url in seen
    ]


def _address(url_name: str) -> str | None:
    """Where the entry leads, or None while its page is not routed."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None
