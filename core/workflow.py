"""A state machine is a table: (state, move) -> next state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

S = TypeVar("S")
M = TypeVar("M")


class IllegalMove(Exception):
    """The state forbids the move (409): the table has no such row."""

    def __init__(self, state: object, move: object) -> None:
        super().__init__(f"cannot {move} from {state}")
        self.state = state
        self.move = move


class Workflow(Generic[S, M]):
    """What may happen to something, as rows of one table."""

    def __init__(self, table: Mapping[tuple[S, M], S]) -> None:
        self.table = dict(table)

    def next(self, state: S, move: M) -> S:
        """The state after the move; `IllegalMove` when there is no such row."""
        try:
            return self.table[state, move]
        except KeyError:
            raise IllegalMove(state, move) from None

    def allows(self, state: S, move: M) -> bool:
        """Whether the table has this row."""
        return (state, move) in self.table

    def moves_from(self, state: S) -> list[M]:
        """The moves open in this state, in the table's order."""
        return [move for (source, move) in self.table if source == state]

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, for docs/states.md."""
        rows = [
            f"    {source} --> {target}: {move}" for (source, move), target in self.table.items()
        ]
        return "\n".join(["stateDiagram-v2", *rows])
