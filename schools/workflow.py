"""What may happen to an import."""

from __future__ import annotations

from enum import StrEnum

from core.workflow import Workflow


class Move(StrEnum):
    FINISH = "finish"
    TRY = "try"
    STOP = "stop"
    FAIL = "fail"
    CONTINUE = "continue"


# States are the values of schools.terms.ImportState.
IMPORT: Workflow[str, Move] = Workflow(
    {
        ("reading", Move.FINISH): "done",
        ("reading", Move.TRY): "dry_run",
        ("reading", Move.STOP): "stopped",
        ("reading", Move.FAIL): "failed",
        # A new run takes the file over; the old one keeps its state as history.
        ("stopped", Move.CONTINUE): "reading",
        ("dry_run", Move.CONTINUE): "reading",
    }
)
