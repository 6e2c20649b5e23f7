"""One page of a long list by key: as quick on page nine hundred as on page one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, QueryDict

M = TypeVar("M", bound=Model)
R = TypeVar("R")
SIZE = 30


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """The rows, and the addresses of the pages on either side ("" where there is none)."""

    rows: list[M]
    next_url: str
    previous_url: str


@dataclass(frozen=True, slots=True)
class ListPage(Generic[R]):
    """The same of rows that are no database's."""

    rows: list[R]
    next_url: str
    previous_url: str


def page(
    request: HttpRequest,
    rows: QuerySet[M],
    order: Sequence[str] = (),
    *,
    size: int = SIZE,
    newest_first: bool = False,
) -> Page[M]:
    """The page a request asks for, ordered by these fields and the key; downwards with `newest_first`."""
    by = [f"-{name}" if newest_first else name for name in (*order, "pk")]
    return page_of(rows, by=by, asked=request.GET, size=size)


def page_of(
    rows: QuerySet[M], *, by: Sequence[str], asked: QueryDict, size: int = SIZE, key: str = "pk"
) -> Page[M]:
    """The page that `?after=` or `?before=` (a row's key) asks for, ordered by these fields and the key.

    Either every field of `by` runs downwards ("-pk") or none. A key that is not there gives the first page.
    `key`: the unique field that stands for a row in addresses, where its primary key must not be seen; a row
    outside `rows` is then no mark, so that a page tells nothing of rows that one may not see.
    """
    down = any(name.startswith("-") for name in by)
    fields = [name.removeprefix("-") for name in by]
    fields += [] if key in fields else [key]
    onward, backward = ("lt", "gt") if down else ("gt", "lt")
    forward = rows.order_by(*(f"-{name}" if down else name for name in fields))
    back = "before" in asked
    named = asked.get("before" if back else "after", "") or ""
    mark = _mark(rows, named, fields) if key == "pk" else _mark_by(rows, key, named, fields)
    if mark is None:
        back, found = False, list(forward[: size + 1])
    elif back:
        found = list(forward.filter(_beyond(fields, mark, backward)).reverse()[: size + 1])
    else:
        found = list(forward.filter(_beyond(fields, mark, onward))[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    has_next, has_previous = (True, more) if back else (more, mark is not None)
    return Page(
        found,
        _url(asked, "after", getattr(found[-1], key)) if has_next and found else "",
        _url(asked, "before", getattr(found[0], key)) if has_previous and found else "",
    )


def page_of_list(
    rows: Sequence[R], *, key: Callable[[R], int | str], asked: QueryDict, size: int = SIZE
) -> ListPage[R]:
    """The page that `?after=` or `?before=` asks for, of rows that are all at hand in their order."""
    keys = [str(key(row)) for row in rows]
    back = "before" in asked
    mark = asked.get("before" if back else "after", "") or ""
    at = keys.index(mark) if mark in keys else None
    start = 0 if at is None else max(0, at - size) if back else at + 1
    end = at if back and at is not None else start + size
    found = list(rows[start:end])
    return ListPage(
        found,
        _url(asked, "after", keys[end - 1]) if found and end < len(keys) else "",
        _url(asked, "before", keys[start]) if found and start > 0 else "",
    )


def _mark(rows: QuerySet[M], key: str, fields: list[str]) -> tuple[Any, ...] | None:
    """What the row with the key says in these fields, also when it no longer belongs in the list."""
    if not key.isdecimal() or len(key) > 18:
        return None
    return QuerySet(rows.model).filter(pk=int(key)).values_list(*fields).first()


def _mark_by(rows: QuerySet[M], key: str, value: str, fields: list[str]) -> tuple[Any, ...] | None:
    """The same by another unique field, among these rows alone."""
    return rows.filter(**{key: value}).values_list(*fields).first() if value else None


def _beyond(fields: list[str], mark: tuple[Any, ...], direction: str) -> Q:
    """Rows after (gt) or before (lt) the mark: the first field that differs decides."""
    found = Q()
    for place, field in enumerate(fields):
        same = dict(zip(fields[:place], mark[:place], strict=True))
        found |= Q(**same, **{f"{field}__{direction}": mark[place]})
    return found & Q(**{f"{fields[0]}__{direction}e": mark[0]})


def _url(asked: QueryDict, word: str, key: int | str) -> str:
    query = asked.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    query[word] = str(key)
    return f"?{query.urlencode()}"
