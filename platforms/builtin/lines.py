"""A YAML file read key by key, every mistake told with its line. Nothing is guessed and nothing ignored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml
from yaml.reader import ReaderError

from core.reading import REQUIRED, Reader, Unreadable, shown

LARGEST: Final = 1_000_000
STRING: Final = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, and on which line of the file."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class Unloadable(ValueError):
    """A file with mistakes: all of them, in the order of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in sorted(problems)))
        self.problems = tuple(sorted(problems))


class _Loader(yaml.SafeLoader):
    """Without aliases, by which a small file would become a large one."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise Unloadable([Problem(mark.line + 1, "an alias (*) is not read: write it out")])
        return super().compose_node(parent, index)


def composed(content: bytes) -> yaml.Node:
    """The file's tree of nodes, each of which knows its line; `Unloadable` where it is no YAML."""
    if len(content) > LARGEST:
        raise Unloadable([Problem(1, "the file is larger than 1 MB")])
    try:
        node = yaml.compose(content.decode("utf-8-sig"), Loader=_Loader)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unloadable([Problem(line, "not UTF-8")]) from None
    except RecursionError:
        raise Unloadable([Problem(1, "nested too deeply")]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Unloadable([Problem(line, f"not YAML: {error.problem or error.context}")]) from None
    except ReaderError as error:
        line = content.decode("utf-8-sig")[: error.position].count("\n") + 1
        raise Unloadable([Problem(line, f"not YAML: {error.reason}")]) from None
    if node is None:
        raise Unloadable([Problem(1, "the file is empty")])
    return node


class Keys:
    """One object of the file: ask for each key, then `finish`. What cannot be read is noted, and given as None."""

    def __init__(self, node: yaml.Node, problems: list[Problem], name: str) -> None:
        self.line: Final = line_of(node)
        self._name = name
        self._problems = problems
        self._values: dict[str, yaml.Node] = {}
        self._asked: set[str] = set()
        self._lines: dict[str, int] = {}
        self._is_object = isinstance(node, yaml.MappingNode)
        if not self._is_object:
            self.note(self.line, f"{name}: expected keys and values, found {_kind(node)}")
        for key, value in node.value if self._is_object else ():
            self._add(key, value)

    def _add(self, key: yaml.Node, value: yaml.Node) -> None:
        name = key.value if isinstance(key, yaml.ScalarNode) else _kind(key)
        if name in self._values:
            self.note(line_of(key), f"{name}: given twice in {self._name}")
        self._values[name] = value
        self._lines[name] = line_of(key)

    def note(self, line: int, reason: str) -> None:
        self._problems.append(Problem(line, reason))

    def line_at(self, name: str) -> int:
        """The line of a key, or of the object where the key is missing."""
        return self._lines.get(name, self.line)

    def __call__(self, name: str, reader: Reader[Any], default: Any = REQUIRED) -> Any:
        """The key's value as the reader reads it."""
        node = self._node(name, required=default is REQUIRED)
        if node is None:
            return None if default is REQUIRED else default
        return self._read(node, name, reader)

    def each(self, name: str, reader: Reader[Any], default: Any = REQUIRED) -> tuple[Any, ...]:
        """A list, every item of it read alike and told by its own line."""
        node = self._node(name, required=default is REQUIRED)
        if node is None:
            return () if default is REQUIRED else tuple(default)
        return tuple(self._read(item, name, reader) for item in self._items(node, name))

    def objects(self, name: str, of: str) -> Iterator[Keys]:
        """A list of objects, at least one, each called `of`; whoever asks finishes each."""
        node = self._node(name, required=True)
        items = [] if node is None else self._items(node, name)
        if node is not None and not items and isinstance(node, yaml.SequenceNode):
            self.note(line_of(node), f"{name}: the list is empty")
        for item in items:
            yield Keys(item, self._problems, of)

    def lists(
        self, name: str, keys: Reader[Any], reader: Reader[Any]
    ) -> dict[str, tuple[Any, ...]]:
        """An object of lists; nothing at all where the key is not there."""
        node = self._node(name, required=False)
        if node is None:
            return {}
        inner = Keys(node, self._problems, name)
        found = {}
        for key in inner._values:
            line = inner.line_at(key)
            try:
                keys(key, name)
            except Unreadable as error:
                self.note(line, str(error))
            found[key] = inner.each(key, reader)
        return found

    def finish(self) -> None:
        """Note every key that nobody asked for."""
        for name, line in self._lines.items():
            if name not in self._asked:
                self.note(line, f"{name}: unknown key")

    def _node(self, name: str, *, required: bool) -> yaml.Node | None:
        self._asked.add(name)
        if name not in self._values and required and self._is_object:
            self.note(self.line, f"{name}: missing in {self._name}")
        return self._values.get(name)

    def _items(self, node: yaml.Node, name: str) -> list[yaml.Node]:
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.note(line_of(node), f"{name}: expected a list, found {_kind(node)}")
        return []

    def _read(self, node: yaml.Node, name: str, reader: Reader[Any]) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            self.note(line_of(node), f"{name}: expected one value, found {_kind(node)}")
            return None
        try:
            return reader(_plain(node), name)
        except Unreadable as error:
            self.note(line_of(node), str(error))
            return None


def line_of(node: yaml.Node) -> int:
    """Counted from 1, as editors do."""
    return int(node.start_mark.line) + 1


def _plain(node: yaml.ScalarNode) -> object:
    """A value as it is written: only true, false, null and whole numbers are no strings (`no` and 2027-04-26 are)."""
    written = str(node.value)
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool" and written in ("true", "false"):
        return written == "true"
    if kind == "int" and written.isascii() and written.isdecimal():
        return int(written)
    return written


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "keys and values"
    return "a list" if isinstance(node, yaml.SequenceNode) else shown(_plain_or_text(node))


def _plain_or_text(node: yaml.Node) -> object:
    return _plain(node) if isinstance(node, yaml.ScalarNode) else ""
