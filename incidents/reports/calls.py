"""Lines to call, text and chat, as reporters see them: one entry a service, with all the ways to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schools.lines import Line


@dataclass(frozen=True, slots=True)
class Service:
    """Who answers, and every way to reach them."""

    lines: list[Line]

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def is_open(self) -> bool | None:
        """Open where any of its ways is; None where nobody entered hours."""
        known = [line.is_open for line in self.lines if line.is_open is not None]
        return any(known) if known else None


def services(lines: Iterable[Line]) -> list[Service]:
    """The lines by service, in their order."""
    found: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        found.setdefault((line.code, str(line.name)), []).append(line)
    return [Service(group) for group in found.values()]
