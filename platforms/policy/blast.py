"""What to audit next: the tools that reach the most students at the most schools and are known the least (P2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a platform that waits for its audit reaches, and how much of what decides is not known of it."""

    schools: int
    students: int
    # Criteria that can decide by themselves and have no result yet.
    unknown_knockouts: int

    @property
    def score(self) -> int:
        """Students x schools x unknown knock-outs: what an open question puts at stake."""
        return self.students * self.schools * self.unknown_knockouts

    @property
    def order(self) -> tuple[int, int, int, int]:
        """The greatest first; of equal ones that of more schools, students and open questions."""
        return -self.score, -self.schools, -self.students, -self.unknown_knockouts


def settled_alone(undecided: Mapping[int, AbstractSet[int]]) -> Counter[int]:
    """By platform: how many schools its audit alone settles. `undecided` is each school's tools that wait for one."""
    return Counter(next(iter(tools)) for tools in undecided.values() if len(tools) == 1)


def settled_by_then(
    order: Sequence[int], undecided: Mapping[int, AbstractSet[int]]
) -> dict[int, int]:
    """By platform, in this order: how many schools have all their tools decided once it is audited too.

    A school with a tool that is not in the order is never settled by it.
    """
    place = {platform: number for number, platform in enumerate(order)}
    last = Counter(
        max(place[one] for one in tools)
        for tools in undecided.values()
        if tools and place.keys() >= tools
    )
    found, total = {}, 0
    for number, platform in enumerate(order):
        total += last[number]
        found[platform] = total
    return found
