"""Have the register look again, after the transaction of whatever may have changed a verdict."""

from __future__ import annotations

from core import outbox


def look_again(activity_id: int, student_id: int | None = None) -> None:
    """Look at the activity, or at one student of it, once the caller's transaction commits."""
    outbox.later("consents.read_activity", activity_id, student_id or 0)
