"""Strict reading of a JSON object: each key asked for by name, nothing guessed, nothing ignored.

The messages are for scripts and their authors; they name the place and stay in English.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, NoReturn, TypeVar, overload

T = TypeVar("T")
D = TypeVar("D")
E = TypeVar("E", bound=Enum)

Reader = Callable[[object, str], T]

DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(?P<offset>[Zz]|[+-]\d{2}(:?\d{2})?)?",
    re.ASCII,
)
LONGEST_SHOWN: Final = 60
REQUIRED: Final = object()


class Unreadable(ValueError):
    """What was given is not what was asked for; the message says where and why."""


def parse(line: bytes) -> object:
    """One JSON value from the bytes of a line; `Unreadable` for anything else."""
    try:
        return json.loads(
            line.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_no_key_twice
        )
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8 at byte {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise Unreadable(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise Unreadable("not readable: nested too deeply") from None
    except Unreadable:
        raise
    except ValueError:
        raise Unreadable("not readable: a number is too long") from None


def _no_constant(name: str) -> NoReturn:
    raise Unreadable(f"not JSON: {name} is not a number")


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unreadable(f"{shown(twice)} is given twice in one object")
    return read


class Fields:
    """One JSON object as a context manager: ask for each key; leaving refuses the unknown ones."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise _not(where, "an object", value)
        self._value = value
        self._where = where
        self._asked: list[str] = []

    def __enter__(self) -> Fields:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        unknown = [key for key in self._value if key not in self._asked]
        if kind is None and unknown:
            raise Unreadable(f"{_place(self._where, unknown[0])}: unknown key")

    @overload
    def __call__(self, key: str, reader: Reader[T]) -> T: ...
    @overload
    def __call__(self, key: str, reader: Reader[T], default: D) -> T | D: ...
    def __call__(self, key: str, reader: Reader[Any], default: Any = REQUIRED) -> Any:
        """The key's value as the reader reads it; without a default the key must be there."""
        self._asked.append(key)
        place = _place(self._where, key)
        if key in self._value:
            return reader(self._value[key], place)
        if default is REQUIRED:
            raise Unreadable(f"{place}: missing")
        return default


def text(value: object, where: str) -> str:
    """A string; an id is one, even where it looks like a number."""
    if not isinstance(value, str):
        raise _not(where, "a string", value)
    return value


def flag(value: object, where: str) -> bool:
    """True or false; never 1, 0 or null."""
    if not isinstance(value, bool):
        raise _not(where, "true or false", value)
    return value


def day(value: object, where: str) -> date:
    """A date written YYYY-MM-DD."""
    written = text(value, where)
    if not DAY.fullmatch(written):
        raise _not(where, "a date (YYYY-MM-DD)", value)
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Unreadable(f"{where}: no such date: {shown(written)}") from None


def moment(value: object, where: str) -> datetime:
    """An ISO 8601 time that carries its offset."""
    written = text(value, where)
    match = MOMENT.fullmatch(written)
    if match is None:
        raise _not(where, "an ISO 8601 time with an offset", value)
    if match["offset"] is None:
        raise Unreadable(f"{where}: a time without an offset: {shown(written)}")
    try:
        return datetime.fromisoformat(written.upper())
    except ValueError:
        raise Unreadable(f"{where}: no such time: {shown(written)}") from None


def one_of(words: type[E]) -> Reader[E]:
    """One of an enumeration's values, spelt exactly."""

    def read(value: object, where: str) -> E:
        written = text(value, where)
        try:
            return words(written)
        except ValueError:
            raise _not_among(where, value, (word.value for word in words)) from None

    return read


def one_among(codes: Iterable[str]) -> Reader[str]:
    """One of some codes, spelt exactly."""
    known = tuple(codes)

    def read(value: object, where: str) -> str:
        if text(value, where) not in known:
            raise _not_among(where, value, known)
        return str(value)

    return read


def each(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    """A list, every item of it read alike."""

    def read(value: object, where: str) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise _not(where, "a list", value)
        return tuple(reader(item, f"{where}[{index}]") for index, item in enumerate(value))

    return read


def by_name(reader: Reader[T]) -> Reader[dict[str, T]]:
    """An object with whatever names, every value of it read alike."""

    def read(value: object, where: str) -> dict[str, T]:
        if not isinstance(value, dict):
            raise _not(where, "an object", value)
        return {name: reader(one, f"{where}.{name}") for name, one in value.items()}

    return read


def maybe(reader: Reader[T]) -> Reader[T | None]:
    """Null, or what the reader reads."""

    def read(value: object, where: str) -> T | None:
        return None if value is None else reader(value, where)

    return read


def shown(value: object) -> str:
    """A value as JSON writes it, cut short for a message."""
    written = json.dumps(value)
    return written if len(written) <= LONGEST_SHOWN else f"{written[:LONGEST_SHOWN]}…"


def _place(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list) else shown(value)


def _not(where: str, wanted: str, value: object) -> Unreadable:
    place = f"{where}: " if where else ""
    return Unreadable(f"{place}expected {wanted}, found {_kind(value)}")


def _not_among(where: str, value: object, known: Iterable[str]) -> Unreadable:
    return Unreadable(f"{where}: {shown(value)} is not one of {', '.join(known)}")
