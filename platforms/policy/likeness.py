"""Which known name somebody may have meant (P1): near enough to be sure of, or near enough to ask."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# Up to this many names are weighed letter by letter.
WEIGHED: Final = 24
# Names less alike than this are not asked about.
LEAST_ALIKE: Final = 0.4
# A name of at least so many letters may be this many slips away and still be sure.
SLIPS: Final = ((13, 3), (9, 2), (5, 1))
SHORTEST_BEGINNING: Final = 3


@dataclass(frozen=True, slots=True)
class Near:
    """A known name near to what was typed: whose it is, how many slips away, and how alike (0 to 1)."""

    key: str
    owner: int
    slips: int
    alike: float


class Names:
    """Known folded names, each with its owner, to be looked through by likeness."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        self._names = sorted(set(names))
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        self._pairs = [len(pairs_of(key)) for key, _owner in self._names]
        for at, (key, _owner) in enumerate(self._names):
            for pair in pairs_of(key):
                self._by_pair[pair].append(at)

    def near(self, typed: str) -> list[Near]:
        """The nearest name of each owner, nearest first."""
        pairs = pairs_of(typed)
        shared = Counter(at for pair in pairs for at in self._by_pair.get(pair, ()))
        alike = {
            at: 2 * both / (len(pairs) + self._pairs[at]) for at, both in shared.most_common(200)
        }
        best = sorted(alike, key=lambda at: (-alike[at], self._names[at]))[:WEIGHED]
        found: dict[int, Near] = {}
        for at in best:
            key, owner = self._names[at]
            one = Near(key, owner, slips_between(typed, key), _likeness(typed, key, alike[at]))
            kept = found.get(owner)
            if kept is None or (one.slips, -one.alike) < (kept.slips, -kept.alike):
                found[owner] = one
        return sorted(found.values(), key=lambda one: (-one.alike, one.slips, one.key))


def surely(typed: str, near: Iterable[Near]) -> Near | None:
    """The one name that was meant beyond doubt: few slips away, the same digits, and no other as near."""
    ranked = sorted(near, key=lambda one: one.slips)
    if not ranked:
        return None
    best = ranked[0]
    most = slips_allowed(len(best.key))
    alone = len(ranked) == 1 or ranked[1].slips >= best.slips + min(best.slips, 2)
    digits = [one for one in typed if one.isdigit()] == [one for one in best.key if one.isdigit()]
    return best if best.slips <= most and alone and digits else None


def slips_allowed(letters: int) -> int:
    """How many slips a name of so many letters bears; a short one none."""
    return next((slips for least, slips in SLIPS if letters >= least), 0)


def pairs_of(key: str) -> set[str]:
    """The pairs of letters in a name, its beginning and end among them."""
    edged = f"^{key}$"
    return {edged[at : at + 2] for at in range(len(edged) - 1)}


def slips_between(one: str, other: str) -> int:
    """Letters to add, leave out, change or swap with the next to make one of the other."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, facing in enumerate(other, start=1):
            least = min(
                above[column] + 1,
                line[column - 1] + 1,
                above[column - 1] + (letter != facing),
            )
            if (
                row > 1
                and column > 1
                and letter == other[column - 2]
                and one[row - 2] == facing
            ):  # fmt: skip
                least = min(least, before[column - 2] + 1)
            line.append(least)
        before, above = above, line
    return above[-1]


def _likeness(typed: str, key: str, alike: float) -> float:
    """A name that begins with what was typed, or the other way round, is likelier than its letters say."""
    shorter = min(len(typed), len(key))
    begins = typed[:shorter] == key[:shorter] and shorter >= SHORTEST_BEGINNING
    return max(alike, 0.75) if begins else alike
