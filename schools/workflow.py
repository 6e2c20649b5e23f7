"""What may happen to an import, and to somebody who is to help at a school."""

from __future__ import annotations

from enum import StrEnum

from core.workflow import Workflow


class Move(StrEnum):
    FINISH = "finish"
    TRY = "try"
    STOP = "stop"
    FAIL = "fail"
    CONTINUE = "continue"


class VolunteerMove(StrEnum):
    CHECK = "check"
    REFUSE = "refuse"


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

# States are the values of schools.terms.VolunteerStage. Who was refused is entered anew.
VOLUNTEER: Workflow[str, VolunteerMove] = Workflow(
    {
        ("waiting", VolunteerMove.CHECK): "checked",
        ("waiting", VolunteerMove.REFUSE): "refused",
    }
)
