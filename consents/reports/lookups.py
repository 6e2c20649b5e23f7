"""Which rows the ids of a partner system mean. Each kind of id in its turn, the roster's own first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from consents.models import Activity
from schools.models import Staff, Student

LONGEST_KEY = 18
# One row: what it may be called, the first name that fits winning; then its key.
Named = tuple[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Found:
    """The key an id means; `many` when it means several rows and so none."""

    key: int | None = None
    many: bool = False


def staff(ids: Collection[str]) -> dict[str, Found]:
    """Adults by district e-mail, then the roster's id, then our own key."""
    called = Q(user__email__in=[one.lower() for one in ids]) | Q(sourced_id__in=ids)
    rows = Staff.objects.filter(called | Q(pk__in=_keys(ids))).values_list(
        "user__email", "sourced_id", "pk"
    )
    return _resolved(ids, [((email, sourced, str(pk)), pk) for email, sourced, pk in rows], _email)


def students(ids: Collection[str]) -> dict[str, Found]:
    """Students by the roster's id, then the student number, then our own key."""
    called = Q(sourced_id__in=ids) | Q(number__in=ids)
    rows = Student.objects.filter(called | Q(pk__in=_keys(ids))).values_list(
        "sourced_id", "number", "pk"
    )
    return _resolved(ids, [((sourced, number, str(pk)), pk) for sourced, number, pk in rows])


def activities(ids: Collection[str]) -> dict[str, Found]:
    """Activities that were asked for, by our own key."""
    sent = Activity.objects.filter(pk__in=_keys(ids), versions__asked_at__isnull=False)
    rows = sent.distinct().values_list("pk", flat=True)
    return _resolved(ids, [((str(pk),), pk) for pk in rows])


def _keys(ids: Iterable[str]) -> list[int]:
    """Those that can be a row's key: no sign, no leading zero."""
    return [
        int(one)
        for one in ids
        if one.isascii() and one.isdecimal() and len(one) <= LONGEST_KEY and one[0] != "0"
    ]


def _same(one: str) -> str:
    return one


def _email(one: str) -> str:
    return one.lower() if "@" in one else one


def _resolved(
    ids: Collection[str], rows: list[Named], spelt: Callable[[str], str] = _same
) -> dict[str, Found]:
    """The row each id means by the first kind of name under which any row has it."""
    kinds = len(rows[0][0]) if rows else 0
    by_kind: list[dict[str, set[int]]] = [{} for _ in range(kinds)]
    for names, key in rows:
        for known, name in zip(by_kind, names, strict=True):
            known.setdefault(spelt(name), set()).add(key)
    return {one: _first(by_kind, spelt(one)) for one in ids}


def _first(by_kind: list[dict[str, set[int]]], one: str) -> Found:
    for known in by_kind:
        keys = known.get(one, set())
        if one and keys:
            return Found(next(iter(keys))) if len(keys) == 1 else Found(many=True)
    return Found()
